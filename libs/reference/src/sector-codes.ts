import type { Readable } from 'node:stream';
import { writeFile } from 'node:fs/promises';
import { type CsvRow, csvLine, readCsv, WrongFile } from './csv.js';
import type { ImportReport } from './import-report.js';
import { SectorLevel } from './sector.entity.js';

/** One code of the classification as a file has it. */
export interface SectorRecord {
  /** Line of the file it stands on. */
  line: number;
  code: string;
  level: SectorLevel;
  parent: string | null;
  name: string;
}

const LEVELS = new Map<string, SectorLevel>(Object.values(SectorLevel).map((level) => [level, level]));
const FORMS: Record<SectorLevel, RegExp> = {
  [SectorLevel.SECTION]: /^[A-U]$/,
  [SectorLevel.DIVISION]: /^\d{2}$/,
  [SectorLevel.GROUP]: /^\d{3}$/,
  [SectorLevel.CLASS]: /^\d{4}$/,
  [SectorLevel.SUBCLASS]: /^\d{5}$/,
};

/**
 * A five-digit code as Companies House lists it. Lists lose leading zeros (`1470` is `01470`) and some print dots
 * (`62.01/2`). Undefined if it cannot be such a code.
 */
export function normaliseSic(text: string): string | undefined {
  const digits = text.trim().replace(/[./]/g, '');
  return /^\d{4,5}$/.test(digits) ? digits.padStart(5, '0') : undefined;
}

/** Capitals as a sentence: the classification shouts its sections. */
function sentence(name: string): string {
  return name === name.toUpperCase() ? name.charAt(0) + name.slice(1).toLowerCase() : name;
}

/** The codes of a file with the columns code, level, name and either parent (as shipped) or section (as published). */
export async function* readSectors(source: Readable, report: ImportReport): AsyncGenerator<SectorRecord> {
  const seen = new Set<string>();
  for await (const row of readCsv(source, [['code'], ['level'], ['name'], ['parent', 'section']], report)) {
    const record = readSector(row, report);
    if (!record) continue;
    if (seen.has(record.code))
      report.reject({ line: row.line, column: 'code', expected: 'each code once', came: record.code });
    else yield record;
    seen.add(record.code);
  }
}

function readSector(row: CsvRow, report: ImportReport): SectorRecord | undefined {
  const level = LEVELS.get(row.get('level').toLowerCase());
  const code = row.get('code').replace(/[./]/g, '').toUpperCase();
  const name = sentence(row.get('name').replace(/\s+/g, ' '));
  const fault = (column: string, expected: string): undefined =>
    report.reject({ line: row.line, column, expected, came: row.get(column) }) as undefined;
  if (!level) return fault('level', 'section, division, group, class or subclass');
  if (!FORMS[level].test(code)) return fault('code', `the code of a ${level}`);
  if (name.length === 0 || name.length > 300) return fault('name', 'a name of 1 to 300 characters');
  const parent =
    row.heading('parent', 'section') === 'parent'
      ? row.get('parent')
      : parentOf(level, code, row.get('section'));
  if (!parent && level !== SectorLevel.SECTION && code !== DORMANT)
    return fault('section', 'the letter of the section');
  return { line: row.line, code, level, parent: parent || null, name };
}

/** Companies House's code of dormant companies, which belongs to no section. */
const DORMANT = '99999';

function parentOf(level: SectorLevel, code: string, section: string): string | null {
  if (level === SectorLevel.SECTION) return null;
  return level === SectorLevel.DIVISION ? section : code.slice(0, -1);
}

/**
 * Joins the published structure (section to subclass) with Companies House's five-digit list into the file that ships.
 * A class without subclasses gets the five-digit code that companies declare for it (`0111` gets `01110`).
 * @throws WrongFile if a file is of another kind
 */
export async function convertSic(
  structure: Readable,
  companiesHouse: Readable,
  outPath: string,
  report: ImportReport,
): Promise<void> {
  const records = new Map<string, SectorRecord>();
  for await (const record of readSectors(structure, report)) records.set(record.code, record);
  for await (const row of readCsv(companiesHouse, [['code'], ['description']], report)) {
    const code = normaliseSic(row.get('code'));
    if (!code)
      report.reject({ line: row.line, column: 'code', expected: 'five digits', came: row.get('code') });
    else if (!records.has(code))
      records.set(code, {
        line: row.line,
        code,
        level: SectorLevel.SUBCLASS,
        parent: ancestor(records, code),
        name: row.get('description'),
      });
  }
  if (![...records.values()].some(({ level }) => level === SectorLevel.SECTION))
    throw new WrongFile('The structure holds no section.');
  const sorted = [...records.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  await writeFile(
    outPath,
    csvLine(['code', 'level', 'parent', 'name']) +
      sorted.map(({ code, level, parent, name }) => csvLine([code, level, parent, name])).join(''),
  );
  report.counts.inserted = sorted.length;
}

/** The nearest code above that the classification has: Companies House added a few below a group or a division. */
function ancestor(records: ReadonlyMap<string, SectorRecord>, code: string): string | null {
  if (code === DORMANT) return null;
  return [4, 3, 2].map((length) => code.slice(0, length)).find((prefix) => records.has(prefix)) ?? null;
}

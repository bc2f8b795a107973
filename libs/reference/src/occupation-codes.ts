import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type CsvRow, csvLine, readCsv, WrongFile } from './csv.js';
import type { ImportReport } from './import-report.js';

/** The four levels of the Standard Occupational Classification 2020, coarse to fine. */
export enum OccupationLevel {
  MAJOR = 'major',
  SUB_MAJOR = 'sub_major',
  MINOR = 'minor',
  UNIT = 'unit',
}

/** One code of the Standard Occupational Classification 2020. */
export interface Occupation {
  /** One to four digits, one more a level: `2`, `21`, `213`, `2134`. */
  readonly code: string;
  readonly level: OccupationLevel;
  readonly title: string;
  readonly description: string;
  /** How people come into a unit group, as the Office for National Statistics words it; empty for the levels above. */
  readonly entryRoutes: string;
  /** Titles of jobs in a unit group, as examples; empty for the levels above. */
  readonly jobTitles: readonly string[];
}

const LEVELS = Object.values(OccupationLevel);

/** Stands between the job titles of one unit group in the file that ships; no title holds it. */
const BETWEEN = '|';

/** The codes of a file with level, code, title, description and entry_routes; as shipped also with job_titles. */
export async function* readOccupations(source: Readable, report: ImportReport): AsyncGenerator<Occupation> {
  const seen = new Set<string>();
  for await (const row of readCsv(source, [['level'], ['code'], ['title'], ['description']], report)) {
    const occupation = readOccupation(row, report);
    if (!occupation) continue;
    if (seen.has(occupation.code))
      report.reject({ line: row.line, column: 'code', expected: 'each code once', came: occupation.code });
    else yield occupation;
    seen.add(occupation.code);
  }
}

function readOccupation(row: CsvRow, report: ImportReport): Occupation | undefined {
  const level = LEVELS.find((name) => name === row.get('level'));
  const code = row.get('code');
  const text = (column: string): string => row.get(column).replace(/\s+/g, ' ');
  const fault = (column: string, expected: string): undefined =>
    report.reject({ line: row.line, column, expected, came: row.get(column) }) as undefined;
  if (!level) return fault('level', LEVELS.join(', '));
  if (!/^[1-9]\d{0,3}$/.test(code) || code.length !== LEVELS.indexOf(level) + 1)
    return fault('code', `the code of a ${level} group, ${LEVELS.indexOf(level) + 1} digits`);
  const title = text('title');
  if (title.length === 0 || title.length > 200) return fault('title', 'a title of 1 to 200 characters');
  const jobTitles = text('job_titles').split(BETWEEN).filter(Boolean);
  return {
    ...{ code, level, title, jobTitles },
    ...{ description: text('description'), entryRoutes: text('entry_routes') },
  };
}

/**
 * Joins the published groups with the job titles of their unit groups into the file that ships. A title of a unit group
 * that is not in the structure is reported and left out.
 * @throws WrongFile if a file is of another kind
 */
export async function convertOccupations(
  groups: Readable,
  jobTitles: Readable,
  outPath: string,
  report: ImportReport,
): Promise<void> {
  const titles = new Map<string, string[]>();
  const occupations: Occupation[] = [];
  for await (const occupation of readOccupations(groups, report)) {
    occupations.push(occupation);
    if (occupation.level === OccupationLevel.UNIT) titles.set(occupation.code, []);
  }
  if (titles.size === 0) throw new WrongFile('The structure holds no unit group.');
  for await (const row of readCsv(jobTitles, [['unit_group'], ['job_title']], report)) {
    const of = titles.get(row.get('unit_group'));
    const title = row.get('job_title');
    if (of && title && !title.includes(BETWEEN)) of.push(title);
    else
      report.reject({
        line: row.line,
        column: of ? 'job_title' : 'unit_group',
        expected: of ? 'a job title' : 'a unit group of the structure',
        came: of ? title : row.get('unit_group'),
      });
  }
  occupations.sort((a, b) => (a.code < b.code ? -1 : 1));
  const lines = occupations.map(({ level, code, title, description, entryRoutes }) =>
    csvLine([level, code, title, description, entryRoutes, titles.get(code)?.join(BETWEEN)]),
  );
  const headings = ['level', 'code', 'title', 'description', 'entry_routes', 'job_titles'];
  await writeFile(outPath, csvLine(headings) + lines.join(''));
  report.counts.inserted = occupations.length;
}

import { Readable } from 'node:stream';
import type { DataSource, EntityManager } from 'typeorm';
import { pointOf } from '#platform';
import { decoded, readCsv } from './csv.js';
import type { ImportReport } from './import-report.js';
import { placeSchools } from './import-areas.js';
import { recordEdition } from './register-edition.js';
import { schoolId } from './school.entity.js';
import { HEADINGS, readSchoolRow, REQUIRED_HEADINGS, type SchoolRow } from './school-row.js';
import { searchable, type SchoolRecord } from './school.words.js';

/** How a file of schools is to be taken. */
export interface SchoolImport {
  /** Date of the edition of the register, `YYYY-MM-DD`. */
  sourceDate: string;
  /**
   * Whether schools that the file lacks are closed, however many. By default they are closed only while they are
   * few, because a file that lacks a tenth of England is an extract and not the register.
   */
  closeMissing?: boolean;
}

const BATCH = 1000;
/** The most open schools, in percent, that one edition closes unless it is told to: a normal year closes about 2%. */
const CLOSABLE_PERCENT = 5;

/** Columns of the table with their types and where the values come from, in one order for all statements. */
const COLUMNS: readonly (readonly [name: string, type: string, value: (record: SchoolRecord) => unknown])[] =
  [
    ['id', 'text', ({ urn }) => schoolId(urn)],
    ['urn', 'integer', ({ urn }) => urn],
    ['name', 'text', ({ name }) => name],
    ['place', 'point', (record) => pointOf(record)],
    ['postcode', 'text', ({ postcode }) => postcode],
    ['la_code', 'text', ({ laCode }) => laCode],
    ['la_ons_code', 'text', ({ laOnsCode }) => laOnsCode],
    ['la_name', 'text', ({ laName }) => laName],
    ['region', 'text', ({ region }) => region],
    ['phase', 'text', ({ phase }) => phase],
    ['kind', 'text', ({ kind }) => kind],
    ['gender', 'text', ({ gender }) => gender],
    ['age_low', 'smallint', ({ ageLow }) => ageLow],
    ['age_high', 'smallint', ({ ageHigh }) => ageHigh],
    ['pupils', 'integer', ({ pupils }) => pupils],
    ['has_sixth_form', 'boolean', ({ hasSixthForm }) => hasSixthForm],
    ['trust', 'text', ({ trust }) => trust],
    ['open', 'boolean', () => true],
    ['search_text', 'text', searchTextOf],
  ];

function searchTextOf({ name, laName, postcode, urn }: SchoolRecord): string {
  return [searchable(name), searchable(laName ?? ''), searchable(postcode ?? ''), String(urn)].join(' ');
}

const names = COLUMNS.map(([name]) => name);
// A point has no "is distinct from": its text has.
const compared = (table: string): string =>
  names.map((name) => (name === 'place' ? `${table}.place::text` : `${table}.${name}`)).join(', ');

const UPSERT = `
  INSERT INTO school AS held (${names.join(', ')}, source_date)
  SELECT incoming.*, $${COLUMNS.length + 1}::date
  FROM unnest(${COLUMNS.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')}) AS incoming
  ON CONFLICT (urn) DO UPDATE
  SET (${names.join(', ')}, source_date) = (${names.map((name) => `excluded.${name}`).join(', ')}, excluded.source_date)
  WHERE (${compared('held')}) IS DISTINCT FROM (${compared('excluded')})
  RETURNING xmax = 0 AS inserted`;

/**
 * Brings the register of schools up to a newer file, in one transaction and idempotently: new schools are added,
 * changed ones updated, those that the file lacks or calls closed are marked closed and kept. Each bad row is
 * reported and passed over; the school it names stays as it is, and so does a value that the file leaves empty. The file may be this product's `schools.csv`, the
 * joined open data, or the raw register with its establishment columns.
 * @throws WrongFile if the file is not a list of schools; nothing has changed then
 */
export async function importSchools(
  db: DataSource,
  source: Readable,
  { sourceDate, closeMissing = false }: SchoolImport,
  report: ImportReport,
): Promise<void> {
  await db.transaction(async (manager) => {
    const rows = new Map<number, SchoolRow['kind']>();
    let batch: SchoolRecord[] = [];
    for await (const read of readSchools(source, rows, report)) {
      batch.push(read);
      if (batch.length < BATCH) continue;
      await upsert(manager, batch, sourceDate, report);
      batch = [];
    }
    await upsert(manager, batch, sourceDate, report);
    const closed = [...rows].filter(([, kind]) => kind === 'closed').map(([urn]) => urn);
    await close(manager, closed, sourceDate, report);
    await closeAbsent(manager, new Set(rows.keys()), { sourceDate, closeMissing }, report);
    await placeSchools(manager, sourceDate);
    await recordEdition(manager, 'schools', sourceDate);
  });
}

/** The schools of a file, each URN once; `rows` gathers what every URN of the file turned out to be. */
export async function* readSchools(
  source: Readable,
  rows: Map<number, SchoolRow['kind']>,
  report: ImportReport,
): AsyncGenerator<SchoolRecord> {
  for await (const row of readCsv(Readable.from(decoded(source)), REQUIRED_HEADINGS, report)) {
    const read = readSchoolRow(row, report);
    if (read.urn === undefined) {
      report.unreadable++;
      continue;
    }
    if ((rows.get(read.urn) ?? 'rejected') !== 'rejected') {
      report.reject({
        line: row.line,
        column: row.heading(...HEADINGS.urn),
        expected: 'each URN once',
        came: String(read.urn),
      });
      continue;
    }
    rows.set(read.urn, read.kind);
    if (read.kind === 'outside') report.counts.leftOut++;
    if (read.kind === 'school') yield read.record;
  }
}

/** Columns that may be empty, under the names of the record. */
const OPTIONAL: Record<string, keyof SchoolRecord> = {
  postcode: 'postcode',
  la_code: 'laCode',
  la_ons_code: 'laOnsCode',
  la_name: 'laName',
  region: 'region',
  gender: 'gender',
  age_low: 'ageLow',
  age_high: 'ageHigh',
  pupils: 'pupils',
  has_sixth_form: 'hasSixthForm',
  trust: 'trust',
};

const HELD = `SELECT urn, ${Object.entries(OPTIONAL)
  .map(([column, key]) => `${column} AS "${key}"`)
  .join(', ')} FROM school WHERE urn = ANY ($1)`;

/** What a file leaves empty stays as it was: editions differ in their columns, and not to know is not to deny. */
async function withHeldValues(
  manager: EntityManager,
  batch: readonly SchoolRecord[],
): Promise<SchoolRecord[]> {
  const rows = await manager.query<Partial<SchoolRecord>[]>(HELD, [batch.map(({ urn }) => urn)]);
  const held = new Map(rows.map((row) => [row.urn, row]));
  return batch.map((record) => {
    const given = Object.entries(record).filter(([, value]) => value !== null);
    return { ...record, ...held.get(record.urn), ...Object.fromEntries(given) };
  });
}

async function upsert(
  manager: EntityManager,
  batch: readonly SchoolRecord[],
  sourceDate: string,
  report: ImportReport,
): Promise<void> {
  const records = await withHeldValues(manager, batch);
  const values = COLUMNS.map(([, , value]) => records.map(value));
  const written = await manager.query<{ inserted: boolean }[]>(UPSERT, [...values, sourceDate]);
  const inserted = written.filter((row) => row.inserted).length;
  report.counts.inserted += inserted;
  report.counts.updated += written.length - inserted;
  report.counts.unchanged += batch.length - written.length;
}

async function close(
  manager: EntityManager,
  urns: readonly number[],
  sourceDate: string,
  report: ImportReport,
): Promise<void> {
  const sql =
    'WITH gone AS (UPDATE school SET open = false, source_date = $2 WHERE open AND urn = ANY ($1) RETURNING 1) SELECT count(*) AS n FROM gone';
  const [row] = await manager.query<{ n: string }[]>(sql, [urns, sourceDate]);
  report.counts.closed += Number(row?.n ?? 0);
}

async function closeAbsent(
  manager: EntityManager,
  present: ReadonlySet<number>,
  { sourceDate, closeMissing }: SchoolImport,
  report: ImportReport,
): Promise<void> {
  const held = await manager.query<{ urn: number }[]>('SELECT urn FROM school WHERE open');
  const absent = held.map(({ urn }) => urn).filter((urn) => !present.has(urn));
  const why = closeMissing ? undefined : whyNotClosable(absent.length, held.length, report);
  if (!why) return close(manager, absent, sourceDate, report);
  report.note(
    `${absent.length} open schools are not in the file and were left open, because ${why}. ` +
      'If the file is the whole register, import it again with --close-missing.',
  );
}

/** Why schools must not be closed for being absent; undefined if they may. */
function whyNotClosable(absent: number, open: number, report: ImportReport): string | undefined {
  if (absent === 0) return undefined;
  if (report.cutShort) return 'the file broke off';
  if (report.unreadable > 0) return `${report.unreadable} of its rows could not be read`;
  const closable = Math.max(20, Math.floor((open * CLOSABLE_PERCENT) / 100));
  return absent > closable ? `more than ${closable} at once looks like an extract` : undefined;
}

import type { Readable } from 'node:stream';
import type { DataSource } from 'typeorm';
import type { ImportReport } from './import-report.js';
import { recordEdition } from './register-edition.js';
import { readSectors, type SectorRecord } from './sector-codes.js';

/**
 * Brings the industrial classification up to a file, in one transaction and idempotently. Codes that the file lacks
 * stay: a declared code never loses its name. A code whose parent is nowhere is reported and left out.
 * @param sourceDate date of the edition, `YYYY-MM-DD`
 * @throws WrongFile if the file is of another kind; nothing has changed then
 */
export async function importSic(
  db: DataSource,
  source: Readable,
  sourceDate: string,
  report: ImportReport,
): Promise<void> {
  const records: SectorRecord[] = [];
  for await (const record of readSectors(source, report)) records.push(record);
  await db.transaction(async (manager) => {
    const held = await manager.query<{ code: string }[]>('SELECT code FROM sector');
    const known = new Set([...held, ...records].map(({ code }) => code));
    const rooted = records.filter(({ parent }) => parent === null || known.has(parent));
    for (const { line, code, parent } of records.filter((record) => !rooted.includes(record))) {
      report.reject({
        line,
        column: 'parent',
        expected: `the parent of ${code} in the file`,
        came: parent ?? '',
      });
    }
    const written = await manager.query<{ inserted: boolean }[]>(
      `INSERT INTO sector AS held (code, level, parent, name)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
       ON CONFLICT (code) DO UPDATE SET level = excluded.level, parent = excluded.parent, name = excluded.name
       WHERE (held.level, held.parent, held.name) IS DISTINCT FROM (excluded.level, excluded.parent, excluded.name)
       RETURNING xmax = 0 AS inserted`,
      [
        rooted.map(({ code }) => code),
        rooted.map(({ level }) => level),
        rooted.map(({ parent }) => parent),
        rooted.map(({ name }) => name),
      ],
    );
    const inserted = written.filter((row) => row.inserted).length;
    report.counts.inserted += inserted;
    report.counts.updated += written.length - inserted;
    report.counts.unchanged += rooted.length - written.length;
    await recordEdition(manager, 'sic', sourceDate);
  });
}

import type { Readable } from 'node:stream';
import type { DataSource, EntityManager } from 'typeorm';
import { type AreaRecord, readAreas } from './area-file.js';
import { AreaKind } from './area.entity.js';
import { WrongFile } from './csv.js';
import type { ImportReport } from './import-report.js';
import { recordEdition } from './register-edition.js';

/**
 * Replaces the areas by those of a file, in one transaction, and finds anew which local authority each school is in. An
 * area of districts that the file does not draw is reported and left out.
 * @param sourceDate date of the edition, `YYYY-MM-DD`
 * @throws WrongFile if the file is of another kind, or draws no district; nothing has changed then
 */
export async function importAreas(
  db: DataSource,
  source: Readable,
  sourceDate: string,
  report: ImportReport,
): Promise<void> {
  const read: AreaRecord[] = [];
  for await (const area of readAreas(source, report)) read.push(area);
  const drawn = new Set(read.filter(({ kind }) => kind === AreaKind.LOCAL_AUTHORITY).map(({ code }) => code));
  if (drawn.size === 0 || report.cutShort)
    throw new WrongFile('The file broke off or draws no local authority.');
  const areas = read.filter(({ code, districts }) => {
    const missing = districts.find((district) => !drawn.has(district));
    if (missing)
      report.reject({
        line: 0,
        column: 'districts',
        expected: `only districts that are drawn, in ${code}`,
        came: missing,
      });
    return !missing;
  });
  await db.transaction(async (manager) => {
    await replace(manager, areas);
    await placeSchools(manager);
    await recordEdition(manager, 'areas', sourceDate);
  });
  report.counts.inserted = areas.length;
}

async function replace(manager: EntityManager, areas: readonly AreaRecord[]): Promise<void> {
  await manager.query('DELETE FROM area');
  await manager.query(
    `INSERT INTO area (code, kind, name, districts)
     SELECT code, kind, name, string_to_array(districts, ' ')
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS given (code, kind, name, districts)`,
    [
      areas.map(({ code }) => code),
      areas.map(({ kind }) => kind),
      areas.map(({ name }) => name),
      areas.map(({ districts }) => districts.join(' ')),
    ],
  );
  const parts = areas.flatMap(({ code, outlines }) => outlines.map((outline) => ({ code, outline })));
  await manager.query(
    `INSERT INTO area_part (district, outline, bounds)
     SELECT district, outline, box(outline) FROM unnest($1::text[], $2::polygon[]) AS given (district, outline)`,
    [parts.map(({ code }) => code), parts.map(({ outline }) => outline)],
  );
  await manager.query('ANALYZE area_part');
}

/**
 * Writes which local authority each school is in: the one that the register names, where it is one of the areas; else the
 * one around its place, since the register names the county where there are two tiers.
 * @param changedOn only schools without one, and those that the edition of this date has changed
 */
export async function placeSchools(manager: EntityManager, changedOn?: string): Promise<void> {
  await manager.query(
    `UPDATE school SET district = found.district FROM (
       SELECT id, coalesce(area.code, district_at(place)) AS district
       FROM school LEFT JOIN area ON area.code = school.la_ons_code AND area.kind = 'local_authority'
       WHERE $1::date IS NULL OR school.district IS NULL OR source_date = $1) found
     WHERE found.id = school.id AND school.district IS DISTINCT FROM found.district`,
    [changedOn ?? null],
  );
}

import type { EntityManager } from 'typeorm';

/** More rows than this go in several statements, so that no single parameter grows beyond a few megabytes. */
const BATCH = 5_000;

/**
 * Inserts rows whose keys are the table's columns, all rows with the same keys. Entities would take ten times as long.
 * @param table a name written in the source, never one that came from outside
 */
export async function insertRows<Row extends object>(
  manager: EntityManager,
  table: string,
  rows: readonly Row[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).join(', ');
  for (let from = 0; from < rows.length; from += BATCH) {
    await manager.query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`,
      [JSON.stringify(rows.slice(from, from + BATCH))],
    );
  }
}

/** Runs one statement, on whatever connection. */
export type Ask = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** A table of the product and the columns whose values are stored. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

interface TableRow extends Table {
  readonly refersTo: string[];
}

/** The table of TypeORM that says which steps were taken; a restore takes them itself. */
export const MIGRATIONS = 'migration';

/** Every table of the product but that of its migrations, each after those that it refers to. */
export async function tablesInOrder(ask: Ask): Promise<Table[]> {
  const rows = await ask<TableRow>(
    `SELECT relname AS name,
       (SELECT coalesce(json_agg(attname ORDER BY attnum), '[]') FROM pg_attribute
        WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns,
       (SELECT coalesce(json_agg(DISTINCT confrelid::regclass::text), '[]') FROM pg_constraint
        WHERE conrelid = pg_class.oid AND contype = 'f' AND confrelid <> conrelid) AS "refersTo"
     FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname <> $1
     ORDER BY relname`,
    [MIGRATIONS],
  );
  return inOrder(rows);
}

/** Throws where tables refer to each other in a circle: their rows could not be brought in one after the other. */
export function inOrder(rows: readonly TableRow[]): Table[] {
  const waiting = new Map(rows.map((row) => [row.name, row]));
  const ordered: Table[] = [];
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(({ refersTo }) => !refersTo.some((name) => waiting.has(name)));
    if (free.length === 0)
      throw new Error(`Tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const { name, columns } of free) {
      ordered.push({ name, columns });
      waiting.delete(name);
    }
  }
  return ordered;
}

/** The steps that have led to the schema, in order; empty where there is none. */
export async function stepsTaken(ask: Ask): Promise<string[]> {
  const [found] = await ask<{ there: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS there`, [MIGRATIONS]);
  if (!found?.there) return [];
  const steps = await ask<{ name: string }>(`SELECT name FROM ${MIGRATIONS} ORDER BY timestamp`);
  return steps.map(({ name }) => name);
}

/** An identifier in a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Both sides of a COPY read and write values alike, whatever the server's defaults and the machine's zone. */
export const PLAIN_VALUES = `
  SET LOCAL client_encoding = 'UTF8'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres';
  SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 3;
  SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`;

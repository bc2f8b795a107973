import { createDataSource } from '#platform';
import type { DataSource } from 'typeorm';
import { freshDatabase } from '../support/database.js';

/** Every table, column, constraint and index of the product's own schema, as text. */
async function shape(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ line: string }[]>(`
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    ORDER BY 1`);
  return rows.map(({ line }) => line).filter((line) => !/\bmigration\b/.test(line));
}

describe('the migrations', () => {
  let dataSource: DataSource;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshDatabase();
    drop = database.drop;
    dataSource = await createDataSource(database.url).initialize();
  });
  afterAll(async () => {
    await dataSource?.destroy();
    await drop?.();
  });

  it('can each be undone, down to nothing, and done again to the same schema', async () => {
    const before = await shape(dataSource);
    expect(before.length).toBeGreaterThan(150);
    for (let left = dataSource.migrations.length; left > 0; left -= 1) await dataSource.undoLastMigration();
    expect(await shape(dataSource)).toEqual([]);
    await dataSource.runMigrations();
    expect(await shape(dataSource)).toEqual(before);
  });

  it('keep every sorted text by its code points, whatever the language of the server', async () => {
    const rows = await dataSource.query<{ column: string }[]>(`
      SELECT pg_class.relname || '.' || pg_attribute.attname AS column FROM pg_index
      JOIN pg_class ON pg_class.oid = pg_index.indrelid AND pg_class.relnamespace = 'public'::regnamespace
      JOIN pg_attribute ON pg_attribute.attrelid = pg_class.oid AND pg_attribute.attnum = ANY(pg_index.indkey) AND pg_attribute.attname = 'id'
      WHERE pg_index.indisprimary AND pg_attribute.atttypid = 'text'::regtype
        AND pg_attribute.attcollation <> (SELECT oid FROM pg_collation WHERE collname = 'C' AND collencoding = -1)`);
    expect(rows).toEqual([]);
  });

  it('compare a reference and what it refers to in the same order, or no index would serve the join', async () => {
    const rows = await dataSource.query<{ reference: string }[]>(`
      SELECT conrelid::regclass || '.' || own.attname AS reference FROM pg_constraint
      JOIN pg_attribute own ON own.attrelid = conrelid AND own.attnum = ANY(conkey)
      JOIN pg_attribute other ON other.attrelid = confrelid AND other.attnum = ANY(confkey)
      WHERE contype = 'f' AND own.attcollation <> other.attcollation`);
    expect(rows).toEqual([]);
  });
});

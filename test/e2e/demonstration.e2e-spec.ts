import type { DataSource } from 'typeorm';
import { type DemonstrationSummary, makeDemonstration } from '#demonstration';
import { createDataSource } from '#platform';
import { importShippedRegisters } from '#reference';
import { freshDatabase } from '../support/database.js';

const now = new Date('2026-11-24T10:30:00Z');
const endings: (() => Promise<unknown>)[] = [];
let database: DataSource;
let summary: DemonstrationSummary;
const took: string[] = [];
const begun = process.hrtime();
function lap(s: string) {
  const [a, b] = process.hrtime(begun);
  took.push(`${(a + b / 1e9).toFixed(2)} ${s}`);
}

beforeAll(async () => {
  const { url, drop } = await freshDatabase();
  endings.push(drop);
  database = await createDataSource(url).initialize();
  await importShippedRegisters(database, 'data', () => undefined);
  lap('registers');
  summary = await makeDemonstration(database, { seed: 7, now, registersDir: 'data', progress: lap });
  lap('done');
}, 120_000);
afterAll(async () => {
  await database?.destroy();
  for (const end of endings) await end();
});

it('x', async () => {
  const size = await database.query(
    `SELECT relname, n_live_tup, pg_size_pretty(pg_total_relation_size(relid)) s FROM pg_stat_user_tables ORDER BY pg_total_relation_size(relid) DESC LIMIT 20`,
  );
  const db = await database.query(`SELECT pg_size_pretty(pg_database_size(current_database()))`);
  console.log(
    took.join('\n'),
    JSON.stringify(summary, null, 1),
    JSON.stringify(size).replaceAll('},', '},\n'),
    db,
  );
});

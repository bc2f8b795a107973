import { resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { checkServer, createDataSource, readConfig, startEmbedded, StartupProblem } from '#platform';

/**
 * Runs work on the database in use: the server that DATABASE_URL names, else the embedded one, which is shared with a
 * running product and started for the while where none runs, and made where there is none yet.
 *
 * @throws StartupProblem with one line for everything that can be put right
 */
export function onDatabase<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  return connected(false, work);
}

/**
 * The same of a database that the product has set up: a mistyped folder or address must not become a new database.
 *
 * @throws StartupProblem also where there is none
 */
export function onFilledDatabase<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  return connected(true, async (dataSource) => {
    const [found] = await dataSource.query<{ ready: boolean }[]>(
      `SELECT to_regclass('person') IS NOT NULL AND to_regclass('change') IS NOT NULL AS ready`,
    );
    if (!found?.ready)
      throw new StartupProblem(
        'The database is not set up yet: run npm start once, or correct DATABASE_URL or FIRSTHAND_DATA_DIR.',
      );
    return work(dataSource);
  });
}

async function connected<T>(existing: boolean, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = readConfig(process.env);
  if (databaseUrl) return onServer(databaseUrl, work);
  const projectDir = process.cwd();
  const embedded = await startEmbedded({ projectDir, dataDir, existing, share: true, log: console.error });
  try {
    return await onServer(embedded.url, work);
  } finally {
    await embedded.stop();
  }
}

async function onServer<T>(url: string, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  await checkServer(url);
  const dataSource = await createDataSource(url).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

const TURN = 727_202; // number of the advisory lock

/** Two processes on one server set it up (prepare it, or restore into it) one after the other. */
export async function oneAfterTheOther<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  const lock = dataSource.createQueryRunner();
  await lock.query('SELECT pg_advisory_lock($1)', [TURN]);
  try {
    return await work();
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [TURN]).catch(() => undefined);
    await lock.release();
  }
}

/** A path as it was typed: `npm run` itself goes to the project's folder first. */
export function typedPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path);
}

/** Shows every few seconds how far long work has come. */
export function everySoOften(say: (line: string) => void): (table: string, rows: number) => void {
  let last = performance.now();
  return (table, rows) => {
    if (performance.now() - last < 2000) return;
    last = performance.now();
    say(`  ${table}: ${rows.toLocaleString('en-GB')} rows`);
  };
}

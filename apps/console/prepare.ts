import type { DataSource } from 'typeorm';
import { migrateJobs } from '#platform';
import { importShippedRegisters } from '#reference';

/** How a database is to be prepared. */
export interface PrepareOptions {
  /** The connection that `dataSource` has; the job queue migrates over one of its own. */
  databaseUrl: string;
  /** Folder with the shipped registers. */
  registersDir: string;
  /** Registers only, no demonstration data. */
  empty: boolean;
  now: Date;
  /** Shows a long part with its time. */
  during: <T>(label: string, work: () => Promise<T>) => Promise<T>;
  say: (line: string) => void;
}

/** What a prepared database holds besides the registers. */
export interface Prepared {
  demonstration?: undefined;
}

const SETTING_UP = 727_202; // number of the advisory lock: two processes on one server take turns

/**
 * Brings a database to the present schema and fills it where it is new. Each step is one transaction that also
 * remembers that it is done, so a start that was killed half-way is simply repeated.
 */
export async function prepare(dataSource: DataSource, options: PrepareOptions): Promise<Prepared> {
  const { during, say } = options;
  const lock = dataSource.createQueryRunner();
  await lock.query('SELECT pg_advisory_lock($1)', [SETTING_UP]);
  try {
    if (await dataSource.showMigrations()) {
      await during('Setting up the tables', () => dataSource.runMigrations());
    }
    await migrateJobs(options.databaseUrl);
    await importShippedRegisters(dataSource, options.registersDir, (sentence) => say(`  ${sentence}`));
    return {};
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [SETTING_UP]).catch(() => undefined);
    await lock.release();
  }
}

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { type DemonstrationSummary, makeDemonstration } from '#demonstration';
import { migrateJobs, StartupProblem } from '#platform';
import { importShippedRegisters } from '#reference';
import { oneAfterTheOther } from './database.js';

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

const SEED = 2014;
/** What every start reads, or the first one imports. */
const REGISTERS = [
  'registers.json',
  'schools.csv',
  'sic.csv',
  'areas.csv',
  'occupations.csv',
  'postcodes.bin',
];

/**
 * Brings a database to the present schema and fills it where it is new. Migrations, registers and demonstration each
 * remember in their own transaction that they are done, so a start that was killed half-way is simply repeated.
 *
 * @returns the demonstration that the database holds, whichever start made it; undefined where it holds none
 */
export async function prepare(
  dataSource: DataSource,
  options: PrepareOptions,
): Promise<DemonstrationSummary | undefined> {
  await requireRegisters(options.registersDir);
  return oneAfterTheOther(dataSource, async () => {
    await migrate(dataSource, options);
    await importRegisters(dataSource, options);
    return demonstrate(dataSource, options);
  });
}

async function requireRegisters(registersDir: string): Promise<void> {
  for (const name of REGISTERS) {
    const missing = await access(join(registersDir, name)).catch(() => true);
    if (missing)
      throw new StartupProblem(
        `There is no ${name} in the folder ${registersDir}: REGISTERS_DIR names the one with the registers that ship, "data" without it.`,
      );
  }
}

async function migrate(dataSource: DataSource, { databaseUrl, during }: PrepareOptions): Promise<void> {
  const work = async () => {
    await dataSource.runMigrations();
    await migrateJobs(databaseUrl);
  };
  await ((await dataSource.showMigrations()) ? during('Setting up the tables', work) : work());
}

async function importRegisters(
  dataSource: DataSource,
  { registersDir, during, say }: PrepareOptions,
): Promise<void> {
  const work = () => importShippedRegisters(dataSource, registersDir, (sentence) => say(`  ${sentence}`));
  const [{ held } = { held: 0 }] = await dataSource.query<{ held: number }[]>(
    'SELECT count(*) AS held FROM register_import',
  );
  await (held === 0 ? during('Importing the registers of schools and sectors', work) : work());
}

async function demonstrate(
  dataSource: DataSource,
  { registersDir, empty, now, during, say }: PrepareOptions,
): Promise<DemonstrationSummary | undefined> {
  const [state] = await dataSource.query<{ made: boolean; used: boolean }[]>(
    `SELECT EXISTS (SELECT FROM change WHERE noun = 'demonstration') AS made, EXISTS (SELECT FROM person) AS used`,
  );
  const progress = (sentence: string) => say(`  ${sentence}`);
  const work = () => makeDemonstration(dataSource, { seed: SEED, now, registersDir, progress });
  if (state?.made) {
    if (empty) say('The database holds demonstration data of an earlier start; --empty does not remove it.');
    return work();
  }
  if (empty) return undefined;
  if (!state?.used) return during('Making demonstration data', work);
  // Whoever began with --empty and left it out later must not find invented employers among the real ones.
  say('The database holds people of your own: no demonstration data is added to it.');
  return undefined;
}

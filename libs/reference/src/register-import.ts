import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { importAreas } from './import-areas.js';
import { importSchools } from './import-schools.js';
import { importSic } from './import-sic.js';
import { ImportReport } from './import-report.js';
import { heldEditions, type RegisterName } from './register-edition.js';

/** Dates of the shipped editions, `YYYY-MM-DD`, as `registers.json` in the data folder has them. */
export type ShippedEditions = Record<RegisterName | 'postcodes', string>;

/** What happened to a register at start: its report, or `held` if the tables already have this edition or a newer one. */
export type ShippedImport = Record<RegisterName, ImportReport | 'held'>;

/** The dates of the editions in a data folder. */
export async function shippedEditions(dataDir: string): Promise<ShippedEditions> {
  return JSON.parse(await readFile(join(dataDir, 'registers.json'), 'utf8')) as ShippedEditions;
}

/**
 * Fills the tables from the shipped files where they are empty or older; an edition that an operator imported since is
 * left alone. Takes about two seconds the first time and one statement afterwards.
 * @param dataDir folder with the shipped files
 * @param progress hears one sentence for each register as it is done
 */
export async function importShippedRegisters(
  db: DataSource,
  dataDir: string,
  progress: (sentence: string) => void,
): Promise<ShippedImport> {
  const shipped = await shippedEditions(dataDir);
  const held = await heldEditions(db.manager);
  const isDue = (register: RegisterName): boolean => (held[register] ?? '') < shipped[register];
  const result: ShippedImport = { schools: 'held', sic: 'held', areas: 'held' };
  if (isDue('sic')) {
    result.sic = new ImportReport();
    await importSic(db, createReadStream(join(dataDir, 'sic.csv')), shipped.sic, result.sic);
    progress(`Industrial classification: ${result.sic.summary()}`);
  }
  if (isDue('areas')) {
    result.areas = new ImportReport();
    const file = createReadStream(join(dataDir, 'areas.csv'));
    await importAreas(db, file, shipped.areas, result.areas);
    progress(`Areas of England: ${result.areas.summary()}`);
  }
  if (isDue('schools')) {
    result.schools = new ImportReport();
    await importSchools(
      db,
      createReadStream(join(dataDir, 'schools.csv')),
      { sourceDate: shipped.schools },
      result.schools,
    );
    progress(`Schools of England: ${result.schools.summary()}`);
  }
  return result;
}

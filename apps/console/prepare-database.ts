import { checkServer, createDataSource, readConfig } from '#platform';
import { runCommand } from '../command.js';
import { prepare } from './prepare.js';

/** In production, before API and worker: the present schema and the registers in the database of DATABASE_URL. */
async function main(): Promise<void> {
  const { databaseUrl, registersDir } = readConfig(process.env);
  if (!databaseUrl) throw new Error('DATABASE_URL is not set.');
  await checkServer(databaseUrl);
  const dataSource = await createDataSource(databaseUrl).initialize();
  try {
    const say = (line: string) => console.log(line);
    const during = <T>(label: string, work: () => Promise<T>) => (say(label), work());
    await prepare(dataSource, { databaseUrl, registersDir, empty: true, now: new Date(), during, say });
    say('The database is ready.');
  } finally {
    await dataSource.destroy();
  }
}

runCommand(main);

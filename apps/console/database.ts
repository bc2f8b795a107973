import type { DataSource } from 'typeorm';
import { checkServer, createDataSource, readConfig, startEmbedded } from '#platform';

/**
 * Runs work on the database in use: the server that DATABASE_URL names, else the embedded one, which is shared with a
 * running product and started for the while where none runs.
 *
 * @throws StartupProblem with one line for everything that can be put right
 */
export async function onDatabase<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = readConfig(process.env);
  if (databaseUrl) return onServer(databaseUrl, work);
  const projectDir = process.cwd();
  const embedded = await startEmbedded({ projectDir, dataDir, share: true, log: console.error });
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

import { createDataSource, migrateJobs, newId } from '#platform';
import pg from 'pg';

const template = 'firsthand_template';

/** A server for the stories, started once by the global set-up: the URL of its maintenance database. */
function serverUrl(): string {
  const url = process.env['TEST_SERVER_URL'];
  if (!url) throw new Error('TEST_SERVER_URL is not set: run the stories with `npm run stories`.');
  return url;
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The URL of another database on the same server. */
export function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

/** Migrates the template once, whichever test file comes first; the others wait for it. */
async function prepareTemplate(client: pg.Client): Promise<void> {
  await client.query(`SELECT pg_advisory_lock(hashtext($1))`, [template]);
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (rowCount === 0) {
    await client.query(`CREATE DATABASE ${template}_new`);
    const dataSource = await createDataSource(urlOf(`${template}_new`)).initialize();
    await dataSource.runMigrations();
    await migrateJobs(urlOf(`${template}_new`));
    await dataSource.destroy();
    await client.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`);
  }
  await client.query(`SELECT pg_advisory_unlock(hashtext($1))`, [template]);
}

/** A migrated, empty database of one's own. */
export async function freshDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = newId('test');
  await onServer(async (client) => {
    await prepareTemplate(client);
    // Two clones of one template at once are refused: one after the other.
    await client.query(`SELECT pg_advisory_lock(hashtext($1))`, [template]);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    url: urlOf(name),
    drop: () =>
      onServer(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/** A database of one's own without a single table. */
export async function emptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = newId('empty');
  await onServer(async (client) => void (await client.query(`CREATE DATABASE ${name} TEMPLATE template0`)));
  return {
    url: urlOf(name),
    drop: () =>
      onServer(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

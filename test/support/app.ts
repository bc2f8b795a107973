import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ClearingThreads } from '#introductions';
import { newId, readConfig } from '#platform';
import { createApi, type Extras } from '../../apps/api/main.js';
import { Client } from './client.js';
import { freshDatabase } from './database.js';
import { Given } from './given.js';

/** No story runs out of its minute's budget, unless it is about that. */
const unlimited = {
  ...{ COST_PER_PERSON: '1000000000', COST_PER_BROKER: '1000000000' },
  COST_PER_KEY: '1000000000',
  COST_PER_ADDRESS: '1000000000',
};

/** A running product on a database of its own. */
export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly dataSource: DataSource;
  readonly given: Given;
  /** Whoever has not signed in. */
  readonly anyone: Client;
  stop(): Promise<void>;
}

/** Starts the real application on a free port and a clone of the template database. */
export async function startTestApp(env: Record<string, string> = {}, extras: Extras = {}): Promise<TestApp> {
  const { url: databaseUrl, drop } = await freshDatabase();
  // Mail of a story goes into files of its own, unless the story names a server.
  const FIRSTHAND_DATA_DIR = join(tmpdir(), newId('firsthand_story'));
  const plain = { DATABASE_URL: databaseUrl, FIRSTHAND_DATA_DIR, PORT: '0', LOG_LEVEL: 'silent' };
  // All stories can be run on the other executor: GRAPHQL_EXECUTOR=compiled npm run stories.
  const GRAPHQL_EXECUTOR = process.env['GRAPHQL_EXECUTOR'] ?? '';
  const config = readConfig({ ...plain, GRAPHQL_EXECUTOR, ...unlimited, ...env });
  const app = await createApi(config, extras);
  app.get(ClearingThreads, { strict: false }).script = new URL('./clearing-thread.mjs', import.meta.url);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const dataSource = app.get(DataSource);
  return {
    app,
    url,
    dataSource,
    given: new Given(dataSource, url, app),
    anyone: new Client(url),
    stop: async () => {
      await app.close();
      await drop();
      rmSync(FIRSTHAND_DATA_DIR, { recursive: true, force: true });
    },
  };
}

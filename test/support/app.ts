import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { readConfig } from '#platform';
import { createApi, type Extras } from '../../apps/api/main.js';
import { Client } from './client.js';
import { freshDatabase } from './database.js';
import { Given } from './given.js';

/** No story runs out of its minute's budget, unless it is about that. */
const unlimited = {
  ...{ COST_PER_PERSON: '1000000000', COST_PER_BROKER: '1000000000' },
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
  const plain = { DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'silent' };
  const config = readConfig({ ...plain, ...unlimited, ...env });
  const app = await createApi(config, extras);
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
    },
  };
}

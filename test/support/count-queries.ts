import { AsyncLocalStorage } from 'node:async_hooks';
import type { Server } from 'node:http';
import type pg from 'pg';
import type { TestApp } from './app.js';

/** What follows from the requests being counted: jobs and followers of changes run outside of any. */
const asked = new AsyncLocalStorage<string[]>();

/**
 * How many SQL statements some work and its requests send through the application's pool, transactions' BEGIN and
 * COMMIT included. What the product does by itself in the meantime (jobs, numbering changes) is not counted.
 */
export async function countQueries(world: TestApp, work: () => Promise<unknown>): Promise<number> {
  const statements: string[] = [];
  const pool = (world.dataSource.driver as unknown as { master: pg.Pool }).master;
  const watched = new Set<pg.PoolClient>();
  const watch = (client: pg.PoolClient) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    Object.assign(client, {
      query: (...given: unknown[]) => {
        asked.getStore()?.push(String(given[0]));
        return query(...given);
      },
    });
  };
  const enter = () => asked.enterWith(statements);
  const server = world.app.getHttpServer() as Server;
  server.prependListener('request', enter);
  pool.on('acquire', watch);
  await asked.run(statements, work);
  pool.off('acquire', watch);
  server.off('request', enter);
  for (const client of watched) delete (client as Partial<pg.PoolClient>).query;
  return statements.length;
}

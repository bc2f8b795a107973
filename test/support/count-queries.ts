import type { DataSource } from 'typeorm';

import type pg from 'pg';

/** How many SQL statements some work sends through the application's pool, transactions' BEGIN and COMMIT included. */
export async function countQueries(dataSource: DataSource, work: () => Promise<unknown>): Promise<number> {
  const pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
  let count = 0;
  const watched = new Set<pg.PoolClient>();
  const watch = (client: pg.PoolClient) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    Object.assign(client, {
      query: (...given: unknown[]) => {
        count += 1;
        return query(...given);
      },
    });
  };
  pool.on('acquire', watch);
  await work();
  pool.off('acquire', watch);
  for (const client of watched) delete (client as Partial<pg.PoolClient>).query;
  return count;
}

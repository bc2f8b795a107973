import type pg from 'pg';
import type { DataSource } from 'typeorm';

type Query = (sql: string, values?: unknown[]) => Promise<pg.QueryResult>;

/**
 * Swaps one statement of the running application for another way to write the same thing, on every connection of its
 * pool: for controls, which show what would happen without the right statement.
 */
export function swapStatement(
  dataSource: DataSource,
  isIt: (sql: string) => boolean,
  instead: (query: Query, values: unknown[], sql: string) => Promise<pg.QueryResult>,
): void {
  const pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
  const swapped = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => {
    if (swapped.has(client)) return;
    swapped.add(client);
    const query = client.query.bind(client) as Query;
    Object.assign(client, {
      query: (
        sql: unknown,
        values?: unknown,
        callback?: (error: unknown, result?: pg.QueryResult) => void,
      ) => {
        if (typeof sql !== 'string' || !isIt(sql))
          return (query as (...given: unknown[]) => unknown)(sql, values, callback);
        const answer = instead(query, values as unknown[], sql);
        if (!callback) return answer;
        answer.then((result) => callback(undefined, result), callback);
        return undefined;
      },
    });
  });
}

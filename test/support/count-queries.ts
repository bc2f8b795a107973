import type pg from 'pg';
import type { DataSource } from 'typeorm';

/** What the product does by itself, such as numbering changes and looking after jobs. */
const byItself = /\bchange(_cursor)?\b|graphile_worker|pg_locks/;

/** How many SQL statements some work sends through the application's pool, transactions' BEGIN and COMMIT included. */
export async function countQueries(dataSource: DataSource, work: () => Promise<unknown>): Promise<number> {
  const pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
  const sent = new Map<pg.PoolClient, string[]>();
  const watch = (client: pg.PoolClient) => {
    if (sent.has(client)) return;
    const statements: string[] = [];
    sent.set(client, statements);
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    Object.assign(client, {
      query: (...given: unknown[]) => {
        statements.push(String(given[0]));
        return query(...given);
      },
    });
  };
  pool.on('acquire', watch);
  await work();
  pool.off('acquire', watch);
  for (const client of sent.keys()) delete (client as Partial<pg.PoolClient>).query;
  return [...sent.values()]
    .flatMap(blocks)
    .filter((block) => !block.some((sql) => byItself.test(sql)))
    .flat().length;
}

/** Statements by the transaction they belong to; one outside of any is a block of its own. */
function blocks(statements: readonly string[]): string[][] {
  const found: string[][] = [];
  let open = false;
  for (const sql of statements) {
    if (open) found.at(-1)?.push(sql);
    else found.push([sql]);
    open = open ? !/^(COMMIT|ROLLBACK$)/.test(sql) : sql.startsWith('START TRANSACTION');
  }
  return found;
}

import type { DataSource } from 'typeorm';
import { HeldConnection } from '../changes/held-connection.js';

/** The lock that says a pool lives; the pool's id follows. */
const lockPrefix = 'job runner ';

/**
 * Proves that a pool of workers lives: an advisory lock on its id, held by a connection of its own. The lock goes when
 * the process does, however it dies, and no clock is compared. It must be held before the pool takes its first job.
 */
export function leaseFor(url: string, poolId: string): HeldConnection {
  return new HeldConnection(url, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [lockPrefix + poolId]);
  });
}

/**
 * Gives back the jobs of pools that hold no lease, and answers of how many pools. The queue itself would wait four
 * hours for them. A pool that lives but lost its connection may see a job of its own run a second time meanwhile: jobs
 * run at least once.
 */
export async function recoverAbandonedJobs(dataSource: DataSource): Promise<number> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const gone = await manager.query<{ pool: string }[]>(
      `WITH holder AS MATERIALIZED (
         SELECT DISTINCT locked_by AS pool FROM graphile_worker.jobs WHERE locked_by IS NOT NULL
       )
       SELECT pool FROM holder WHERE pg_try_advisory_xact_lock(hashtextextended($1 || pool, 0))`,
      [lockPrefix],
    );
    if (gone.length === 0) return 0;
    await manager.query('SELECT graphile_worker.force_unlock_workers($1)', [gone.map(({ pool }) => pool)]);
    return gone.length;
  });
}

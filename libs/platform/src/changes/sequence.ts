import type { DataSource, EntityManager } from 'typeorm';

/** The channel on which a committed change wakes the sequencer (the trigger on `change` notifies it). */
export const changeChannel = 'change';

/** The channel on which newly numbered changes wake those who follow. */
export const numberedChannel = 'change_numbered';

/** How many changes one transaction numbers at most: it must stay short, for every other sequencer waits on it. */
const batchSize = 5000;

/**
 * Numbers committed changes that have no number yet, at most one batch, and answers how many.
 *
 * An id is allocated before its transaction commits, so a row with a low id can appear after one with a high id was
 * read. Numbers are given to rows already committed, by one sequencer at a time that commits before the next looks:
 * no row can appear below a number that somebody has seen. Neither transaction ids nor the sequence behind `id` are
 * compared over time, so the numbers go on where they were in any server that the tables are restored into.
 *
 * READ COMMITTED is asked for by name: the statement after the lock must see what the previous holder committed,
 * whatever default the server has.
 */
export async function sequence(dataSource: DataSource): Promise<number> {
  if (!(await isAnyWaiting(dataSource.manager))) return 0;
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('change sequencer', 0))`);
    const [numbered] = await manager.query<{ count: number }[]>(
      `WITH waiting AS (
         SELECT id, row_number() OVER (ORDER BY id) AS place
         FROM (SELECT id FROM change WHERE number IS NULL ORDER BY id LIMIT $1) AS batch
       ), last AS MATERIALIZED (
         SELECT coalesce(max(number), 0) AS number FROM change
       ), numbered AS (
         UPDATE change SET number = last.number + waiting.place
         FROM waiting, last WHERE change.id = waiting.id
         RETURNING 1
       )
       SELECT count(*)::integer AS count FROM numbered`,
      [batchSize],
    );
    const count = numbered?.count ?? 0;
    if (count > 0) await manager.query('SELECT pg_notify($1, $2)', [numberedChannel, '']);
    return count;
  });
}

async function isAnyWaiting(manager: EntityManager): Promise<boolean> {
  const rows = await manager.query<unknown[]>('SELECT 1 FROM change WHERE number IS NULL LIMIT 1');
  return rows.length > 0;
}

/** Committed changes that nobody can follow yet. */
export interface WaitingChanges {
  readonly count: number;
  /** Seconds since the oldest of them was made, 0 where there is none. Steadily growing means: no sequencer runs. */
  readonly oldestSeconds: number;
}

/** What waits for its number, for the display of health. */
export async function waitingChanges(manager: EntityManager): Promise<WaitingChanges> {
  const [row] = await manager.query<WaitingChanges[]>(
    `SELECT count(*)::integer AS count,
       coalesce(greatest(0, extract(epoch FROM clock_timestamp() - min(at))), 0)::float8 AS "oldestSeconds"
     FROM change WHERE number IS NULL`,
  );
  return row ?? { count: 0, oldestSeconds: 0 };
}

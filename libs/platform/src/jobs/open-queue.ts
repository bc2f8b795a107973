import { type CronItem, parseCronItems, run, type Runner, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import type { HeldConnection } from '../changes/held-connection.js';
import { queueLogger, queuePool } from './migrate-jobs.js';
import { leaseFor } from './recovery.js';

/** What a pool of workers is to do. */
export interface QueueWork {
  /** Where the queue is. */
  readonly url: string;
  /** Jobs at the same time. */
  readonly concurrency: number;
  /** What to do, by the name of the job. */
  readonly tasks: TaskList;
  /** Jobs that recur. */
  readonly recurring: CronItem[];
}

/**
 * Batches of zero delay are not for speed: only through them does the queue wait, when it stops, for a finished job to
 * be marked so, and hear of a failure to mark it, which otherwise ends the process as an unhandled rejection.
 */
const marking = { completeJobBatchDelay: 0, failJobBatchDelay: 0 };

/** A pool of workers that takes jobs. */
export interface OpenQueue {
  /** Settles once the workers have ended, asked or not, and everything of theirs is closed. Rejects with why, unasked. */
  readonly closed: Promise<void>;
  /** Takes no more jobs; the workers end with those under way. */
  close(): void;
}

/** Starts a pool of workers. Its lease is held before a worker looks for its first job, and goes after its last. */
export async function openQueue({ url, concurrency, tasks, recurring }: QueueWork): Promise<OpenQueue> {
  const pool = queuePool(url, concurrency + 2);
  let lease: HeldConnection | undefined;
  let held: Promise<void> | undefined;
  const holdLease = (poolId: string): Promise<void> => {
    lease ??= leaseFor(url, poolId);
    return (held ??= lease.open());
  };
  try {
    const runner = await run({
      pgPool: pool,
      concurrency,
      noHandleSignals: true,
      logger: queueLogger,
      taskList: tasks,
      parsedCronItems: parseCronItems(recurring),
      preset: { plugins: [leasePlugin(holdLease)], worker: marking },
    });
    let asked = false;
    return {
      closed: ended(runner, pool, () => lease).catch((error: unknown) => {
        if (!asked) throw error;
      }),
      close: () => {
        if (asked) return;
        asked = true;
        runner.stop().catch(() => undefined); // `closed` tells
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** The lease goes last: until then nobody else may take the jobs under way for abandoned. */
async function ended(runner: Runner, pool: pg.Pool, lease: () => HeldConnection | undefined): Promise<void> {
  try {
    await runner.promise;
  } finally {
    await pool.end();
    await lease()?.close();
  }
}

/** Before a worker of the pool looks for its first job, the lease is held. */
function leasePlugin(holdLease: (poolId: string) => Promise<void>): GraphileConfig.Plugin {
  return {
    name: 'LeasePlugin',
    version: '1.0.0',
    worker: { hooks: { startWorker: (_context, { worker }) => holdLease(worker.workerPool.id) } },
  };
}

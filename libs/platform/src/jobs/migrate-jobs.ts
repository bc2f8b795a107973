import { Logger as NestLogger } from '@nestjs/common';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';

const nestLogger = new NestLogger('Jobs');

/**
 * The queue's own log: errors and warnings. Their details are dropped: they carry whole jobs with payloads. A failed job is logged by
 * the runner, which knows what may be told, so its line is dropped too.
 */
export const queueLogger = new Logger(() => (level, message, meta) => {
  if (meta?.failure === true) return;
  if (level === 'error') nestLogger.error(message);
  else if (level === 'warning') nestLogger.warn(message);
});

/** A pool of connections for the queue alone, whose breaks do not bring the process down. */
export function queuePool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max });
  const log = (error: Error) => nestLogger.warn(`A connection of the job queue broke: ${error.name}`);
  pool.on('error', log);
  pool.on('connect', (client) => void client.on('error', log));
  return pool;
}

/** Creates or renews the tables of the job queue (schema `graphile_worker`): a step of migrating the database. */
export async function migrateJobs(url: string): Promise<void> {
  const pgPool = queuePool(url, 1);
  try {
    await runMigrations({ pgPool, logger: queueLogger });
  } finally {
    await pgPool.end();
  }
}

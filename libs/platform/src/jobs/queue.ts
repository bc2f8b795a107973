import type { EntityManager } from 'typeorm';
import { requireTransaction } from '../changes/change.js';

/** When and under what key a job is queued. */
export interface JobOptions {
  /** Not before this time; at once by default. */
  readonly runAt?: Date;
  /** A waiting job with the same key is replaced, payload and time alike. One that already runs is not: the new job follows it. */
  readonly jobKey?: string;
  /** Of jobs with the same one at a time runs, whatever the number of workers: for what is heavy. */
  readonly queueName?: string;
}

/**
 * Queues a job in the transaction that causes it: it exists if that commits and never if it rolls back. The payload
 * holds ids and codes only, never personal values: it stays in the queue's table until the job is done.
 *
 * Throws outside a transaction.
 */
export async function queueJob(
  manager: EntityManager,
  name: string,
  payload: object,
  { runAt, jobKey, queueName }: JobOptions = {},
): Promise<void> {
  requireTransaction(manager, `Queueing the job ${name}`);
  await manager.query(
    'SELECT graphile_worker.add_job($1, payload := $2::json, run_at := $3, job_key := $4, queue_name := $5)',
    [name, JSON.stringify(payload), runAt ?? null, jobKey ?? null, queueName ?? null],
  );
}

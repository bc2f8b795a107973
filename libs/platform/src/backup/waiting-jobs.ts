import type { Ask, Table } from './catalogue.js';

/**
 * Jobs that wait to be done once belong to a backup: who queued one has moved on, and nobody would queue it again.
 * What recurs queues itself, and who holds which job matters to running processes only. They stand in the file as what
 * was asked for, not as rows of the queue's own tables, whose form is the library's affair.
 */
export const WAITING_JOBS: Table = {
  name: 'waiting_job',
  columns: ['identifier', 'payload', 'queue_name', 'run_at', 'max_attempts', 'job_key', 'priority', 'flags'],
};

/** Reads them. A job under way counts as waiting: it runs at least once, there as here. */
export const SELECT_WAITING_JOBS = `
  SELECT task.identifier, job.payload, queue.queue_name, job.run_at, job.max_attempts, job.key, job.priority,
    (SELECT array_agg(flag) FROM jsonb_object_keys(job.flags) AS flag)
  FROM graphile_worker._private_jobs AS job
    JOIN graphile_worker._private_tasks AS task ON task.id = job.task_id
    LEFT JOIN graphile_worker._private_job_queues AS queue ON queue.id = job.job_queue_id
  WHERE job.attempts < job.max_attempts AND NOT job.payload::jsonb ? '_cron'
  ORDER BY job.id`;

/** Where they are read into before they are queued; gone with the transaction. */
export const TAKE_IN_WAITING_JOBS = `
  CREATE TEMPORARY TABLE waiting_job (
    identifier text, payload json, queue_name text, run_at timestamptz, max_attempts integer, job_key text,
    priority integer, flags text[]
  ) ON COMMIT DROP`;

/** Queues what was read. */
export const QUEUE_WAITING_JOBS = `
  SELECT graphile_worker.add_job(identifier, payload, queue_name, run_at, max_attempts, job_key, priority, flags)
  FROM waiting_job`;

/** Whether the database has a job queue. */
export async function hasQueue(ask: Ask): Promise<boolean> {
  const [found] = await ask<{ there: boolean }>(
    `SELECT to_regclass('graphile_worker._private_jobs') IS NOT NULL AS there`,
  );
  return found?.there ?? false;
}

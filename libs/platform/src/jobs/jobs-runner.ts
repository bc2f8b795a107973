import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type CronItem, type JobHelpers, parseCronItems, run, type Runner, type Task } from 'graphile-worker';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { describeFailure } from '../changes/failure.js';
import { databaseUrl, type HeldConnection } from '../changes/held-connection.js';
import { Loop } from '../changes/loop.js';
import { Config } from '../config/config.js';
import type { JobHandler } from './job.js';
import { queueLogger, queuePool } from './migrate-jobs.js';
import { leaseFor, recoverAbandonedJobs } from './recovery.js';

/** How a runner works. */
export interface RunnerOptions {
  /** Jobs at the same time in this process. */
  readonly concurrency?: number;
  /** Milliseconds between looks for the jobs of runners that died. */
  readonly recoverEveryMs?: number;
}

const usual: Required<RunnerOptions> = { concurrency: 4, recoverEveryMs: 10_000 };

/** How far back a recurring job's missed runs are noticed: a nightly one survives a night's outage. */
const catchUpMs = 24 * 60 * 60 * 1000;

/** How long a stop waits for jobs under way. What is unfinished then is recovered by another runner. */
const stopWithinMs = 10_000;

/** What exists while a runner runs. */
interface Running {
  readonly runner: Runner;
  readonly pool: pg.Pool;
  readonly recovery: Loop;
  readonly lease: () => HeldConnection | undefined;
}

/**
 * Runs queued jobs with the handlers that the libraries registered: inside the API process by default (`JOBS`), or in
 * `apps/worker`.
 */
@Injectable()
export class JobsRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobsRunner.name);
  private readonly handlers = new Map<string, JobHandler>();
  private running?: Running;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  /** Adds a handler. Call it in `onModuleInit`; throws where the name is taken or the runner already runs. */
  register(handler: JobHandler): void {
    if (this.running)
      throw new Error(`The handler of ${handler.name} comes too late: jobs are already running`);
    if (this.handlers.has(handler.name)) throw new Error(`The job ${handler.name} has two handlers`);
    this.handlers.set(handler.name, handler);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.jobs === 'in_process' && this.dataSource.isInitialized) await this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Begins to run jobs. Does nothing without handlers; jobs without a handler here wait for a process that has one. */
  async start(options: RunnerOptions = {}): Promise<void> {
    if (this.running || this.handlers.size === 0) return;
    const { concurrency, recoverEveryMs } = { ...usual, ...options };
    const url = databaseUrl(this.dataSource);
    const pool = queuePool(url, concurrency + 2);
    let lease: HeldConnection | undefined;
    let leased: Promise<void> | undefined;
    const holdLease = (poolId: string): Promise<void> => {
      lease ??= leaseFor(url, poolId);
      return (leased ??= lease.open());
    };
    const runner = await run({
      pgPool: pool,
      concurrency,
      noHandleSignals: true,
      logger: queueLogger,
      taskList: Object.fromEntries([...this.handlers].map(([name, handler]) => [name, this.taskOf(handler)])),
      parsedCronItems: parseCronItems([...this.handlers.values()].flatMap(cronItemsOf)),
      preset: { plugins: [leasePlugin(holdLease)] },
    });
    const recovery = this.recoveryLoop(recoverEveryMs);
    recovery.start();
    this.running = { runner, pool, recovery, lease: () => lease };
  }

  /** Takes no more jobs and waits, within bounds, for those under way. */
  async stop(): Promise<void> {
    const { running } = this;
    if (!running) return;
    this.running = undefined;
    await running.recovery.stop();
    const stopped = this.wind(running);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), stopWithinMs)));
    const outcome = await Promise.race([stopped, late]);
    clearTimeout(timer);
    if (outcome === 'late')
      this.logger.warn('Jobs are still under way; another runner takes them when this process ends');
  }

  /** The lease goes last: until then nobody else may take the jobs under way for abandoned. */
  private async wind({ runner, pool, lease }: Running): Promise<void> {
    try {
      await runner.stop();
    } catch (error) {
      this.logger.warn(`The job queue did not stop cleanly: ${describeFailure(error).what}`);
    }
    await pool.end();
    await lease()?.close();
  }

  private recoveryLoop(everyMs: number): Loop {
    const step = async (): Promise<boolean> => {
      const pools = await recoverAbandonedJobs(this.dataSource);
      if (pools > 0) this.logger.warn(`Took back the jobs of ${pools} runner(s) that died`);
      return false;
    };
    const onError = (error: unknown) =>
      this.logger.error(`Taking back jobs failed: ${describeFailure(error).what}`);
    return new Loop(step, { everyMs, onError });
  }

  private taskOf(handler: JobHandler): Task {
    return async (payload, { job, abortSignal }: JobHelpers) => {
      const lastAttempt = job.max_attempts;
      try {
        await handler.run(handler.every ? {} : (payload as Record<string, unknown>), {
          jobId: String(job.id),
          attempt: job.attempts,
          lastAttempt,
          signal: abortSignal,
        });
      } catch (error) {
        const { what, where } = describeFailure(error);
        this.logger.error(
          `Job ${handler.name} ${job.id} failed, attempt ${job.attempts} of ${lastAttempt}: ${what}`,
          where,
        );
        // The queue keeps the message of what is thrown in its table: the original may quote personal values.
        throw new Error(what, { cause: error });
      }
    };
  }
}

/** Before a worker looks for its first job, its pool's lease is held. */
function leasePlugin(holdLease: (poolId: string) => Promise<void>): GraphileConfig.Plugin {
  return {
    name: 'LeasePlugin',
    version: '1.0.0',
    worker: { hooks: { startWorker: (_context, { worker }) => holdLease(worker.workerPool.id) } },
  };
}

/** The key keeps one waiting run, so that missed ones do not pile up. */
function cronItemsOf({ name, every }: JobHandler): CronItem[] {
  if (every === undefined) return [];
  return [
    { task: name, match: every, identifier: name, options: { jobKey: name, backfillPeriod: catchUpMs } },
  ];
}

import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { CronItem, Task } from 'graphile-worker';
import { DataSource } from 'typeorm';
import { describeFailure } from '../changes/failure.js';
import { databaseUrl } from '../changes/held-connection.js';
import { Loop } from '../changes/loop.js';
import { Config } from '../config/config.js';
import type { JobHandler } from './job.js';
import { openQueue, type OpenQueue } from './open-queue.js';
import { recoverAbandonedJobs } from './recovery.js';

/** How a runner works. */
export interface RunnerOptions {
  /** Jobs at the same time in this process. */
  readonly concurrency?: number;
  /** Milliseconds between looks for the jobs of runners that died. */
  readonly recoverEveryMs?: number;
}

/** How far back a recurring job's missed runs are noticed: a nightly one survives a night's outage. */
const catchUpMs = 24 * 60 * 60 * 1000;

/** Milliseconds before a queue that broke is opened again. */
const reopenMs = 1000;

/** How long a stop waits for jobs under way. What is unfinished when the process ends is taken by another runner. */
const stopWithinMs = 10_000;

/**
 * Runs queued jobs with the handlers that the libraries registered: inside the API process by default (`JOBS`), or in
 * `apps/worker`.
 */
@Injectable()
export class JobsRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobsRunner.name);
  private readonly handlers = new Map<string, JobHandler>();
  private loops?: { readonly work: Loop; readonly recovery: Loop };
  private queue?: OpenQueue;
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  /** Adds a handler. Call it in `onModuleInit`; throws where the name is taken or the runner already runs. */
  register(handler: JobHandler): void {
    if (this.handlers.has(handler.name)) throw new Error(`The job ${handler.name} has two handlers`);
    if (this.loops)
      throw new Error(`The handler of ${handler.name} comes too late: jobs are already running`);
    this.handlers.set(handler.name, handler);
  }

  onApplicationBootstrap(): void {
    if (this.config.jobs === 'in_process' && this.dataSource.isInitialized) this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Begins to run jobs. Does nothing without handlers; jobs without a handler here wait for a process that has one. */
  start({ concurrency = 4, recoverEveryMs = 10_000 }: RunnerOptions = {}): void {
    if (this.loops || this.handlers.size === 0) return;
    const work = new Loop(() => this.work(concurrency), {
      everyMs: reopenMs,
      onError: (error) =>
        this.logger.error(`The job queue broke and is opened again: ${describeFailure(error).what}`),
    });
    const recovery = new Loop(() => this.recover(), {
      everyMs: recoverEveryMs,
      onError: (error) => this.logger.error(`Taking back jobs failed: ${describeFailure(error).what}`),
    });
    this.loops = { work, recovery };
    work.start();
    recovery.start();
  }

  /** Takes no more jobs and waits, within bounds, for those under way. A stopped runner is not started again. */
  async stop(): Promise<void> {
    if (!this.loops) return;
    this.stopping = true;
    this.queue?.close();
    await this.loops.recovery.stop();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), stopWithinMs)));
    const outcome = await Promise.race([this.loops.work.stop(), late]);
    clearTimeout(timer);
    if (outcome === 'late')
      this.logger.warn('Jobs are still under way; another runner takes them once this process ends');
  }

  /** Works until the queue closes; a queue that closes unasked (a database that restarts) is opened again. */
  private async work(concurrency: number): Promise<boolean> {
    const handlers = [...this.handlers.values()];
    this.queue = await openQueue({
      url: databaseUrl(this.dataSource),
      concurrency,
      tasks: Object.fromEntries(handlers.map((handler) => [handler.name, this.taskOf(handler)])),
      recurring: handlers.flatMap(cronItemsOf),
    });
    if (this.stopping) this.queue.close();
    await this.queue.closed.catch((error: unknown) => {
      this.logger.warn(`The job queue broke and is opened again: ${describeFailure(error).what}`);
    });
    return false;
  }

  private async recover(): Promise<boolean> {
    const pools = await recoverAbandonedJobs(this.dataSource);
    if (pools > 0) this.logger.warn(`Took back the jobs of ${pools} runner(s) that died`);
    return false;
  }

  private taskOf(handler: JobHandler): Task {
    return async (payload, { job, abortSignal: signal }) => {
      const { attempts: attempt, max_attempts: lastAttempt } = job;
      const given = handler.every === undefined ? (payload as Record<string, unknown>) : {};
      try {
        await handler.run(given, { jobId: String(job.id), attempt, lastAttempt, signal });
      } catch (error) {
        const { what, where } = describeFailure(error);
        if (signal.aborted)
          this.logger.log(`Job ${handler.name} ${job.id} stops with this process, and is taken up again`);
        else
          this.logger.error(
            `Job ${handler.name} ${job.id} failed, attempt ${attempt} of ${lastAttempt}: ${what}`,
            where,
          );
        // The queue keeps the message of what is thrown in its table: the original may quote personal values.
        throw new Error(what, { cause: error });
      }
    };
  }
}

/** The key leaves one run waiting at most, the queue of its own lets one run at a time. */
function cronItemsOf({ name, every }: JobHandler): CronItem[] {
  if (every === undefined) return [];
  const options = { jobKey: name, queueName: name, backfillPeriod: catchUpMs };
  return [{ task: name, match: every, identifier: name, options }];
}

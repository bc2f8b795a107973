import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { describeFailure, type JobContext, JobsRunner, system, Transactions, type Tx } from '#platform';
import { Clearing } from './clearing.entity.js';
import { ClearedPairOutcome, ClearingStatus } from './clearing.graphql.js';
import { storePrices } from './clearing.prices.js';
import { ClearingProblems } from './clearing.problem.js';
import { setsPrices } from './clearing.rules.js';
import type { ClearingAnswer } from './clearing.solve.js';
import { ClearingThreads, type RunningClearing } from './clearing.threads.js';

/** The job that runs a clearing. */
export const RUN_CLEARING = 'run_clearing';

/** How often the progress of a clearing is written down and a wish to cancel it looked for, in milliseconds. */
const LOOK_EVERY = 1000;

/** After how many attempts a clearing is given up whose process died, as it may be what killed it. */
const MOST_ATTEMPTS = 3;

/** How a clearing ended that has no answer. */
type Unanswered = ClearingStatus.CANCELLED | ClearingStatus.FAILED;

/** Runs clearings: reads what is to be cleared, lets a thread do it, and writes down what comes of it. */
@Injectable()
export class ClearingJobs implements OnModuleInit {
  private readonly logger = new Logger(ClearingJobs.name);

  constructor(
    private readonly jobs: JobsRunner,
    private readonly transactions: Transactions,
    private readonly problems: ClearingProblems,
    private readonly threads: ClearingThreads,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: RUN_CLEARING, run: ({ id }, context) => this.run(String(id), context) });
  }

  /**
   * Runs a clearing that is queued, or that ran in a process which died. A second run finds nothing to do. Fails, to be
   * tried again, where the process stops or the database is away.
   */
  async run(id: string, { attempt, signal }: Pick<JobContext, 'attempt' | 'signal'>): Promise<void> {
    const clearing = await this.begin(id);
    if (!clearing) return;
    if (attempt > MOST_ATTEMPTS) {
      this.logger.error(`${id} is given up: ${MOST_ATTEMPTS} processes ended while they ran it`);
      return this.end(id, ClearingStatus.FAILED);
    }
    const task = await this.problems.read(clearing);
    signal.throwIfAborted();
    const running = this.threads.start(task);
    const answer = await this.watch(clearing, running, signal);
    await (typeof answer === 'string' ? this.end(id, answer) : this.store(id, answer));
  }

  /** Brings it from queued to running. Null where it is over, or was cancelled while its process was dead. */
  private begin(id: string): Promise<Clearing | null> {
    return this.transactions.run(system, async (tx) => {
      const clearing = await underWay(tx, id);
      if (!clearing) return null;
      if (clearing.cancelAsked) {
        await finish(tx, clearing, ClearingStatus.CANCELLED);
        return null;
      }
      const { status, startedAt } = clearing;
      Object.assign(clearing, {
        status: ClearingStatus.RUNNING,
        startedAt: startedAt ?? tx.now,
        stage: 'reading',
      });
      await tx.save(clearing);
      if (status === ClearingStatus.QUEUED)
        await tx.record(clearing, 'running', { before: { status }, after: { status: clearing.status } });
      return clearing;
    });
  }

  /** Waits for the answer; the time limit asks for the best one so far. Throws where the process is about to stop. */
  private async watch(
    { id, timeLimitSeconds }: Clearing,
    running: RunningClearing,
    signal: AbortSignal,
  ): Promise<ClearingAnswer | Unanswered> {
    let cancelled = false;
    const look = async () => {
      if (await this.note(id, running)) return;
      cancelled = true;
      await running.end();
    };
    const looks = setInterval(() => {
      look().catch((error: unknown) =>
        this.logger.warn(`${id} is not watched: ${describeFailure(error).what}`),
      );
    }, LOOK_EVERY);
    const limit = setTimeout(() => running.stop(), timeLimitSeconds * 1000);
    const abort = () => void running.end();
    signal.addEventListener('abort', abort);
    try {
      return await running.answer;
    } catch (error) {
      if (cancelled) return ClearingStatus.CANCELLED;
      signal.throwIfAborted();
      const { what, where } = describeFailure(error);
      this.logger.error(`${id} could not be worked out: ${what}`, where);
      return ClearingStatus.FAILED;
    } finally {
      clearInterval(looks);
      clearTimeout(limit);
      signal.removeEventListener('abort', abort);
    }
  }

  /** Writes down how far it has come. False where nobody waits for its answer any more. */
  private async note(id: string, { progress: { progress, stage } }: RunningClearing): Promise<boolean> {
    return this.transactions.run(system, async (tx) => {
      const wanted = await tx.query(
        `WITH noted AS (
           UPDATE clearing SET progress = $2, stage = $3 WHERE id = $1 AND status = 'running' AND NOT cancel_asked
           RETURNING id
         ) SELECT id FROM noted`,
        [id, progress, stage],
      );
      return wanted.length === 1;
    });
  }

  private async end(id: string, status: Unanswered): Promise<void> {
    await this.transactions.run(system, async (tx) => {
      const clearing = await underWay(tx, id);
      if (clearing) await finish(tx, clearing, status);
    });
  }

  /** Writes down the answer, all at once; that of a clearing which was cancelled meanwhile is thrown away. */
  private async store(id: string, { result, pairs, prices }: ClearingAnswer): Promise<void> {
    await this.transactions.run(system, async (tx) => {
      const clearing = await underWay(tx, id);
      if (!clearing) return;
      if (clearing.cancelAsked) return finish(tx, clearing, ClearingStatus.CANCELLED);
      const rows = pairs.map((pair, index) => ({ ...pair, place: index + 1 }));
      await tx.query(
        `INSERT INTO clearing_pair (clearing_id, place, request_id, slot_id, units, score, pair_score, explanation, outcome)
         SELECT $1, place, "requestId", "slotId", units, score, "pairScore", explanation, $3
         FROM json_to_recordset($2::json) AS given(place integer, "requestId" text, "slotId" text, units integer,
           score smallint, "pairScore" smallint, explanation text)`,
        [id, JSON.stringify(rows), ClearedPairOutcome.OPEN],
      );
      if (setsPrices(clearing, result)) await storePrices(tx, clearing, prices);
      await finish(
        tx,
        Object.assign(clearing, { result, progress: 1, stage: 'done' }),
        ClearingStatus.FINISHED,
      );
    });
  }
}

/** The clearing, locked, where it is queued or running. */
async function underWay(tx: Tx, id: string): Promise<Clearing | null> {
  const clearing = await tx.manager.findOne(Clearing, { where: { id }, lock: { mode: 'pessimistic_write' } });
  const statuses = [ClearingStatus.QUEUED, ClearingStatus.RUNNING];
  return clearing && statuses.includes(clearing.status) ? clearing : null;
}

async function finish(tx: Tx, clearing: Clearing, status: ClearingStatus): Promise<void> {
  const before = { status: clearing.status };
  await tx.save(Object.assign(clearing, { status, finishedAt: tx.now }));
  await tx.record(clearing, status, { before, after: { status } });
}

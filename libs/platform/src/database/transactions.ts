import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager, type EntityTarget, type ObjectLiteral, QueryFailedError } from 'typeorm';
import { type Actor } from '../access/viewer.js';
import { recordChange, recordChanges } from '../changes/change.js';
import { claims, writeClaim } from '../idempotency/claim.js';
import { queueJob, type JobOptions } from '../jobs/queue.js';
import { Clock, localDateOf, type LocalDate } from './clock.js';
import { newId } from './ids.js';

/** What is remembered of a change, besides who and when. */
export interface Remembered {
  /** A reason code, never free text. */
  reason?: string;
  /** Non-personal values before the change. */
  before?: Record<string, unknown>;
  /** Non-personal values after the change. */
  after?: Record<string, unknown>;
}

/** One transaction: the manager that writes in it, its time, and the record of what changed. */
export class Tx {
  readonly today: LocalDate;

  constructor(
    readonly manager: EntityManager,
    readonly now: Date,
    private readonly actor: string,
  ) {
    this.today = localDateOf(now);
  }

  /** A new identifier for a noun. */
  newId(noun: string): string {
    return newId(noun);
  }

  /** Writes an entity. */
  save<E extends ObjectLiteral>(entity: E): Promise<E> {
    return this.manager.save(entity);
  }

  /** Inserts new rows, without asking first whether they exist. */
  async insert<E extends ObjectLiteral>(target: EntityTarget<E>, rows: E | E[]): Promise<void> {
    await this.manager.insert(target, rows);
  }

  /** Runs plain SQL in this transaction. */
  query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.manager.query<Row[]>(sql, [...parameters]);
  }

  /** Remembers a change of a noun in this transaction: history, audit, feeds and notices all follow it. */
  async record(noun: { id: string }, kind: string, remembered: Remembered = {}): Promise<void> {
    const name = noun.id.slice(0, noun.id.lastIndexOf('_'));
    await recordChange(this.manager, {
      noun: name,
      nounId: noun.id,
      kind,
      actor: this.actor,
      at: this.now,
      ...remembered,
    });
  }

  /** Remembers the same kind of change of many nouns, in one statement. */
  async recordAll(changed: readonly (Remembered & { id: string })[], kind: string): Promise<void> {
    const changes = changed.map(({ id, ...remembered }) => ({
      ...{ noun: id.slice(0, id.lastIndexOf('_')), nounId: id, kind },
      ...{ actor: this.actor, at: this.now },
      ...remembered,
    }));
    await recordChanges(this.manager, changes);
  }

  /** Queues a job that exists only if this transaction commits. */
  queue(job: string, payload: object, options: JobOptions = {}): Promise<void> {
    return queueJob(this.manager, job, payload, options);
  }
}

/** Runs work in one transaction as somebody. A returned problem commits: decide first, write last. */
@Injectable()
export class Transactions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The first transaction of a mutation that names a key has it written along: see `writeClaim`. */
  async run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    const claim = claims.getStore();
    const result = await this.dataSource.transaction(async (manager) => {
      const now = this.clock.now();
      if (claim && !claim.committed) await writeClaim(manager, claim, now);
      return work(new Tx(manager, now, actor.actorId));
    });
    if (claim) claim.committed = true;
    return result;
  }
}

/** The constraint that a failed statement broke, if it failed on a unique or exclusion constraint; else undefined. */
export function brokenConstraint(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { code, constraint } = error.driverError as Error & { code?: string; constraint?: string };
  return code === '23505' || code === '23P01' ? constraint : undefined;
}

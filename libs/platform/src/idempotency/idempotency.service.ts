import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock } from '../database/clock.js';
import { JobsRunner } from '../jobs/jobs-runner.js';
import type { Claim } from './claim.js';

/** For how many hours a key is remembered. */
export const REMEMBERED_HOURS = 24;

/** For how long a second request waits for the first one's answer, in steps. */
const PATIENCE = { steps: 100, ms: 50 };

/** What is remembered of a key. */
export interface Remembered {
  readonly fingerprint: Buffer;
  readonly answer: unknown;
}

/** Keys that mutations ran under, with their answers. */
@Injectable()
export class IdempotencyKeys implements OnModuleInit {
  constructor(
    private readonly manager: EntityManager,
    private readonly clock: Clock,
    private readonly jobs: JobsRunner,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'forget_idempotency_keys', every: '41 * * * *', run: () => this.forget() });
  }

  /** What is remembered of a key; undefined where it has had no effect yet. */
  async find({ actor, key }: Pick<Claim, 'actor' | 'key'>): Promise<Remembered | undefined> {
    const [row] = await this.manager.query<Remembered[]>(
      'SELECT fingerprint, answer FROM idempotency_key WHERE actor = $1 AND key = $2',
      [actor, key],
    );
    return row;
  }

  /** The same, once the request that has had the effect has also been answered, or may never be. */
  async findAnswered(claim: Pick<Claim, 'actor' | 'key'>): Promise<Remembered | undefined> {
    for (let step = 0; step < PATIENCE.steps; step += 1) {
      const found = await this.find(claim);
      if (!found || found.answer !== null) return found;
      await pause(PATIENCE.ms);
    }
    return this.find(claim);
  }

  /** Remembers what was answered under a key. */
  async answered({ actor, key }: Claim, answer: unknown): Promise<void> {
    await this.manager.query('UPDATE idempotency_key SET answer = $3 WHERE actor = $1 AND key = $2', [
      actor,
      key,
      JSON.stringify(answer),
    ]);
  }

  /** Forgets keys that are older than they are remembered. A second run finds nothing more to do. */
  async forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - REMEMBERED_HOURS * 3_600_000);
    await this.manager.query('DELETE FROM idempotency_key WHERE claimed_at < $1', [before]);
  }
}

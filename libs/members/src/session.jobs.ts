import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock, JobsRunner } from '#platform';
import { RecordKind, retentionOn } from '#statutes';

/** For how many days a token that was spent is known, should somebody have copied it. */
const SPENT_DAYS = 30;

/** What is forgotten by itself: sessions long over with their tokens, tokens that were long spent, links that are too old, and attempts that count no more. */
@Injectable()
export class SessionJobs implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'forget_sessions', every: '17 3 * * *', run: () => this.forget() });
  }

  /** Forgets what is over. A second run finds nothing more to do. */
  async forget(): Promise<void> {
    const now = this.clock.now().getTime();
    const days = retentionOn(this.clock.today()).keeps[RecordKind.SESSION].days ?? 0;
    await this.manager.query(
      'DELETE FROM session WHERE least(expires_at, coalesce(ended_at, expires_at)) < $1',
      [new Date(now - days * 86_400_000)],
    );
    // A spent token that comes again was copied; one as old as this is no more than refused.
    await this.manager.query('DELETE FROM refresh_token WHERE used_at < $1', [
      new Date(now - SPENT_DAYS * 86_400_000),
    ]);
    await this.manager.query('DELETE FROM mailed_link WHERE expires_at < $1', [new Date(now)]);
    await this.manager.query('DELETE FROM attempt WHERE expire < $1', [now]);
    for (const table of ['sign_in_attempt', 'sign_in_code'])
      await this.manager.query(`DELETE FROM ${table} WHERE expires_at < $1`, [new Date(now)]);
  }
}

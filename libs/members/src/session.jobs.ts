import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock, JobsRunner } from '#platform';
import { RecordKind, retentionOn } from '#statutes';

/** What is forgotten by itself: sessions long over with their tokens, and attempts that count no more. */
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
    await this.manager.query('DELETE FROM attempt WHERE expire < $1', [now]);
  }
}

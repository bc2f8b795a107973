import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobsRunner, system, Transactions } from '#platform';
import { Request } from './request.entity.js';
import { RequestStatus } from './request.graphql.js';
import { listPlaces } from './request.places.js';
import { mayBecome } from './request.rules.js';

/** How many requests one run lets expire at most; what is left waits for the next run. */
const batch = 500;

/** What happens to requests by itself: a request whose last window is over expires. */
@Injectable()
export class RequestJobs implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'expire_requests', every: '*/10 * * * *', run: () => this.expire() });
  }

  /** Lets requests expire whose last window is over. A second run finds nothing more to do. */
  async expire(): Promise<void> {
    await this.transactions.run(system, async (tx) => {
      const over = await tx.query<{ id: string; status: RequestStatus }>(
        `SELECT id, status FROM request WHERE status = ANY($1) AND last_day < $2
         ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`,
        [mayBecome[RequestStatus.EXPIRED], tx.today, batch],
      );
      const ids = over.map(({ id }) => id);
      if (ids.length === 0) return;
      await tx.manager.update(Request, ids, { status: RequestStatus.EXPIRED, version: () => 'version + 1' });
      await listPlaces(tx, ids);
      for (const { id, status } of over) {
        await tx.record({ id }, 'expired', { before: { status }, after: { status: RequestStatus.EXPIRED } });
      }
    });
  }
}

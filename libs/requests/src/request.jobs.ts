import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobsRunner, system, Transactions } from '#platform';
import { Request } from './request.entity.js';
import { RequestStatus } from './request.graphql.js';
import { listPlaces } from './request.places.js';
import { mayBecome } from './request.rules.js';

/** How many requests one run lets expire at most; what is left waits for the next run. */
const batch = 500;

/** SQL: the request is in one of the statuses $1, and its last day is before $2 or its school has closed. */
const isOver = `status = ANY($1) AND (last_day < $2
  OR NOT EXISTS (SELECT FROM school WHERE school.id = request.school_id AND school.open))`;

/** What happens to requests by itself: a request whose last window is over, or whose school has closed, expires. */
@Injectable()
export class RequestJobs implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'expire_requests', every: '*/10 * * * *', run: () => this.expire() });
  }

  /** Lets requests expire whose last window is over or whose school has closed. A second run finds nothing more to do. */
  async expire(): Promise<void> {
    await this.transactions.run(system, async (tx) => {
      const locked = await tx.query<{ id: string }>(
        `SELECT id FROM request WHERE ${isOver} ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`,
        [mayBecome[RequestStatus.EXPIRED], tx.today, batch],
      );
      // Asked once more, now that they are locked: nothing changes them between this answer and what is written.
      const over = await tx.query<{ id: string; status: RequestStatus }>(
        `SELECT id, status FROM request WHERE ${isOver} AND id = ANY($3) ORDER BY id`,
        [mayBecome[RequestStatus.EXPIRED], tx.today, locked.map(({ id }) => id)],
      );
      const ids = over.map(({ id }) => id);
      if (ids.length === 0) return;
      await tx.manager.update(Request, ids, { status: RequestStatus.EXPIRED, version: () => 'version + 1' });
      await listPlaces(tx, ids);
      const after = { status: RequestStatus.EXPIRED };
      await tx.recordAll(
        over.map(({ id, status }) => ({ id, before: { status }, after })),
        'expired',
      );
    });
  }
}

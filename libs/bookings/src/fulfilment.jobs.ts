import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SETTLE_OFFER, settleFulfilment } from '#offers';
import { brokenConstraint, JobsRunner, system, Transactions, type Tx } from '#platform';

/** What bookings do to their offer by themselves: all booked, it is fulfilled; one cancelled, it is published again. */
@Injectable()
export class FulfilmentJobs implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: SETTLE_OFFER, run: ({ id }) => this.settle(String(id)) });
  }

  /** Settles whether an offer is fulfilled. May be called again. */
  async settle(offerId: string): Promise<void> {
    try {
      await this.transactions.run(system, (tx) =>
        settleFulfilment(tx, offerId, () => someHoldWaits(tx, offerId)),
      );
    } catch (error) {
      // Its employer has meanwhile written the same offer anew: that one stands in its place.
      if (brokenConstraint(error) !== 'offer_once') throw error;
    }
  }
}

/** Whether a slot to come of the offer is held for a request without being booked. */
async function someHoldWaits(tx: Tx, offerId: string): Promise<boolean> {
  const [row] = await tx.query<{ waits: boolean }>(
    `SELECT EXISTS (SELECT FROM hold JOIN slot ON slot.id = hold.slot_id
       WHERE slot.offer_id = $1 AND slot.bookable_until > $2 AND hold.status = 'held') AS waits`,
    [offerId, tx.now],
  );
  return row?.waits ?? false;
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobsRunner, system, Transactions } from '#platform';
import { Offer } from './offer.entity.js';
import { OfferStatus } from './offer.graphql.js';
import { mayBecome } from './offer.rules.js';
import { forgetWords, listWords } from './search-words.js';

/** How many offers one run lets expire at most; what is left waits for the next run. */
const batch = 500;

/** SQL: the offer is in one of the statuses $1, has slots that were not called off, and none of them ends after $2. */
const isOver = `status = ANY($1)
  AND EXISTS (SELECT FROM slot WHERE slot.offer_id = offer.id AND NOT slot.called_off)
  AND NOT EXISTS (SELECT FROM slot WHERE slot.offer_id = offer.id AND slot.ends_at > $2 AND NOT slot.called_off)`;

/** What happens to offers by itself: an offer whose last slot is over expires. */
@Injectable()
export class OfferJobs implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'expire_offers', every: '*/10 * * * *', run: () => this.expire() });
    this.jobs.register({ name: 'tidy_listings', every: '10 3 * * *', run: () => this.tidy() });
  }

  /** Lists what was published before there were listings, places it, and forgets the words that are in none. */
  async tidy(): Promise<void> {
    await this.transactions.run(system, async (tx) => {
      await listWords(tx.manager);
      await tx.query('UPDATE offer_place SET district = district_at(place) WHERE district IS NULL');
      await forgetWords(tx.manager);
    });
  }

  /** Lets offers expire whose last slot is over. A second run finds nothing more to do. */
  async expire(): Promise<void> {
    await this.transactions.run(system, async (tx) => {
      const locked = await tx.query<{ id: string; status: OfferStatus }>(
        `SELECT id, status FROM offer WHERE ${isOver} ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`,
        [mayBecome[OfferStatus.EXPIRED], tx.now, batch],
      );
      // Asked once more, now that they are locked: a slot may have been added while the first question ran.
      const over = await tx.query<{ id: string; status: OfferStatus }>(
        `SELECT id, status FROM offer WHERE ${isOver} AND id = ANY($3)`,
        [mayBecome[OfferStatus.EXPIRED], tx.now, locked.map(({ id }) => id)],
      );
      const ids = over.map(({ id }) => id);
      if (ids.length === 0) return;
      await tx.query('DELETE FROM offer_place WHERE offer_id = ANY($1)', [ids]);
      await tx.query('DELETE FROM offer_listing WHERE offer_id = ANY($1)', [ids]);
      await tx.manager.update(Offer, ids, { status: OfferStatus.EXPIRED, version: () => 'version + 1' });
      const expired = over.map(({ id, status }) => ({
        id,
        before: { status },
        after: { status: OfferStatus.EXPIRED },
      }));
      await tx.recordAll(expired, 'expired');
    });
  }
}

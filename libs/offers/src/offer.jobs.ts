import { Injectable, type OnModuleInit } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { Membership, MembershipStatus } from '#members';
import { ChangeFollowers, JobsRunner, queueJob, system, Transactions } from '#platform';
import { Offer } from './offer.entity.js';
import { OfferStatus } from './offer.graphql.js';
import { become } from './offer.places.js';
import { mayBecome } from './offer.rules.js';
import { forgetWords, listWords } from './search-words.js';

/** How many offers one run lets expire at most; what is left waits for the next run. */
const batch = 500;

/** The job that pauses what an employer offers, once nobody acts for it. */
const PAUSE_UNATTENDED = 'pause_unattended';

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
    private readonly followers: ChangeFollowers,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'expire_offers', every: '*/10 * * * *', run: () => this.expire() });
    this.jobs.register({ name: PAUSE_UNATTENDED, run: ({ id }) => this.pauseUnattended(String(id)) });
    this.followers.follow('offers', async (changes, manager) => {
      const ended = changes.filter(({ noun, kind }) => noun === 'membership' && kind === 'ended');
      for (const { employerId } of await manager.findBy(Membership, {
        ...{ id: In(ended.map(({ nounId }) => nounId)), employerId: Not(IsNull()) },
      }))
        await queueJob(
          manager,
          PAUSE_UNATTENDED,
          { id: employerId },
          { jobKey: `${PAUSE_UNATTENDED} ${employerId}` },
        );
    });
    this.jobs.register({ name: 'tidy_listings', every: '10 3 * * *', run: () => this.tidy() });
  }

  /** Pauses what an employer offers for whom nobody acts any more: nobody would answer a school. May be called again. */
  async pauseUnattended(employerId: string): Promise<void> {
    await this.transactions.run(system, async (tx) => {
      if (await tx.manager.existsBy(Membership, { employerId, status: MembershipStatus.APPROVED })) return;
      const offers = await tx.manager.find(Offer, {
        where: { employerId, status: OfferStatus.PUBLISHED },
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      for (const offer of offers) await become(tx, offer, OfferStatus.PAUSED);
    });
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

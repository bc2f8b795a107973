import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Which } from '#offers';
import { type Change, ChangeFollowers, JobsRunner } from '#platform';
import type { SavedSearch } from './saved-search.entity.js';

/** The name that the cursor of the follower is kept under. */
const FOLLOWER = 'new_offers';

/**
 * SQL: the number of the change up to which `new_offer` is complete. It is committed with what stands there, and an offer
 * whose publication commits later has a higher number, whatever time it says: nothing comes in below it.
 */
export const NUMBERED_TO = `coalesce((SELECT number FROM change_cursor WHERE name = '${FOLLOWER}'), 0)`;

/**
 * The offers that are new to a saved search, whether it finds them or not: first published since it was saved, published
 * (again) since the last look, and not yet told of.
 */
export function newTo({ id, newSince, toldTo }: Pick<SavedSearch, 'id' | 'newSince' | 'toldTo'>): Which {
  return (add) => `SELECT fresh.offer_id FROM new_offer fresh
    WHERE fresh.number > ${add(toldTo)} AND fresh.first_number > ${add(newSince)} AND NOT EXISTS (
      SELECT FROM told_offer told WHERE told.saved_search_id = ${add(id)} AND told.offer_id = fresh.offer_id)`;
}

/** Keeps the list of what has been published by following the changes: an alert looks at the end of it alone. */
@Injectable()
export class NewOffers implements OnModuleInit {
  constructor(
    private readonly followers: ChangeFollowers,
    private readonly jobs: JobsRunner,
    private readonly manager: EntityManager,
  ) {}

  onModuleInit(): void {
    this.followers.follow(FOLLOWER, (changes, manager) => this.keep(changes, manager));
    this.jobs.register({ name: 'tidy_new_offers', every: '25 3 * * *', run: () => this.tidy() });
  }

  /** An offer that comes back onto the list stays what it was: the first number is kept, the last one moves. */
  private async keep(changes: readonly Change[], manager: EntityManager): Promise<void> {
    const published = changes.filter(({ noun, kind }) => noun === 'offer' && kind === 'published');
    if (published.length === 0) return;
    // What was published before there was a record of it is on record only as it came back.
    await manager.query(
      `INSERT INTO new_offer (offer_id, first_number, number)
       SELECT offer.id, coalesce(min(change.number) FILTER (WHERE change.at = offer.published_at), 0), max(change.number)
       FROM unnest($1::text[], $2::bigint[], $3::timestamptz[]) AS change (offer_id, number, at)
       JOIN offer ON offer.id = change.offer_id AND offer.status NOT IN ('withdrawn', 'expired')
       GROUP BY offer.id
       ON CONFLICT (offer_id) DO UPDATE SET number = excluded.number`,
      [
        published.map(({ nounId }) => nounId),
        published.map(({ number }) => number),
        published.map(({ at }) => at),
      ],
    );
  }

  /** Forgets what cannot come back, and with it who was told of it. */
  async tidy(): Promise<void> {
    await this.manager.query(
      `DELETE FROM new_offer USING offer WHERE offer.id = offer_id AND offer.status IN ('withdrawn', 'expired')`,
    );
  }
}

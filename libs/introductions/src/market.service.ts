import { setImmediate as othersFirst } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Market } from '#matching';
import { type Change, Clock, Config, type Mirror, type Mirrored, Mirrors } from '#platform';
import { marketOffers } from './market.rows.js';
import type { OfferRow } from './match.rows.js';
import { readPrices } from './clearing.prices.js';
import { ClearingStatus } from './clearing.graphql.js';
import { OFFERS } from './match.search.js';

/** How many offers are read at once: putting them in holds the process up for some milliseconds. */
const PAGE = 500;

// Only what everybody may find is read: what stands in memory passes no policy of SQL.
const LISTED = `
  SELECT offer_id AS id FROM offer_place WHERE sector = '*' AND offer_id > $1 ORDER BY offer_id LIMIT ${PAGE}`;

const READ = `${OFFERS}
  WHERE offer.id = ANY($1) AND EXISTS (SELECT FROM offer_place WHERE sector = '*' AND offer_id = offer.id)
    AND slot.remaining > 0 AND slot.bookable_until > $2
  ORDER BY offer.id, slot.id`;

// A hold takes of a slot or gives back to it. How a proposal ended is on record for all that its employer offers.
const TOUCHED = `
  SELECT offer_id AS id FROM hold JOIN slot ON slot.id = hold.slot_id WHERE hold.id = ANY($1)
  UNION
  SELECT listed.offer_id FROM proposal JOIN offer ON offer.employer_id = proposal.employer_id
    JOIN offer_place listed ON listed.offer_id = offer.id AND listed.sector = '*'
  WHERE proposal.id = ANY($2)`;

/** The published offers in the memory of this process: see `Market` and `Mirrors`. */
@Injectable()
export class OfferMarket implements OnModuleInit, Mirrored {
  private market = new Market();
  private mirror?: Mirror;

  constructor(
    private readonly manager: EntityManager,
    private readonly mirrors: Mirrors,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    if (this.config.matches === 'memory') this.mirror = this.mirrors.keep('market', this);
  }

  /** The market with everything that was committed before the call; undefined where the database has to be asked instead. */
  async current(): Promise<Market | undefined> {
    return (await this.mirror?.catchUp()) ? this.market : undefined;
  }

  async load(): Promise<void> {
    const market = new Market();
    for (let after = ''; ;) {
      const rows = await this.manager.query<{ id: string }[]>(LISTED, [after]);
      const ids = rows.map(({ id }) => id);
      await this.read(market, ids);
      if (ids.length < PAGE) break;
      after = ids.at(-1)!;
    }
    market.prices = await readPrices(this.manager);
    this.market = market;
  }

  async apply(changes: readonly Change[]): Promise<void> {
    const of = (noun: string) => changes.filter((change) => change.noun === noun);
    // Thousands of rows made at once are one change.
    if (of('demonstration').length > 0) return this.load();
    const ids = (found: readonly Change[]) => [...new Set(found.map(({ nounId }) => nounId))];
    const [holds, proposals] = [
      ids(of('hold')),
      ids(of('proposal').filter(({ kind }) => kind !== 'proposed')),
    ];
    const touched = new Set(ids(of('offer')));
    if (holds.length + proposals.length > 0) {
      const rows = await this.manager.query<{ id: string }[]>(TOUCHED, [holds, proposals]);
      for (const { id } of rows) touched.add(id);
    }
    if (of('clearing').some(({ kind }) => kind === ClearingStatus.FINISHED))
      this.market.prices = await readPrices(this.manager);
    const all = [...touched];
    for (let at = 0; at < all.length; at += PAGE) await this.read(this.market, all.slice(at, at + PAGE));
  }

  sizes(): { offers: number; slots: number } {
    return { offers: this.market.offers, slots: this.market.slots };
  }

  /** Puts in what stands in the database of these offers now, and takes out what is on the list no more. */
  private async read(market: Market, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const rows = await this.manager.query<OfferRow[]>(READ, [ids, this.clock.now()]);
    const gone = new Set(ids);
    for (const offer of marketOffers(rows)) {
      market.put(offer);
      gone.delete(offer.offerId);
    }
    for (const id of gone) market.remove(id);
    await othersFirst();
  }
}

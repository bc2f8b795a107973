import { BY_SCORE_ALONE, MatchRanking, neededElsewhere, type SlotPrices } from './elsewhere.js';
import { feasible } from './feasible.js';
import type { Wanted } from './market.best.js';
import { CLASSES } from './market.codes.js';
import { Nearest } from './market.nearest.js';
import { type Moment, Question } from './market.question.js';
import { openSlots, Search } from './market.search.js';
import { type MarketOffer, Shelf } from './market.shelf.js';
import { Stall } from './market.stall.js';
import type { MatchRequest } from './pair.js';
import type { Match } from './rank.js';
import { score } from './score.js';
import { weigh, type Weighed } from './weigh.js';

/** How many of the nearest offers tell what stands in the way: of all, and of those that can be held by video. */
export interface Around {
  readonly nearest: number;
  readonly byVideo: number;
}

/**
 * Published offers with what is left of their slots, in memory and by place: finds the best for a request among all of
 * them, exactly as `weigh` would, without looking at more than a few.
 */
export class Market {
  /** What the last clearings say of slots, also of those that are not here (yet, or any more). */
  prices: SlotPrices = BY_SCORE_ALONE.prices;
  private readonly shelf = new Shelf();
  private readonly stalls = new Array<Stall | undefined>(CLASSES).fill(undefined);

  /** How many offers there are. */
  get offers(): number {
    return this.shelf.offers;
  }

  /** How many slots they have in all. */
  get slots(): number {
    return this.shelf.slots;
  }

  /** Puts an offer in, in place of what was known of it. Without slots it is taken out. */
  put(offer: MarketOffer): void {
    this.remove(offer.offerId);
    if (offer.slots.length === 0) return;
    const row = this.shelf.add(offer);
    const stall = (this.stalls[this.shelf.classOf(row)] ??= new Stall(this.shelf));
    stall.add(offer, row);
  }

  /** Takes an offer out. Does nothing where it is not there. */
  remove(offerId: string): void {
    const row = this.shelf.rowOf(offerId);
    if (row === undefined) return;
    this.stalls[this.shelf.classOf(row)]?.remove(row);
    this.shelf.remove(row);
  }

  /**
   * The matches of a request that are looked for: those that `weigh` finds among all slots that can still be booked, in its
   * order, backwards those from the end of the list. The request asks about the moment's day, whenever offers were put in.
   */
  matches(
    request: MatchRequest,
    at: Moment,
    wanted: Wanted,
    ranking: MatchRanking = MatchRanking.BY_SCORE,
  ): Match[] {
    const { prices } = this;
    const question = new Question(request, at, this.shelf);
    const found = new Search(question, this.shelf, this.stalls, wanted, { ranking, prices }).find();
    return found.flatMap(({ row, slot }) => {
      const offer = this.shelf.read(row, slot);
      // The search compares numbers; what fits is said by `feasible` alone, and nothing else is ever shown.
      if (feasible(offer, request, at.today).length > 0) return [];
      const elsewhere = neededElsewhere(prices, offer.slotId, request.requestId);
      return { offer, request, score: score(offer, request, at.today), neededElsewhere: elsewhere };
    });
  }

  /** What became of the nearest offers of the activities asked for: how many there are, what fits, what keeps others out. */
  around(request: MatchRequest, at: Moment, { nearest, byVideo }: Around): Weighed {
    const near = new Nearest(new Question(request, at, this.shelf), this.shelf, this.stalls);
    const rows = new Set(near.find(nearest, false));
    if (byVideo > 0) for (const row of near.find(byVideo, true)) rows.add(row);
    const slots = [...rows].flatMap((row) =>
      openSlots(this.shelf, row, at.now).map((slot) => this.shelf.read(row, slot)),
    );
    return weigh(slots, [request], at.today);
  }
}

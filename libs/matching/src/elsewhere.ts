/** In which order matches stand. */
export enum MatchRanking {
  /** By how well the two suit each other and what it does for the school: by score. */
  BY_SCORE = 'by_score',
  /** By score less what the slot would bring elsewhere. */
  BEST_FOR_ALL = 'best_for_all',
}

/** What the last clearing that covered a slot says of it. */
export interface SlotPrice {
  /** What one more unit of it would have brought: whole points of that clearing, above 0. */
  readonly points: number;
  /** The requests that it gave the slot to, or another at the same time of the same person. */
  readonly givenTo: readonly string[];
}

/** By slot. A slot without a price is one that nobody else asks for, as far as is known. */
export type SlotPrices = ReadonlyMap<string, SlotPrice>;

/** What decides in which order matches stand, and which slot of an offer stands for it. */
export interface Order {
  readonly ranking: MatchRanking;
  readonly prices: SlotPrices;
}

/** By score, and nothing is known of what is needed elsewhere. */
export const BY_SCORE_ALONE: Order = { ranking: MatchRanking.BY_SCORE, prices: new Map() };

/**
 * The points by which the last clearing could use a slot elsewhere than for a request; 0 where nobody asks for it, and
 * where that clearing gave it to this very request: whatever the price, it found no better place.
 */
export function neededElsewhere(prices: SlotPrices, slotId: string, requestId: string): number {
  const price = prices.get(slotId);
  return price === undefined || price.givenTo.includes(requestId) ? 0 : price.points;
}

/** What an order makes of points of a slot for a request; they may be below 0. */
export function rankedPoints(
  { ranking, prices }: Order,
  points: number,
  slotId: string,
  requestId: string,
): number {
  return ranking === MatchRanking.BY_SCORE ? points : points - neededElsewhere(prices, slotId, requestId);
}

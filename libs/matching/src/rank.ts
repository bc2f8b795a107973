import { MatchRanking } from './elsewhere.js';
import type { MatchOffer, MatchRequest } from './pair.js';
import type { Score } from './score.js';

/** A feasible pair with its score. */
export interface Match {
  readonly offer: MatchOffer;
  readonly request: MatchRequest;
  readonly score: Score;
  /** See `neededElsewhere`. */
  readonly neededElsewhere: number;
}

/**
 * What decides a match's place in a list, and so the key of a page: it names a place whether or not the match is still
 * there. Points (the score's total, or what the ranking makes of it), metres, request's id, offer's id.
 */
export type Standing = readonly [points: number, distanceMetres: number, requestId: string, offerId: string];

/** Where a match stands. */
export function standing(
  { offer, request, score, neededElsewhere }: Match,
  ranking = MatchRanking.BY_SCORE,
): Standing {
  const points = ranking === MatchRanking.BY_SCORE ? score.total : score.total - neededElsewhere;
  return [points, score.distanceMetres, request.requestId, offer.offerId];
}

/** Below 0 where the one comes before the other: by points, then the nearer, then the ids; 0 where they are level. */
export function compareStandings(one: Standing, other: Standing): number {
  return (
    other[0] - one[0] || one[1] - other[1] || byCodePoint(one[2], other[2]) || byCodePoint(one[3], other[3])
  );
}

/** The order of slots: the earlier day, then the lower id. */
export function byDay(one: MatchOffer, other: MatchOffer): number {
  return byCodePoint(one.slot.startsOn, other.slot.startsOn) || byCodePoint(one.slotId, other.slotId);
}

/** The order of texts by their bytes. Not localeCompare: the answer must not hang on the language of the machine. */
export function byCodePoint(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

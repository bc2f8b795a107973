import type { LocalDate } from '#statutes';
import { fits } from './feasible.js';
import type { MatchOffer, MatchRequest } from './pair.js';
import { type Score, score } from './score.js';

/** A feasible pair with its score. */
export interface Match {
  readonly offer: MatchOffer;
  readonly request: MatchRequest;
  readonly score: Score;
}

/**
 * The best k offers for a request, each by its best slot only. Best is by score, then the nearer, then the
 * offer's id; between slots of one offer that are level, the earlier one. The order of the input does not matter.
 */
export function rank(
  request: MatchRequest,
  offers: readonly MatchOffer[],
  k: number,
  today: LocalDate,
): Match[] {
  const seen = new Set<string>();
  return matches(
    offers.map((offer) => [offer, request] as const),
    today,
  )
    .filter(({ offer }) => !seen.has(offer.offerId) && seen.add(offer.offerId))
    .slice(0, k);
}

/** The best k requests for one slot of an offer: by score, then the nearer, then the request's id. */
export function rankRequests(
  offer: MatchOffer,
  requests: readonly MatchRequest[],
  k: number,
  today: LocalDate,
): Match[] {
  return matches(
    requests.map((request) => [offer, request] as const),
    today,
  ).slice(0, k);
}

function matches(pairs: readonly (readonly [MatchOffer, MatchRequest])[], today: LocalDate): Match[] {
  return pairs
    .filter(([offer, request]) => fits(offer, request, today))
    .map(([offer, request]) => ({ offer, request, score: score(offer, request, today) }))
    .sort(better);
}

function better(one: Match, other: Match): number {
  return (
    other.score.total - one.score.total ||
    one.score.distanceMetres - other.score.distanceMetres ||
    byCodePoint(one.request.requestId, other.request.requestId) ||
    byCodePoint(one.offer.offerId, other.offer.offerId) ||
    byCodePoint(one.offer.slot.startsOn, other.offer.slot.startsOn) ||
    byCodePoint(one.offer.slotId, other.offer.slotId)
  );
}

// Not localeCompare: the answer must not hang on the language of the machine.
function byCodePoint(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

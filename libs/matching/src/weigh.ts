import type { LocalDate } from '#statutes';
import { withinWindows } from './dates.js';
import { BY_SCORE_ALONE, neededElsewhere, type Order, rankedPoints } from './elsewhere.js';
import { feasible } from './feasible.js';
import { nearestSlot } from './nearest.js';
import { ObstacleCode } from './obstacle.js';
import type { MatchOffer, MatchRequest } from './pair.js';
import { byCodePoint, byDay, compareStandings, type Match, standing } from './rank.js';
import { score, slotPoints } from './score.js';

/** How many slots of an offer are weighed for a request at most: those within its windows first, then the earliest. */
export const SLOTS_WEIGHED = 20;

/** How many of the candidates one obstacle keeps out. */
export interface Tally {
  readonly code: ObstacleCode;
  readonly candidates: number;
}

/** What became of the candidates, each of them an offer for a request or a request for an offer. */
export interface Weighed {
  /** Those that fit, each by its best slot, the best first. */
  readonly matches: readonly Match[];
  /** How many there were. */
  readonly considered: number;
  /**
   * What kept out those that do not fit, the commonest first. Each is counted once, by the slot that comes nearest, under
   * every obstacle of that slot: no number is more than `considered` less the matches.
   */
  readonly tally: readonly Tally[];
}

/**
 * Weighs every offer with every request: what fits, best first, and what kept the others out, in one pass.
 * Best is by points, then the nearer, then the request's id and the offer's; between slots of one offer that are level,
 * the earlier one. The order of the input does not matter.
 * @param offers slots of offers, several of one offer together
 * @param order what the points are: those of the score without it
 */
export function weigh(
  offers: readonly MatchOffer[],
  requests: readonly MatchRequest[],
  today: LocalDate,
  order: Order = BY_SCORE_ALONE,
): Weighed {
  const byOffer = slotsByOffer(offers);
  const matches: Match[] = [];
  const counts = new Map<ObstacleCode, number>();
  for (const request of requests) {
    for (const slots of byOffer) {
      const found = judge(slots, request, today, order);
      if ('score' in found) matches.push(found);
      else for (const code of found.codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  const stands = (match: Match) => standing(match, order.ranking);
  return {
    matches: matches.sort((one, other) => compareStandings(stands(one), stands(other))),
    considered: requests.length * byOffer.length,
    tally: [...counts]
      .map(([code, candidates]) => ({ code, candidates }))
      .sort((one, other) => other.candidates - one.candidates || byCodePoint(one.code, other.code)),
  };
}

function slotsByOffer(offers: readonly MatchOffer[]): MatchOffer[][] {
  const found = new Map<string, MatchOffer[]>();
  for (const slot of offers) {
    const others = found.get(slot.offerId);
    if (others) others.push(slot);
    else found.set(slot.offerId, [slot]);
  }
  return [...found.values()];
}

/** The best match among the slots of one offer, or the obstacles of the slot that comes nearest. */
export function judge(
  slots: readonly MatchOffer[],
  request: MatchRequest,
  today: LocalDate,
  order: Order,
): Match | { codes: ReadonlySet<ObstacleCode> } {
  const judged = likeliest(slots, request).map((offer) => ({
    offer,
    obstacles: feasible(offer, request, today),
  }));
  const fitting = judged.filter(({ obstacles }) => obstacles.length === 0);
  const best = bestOf(
    fitting.map(({ offer }) => offer),
    request,
    order,
  );
  if (best) {
    const elsewhere = neededElsewhere(order.prices, best.slotId, request.requestId);
    return { offer: best, request, score: score(best, request, today), neededElsewhere: elsewhere };
  }
  return { codes: new Set(nearestSlot(judged)?.obstacles.map(({ code }) => code)) };
}

/** The slot with the most points; of level ones the earlier, then the one with the lower id. */
function bestOf(slots: readonly MatchOffer[], request: MatchRequest, order: Order): MatchOffer | undefined {
  if (slots.length < 2) return slots[0];
  const points = (offer: MatchOffer) =>
    rankedPoints(order, slotPoints(offer, request), offer.slotId, request.requestId);
  const [best] = slots
    .map((offer) => ({ offer, points: points(offer) }))
    .sort((one, other) => other.points - one.points || byDay(one.offer, other.offer));
  return best?.offer;
}

function likeliest(slots: readonly MatchOffer[], { windows }: MatchRequest): readonly MatchOffer[] {
  if (slots.length <= SLOTS_WEIGHED) return slots;
  return slots
    .map((offer) => ({ offer, within: withinWindows(offer.slot, windows) }))
    .sort((one, other) => Number(other.within) - Number(one.within) || byDay(one.offer, other.offer))
    .slice(0, SLOTS_WEIGHED)
    .map(({ offer }) => offer);
}

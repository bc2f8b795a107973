import type { LocalDate } from '#statutes';
import { feasible, ObstacleCode, withinWindow } from './feasible.js';
import { nearestSlot } from './nearest.js';
import type { MatchOffer, MatchRequest } from './pair.js';
import { byCodePoint, compareMatches, type Match } from './rank.js';
import { score } from './score.js';

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
 * Best is by score, then the nearer, then the request's id and the offer's; between slots of one offer that are level,
 * the earlier one. The order of the input does not matter.
 * @param offers slots of offers, several of one offer together
 */
export function weigh(
  offers: readonly MatchOffer[],
  requests: readonly MatchRequest[],
  today: LocalDate,
): Weighed {
  const byOffer = slotsByOffer(offers);
  const matches: Match[] = [];
  const counts = new Map<ObstacleCode, number>();
  for (const request of requests) {
    for (const slots of byOffer) {
      const found = judge(slots, request, today);
      if ('score' in found) matches.push(found);
      else for (const code of found.codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  return {
    matches: matches.sort(compareMatches),
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
function judge(
  slots: readonly MatchOffer[],
  request: MatchRequest,
  today: LocalDate,
): Match | { codes: ReadonlySet<ObstacleCode> } {
  const judged = likeliest(slots, request).map((offer) => ({
    offer,
    obstacles: feasible(offer, request, today),
  }));
  const [best] = judged
    .filter(({ obstacles }) => obstacles.length === 0)
    .map(({ offer }) => ({ offer, request, score: score(offer, request, today) }))
    .sort(compareMatches);
  return best ?? { codes: new Set(nearestSlot(judged)?.obstacles.map(({ code }) => code)) };
}

function likeliest(slots: readonly MatchOffer[], { windows }: MatchRequest): readonly MatchOffer[] {
  if (slots.length <= SLOTS_WEIGHED) return slots;
  return slots
    .map((offer) => ({ offer, within: withinWindow(offer.slot, windows) }))
    .sort(
      (one, other) =>
        Number(other.within) - Number(one.within) ||
        byCodePoint(one.offer.slot.startsOn, other.offer.slot.startsOn) ||
        byCodePoint(one.offer.slotId, other.offer.slotId),
    )
    .slice(0, SLOTS_WEIGHED)
    .map(({ offer }) => offer);
}

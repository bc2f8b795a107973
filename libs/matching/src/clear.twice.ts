import type { ClearedPair, ClearingProblem, PairName } from './clearing.js';
import { gainOf } from './gains.js';
import { type MatchOffer, type MatchRequest, servesBenchmark } from './pair.js';

/**
 * What a network cannot see: a request that has one person twice, once for what serves its benchmark and once for what
 * does not. The better of the two stays.
 * @returns the pairs to do without: all of that person and request that are like the other one
 */
export function twice(problem: ClearingProblem, pairs: readonly ClearedPair[]): PairName[] {
  const offers = new Map(problem.offers.map((offer) => [offer.slotId, offer]));
  const requests = new Map(problem.requests.map((request) => [request.requestId, request]));
  const first = new Map<string, ClearedPair>();
  const without: PairName[] = [];
  for (const pair of pairs) {
    const { personId } = offers.get(pair.slotId)!;
    if (personId === null) continue;
    const key = JSON.stringify([pair.requestId, personId]);
    const other = first.get(key);
    first.set(key, pair);
    if (!other) continue;
    const request = requests.get(pair.requestId)!;
    const worth = ({ slotId, pairScore }: ClearedPair) => pairScore + gain(offers.get(slotId)!, request);
    const lost = offers.get((worth(pair) > worth(other) ? other : pair).slotId)!;
    for (const { slotId, ...offer } of problem.offers)
      if (offer.personId === personId && servesBenchmark(offer, request) === servesBenchmark(lost, request))
        without.push({ requestId: pair.requestId, slotId });
  }
  return without;
}

function gain(offer: MatchOffer, request: MatchRequest): number {
  return servesBenchmark(offer, request) ? gainOf(request, 1) : 0;
}

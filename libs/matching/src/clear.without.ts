import {
  type ClearedPair,
  type Clearing,
  ClearingEnd,
  type ClearingProblem,
  type PairName,
} from './clearing.js';
import { gainOf } from './gains.js';
import { servesBenchmark } from './pair.js';

/** A clearing without some of its pairs, which nothing takes the place of: of those that stay, each limit is kept all the more. */
export function without(problem: ClearingProblem, clearing: Clearing, lost: readonly PairName[]): Clearing {
  const names = new Set(lost.map(nameOf));
  const pairs = clearing.pairs.filter((pair) => !names.has(nameOf(pair)));
  const objective = worthOf(problem, pairs);
  const gap = clearing.dual - objective.total;
  return { ...clearing, pairs, objective, gap, end: ClearingEnd.STOPPED };
}

function nameOf({ requestId, slotId }: PairName): string {
  return JSON.stringify([requestId, slotId]);
}

function worthOf(problem: ClearingProblem, pairs: readonly ClearedPair[]): Clearing['objective'] {
  const offers = new Map(problem.offers.map((offer) => [offer.slotId, offer]));
  const requests = new Map(problem.requests.map((request) => [request.requestId, request]));
  const [serving, ofSchool] = [new Map<string, number>(), new Map<string, number>()];
  let [score, gain, bonus, units] = [0, 0, 0, 0];
  for (const { requestId, slotId, units: given, pairScore } of pairs) {
    const request = requests.get(requestId)!;
    score += given * pairScore;
    units += given;
    for (let unit = 0; unit < given; unit += 1) {
      bonus += problem.bonuses.get(request.schoolId)?.[count(ofSchool, request.schoolId) - 1] ?? 0;
      if (servesBenchmark(offers.get(slotId)!, request)) gain += gainOf(request, count(serving, requestId));
    }
  }
  return { total: score + gain + bonus, score, gain, bonus, units };
}

/** One more of something. @returns how many there are now */
function count(counts: Map<string, number>, of: string): number {
  const now = (counts.get(of) ?? 0) + 1;
  counts.set(of, now);
  return now;
}

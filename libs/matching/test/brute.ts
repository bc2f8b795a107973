import { feasible } from '../src/feasible.js';
import { gainOf } from '../src/gains.js';
import type {
  ClaimedClearing,
  ClearedPair,
  ClearingProblem,
  MatchOffer,
  MatchRequest,
  Objective,
  Prices,
} from '../src/index.js';
import { servesBenchmark } from '../src/pair.js';
import { score } from '../src/score.js';
import { isUnder } from './problems.js';

/** A pair that fits. */
export interface Fitting {
  readonly offer: MatchOffer;
  readonly request: MatchRequest;
  readonly pairScore: number;
  readonly serves: boolean;
}

/** All pairs that fit and are not forbidden, by asking of every one. */
export function fittingPairs({ offers, requests, forbidden, today }: ClearingProblem): Fitting[] {
  return requests.flatMap((request) =>
    offers
      .filter(
        (offer) =>
          feasible(offer, request, today).length === 0 &&
          !forbidden.some(
            ({ requestId, slotId }) => requestId === request.requestId && slotId === offer.slotId,
          ),
      )
      .map((offer) => ({
        ...{ offer, request },
        pairScore: score(offer, request, today).pairScore,
        serves: servesBenchmark(offer, request),
      })),
  );
}

type Given = Fitting & { readonly units: number };

/** The best clearing of a tiny problem, by trying all there are. */
export function bestClearing(problem: ClearingProblem): ClearedPair[] {
  const fitting = fittingPairs(problem);
  let best: { readonly total: number; readonly given: readonly Given[] } = { total: 0, given: [] };
  const attempt = (at: number, given: readonly Given[]) => {
    const pair = fitting[at];
    if (!pair) {
      const { total } = worthOf(problem, given);
      if (total > best.total) best = { total, given };
      return;
    }
    attempt(at + 1, given);
    for (let units = 1; ; units += 1) {
      const more = [...given, { ...pair, units }];
      if (!keepsLimits(problem, more)) return;
      attempt(at + 1, more);
    }
  };
  attempt(0, []);
  return best.given.map(({ offer, request, pairScore, units }) => ({
    ...{ requestId: request.requestId, slotId: offer.slotId },
    ...{ units, pairScore },
  }));
}

/**
 * Whether pairs are those of somebody who takes the unit that brings most, and then the next, until none brings anything:
 * at every step one of them is as good as the best of all that there are.
 */
export function isGreedy(problem: ClearingProblem, pairs: readonly ClearedPair[]): boolean {
  const fitting = fittingPairs(problem);
  const left = pairs.map((pair) => ({ ...pair }));
  const given: Given[] = [];
  for (;;) {
    const before = worthOf(problem, given).total;
    const steps = fitting
      .map((pair) => ({ pair, more: [...given, { ...pair, units: 1 }] }))
      .filter(({ more }) => keepsLimits(problem, more))
      .map(({ pair, more }) => ({ pair, brings: worthOf(problem, more).total - before }));
    const most = Math.max(0, ...steps.map(({ brings }) => brings));
    if (most === 0) return left.every(({ units }) => units === 0);
    const taken = steps.find(({ pair, brings }) => brings === most && take(left, pair));
    if (!taken) return false;
    given.push({ ...taken.pair, units: 1 });
  }
}

function take(left: { requestId: string; slotId: string; units: number }[], pair: Fitting): boolean {
  const found = left.find(
    ({ requestId, slotId, units }) =>
      units > 0 && requestId === pair.request.requestId && slotId === pair.offer.slotId,
  );
  if (found) found.units -= 1;
  return found !== undefined;
}

/** Whether every limit is kept: each is looked at by itself. */
function keepsLimits(
  { persons, employers, blocks, quotas }: ClearingProblem,
  given: readonly Given[],
): boolean {
  const units = (which: (pair: Given) => boolean) =>
    given.filter(which).reduce((sum, pair) => sum + pair.units, 0);
  return given.every(
    ({ offer, request }) =>
      units((other) => other.offer === offer) <= offer.slot.remaining &&
      units((other) => other.request === request) <= request.outstanding &&
      units((other) => other.offer.personId === offer.personId) <= limitOf(persons, offer.personId) &&
      units((other) => other.offer.employerId === offer.employerId) <= limitOf(employers, offer.employerId) &&
      quotas.every((quota) => units((other) => isUnder(quota, other.request)) <= quota.units) &&
      (offer.personId === null ||
        units((other) => other.request === request && other.offer.personId === offer.personId) <= 1) &&
      blocks.every(
        (block) => !block.includes(offer.slotId) || units((other) => block.includes(other.offer.slotId)) <= 1,
      ),
  );
}

function limitOf(limits: ReadonlyMap<string, number>, id: string | null): number {
  return (id === null ? undefined : limits.get(id)) ?? Infinity;
}

/** What pairs are worth. */
export function worthOf({ bonuses }: ClearingProblem, given: readonly Given[]): Objective {
  let [points, gain, bonus, units] = [0, 0, 0, 0];
  const [served, visited] = [new Map<MatchRequest, number>(), new Map<string, number>()];
  for (const pair of given) {
    for (let unit = 0; unit < pair.units; unit += 1) {
      units += 1;
      points += pair.pairScore;
      const school = (visited.get(pair.request.schoolId) ?? 0) + 1;
      visited.set(pair.request.schoolId, school);
      bonus += bonuses.get(pair.request.schoolId)?.[school - 1] ?? 0;
      if (!pair.serves) continue;
      const k = (served.get(pair.request) ?? 0) + 1;
      served.set(pair.request, k);
      gain += gainOf(pair.request, k);
    }
  }
  return { total: points + gain + bonus, score: points, gain, bonus, units };
}

const gains = (points: number) => Math.max(0, points);

/** The bound by given prices, one unit and one pair after another. */
export function dualOf(problem: ClearingProblem, prices: Prices): number {
  const { requests, bonuses, quotas } = problem;
  let dual = supplyOf(problem, prices);
  quotas.forEach(({ schoolId, units }, at) => {
    dual += units * gains((prices.quotas[at] as number) - (prices.schools.get(schoolId) ?? 0));
  });
  for (const school of new Set(requests.map(({ schoolId }) => schoolId))) {
    const own = requests.filter(({ schoolId }) => schoolId === school);
    const most = own.reduce((sum, { outstanding }) => sum + outstanding, 0);
    for (let k = 1; k <= most; k += 1) {
      dual += gains((bonuses.get(school)?.[k - 1] ?? 0) + (prices.schools.get(school) as number));
    }
  }
  const fitting = fittingPairs(problem);
  requests.forEach((request, at) => {
    const [own, serving, other] = pricesOf(prices, at);
    const quota = quotas.findIndex((each) => isUnder(each, request));
    const above = quota < 0 ? prices.schools.get(request.schoolId) : prices.quotas[quota];
    for (let k = 1; k <= request.outstanding; k += 1) {
      dual += gains(own - (above as number));
      dual += gains(gainOf(request, k) + serving - own);
      dual += gains(other - own);
    }
    dual += meetingsOf(
      problem,
      fitting.filter((pair) => pair.request === request),
      ({ offer, pairScore, serves }) =>
        gains(
          pairScore - (prices.slots[problem.offers.indexOf(offer)] as number) - (serves ? serving : other),
        ),
    );
  });
  return dual;
}

function pricesOf({ requests, serving, others }: Prices, at: number): [number, number, number] {
  return [requests[at] as number, serving[at] as number, others[at] as number];
}

/** What the pairs of one request add to the bound: each person once in each lane, slots without a person by their units. */
function meetingsOf(
  { offers }: ClearingProblem,
  own: readonly Fitting[],
  points: (pair: Fitting) => number,
): number {
  let sum = 0;
  for (const pair of own) {
    const { personId, slot } = pair.offer;
    if (personId === null) sum += points(pair) * Math.min(pair.request.outstanding, slot.remaining);
  }
  for (const person of new Set(offers.flatMap(({ personId }) => personId ?? []))) {
    for (const lane of [true, false]) {
      const theirs = own.filter(({ offer, serves }) => offer.personId === person && serves === lane);
      sum += Math.max(0, ...theirs.map(points));
    }
  }
  return sum;
}

function supplyOf({ offers, blocks, persons, employers }: ClearingProblem, prices: Prices): number {
  const employer = ({ employerId }: MatchOffer) =>
    employerId !== null && employers.has(employerId) ? (prices.employers.get(employerId) as number) : 0;
  const person = (offer: MatchOffer) =>
    offer.personId !== null && persons.has(offer.personId)
      ? (prices.persons.get(offer.personId) as number)
      : employer(offer);
  let sum = 0;
  offers.forEach((offer, at) => {
    const block = blocks.findIndex((slots) => slots.includes(offer.slotId));
    const above = block < 0 ? person(offer) : (prices.blocks[block] as number);
    sum += Math.max(0, offer.slot.remaining) * gains((prices.slots[at] as number) - above);
  });
  blocks.forEach(([first], at) => {
    const offer = offers.find(({ slotId }) => slotId === first) as MatchOffer;
    sum += gains((prices.blocks[at] as number) - person(offer));
  });
  for (const [id, limit] of persons) {
    const offer = offers.find(({ personId }) => personId === id);
    sum += limit * gains((prices.persons.get(id) as number) - (offer ? employer(offer) : 0));
  }
  for (const [id, limit] of employers) sum += limit * gains(prices.employers.get(id) as number);
  return sum;
}

/** What an honest clearing says of itself. */
export function claimOf(
  problem: ClearingProblem,
  pairs: readonly ClearedPair[],
  prices: Prices,
): ClaimedClearing {
  const fitting = fittingPairs(problem);
  const given = pairs.map(({ requestId, slotId, units }) => ({
    ...(fitting.find(
      ({ offer, request }) => request.requestId === requestId && offer.slotId === slotId,
    ) as Fitting),
    units,
  }));
  const [objective, dual] = [worthOf(problem, given), dualOf(problem, prices)];
  return { pairs, objective, prices, dual, gap: dual - objective.total, feasiblePairs: fitting.length };
}

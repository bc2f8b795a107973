import { gains } from './certificate.claims.js';
import type { Pairs } from './certificate.pairs.js';
import type { PriceList } from './certificate.prices.js';
import { type Shelves, sweep } from './certificate.sweep.js';
import type { ClearingProblem } from './clearing.js';
import type { MatchOffer, MatchRequest } from './pair.js';

/*
 * The bound by weak duality. A clearing is a flow of units: from a school, over its quota for the benchmark if it has one, to
 * a request, to its lane (what serves the
 * benchmark, and what does not), to a person, to a slot, and up through whatever limits the slot. Each step has a capacity
 * and brings some points. Set a price on every place on the way: no flow brings more than the sum over all steps of
 * capacity × max(0, points + price where the step begins − price where it ends), read with the signs of `Prices`, where a
 * place on the way to a slot has a worth and a slot and what lies above it have a cost.
 */

/** What no clearing exceeds, by these prices, and how many pairs fit. */
export interface Bound {
  readonly dual: number;
  readonly feasiblePairs: number;
}

/** Works out the bound over all pairs of a problem, whether they were cleared or not. */
export function boundOf(problem: ClearingProblem, pairs: Pairs, shelves: Shelves, prices: PriceList): Bound {
  const aboveOf = pricesAbove(problem, prices);
  const asked =
    schoolSteps(problem, prices) +
    quotaSteps(problem, prices) +
    sum(problem.requests.map((request, at) => requestSteps(request, at, aboveOf(request), prices)));
  const met = pairSteps(problem, pairs, shelves, prices);
  return { dual: asked + met.points + supplySteps(problem, prices), feasiblePairs: met.feasiblePairs };
}

/** To each school, with its bonus. */
function schoolSteps({ requests, bonuses }: ClearingProblem, { schools }: PriceList): number {
  const units = new Map<string, number>();
  for (const { schoolId, outstanding } of requests) {
    units.set(schoolId, (units.get(schoolId) ?? 0) + Math.max(0, outstanding));
  }
  const points = [...units].map(([school, count]) => {
    const price = schools.get(school) ?? 0;
    const list = (bonuses.get(school) ?? []).slice(0, count);
    return sum(list.map((bonus) => Math.max(0, bonus + price))) + times(count - list.length, price);
  });
  return sum(points);
}

/** From schools to their quotas. */
function quotaSteps({ quotas }: ClearingProblem, prices: PriceList): number {
  return sum(
    quotas.map(({ schoolId, units }, at) =>
      times(units, (prices.quotas[at] ?? 0) - (prices.schools.get(schoolId) ?? 0)),
    ),
  );
}

/** The price of what stands over a request: of its school's quota or, where there is none, of its school. */
function pricesAbove({ quotas }: ClearingProblem, prices: PriceList): (request: MatchRequest) => number {
  const ofQuotas = new Map<string, Map<string, number>>();
  quotas.forEach(({ schoolId, benchmark }, at) => {
    const own = ofQuotas.get(schoolId) ?? new Map<string, number>();
    ofQuotas.set(schoolId, own.set(benchmark, prices.quotas[at] ?? 0));
  });
  return ({ schoolId, benchmark }) =>
    ofQuotas.get(schoolId)?.get(benchmark) ?? prices.schools.get(schoolId) ?? 0;
}

/** From what stands over a request to the request, and on to its two lanes, with its gain in the first. */
function requestSteps(request: MatchRequest, at: number, above: number, prices: PriceList): number {
  const units = Math.max(0, request.outstanding);
  const price = prices.requests[at] ?? 0;
  const [serving, other] = [(prices.serving[at] ?? 0) - price, (prices.others[at] ?? 0) - price];
  const list = gains(request, units);
  return (
    times(units, price - above) +
    sum(list.map((gain) => Math.max(0, gain + serving))) +
    times(units - list.length, serving) +
    times(units, other)
  );
}

/** From the lanes of all requests to slots: from each to each person once, by their best slot. */
function pairSteps(
  problem: ClearingProblem,
  pairs: Pairs,
  { shelves, original }: Shelves,
  prices: PriceList,
): { readonly points: number; readonly feasiblePairs: number } {
  const { remaining } = pairs.slots;
  const units = pairs.requests.map(({ outstanding }) => outstanding);
  const costs = Float64Array.from(original, (slot) => prices.slots[slot] ?? 0);
  const person = numbered(pairs.offers.map(({ personId }) => personId));
  // Of each person and lane: the best so far for the request that is numbered beside it.
  const best = new Float64Array(2 * pairs.offers.length);
  const bestFor = new Int32Array(2 * pairs.offers.length).fill(-1);
  let points = 0;
  const feasiblePairs = sweep(pairs, shelves, (request, slot, pairScore) => {
    const serves = pairs.serves(slot);
    const lane = (serves ? prices.serving[request] : prices.others[request]) as number;
    const left = pairScore - (costs[slot] as number) - lane;
    if (left <= 0) return;
    const who = person[slot] as number;
    if (who < 0) {
      points += left * Math.min(units[request] as number, remaining[slot] as number);
      return;
    }
    const at = 2 * who + (serves ? 1 : 0);
    const before = bestFor[at] === request ? (best[at] as number) : 0;
    if (left <= before) return;
    points += left - before;
    best[at] = left;
    bestFor[at] = request;
  });
  return { points, feasiblePairs };
}

/** A number for each different id, from 0 on; -1 for none. */
function numbered(ids: readonly (string | null)[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(ids, (id) => {
    if (id === null) return -1;
    const number = known.get(id) ?? known.size;
    known.set(id, number);
    return number;
  });
}

/** From slots up to their block, person and employer, as far as these have limits. */
function supplySteps({ offers, blocks, persons, employers }: ClearingProblem, prices: PriceList): number {
  const blockOf = new Map(blocks.flatMap((block, at) => block.map((slotId) => [slotId, at] as const)));
  // The least price above each: where slots of one place had different limits above it, the bound must hold for all.
  const [aboveBlocks, abovePersons] = [new Map<number, number>(), new Map<string, number>()];
  let points = 0;
  offers.forEach((offer, at) => {
    const { ofEmployer, ofPerson } = limitsOf(offer, prices);
    const block = blockOf.get(offer.slotId);
    const aboveBlock = ofPerson ?? ofEmployer ?? 0;
    if (block !== undefined) lower(aboveBlocks, block, aboveBlock);
    if (offer.personId !== null) lower(abovePersons, offer.personId, ofEmployer ?? 0);
    const above = block === undefined ? aboveBlock : (prices.blocks[block] ?? 0);
    points += times(offer.slot.remaining, (prices.slots[at] ?? 0) - above);
  });
  blocks.forEach((_, at) => {
    points += times(1, (prices.blocks[at] ?? 0) - (aboveBlocks.get(at) ?? 0));
  });
  for (const [id, limit] of persons) {
    points += times(limit, (prices.persons.get(id) ?? 0) - (abovePersons.get(id) ?? 0));
  }
  for (const [id, limit] of employers) points += times(limit, prices.employers.get(id) ?? 0);
  return points;
}

function limitsOf({ personId, employerId }: MatchOffer, { persons, employers }: PriceList) {
  return {
    ofEmployer: employerId === null ? undefined : employers.get(employerId),
    ofPerson: personId === null ? undefined : persons.get(personId),
  };
}

function lower<Key>(prices: Map<Key, number>, key: Key, price: number): void {
  prices.set(key, Math.min(price, prices.get(key) ?? Infinity));
}

/** What so many units bring at so many points each; nothing where a unit would cost. */
function times(units: number, points: number): number {
  return units > 0 && points > 0 ? units * points : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

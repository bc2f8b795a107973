import type { ClearingProblem, Prices } from './clearing.js';
import type { Flow } from './clear.flow.js';
import { type Network, numberOf, scoreOf } from './clear.network.js';
import { gainOf } from './gains.js';
import { quotaKey } from './quotas.js';

/** Nothing costs less than nothing: raising a price to 0 never worsens the bound. */
export function liftPrices({ network, potential }: Flow): void {
  for (let place = network.firstSlot; place < network.places; place += 1)
    potential[place] = Math.min(0, potential[place]!);
}

/** The bound that the potentials give, in points: what each limit could still bring, over all pairs. */
export function dualOf(flow: Flow): number {
  return askingPart(flow) + pairsPart(flow) + offeringPart(flow);
}

function askingPart(flow: Flow): number {
  const { network, potential } = flow;
  let sum = 0;
  for (let place = 0; place < network.firstSlot; place += 1) {
    const profit = potential[place]! - flow.above(place);
    const listed = network.worthStart[place + 1]! - network.worthStart[place]!;
    for (let k = 1; k <= listed; k += 1) sum += Math.max(0, flow.worth(place, k) + profit);
    sum += Math.max(0, profit) * (network.capacity[place]! - listed);
  }
  return sum;
}

function offeringPart(flow: Flow): number {
  const { network, potential } = flow;
  let sum = 0;
  for (let place = network.firstSlot; place < network.places; place += 1)
    sum += network.capacity[place]! * Math.max(0, flow.above(place) - potential[place]!);
  return sum;
}

/** Of each person a lane can have one unit: the best of their slots counts. */
function pairsPart({ network, potential }: Flow): number {
  const { lanes, pairStart, pairs, firstSlot } = network;
  const { person } = network.columns.slots;
  let sum = 0;
  for (let lane = 0; lane < lanes.count; lane += 1) {
    let [whose, best] = [-1, 0];
    for (let at = pairStart[lane]!, end = pairStart[lane + 1]!; at < end; at += 1) {
      const slot = numberOf(pairs[at]!);
      const profit = scoreOf(pairs[at]!) + potential[firstSlot + slot]! - potential[lane]!;
      if (person[slot]! < 0) {
        if (profit > 0) sum += profit * mostUnits(network, lane, slot);
        continue;
      }
      if (person[slot]! !== whose) {
        sum += best;
        [whose, best] = [person[slot]!, 0];
      }
      if (profit > best) best = profit;
    }
    sum += best;
  }
  return sum;
}

/** How many units a lane can have of a slot of nobody or, where it stands for several, of all of them. */
function mostUnits({ capacity, columns, firstSlot }: Network, lane: number, slot: number): number {
  const alike = columns.slots.alike.get(slot);
  if (!alike) return Math.min(capacity[lane]!, capacity[firstSlot + slot]!);
  return alike.rows.length * (alike.ofPeople ? 1 : Math.min(capacity[lane]!, alike.remaining));
}

/** The prices of a problem's own rows. */
export function pricesOf(problem: ClearingProblem, flow: Flow): Prices {
  const { columns, names, firstSlot } = flow.network;
  const price = (place: number) => -flow.potential[place]! || 0;
  const slots = problem.offers.map(() => 0);
  columns.slots.row.forEach((row, slot) => {
    for (const each of columns.slots.alike.get(slot)?.rows ?? [row]) slots[each] = price(firstSlot + slot);
  });
  const priceOf = <Name>(known: ReadonlyMap<Name, number>, name: Name) => {
    const place = known.get(name);
    return place === undefined ? 0 : price(place);
  };
  return {
    ...askingPrices(problem, flow),
    slots,
    blocks: problem.blocks.map((_, block) => priceOf(names.blocks, block)),
    persons: new Map([...problem.persons.keys()].map((id) => [id, priceOf(names.persons, id)])),
    employers: new Map([...problem.employers.keys()].map((id) => [id, priceOf(names.employers, id)])),
  };
}

type AskingPrices = Pick<Prices, 'schools' | 'quotas' | 'requests' | 'serving' | 'others'>;

/** Whatever has no place in the network is priced as what is above it, so that it adds nothing to the bound. */
function askingPrices(problem: ClearingProblem, { network, potential }: Flow): AskingPrices {
  const { columns, names } = network;
  const schools = new Map(problem.requests.map(({ schoolId }) => [schoolId, 0]));
  columns.schools.forEach((id, school) => schools.set(id, potential[network.firstSchool + school]!));
  const quotas = problem.quotas.map(({ schoolId }, quota) => {
    const place = names.quotas.get(quota);
    return place === undefined ? (schools.get(schoolId) ?? 0) : potential[place]!;
  });
  const quotaOf = new Map(problem.quotas.map((quota, number) => [quotaKey(quota), quotas[number]!]));
  const above = problem.requests.map(
    (request) => quotaOf.get(quotaKey(request)) ?? schools.get(request.schoolId)!,
  );
  return { schools, quotas, ...requestPrices(problem, { network, potential }, above) };
}

type Priced = Pick<Flow, 'potential'> & { network: Network };

/** Where a request has one lane, or none, the other is priced so that it adds nothing to the bound. */
function requestPrices(
  problem: ClearingProblem,
  { network, potential }: Priced,
  above: readonly number[],
): Pick<Prices, 'requests' | 'serving' | 'others'> {
  const { lanes, columns, parent } = network;
  const requests = [...above];
  const rowOf = (lane: number) => columns.requests.row[lanes.request[lane]!]!;
  for (let lane = 0; lane < lanes.count; lane += 1) requests[rowOf(lane)] = potential[parent[lane]!]!;
  const serving = problem.requests.map((request, row) => requests[row]! - gainOf(request, 1));
  const others = [...requests];
  for (let lane = 0; lane < lanes.count; lane += 1)
    (lanes.serves[lane] === 1 ? serving : others)[rowOf(lane)] = potential[lane]!;
  return { requests, serving, others };
}

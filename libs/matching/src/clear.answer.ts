import type { ClearedPair, Clearing, ClearingEnd, ClearingProblem, Objective } from './clearing.js';
import type { Flow } from './clear.flow.js';
import type { Holds } from './clear.holds.js';
import type { Network } from './clear.network.js';
import { dualOf, liftPrices, pricesOf } from './clear.prices.js';
import { Deal } from './clear.classes.js';
import { byCodePoint } from './rank.js';

/** Units with what they bring. */
export type Sold = Pick<Clearing, 'pairs' | 'objective'>;

/** The units that are held now. */
export function soldOf(problem: ClearingProblem, { network, holds }: Flow): Sold {
  return { pairs: pairsOf(problem, network, holds), objective: objectiveOf(network, holds) };
}

/** The answer that units make, proved by the potentials of a flow. */
export function answerOf(problem: ClearingProblem, flow: Flow, sold: Sold, end: ClearingEnd): Clearing {
  liftPrices(flow);
  const dual = dualOf(flow);
  const gap = dual - sold.objective.total;
  return {
    ...sold,
    prices: pricesOf(problem, flow),
    dual,
    gap,
    end,
    feasiblePairs: pairsCounted(flow.network),
  };
}

function pairsCounted({ pairs, backStart, columns }: Network): number {
  let count = pairs.length;
  for (const [slot, { rows }] of columns.slots.alike)
    count += (rows.length - 1) * (backStart[slot + 1]! - backStart[slot]!);
  return count;
}

function pairsOf(problem: ClearingProblem, { columns, lanes }: Network, holds: Holds): ClearedPair[] {
  const pairs: ClearedPair[] = [];
  const deal = new Deal();
  for (const hold of holds.all()) {
    const { requestId } = problem.requests[columns.requests.row[lanes.request[holds.lane[hold]!]!]!]!;
    const [slot, units, pairScore] = [holds.slot[hold]!, holds.units[hold]!, holds.score[hold]!];
    const alike = columns.slots.alike.get(slot);
    const given = alike ? deal.out(alike, units) : [[columns.slots.row[slot]!, units] as const];
    for (const [row, each] of given)
      pairs.push({ requestId, slotId: problem.offers[row]!.slotId, units: each, pairScore });
  }
  return pairs.sort(
    (one, other) => byCodePoint(one.requestId, other.requestId) || byCodePoint(one.slotId, other.slotId),
  );
}

/** What holds bring, limit by limit: each place pays for the units that pass it. */
function objectiveOf(network: Network, holds: Holds): Objective {
  const passed = new Int32Array(network.firstSlot);
  let [score, gain, bonus, units] = [0, 0, 0, 0];
  for (const hold of holds.all()) {
    score += holds.score[hold]! * holds.units[hold]!;
    units += holds.units[hold]!;
    passed[holds.lane[hold]!]! += holds.units[hold]!;
  }
  for (let place = 0; place < network.firstSlot; place += 1) {
    const paid = paidTo(network, place, passed[place]!);
    if (place < network.firstSchool) gain += paid;
    else bonus += paid;
    if (network.parent[place]! >= 0) passed[network.parent[place]!]! += passed[place]!;
  }
  return { total: score + gain + bonus, score, gain, bonus, units };
}

function paidTo({ worthStart, worth }: Network, place: number, units: number): number {
  const first = worthStart[place]!;
  const last = Math.min(first + units, worthStart[place + 1]!);
  let paid = 0;
  for (let at = first; at < last; at += 1) paid += worth[at]!;
  return paid;
}

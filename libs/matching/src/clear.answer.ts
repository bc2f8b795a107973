import type { ClearedPair, Clearing, ClearingEnd, ClearingProblem, Objective } from './clearing.js';
import type { Flow } from './clear.flow.js';
import type { Holds } from './clear.holds.js';
import type { Network } from './clear.network.js';
import { dualOf, liftPrices, pricesOf } from './clear.prices.js';
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
    feasiblePairs: flow.network.pairs.length,
  };
}

function pairsOf(problem: ClearingProblem, { columns, lanes }: Network, holds: Holds): ClearedPair[] {
  const pairs: ClearedPair[] = [];
  for (const hold of holds.all()) {
    const { requestId } = problem.requests[columns.requests.row[lanes.request[holds.lane[hold]!]!]!]!;
    const { slotId } = problem.offers[columns.slots.row[holds.slot[hold]!]!]!;
    pairs.push({ requestId, slotId, units: holds.units[hold]!, pairScore: holds.score[hold]! });
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

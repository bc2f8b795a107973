import { columnsOf } from './clear.columns.js';
import { NUMBER_BITS, PairFinder } from './clear.pairs.js';
import type { ClearingProblem } from './clearing.js';

/**
 * Visits every pair that fits today and is not forbidden, once, with its pair score: all of one request one after the
 * other, in an order that does not hang on that of the problem's rows. There may be millions.
 * @param visit `request` and `slot` are places in `problem.requests` and `problem.offers`
 */
export function everyPair(
  problem: ClearingProblem,
  visit: (request: number, slot: number, pairScore: number) => void,
): void {
  const columns = columnsOf(problem);
  const finder = new PairFinder(columns);
  const [requestRow, slotRow, { alike }] = [columns.requests.row, columns.slots.row, columns.slots];
  for (let request = 0; request < columns.requests.count; request += 1) {
    const count = finder.find(request);
    for (let at = 0; at < count; at += 1) {
      const packed = finder.found[at]!;
      const slot = packed & NUMBERS;
      for (const row of alike.get(slot)?.rows ?? [slotRow[slot]!])
        visit(requestRow[request]!, row, packed >> NUMBER_BITS);
    }
  }
}

const NUMBERS = (1 << NUMBER_BITS) - 1;

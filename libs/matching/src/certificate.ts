import { boundOf } from './certificate.dual.js';
import { checkClaims } from './certificate.claims.js';
import { Faults } from './certificate.faults.js';
import { Pairs } from './certificate.pairs.js';
import { readPrices } from './certificate.prices.js';
import { shelve } from './certificate.sweep.js';
import type { Clearing, ClearingProblem, Objective } from './clearing.js';

/** What a clearing says of itself, as far as it can be checked. */
export type ClaimedClearing = Pick<
  Clearing,
  'pairs' | 'objective' | 'prices' | 'dual' | 'gap' | 'feasiblePairs'
>;

/** What an independent look at a clearing finds. */
export interface Certificate {
  /** Whether everything that the clearing says of itself is so. */
  readonly valid: boolean;
  /** What is not, in sentences that name the ids; the first 20, and then how many more. Empty where it is valid. */
  readonly faults: readonly string[];
  /** What the cleared pairs are worth, counted again. */
  readonly objective: Objective;
  /** No clearing of the problem reaches more points, by the prices that were claimed. */
  readonly dual: number;
  /** `dual - objective.total`. */
  readonly gap: number;
  /** How many pairs of slot and request fit and are not forbidden. */
  readonly feasiblePairs: number;
}

/**
 * Checks a clearing against the rows that it was made from, by other means than it was made: that each pair fits, that
 * every limit is kept, what it is worth, and how much more any clearing could be worth at most, over all pairs there are.
 * Prices may be any finite numbers: worse ones show as a wider gap. Throws RangeError on a malformed date.
 */
export function certify(problem: ClearingProblem, claimed: ClaimedClearing): Certificate {
  const faults = new Faults();
  const shelves = shelve(problem.offers);
  const pairs = new Pairs(problem, shelves.offers);
  const objective = checkClaims(problem, pairs, claimed.pairs, faults);
  const prices = readPrices(problem, claimed.prices, faults);
  const { dual, feasiblePairs } = boundOf(problem, pairs, shelves, prices);
  const found = { objective, dual, gap: dual - objective.total, feasiblePairs };
  compare(claimed, found, faults);
  const told = faults.told();
  return { valid: told.length === 0, faults: told, ...found };
}

type Found = Omit<Certificate, 'valid' | 'faults'>;

function compare(claimed: ClaimedClearing, found: Found, faults: Faults): void {
  const says = (what: string, is: number, said: number, noise = 0) => {
    if (!(Math.abs(is - said) <= noise)) faults.add(`The ${what} is ${is}, not ${said} as claimed.`);
  };
  for (const part of ['total', 'score', 'gain', 'bonus', 'units'] as const) {
    says(NAMES[part], found.objective[part], claimed.objective[part]);
  }
  // Sums of fractions differ in their last digits by the order in which they were added; far less than a point does.
  const noise = 1e-9 * Math.max(1, Math.abs(found.dual));
  says('dual', found.dual, claimed.dual, noise);
  says('gap', found.gap, claimed.gap, noise);
  if (claimed.gap < -noise) faults.add(`The gap is claimed to be ${claimed.gap}, below 0.`);
  if (found.gap < -noise) {
    faults.add(
      `The objective of ${found.objective.total} is more than the ${found.dual} that any clearing can reach.`,
    );
  }
  says('number of feasible pairs', found.feasiblePairs, claimed.feasiblePairs);
}

const NAMES = {
  total: 'objective',
  score: 'score',
  gain: 'gain',
  bonus: 'bonus',
  units: 'number of units',
};

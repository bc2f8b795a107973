import { type BenchmarkPolicy, thresholdPupils } from './policies.js';
import type { YearGroup } from './years.js';

/** A year group's numerator and denominator: meaningful reached pupils (lower bound) of the roll. */
export interface YearPosition {
  readonly yearGroup: YearGroup;
  readonly reached: number;
  readonly roll: number;
}

/** Pupils of a year still short of Benchmark 5 under a policy: the threshold less those reached, at least 0. */
export function shortfall(under: BenchmarkPolicy, { yearGroup, reached, roll }: YearPosition): number {
  if (!under.employerEncounters.yearGroups.includes(yearGroup)) return 0;
  return Math.max(0, thresholdPupils(under, roll) - reached);
}

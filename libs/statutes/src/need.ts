import { type BenchmarkPolicy, meets, thresholdPupils } from './policies.js';
import type { YearGroup } from './years.js';

/** A year group's numerator and denominator: meaningful reached pupils (lower bound) of the roll. */
export interface YearPosition {
  readonly yearGroup: YearGroup;
  readonly reached: number;
  readonly roll: number;
}

/** What a request needs of one of its groups. */
export interface NamedGroup {
  readonly groupId: string;
  readonly yearGroup: YearGroup;
  /** Pupils of the group whom no meaningful delivery is known to have reached. */
  readonly unreached: number;
}

/** Pupils of a year still short of Benchmark 5 under a policy: the threshold less those reached, at least 0. */
export function shortfall(under: BenchmarkPolicy, { yearGroup, reached, roll }: YearPosition): number {
  if (!under.employerEncounters.yearGroups.includes(yearGroup)) return 0;
  return Math.max(0, thresholdPupils(under, roll) - reached);
}

/**
 * Pupils a request could bring a school nearer to Benchmark 5: for each year, the smaller of the year's
 * shortfall and the unreached pupils of the groups it names; summed. A year without a position needs nothing.
 */
export function requestNeed(
  under: BenchmarkPolicy,
  positions: readonly YearPosition[],
  groups: readonly NamedGroup[],
): number {
  const distinct = [...new Map(groups.map((group) => [group.groupId, group])).values()];
  return positions.reduce((need, position) => {
    const unreached = distinct
      .filter(({ yearGroup }) => yearGroup === position.yearGroup)
      .reduce((total, group) => total + group.unreached, 0);
    return need + Math.min(shortfall(under, position), unreached);
  }, 0);
}

/**
 * Whether a school meets Benchmark 5: every year group that the policy names and the school teaches meets it.
 * A school without any such year does not meet it, for there is nothing to show. Indicative, never official.
 */
export function meetsInEveryYear(under: BenchmarkPolicy, positions: readonly YearPosition[]): boolean {
  const named = positions.filter(({ yearGroup }) => under.employerEncounters.yearGroups.includes(yearGroup));
  return named.length > 0 && named.every(({ reached, roll }) => meets(under, reached, roll));
}

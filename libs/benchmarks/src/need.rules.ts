import { type BenchmarkPolicy, type LocalDate, requestNeed } from '#statutes';
import type { RequestNeed, YearNeed } from './need.graphql.js';
import type { SchoolPosition } from './position.rules.js';
import { type GroupOfYear, keyOf, type SchoolYearKey } from './school-year.js';

/** A group that a request names, with its school and academic year. */
export type NamedGroup = SchoolYearKey & GroupOfYear;

/**
 * What a request could bring its school nearer to Benchmark 5, as of a day.
 * @param positions of the schools in their years, by `keyOf`
 * @param groups those that the request names; without any, it needs nothing
 */
export function needOfGroups(
  under: BenchmarkPolicy,
  asOf: LocalDate,
  positions: ReadonlyMap<string, SchoolPosition>,
  groups: readonly NamedGroup[],
): RequestNeed {
  const byYear = [...new Set(groups.map(keyOf))].flatMap((key) => {
    const position = positions.get(key);
    const named = groups.filter((group) => keyOf(group) === key);
    return position ? needByYear(under, position, named) : [];
  });
  const pupils = byYear.reduce((total, year) => total + year.pupils, 0);
  return { policy: under.id, asOf, pupils, byYear };
}

/**
 * What a request could bring its school nearer to Benchmark 5, year group by year group, the youngest first: the
 * smaller of the year's shortfall and the unreached pupils of the groups it names.
 * @param groups those that the request names
 */
export function needByYear(
  under: BenchmarkPolicy,
  { yearGroups }: SchoolPosition,
  groups: readonly GroupOfYear[],
): YearNeed[] {
  return yearGroups.flatMap(({ yearGroup, numerator, denominator, shortfall, meaningful }) => {
    const named = groups
      .filter((group) => group.yearGroup === yearGroup)
      .map(({ groupId, size }) => ({
        groupId,
        yearGroup,
        unreached: size - (meaningful.byGroup.get(groupId) ?? 0),
      }));
    // A named group is part of the roll, so a year with one has a roll.
    if (named.length === 0 || denominator === null || shortfall === null) return [];
    const pupils = requestNeed(under, [{ yearGroup, reached: numerator, roll: denominator }], named);
    const unreached = named.reduce((total, group) => total + group.unreached, 0);
    return [{ yearGroup, pupils, shortfall, unreached, numerator, denominator }];
  });
}

import {
  Benchmark,
  type BenchmarkPolicy,
  type CriteriaBenchmark,
  criteriaOf,
  type LocalDate,
} from '#statutes';
import { criteriaPositionOf, type SchoolHistory } from './criteria.rules.js';
import type { RequestNeed, YearNeed } from './need.graphql.js';
import { positionOf, type YearGroupPosition } from './position.rules.js';
import { type GroupOfYear, keyOf, type SchoolYearKey } from './school-year.js';

/** A group that a request names, with its school and academic year. */
export type NamedGroup = SchoolYearKey & GroupOfYear;

/** The benchmarks of which positions, and so needs, are worked out. */
export type WorkedOut = Benchmark.B5 | CriteriaBenchmark;

/** Whether the need of a request for a benchmark is worked out; one that names none is for Benchmark 5. */
export function isWorkedOut(benchmark: Benchmark | null): benchmark is WorkedOut | null {
  return ![Benchmark.B1, Benchmark.B2, Benchmark.B3, Benchmark.B4].some((other) => other === benchmark);
}

/**
 * What a request could bring its school nearer to its benchmark, as of a day.
 * @param positionsOf the years of a school in an academic year, for the benchmark
 * @param groups those that the request names; without any, it needs nothing
 */
export function needOfGroups(
  { policy, benchmark, asOf }: Pick<RequestNeed, 'policy' | 'benchmark' | 'asOf'>,
  positionsOf: (key: SchoolYearKey) => readonly YearGroupPosition[],
  groups: readonly NamedGroup[],
): RequestNeed {
  const keys = [...new Map(groups.map((group) => [keyOf(group), group])).values()];
  const byYear = keys.flatMap((key) =>
    needByYear(
      positionsOf(key),
      groups.filter((group) => keyOf(group) === keyOf(key)),
    ),
  );
  const pupils = byYear.reduce((total, year) => total + year.pupils, 0);
  return { policy, benchmark, asOf, pupils, byYear };
}

/**
 * What a request could bring its school nearer to a benchmark, year group by year group, the youngest first: the smaller
 * of the year's shortfall and the unreached pupils of the groups it names.
 * @param named the groups of one school and academic year
 */
export function needByYear(
  years: readonly Pick<
    YearGroupPosition,
    'yearGroup' | 'numerator' | 'denominator' | 'shortfall' | 'meaningful'
  >[],
  named: readonly GroupOfYear[],
): YearNeed[] {
  const distinct = [...new Map(named.map((group) => [group.groupId, group])).values()];
  return years.flatMap(({ yearGroup, numerator, denominator, shortfall, meaningful }) => {
    const groups = distinct.filter((group) => group.yearGroup === yearGroup);
    // A named group is part of the roll, so a year with one has a roll.
    if (groups.length === 0 || denominator === null || shortfall === null) return [];
    const unreached = groups.reduce(
      (total, { groupId, size }) => total + size - (meaningful.byGroup.get(groupId) ?? 0),
      0,
    );
    const pupils = Math.min(shortfall, unreached);
    return [{ yearGroup, pupils, shortfall, unreached, numerator, denominator }];
  });
}

/**
 * The years of a school for a benchmark: each as of the criterion that is asked of every pupil of it and comes last, which
 * for Benchmark 7 is the full range of providers.
 */
export function yearsFor(
  benchmark: WorkedOut,
  under: BenchmarkPolicy,
  history: SchoolHistory,
  { asOf, academicYear }: { asOf: LocalDate; academicYear: number },
): readonly YearGroupPosition[] {
  const now = history.get(academicYear);
  if (!now) return [];
  if (benchmark === Benchmark.B5) return positionOf(under, now, asOf).yearGroups;
  const edition = criteriaOf(benchmark, under.id);
  const { criteria } = criteriaPositionOf(benchmark, edition, history, { asOf, academicYear });
  const forAll = criteria.filter(({ forAll: all }) => all);
  const last = new Map(forAll.flatMap(({ yearGroups }) => yearGroups.map((year) => [year.yearGroup, year])));
  return [...last.values()].sort((one, other) => one.yearGroup - other.yearGroup);
}

import {
  type AcademicYear,
  atLeast,
  atLeastByGroup,
  band,
  type Bounds,
  type CohortYear,
  type CriteriaBenchmark,
  type CriteriaEdition,
  type Criterion,
  inAll,
  leastPupils,
  type LocalDate,
  type ProviderKind,
  type Reach,
  rollOf,
  type YearGroup,
} from '#statutes';
import { cohortYearOf } from './cohort-events.js';
import { metByAll, type YearGroupPosition, yearGroupsTaught } from './position.rules.js';
import type { SchoolYear } from './school-year.js';

/** Where a school stands for one criterion. */
export interface CriterionPosition extends Omit<Criterion, 'yearGroups' | 'measure' | 'until'> {
  /** The year group in which it is due. */
  readonly dueIn: YearGroup;
  /** Whether the year group in which it is due meets it; null where a missing roll, or no such year, leaves it open. */
  readonly met: boolean | null;
  readonly yearGroups: readonly YearGroupPosition[];
}

/** Where a school stands for the criteria of an edition: indicative, as of one day. */
export interface CriteriaPosition {
  /** Null for what is no benchmark. */
  readonly benchmark: CriteriaBenchmark | null;
  readonly policy: CriteriaEdition;
  readonly asOf: LocalDate;
  readonly academicYear: AcademicYear;
  readonly indicative: true;
  /** Null where a criterion is left open, or where nothing is due at the school. */
  readonly met: boolean | null;
  readonly criteria: readonly CriterionPosition[];
}

/** A school in the academic year that is asked about and in those before, as far as the oldest cohort goes back. */
export type SchoolHistory = ReadonlyMap<AcademicYear, SchoolYear>;

/** Without a roll there is nothing to cut attendance off at, and no pupil of another year need be the same. */
const NO_ROLL = 1_000_000;

/** Works out where a school stands for criteria that reach over several years. */
export function criteriaPositionOf(
  benchmark: CriteriaBenchmark | null,
  edition: CriteriaEdition,
  history: SchoolHistory,
  { asOf, academicYear }: { asOf: LocalDate; academicYear: AcademicYear },
): CriteriaPosition {
  const now = history.get(academicYear);
  const taught = now ? yearGroupsTaught(now) : [];
  const criteria = edition.criteria.map((criterion) => {
    const { code, criterion: sentence, target, offered, forAll } = criterion;
    const yearGroups = criterion.yearGroups
      .filter((yearGroup) => taught.includes(yearGroup))
      .map((yearGroup) => positionOfCohort(edition, criterion, history, { yearGroup, academicYear }));
    const dueIn = Math.max(...criterion.yearGroups);
    const met = yearGroups.find(({ yearGroup }) => yearGroup === dueIn)?.met ?? null;
    return { code, criterion: sentence, target, offered, forAll, dueIn, met, yearGroups };
  });
  const due = criteria.filter(({ forAll, dueIn }) => forAll && taught.includes(dueIn));
  const met = due.length === 0 ? null : metByAll(due);
  return { benchmark, policy: edition, asOf, academicYear, indicative: true, met, criteria };
}

/** A year group that moves up together, as of an academic year. */
interface Cohort {
  readonly yearGroup: YearGroup;
  readonly academicYear: AcademicYear;
}

function positionOfCohort(
  edition: CriteriaEdition,
  criterion: Criterion,
  history: SchoolHistory,
  cohort: Cohort,
): YearGroupPosition {
  const roll = rollAt(history.get(cohort.academicYear), cohort.yearGroup);
  const declared = history
    .get(cohort.academicYear)
    ?.rolls.find(({ yearGroup }) => yearGroup === cohort.yearGroup);
  const recorded = reachOf(criterion, history, cohort, false);
  const meaningful = reachOf(criterion, history, cohort, true);
  const figures = {
    ...{ yearGroup: cohort.yearGroup, numerator: meaningful.lower, denominator: roll, recorded, meaningful },
    rollDeclaredOn: declared?.declaredOn ?? null,
  };
  if (roll === null) return { ...figures, thresholdPupils: null, shortfall: null, met: null, band: null };
  const least = leastPupils(edition.thresholdPercent, roll);
  return {
    ...{ ...figures, thresholdPupils: least, shortfall: Math.max(0, least - meaningful.lower) },
    ...{ met: meaningful.lower >= least, band: band(edition, meaningful.lower, roll) },
  };
}

function rollAt(year: SchoolYear | undefined, yearGroup: YearGroup): number | null {
  const declared = year?.rolls.find((roll) => roll.yearGroup === yearGroup)?.pupils ?? null;
  const groups = year?.groups.filter((group) => group.yearGroup === yearGroup) ?? [];
  return declared === null && groups.length === 0 ? null : rollOf(declared, groups);
}

/** What a figure is worked out from: the years of a cohort, this one last, and its pupils. */
interface Basis {
  readonly pupils: number;
  /** The most there have been in any of the years. */
  readonly ever: number;
  readonly years: (more: { kind?: ProviderKind; virtual?: boolean }) => readonly CohortYear[];
}

function reachOf(criterion: Criterion, history: SchoolHistory, cohort: Cohort, meaningful: boolean): Reach {
  const basis = basisOf(criterion, history, cohort, meaningful);
  const { measure } = criterion;
  if (measure.of === 'providers' && measure.each) return ofEveryKind(basis, measure.kinds);
  const years = basis.years({});
  const { lower, upper } = stillHere(basis, years, criterion.target);
  const [now] = years.slice(-1);
  const byGroup = now ? atLeastByGroup(now, criterion.target) : new Map<string, number>();
  if (measure.of !== 'workplaces' || measure.virtualAtMost === 0) return { lower, upper, byGroup };
  return withVirtual(basis, { years, target: criterion.target, found: { lower, upper, byGroup } });
}

function basisOf(criterion: Criterion, history: SchoolHistory, cohort: Cohort, meaningful: boolean): Basis {
  const ages = criterion.yearGroups.filter((yearGroup) => yearGroup <= cohort.yearGroup);
  const past = ages.flatMap((yearGroup) => {
    const year = history.get(cohort.academicYear - cohort.yearGroup + yearGroup);
    return year ? [{ year, yearGroup }] : [];
  });
  const dueIn = Math.max(...criterion.yearGroups);
  const rolls = past.map(({ year, yearGroup }) => rollAt(year, yearGroup) ?? 0);
  const pupils = rollAt(history.get(cohort.academicYear), cohort.yearGroup) ?? NO_ROLL;
  return {
    ...{ pupils, ever: Math.max(pupils, ...rolls) },
    years: (more) =>
      past.map(({ year, yearGroup }) => {
        const ends = yearGroup === dueIn && criterion.until !== null;
        const until = ends ? `${year.academicYear + 1}-${criterion.until}` : '9999-12-31';
        return cohortYearOf(year, { criterion, yearGroup, meaningful, until, ...more });
      }),
  };
}

/**
 * How many of today's pupils took part in enough. What happened in earlier years happened to all who were on the roll
 * then: as many as the roll has lost since may be gone. This year's figure needs no such deduction.
 */
function stillHere({ pupils, ever }: Basis, years: readonly CohortYear[], target: number): Bounds {
  const now = atLeast(pupils, years.slice(-1), target);
  const all = atLeast(ever, years, target);
  const stayed = all.lower - (ever - pupils);
  return { lower: Math.max(now.lower, stayed, 0), upper: Math.min(pupils, all.upper) };
}

/** At most one of several may be virtual. So one virtual event, whichever gives most, is added to those in person. */
function withVirtual(
  basis: Basis,
  { years, target, found }: { years: readonly CohortYear[]; target: number; found: Reach },
): Reach {
  const virtual = basis.years({ virtual: true });
  const added = virtual.flatMap((one, at) =>
    onceEach(one).map((events) => {
      const whole = years.map((year, index) =>
        index === at ? { ...year, events: [...year.events, ...events] } : year,
      );
      return stillHere(basis, whole, target).lower;
    }),
  );
  const everything = years.map((year, at) => ({
    ...{ ...year, events: [...year.events, ...(virtual[at]?.events ?? [])] },
  }));
  return {
    ...found,
    lower: Math.max(found.lower, ...added),
    upper: Math.max(found.upper, stillHere(basis, everything, target).upper),
  };
}

/** Ways to take from a year no more than one event for each pupil: the largest of each group, or the largest of the year. */
function onceEach({ groups, events }: CohortYear): CohortYear['events'][] {
  const largestOf = (groupId: string | null) =>
    events
      .filter((event) => event.groupId === groupId)
      .sort((one, other) => pupilsOf(other) - pupilsOf(one))
      .slice(0, 1);
  const ways = [groups.flatMap(({ groupId }) => largestOf(groupId)), largestOf(null)];
  return ways.filter((way) => way.length > 0);
}

function pupilsOf({ shares }: CohortYear['events'][number]): number {
  return shares.reduce((sum, { pupils }) => sum + pupils, 0);
}

/** Pupils who met every kind of provider: those in all of the sets, over all years or within the groups of this one. */
function ofEveryKind(basis: Basis, kinds: readonly ProviderKind[]): Reach {
  const byKind = kinds.map((kind) => basis.years({ kind }));
  const reached = byKind.map((years) => stillHere(basis, years, 1));
  const now = byKind.flatMap((years) => years.slice(-1));
  const byGroup = new Map(
    (now[0]?.groups ?? []).map(({ groupId, size }) => [
      groupId,
      inAll(
        size,
        now.map((year) => atLeastByGroup(year, 1).get(groupId) ?? 0),
      ),
    ]),
  );
  const inGroups = [...byGroup.values()].reduce((sum, pupils) => sum + pupils, 0);
  const lowers = reached.map(({ lower }) => lower);
  return {
    lower: Math.max(inGroups, inAll(basis.pupils, lowers)),
    upper: Math.min(...reached.map(({ upper }) => upper)),
    byGroup,
  };
}

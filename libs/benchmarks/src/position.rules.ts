import {
  band,
  Benchmark,
  type BenchmarkPolicy,
  type CoverageBand,
  type Delivery,
  type LocalDate,
  mayCount,
  type MeaningfulBenchmark,
  meaningfulness,
  meets,
  type Reach,
  reached,
  type RecordedPoints,
  rollOf,
  shortfall,
  thresholdPupils,
  YEAR_GROUPS,
  type YearGroup,
  yearGroupsOf,
} from '#statutes';
import type { BenchmarkPolicyEdition } from './position.graphql.js';
import type { AttendanceLine, GroupOfYear, RecordedDelivery, SchoolYear } from './school-year.js';

/** Where a year group stands. A figure that needs the roll is null without one: nothing is made up. */
export interface YearGroupPosition {
  readonly yearGroup: YearGroup;
  /** Pupils reached by meaningful deliveries, the lower bound. */
  readonly numerator: number;
  /** The roll, or null where the school declared neither roll nor groups. */
  readonly denominator: number | null;
  readonly rollDeclaredOn: LocalDate | null;
  readonly recorded: Reach;
  readonly meaningful: Reach;
  readonly thresholdPupils: number | null;
  readonly shortfall: number | null;
  readonly met: boolean | null;
  readonly band: CoverageBand | null;
}

/** Where a school stands for Benchmark 5: indicative, under one policy, as of one day. */
export interface SchoolPosition {
  readonly benchmark: Benchmark.B5;
  readonly policy: BenchmarkPolicyEdition;
  readonly asOf: LocalDate;
  readonly academicYear: number;
  readonly indicative: true;
  /** Null where a missing roll leaves it open. */
  readonly met: boolean | null;
  readonly yearGroups: readonly YearGroupPosition[];
}

/** Works out where a school stands from what is on record up to a day. */
export function positionOf(under: BenchmarkPolicy, year: SchoolYear, asOf: LocalDate): SchoolPosition {
  const deliveries = year.deliveries.map((delivery) => countedOf(delivery, year));
  const yearGroups = yearGroupsTaught(year).map((yearGroup) =>
    positionOfYear(under, year, yearGroup, deliveries),
  );
  return {
    benchmark: Benchmark.B5,
    policy: editionOf(under),
    asOf,
    academicYear: year.academicYear,
    indicative: true,
    met: metByAll(yearGroups.filter(({ yearGroup }) => isNamed(under, yearGroup))),
    yearGroups,
  };
}

function editionOf({ employerEncounters, ...edition }: BenchmarkPolicy): BenchmarkPolicyEdition {
  const { criterion, thresholdPercent } = employerEncounters;
  return { ...edition, criterion, thresholdPercent };
}

/** The year groups that a school teaches: those of its registered ages and those it has declared pupils of. */
export function yearGroupsTaught({ ageLow, ageHigh, rolls, groups }: SchoolYear): readonly YearGroup[] {
  const registered = ageLow === null || ageHigh === null ? [] : yearGroupsOf(ageLow, ageHigh);
  const taught = new Set([...registered, ...[...rolls, ...groups].map(({ yearGroup }) => yearGroup)]);
  return YEAR_GROUPS.filter((yearGroup) => taught.has(yearGroup));
}

/**
 * Whether every year meets it. One that does not settles it; one without a roll leaves it open; a school without any
 * year has nothing to show and does not meet it.
 */
export function metByAll(years: readonly Pick<YearGroupPosition, 'met'>[]): boolean | null {
  if (years.length === 0 || years.some(({ met }) => met === false)) return false;
  return years.some(({ met }) => met === null) ? null : true;
}

function isNamed({ employerEncounters }: BenchmarkPolicy, yearGroup: YearGroup): boolean {
  return employerEncounters.yearGroups.includes(yearGroup);
}

function positionOfYear(
  under: BenchmarkPolicy,
  { rolls, groups }: SchoolYear,
  yearGroup: YearGroup,
  deliveries: readonly Delivery[],
): YearGroupPosition {
  const declared = rolls.find((roll) => roll.yearGroup === yearGroup);
  const own = groups.filter((group) => group.yearGroup === yearGroup);
  const roll = declared || own.length > 0 ? rollOf(declared?.pupils ?? null, own) : null;
  // Without a roll there is nothing to cut attendance off at.
  const pupils = { yearGroup, roll: roll ?? Number.MAX_SAFE_INTEGER, groups: own };
  const { recorded, meaningful } = reached(pupils, deliveries);
  const figures = { yearGroup, numerator: meaningful.lower, recorded, meaningful };
  const rollDeclaredOn = declared?.declaredOn ?? null;
  if (roll === null) {
    const unknown = { thresholdPupils: null, shortfall: null, met: null, band: null };
    return { ...figures, denominator: null, rollDeclaredOn, ...unknown };
  }
  return {
    ...figures,
    denominator: roll,
    rollDeclaredOn,
    thresholdPupils: thresholdPupils(under, roll),
    shortfall: shortfall(under, { yearGroup, reached: meaningful.lower, roll }),
    met: meets(under, meaningful.lower, roll),
    band: band(under, meaningful.lower, roll),
  };
}

/**
 * A delivery as Benchmark 5 counts it. Attendance of a group that the school does not have in that year, as records
 * from elsewhere may name, still tells of the year group: it counts as attendance of the year alone.
 */
function countedOf(delivery: RecordedDelivery, { groups }: SchoolYear): Delivery {
  return {
    attendance: linesOf(delivery.attendance, groups),
    mayCount: mayCount(delivery.activityType, Benchmark.B5, delivery),
    meaningful: isMeaningful(Benchmark.B5, delivery),
  };
}

/**
 * The lines of one delivery, each group once: those who completed different numbers of days are different pupils. A group
 * that the school does not have in that year is taken for the year alone.
 */
function linesOf(
  attendance: readonly AttendanceLine[],
  groups: readonly GroupOfYear[],
): Delivery['attendance'] {
  const yearOf = new Map(groups.map(({ groupId, yearGroup }) => [groupId, yearGroup]));
  const lines = new Map<string, Delivery['attendance'][number]>();
  attendance.forEach((line, index) => {
    const known = line.groupId !== null && yearOf.get(line.groupId) === line.yearGroup;
    const groupId = known ? line.groupId : null;
    // Of groups that are not known nobody says that they are one.
    const key = line.groupId === null || known ? `${line.yearGroup} ${groupId ?? ''}` : `unknown ${index}`;
    const pupils = line.pupils + (lines.get(key)?.pupils ?? 0);
    if (pupils > 0) lines.set(key, { yearGroup: line.yearGroup, groupId, pupils });
  });
  return [...lines.values()];
}

/** Whether a delivery's points stand for a benchmark. */
export function isMeaningful(benchmark: MeaningfulBenchmark, delivery: RecordedDelivery): boolean {
  return meaningfulness(benchmark, pointsOf('school', delivery), pointsOf('offerer', delivery)).meaningful;
}

function pointsOf(side: 'school' | 'offerer', { evidence }: RecordedDelivery): RecordedPoints {
  return Object.fromEntries(
    evidence.filter((point) => point.side === side).map(({ point, stands }) => [point, stands]),
  );
}

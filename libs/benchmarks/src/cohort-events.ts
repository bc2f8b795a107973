import {
  ACTIVITY_RULES,
  type ActivityType,
  Benchmark,
  type CohortEvent,
  type CohortYear,
  CountsWhen,
  type Criterion,
  type LocalDate,
  mayCount,
  type MeaningfulBenchmark,
  type Measure,
  type ProviderKind,
  RequestKind,
  type Share,
  type YearGroup,
} from '#statutes';
import { isMeaningful } from './position.rules.js';
import type { AttendanceLine, RecordedDelivery, SchoolYear } from './school-year.js';

/** Whose events are wanted: of a year group in one academic year, as a criterion counts them. */
export interface Wanted {
  readonly criterion: Criterion;
  readonly yearGroup: YearGroup;
  /** Whether only what is meaningful. */
  readonly meaningful: boolean;
  /** The last day that counts. */
  readonly until: LocalDate;
  /** Only those of this kind of provider. */
  readonly kind?: ProviderKind;
  /** Those that only contribute, instead of those that count. */
  readonly virtual?: boolean;
}

/** What the pupils of a year group took part in during one academic year, as a criterion counts it. */
export function cohortYearOf(year: SchoolYear, wanted: Wanted): CohortYear {
  const groups = year.groups.filter(({ yearGroup }) => yearGroup === wanted.yearGroup);
  const known = new Set(groups.map(({ groupId }) => groupId));
  const found = year.deliveries
    .filter((delivery) => delivery.deliveredOn <= wanted.until && counts(delivery, wanted))
    .flatMap((delivery) => eventsOf(delivery, wanted, known));
  return { groups, events: distinct(sameDayOnce(found)) };
}

function counts(delivery: RecordedDelivery, wanted: Wanted): boolean {
  const { activityType } = delivery;
  const { measure } = wanted.criterion;
  const stands = (benchmark: MeaningfulBenchmark) => !wanted.meaningful || isMeaningful(benchmark, delivery);
  switch (measure.of) {
    case 'workplaces':
      return isExperience(delivery, wanted.virtual === true) && stands(Benchmark.B6);
    case 'providers':
      return isProvider(delivery, measure, wanted.kind) && stands(Benchmark.B7);
    case 'interviews':
      return (
        mayCount(activityType, Benchmark.B8, delivery) &&
        (!wanted.meaningful || isQualified(delivery, measure))
      );
    case 'minutes':
      return countsInMinutes(delivery, wanted.meaningful);
    case 'days':
      return ACTIVITY_RULES[activityType].kind === RequestKind.PLACEMENT && stands(Benchmark.B6);
  }
}

function isExperience(delivery: RecordedDelivery, virtual: boolean): boolean {
  const { activityType } = delivery;
  return virtual ? contributes(activityType) : mayCount(activityType, Benchmark.B6, delivery);
}

function isProvider(
  delivery: RecordedDelivery,
  { kinds, visited }: Extract<Measure, { of: 'providers' }>,
  kind?: ProviderKind,
): boolean {
  const met = delivery.providerKinds.some((one) => (kind ? one === kind : kinds.includes(one)));
  return met && mayCount(delivery.activityType, Benchmark.B7, delivery) && (!visited || delivery.atProvider);
}

function contributes(activity: ActivityType): boolean {
  return ACTIVITY_RULES[activity].counts[Benchmark.B6] === CountsWhen.CONTRIBUTES;
}

function isQualified(
  { adviserLevel }: RecordedDelivery,
  measure: Extract<Measure, { of: 'interviews' }>,
): boolean {
  return adviserLevel !== null && adviserLevel >= (measure.adviserLevel ?? 1);
}

/** An activity with an employer or at a workplace, virtual ones included. */
function countsInMinutes(delivery: RecordedDelivery, meaningful: boolean): boolean {
  const { activityType } = delivery;
  const encounter = mayCount(activityType, Benchmark.B5, delivery);
  const workplace = mayCount(activityType, Benchmark.B6, delivery) || contributes(activityType);
  if (!meaningful) return encounter || workplace;
  return (
    (encounter && isMeaningful(Benchmark.B5, delivery)) || (workplace && isMeaningful(Benchmark.B6, delivery))
  );
}

/** An event with what tells whether another one is the same. */
interface Found extends CohortEvent {
  readonly activityType: ActivityType;
  readonly deliveredOn: LocalDate;
  readonly ofBooking: boolean;
}

/** What one delivery was for each group. A group that the year does not have is taken for the year alone. */
function eventsOf(
  { activityType, deliveredOn, ofBooking, minutes, attendance }: RecordedDelivery,
  { criterion, yearGroup }: Wanted,
  known: ReadonlySet<string>,
): Found[] {
  const lines = attendance.filter((line) => line.yearGroup === yearGroup);
  const shares = new Map<string | null, Share[]>();
  for (const line of lines) {
    const groupId = line.groupId !== null && known.has(line.groupId) ? line.groupId : null;
    const share = shareOf(line, criterion, activityType, minutes);
    if (share) shares.set(groupId, [...(shares.get(groupId) ?? []), share]);
  }
  return [...shares].map(([groupId, of]) => ({
    ...{ groupId, shares: of, activityType, deliveredOn, ofBooking },
  }));
}

function shareOf(
  { pupils, days, offered }: AttendanceLine,
  { measure, offered: offerSuffices }: Criterion,
  activityType: ActivityType,
  minutes: number,
): Share | undefined {
  // Of a placement whose days are not on record nobody knows that a day was completed.
  if (ACTIVITY_RULES[activityType].kind === RequestKind.PLACEMENT && days === null) return undefined;
  const weights = { workplaces: 1, providers: 1, interviews: 1, minutes, days: days ?? 0 };
  const counted = offerSuffices ? Math.max(pupils, offered ?? 0) : pupils;
  return counted > 0 ? { pupils: counted, weight: weights[measure.of] } : undefined;
}

/**
 * The same thing may be on record twice: of a booking and by the school. So what was done with a group on one day counts
 * once for each kind of activity: as the larger of its records. Only placements are a pupil's own, and nobody begins two on
 * one day: those that begin together are different pupils, as long as bookings and the school's own records are held apart.
 */
function distinct(found: readonly Found[]): CohortEvent[] {
  const same = new Map<string, Found[]>();
  for (const event of found) {
    const key = `${event.activityType} ${event.deliveredOn} ${event.groupId ?? ''}`;
    same.set(key, [...(same.get(key) ?? []), event]);
  }
  return [...same.values()].flatMap((events) => {
    const [first] = events;
    if (!first) return [];
    const { kind } = ACTIVITY_RULES[first.activityType];
    const different =
      kind === RequestKind.PLACEMENT
        ? [true, false].map((ofBooking) => joined(events.filter((event) => event.ofBooking === ofBooking)))
        : events;
    const [most] = different.filter(({ shares }) => shares.length > 0).sort((a, b) => worth(b) - worth(a));
    return most ? [{ groupId: first.groupId, shares: most.shares }] : [];
  });
}

/**
 * Where a booking's record and the school's own are of one day and one kind of activity, and one of them names groups and
 * the other the year alone, they may be of the same pupils: the one that is worth more is kept.
 */
function sameDayOnce(found: readonly Found[]): Found[] {
  return found.filter((event) => {
    const together = found.filter(
      ({ activityType, deliveredOn }) =>
        activityType === event.activityType && deliveredOn === event.deliveredOn,
    );
    const isLike = (other: Found) =>
      other.ofBooking === event.ofBooking && (other.groupId === null) === (event.groupId === null);
    const others = together.filter(
      (other) => other.ofBooking !== event.ofBooking && (other.groupId === null) !== (event.groupId === null),
    );
    const [ours, theirs] = [worthOf(together.filter(isLike)), worthOf(others)];
    return theirs === ours ? theirs === 0 || event.groupId !== null : ours > theirs;
  });
}

function worthOf(events: readonly Found[]): number {
  return events.reduce((sum, event) => sum + worth(event), 0);
}

function joined(events: readonly Found[]): Pick<CohortEvent, 'shares'> {
  return { shares: events.flatMap(({ shares }) => shares) };
}

function worth({ shares }: Pick<CohortEvent, 'shares'>): number {
  return shares.reduce((sum, { pupils, weight }) => sum + pupils * weight, 0);
}

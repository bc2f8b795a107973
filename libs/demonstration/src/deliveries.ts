import { GivenBy } from '#offers';
import { ACTIVITY_RULES, ActivityType, Benchmark, MEANINGFUL_POINTS, Mode, Venue } from '#statutes';
import type { Chance, Weighted } from './chance.js';
import { SIMULATED, type TaughtYear } from './pupils.js';
import type { AttendanceRow, DeliveryRow, EvidenceRow } from './rows.js';
import { londonTime } from './school-days.js';
import type { Setting } from './setting.js';

/** Simulated encounters of a school this academic year, with what was recorded of them. */
export interface MadeDeliveries {
  readonly deliveries: DeliveryRow[];
  readonly attendance: AttendanceRow[];
  readonly evidence: EvidenceRow[];
}

/**
 * How far a school has come with encounters. In 2018/19, the last year with all three shares published, 52% of schools
 * achieved Benchmark 5, 38% in part and 10% not at all.
 */
export enum Progress {
  NONE = 'none',
  PART = 'part',
  /** Above the 76% of GATSBY_2014 in every year. */
  MOST = 'most',
  /** Every pupil of every year. */
  ALL = 'all',
}

const PROGRESS: readonly Weighted<Progress>[] = [
  [Progress.NONE, 10],
  [Progress.PART, 38],
  [Progress.MOST, 44],
  [Progress.ALL, 8],
];

/** Of the pupils of a group, this share took part, from and to. */
const TURNOUT: Readonly<Record<Progress, readonly [from: number, to: number]>> = {
  [Progress.NONE]: [0, 0],
  [Progress.PART]: [0.6, 1],
  [Progress.MOST]: [0.86, 1],
  [Progress.ALL]: [1, 1],
};

const ACTIVITIES: readonly Weighted<ActivityType>[] = [
  [ActivityType.CAREERS_TALK, 8],
  [ActivityType.CAREERS_FAIR, 4],
  [ActivityType.SPEED_NETWORKING, 4],
  [ActivityType.MOCK_INTERVIEW, 2],
  [ActivityType.ENTERPRISE_CHALLENGE, 3],
  [ActivityType.WORKPLACE_VISIT, 2],
  [ActivityType.AMBASSADOR_VISIT, 2],
  [ActivityType.CURRICULUM_CO_DELIVERY, 2],
];

/** Draws how far a school has come. */
export function progressOf(chance: Chance): Progress {
  return chance.weighted(PROGRESS);
}

/**
 * What happened at a school until yesterday, so that its position for Benchmark 5 is as far as `progress` says. Every
 * school has something on record; where there was no progress, nothing of it was meaningful.
 */
export function makeDeliveries(
  setting: Setting,
  chance: Chance,
  years: readonly TaughtYear[],
  progress: Progress,
): MadeDeliveries {
  const made: MadeDeliveries = { deliveries: [], attendance: [], evidence: [] };
  const sure = progress === Progress.MOST || progress === Progress.ALL;
  // One event often serves neighbouring years, as a fair for Years 8 and 9 does.
  for (let from = 0; progress !== Progress.NONE && from < years.length;) {
    const together = years.slice(from, from + chance.pick([1, 1, 2, 2, 3]));
    from += together.length;
    if (sure || chance.happens(0.65)) {
      const [share, meaningful] = sure ? [1, true] : [chance.pick([0.5, 0.75, 1]), chance.happens(0.75)];
      makeOne(setting, chance, made, { years: together, progress, share, meaningful });
    }
    if (chance.happens(0.15)) makeOne(setting, chance, made, fruitless(together));
  }
  if (made.deliveries.length === 0 && years.length > 0) makeOne(setting, chance, made, fruitless(years));
  return made;
}

/** A talk that was recorded, yet lacked what makes it meaningful: the first figure counts it, the second does not. */
function fruitless(years: readonly TaughtYear[]): Event {
  return { years: years.slice(0, 1), progress: Progress.PART, share: 0.5, meaningful: false };
}

/** One event: for which years, for which share of their groups, and whether all its points stand. */
interface Event {
  readonly years: readonly TaughtYear[];
  readonly progress: Progress;
  readonly share: number;
  readonly meaningful: boolean;
}

function makeOne(setting: Setting, chance: Chance, made: MadeDeliveries, event: Event): void {
  const delivery = makeDelivery(setting, chance, event);
  const [low, high] = TURNOUT[event.progress];
  for (const { yearGroup, groups } of event.years) {
    for (const group of chance.several(groups, Math.max(1, Math.round(groups.length * event.share)))) {
      const pupils = Math.max(1, Math.ceil(group.size * (low + (high - low) * chance.share())));
      made.attendance.push({
        delivery_id: delivery.id,
        year_group: yearGroup,
        group_id: group.id,
        pupils,
        days: null,
      });
    }
  }
  made.deliveries.push(delivery);
  made.evidence.push(...evidenceOf(chance, delivery, event.meaningful));
}

function makeDelivery({ ids, past, academicYear, now }: Setting, chance: Chance, event: Event): DeliveryRow {
  const activity = chance.weighted(ACTIVITIES);
  const rule = ACTIVITY_RULES[activity];
  const young = activity === ActivityType.AMBASSADOR_VISIT;
  const delivered_on = chance.pick(past);
  const evening = londonTime(delivered_on, '17:00');
  const recorded_at = evening < now ? evening : now;
  const atSchool = young ? GivenBy.YOUNG_AMBASSADOR : chance.pick([GivenBy.EMPLOYER, GivenBy.VOLUNTEER]);
  return {
    id: ids.next('delivery', recorded_at),
    school_id: (event.years[0] as TaughtYear).roll.school_id,
    activity_type: activity,
    given_by: atSchool,
    ...{ by_provider: false, provider_kinds: [], at_provider: false, adviser_level: null },
    // A student who visits does not count for Benchmark 5, an apprentice does.
    employed: !young || event.progress !== Progress.PART || chance.happens(0.5),
    interaction_recorded: event.meaningful,
    at_workplace: rule.venue === Venue.WORKPLACE,
    in_lessons: activity === ActivityType.CURRICULUM_CO_DELIVERY,
    delivered_on,
    academic_year: academicYear,
    minutes: chance.pick([45, 60, 90, 120, 180]),
    mode: rule.mode === Mode.BOTH && chance.happens(0.12) ? Mode.VIRTUAL : Mode.IN_PERSON,
    simulated: true,
    recorded_by: SIMULATED,
    recorded_at,
  };
}

function evidenceOf(chance: Chance, { id }: DeliveryRow, meaningful: boolean): EvidenceRow[] {
  const points = MEANINGFUL_POINTS[Benchmark.B5];
  const lacking = meaningful ? undefined : chance.pick(points);
  const bySchool = points
    .filter((point) => point !== lacking)
    .map((point) => ({ delivery_id: id, side: 'school' as const, point, stands: true }));
  // Few offerers answer; those who do agree.
  if (!meaningful || !chance.happens(0.2)) return bySchool;
  return [...bySchool, { delivery_id: id, side: 'offerer', point: chance.pick(points), stands: true }];
}

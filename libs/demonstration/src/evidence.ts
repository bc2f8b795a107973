import {
  ActivityType,
  Benchmark,
  MEANINGFUL_POINTS,
  type MeaningfulBenchmark,
  Mode,
  ProviderKind,
  type YearGroup,
} from '#statutes';
import { GivenBy } from '#offers';
import type { Chance } from './chance.js';
import { type MadeDeliveries, Progress } from './deliveries.js';
import { SIMULATED, type TaughtYear } from './pupils.js';
import type { AttendanceRow, DeliveryRow } from './rows.js';
import { londonTime } from './school-days.js';
import type { Setting } from './setting.js';

/** What schools record themselves for the benchmarks that reach over several years. */
interface Recorded {
  readonly years: readonly YearGroup[];
  readonly benchmark: MeaningfulBenchmark | null;
  readonly often: number;
  readonly is: (chance: Chance) => Partial<DeliveryRow> & Pick<DeliveryRow, 'activity_type' | 'minutes'>;
  readonly days?: number;
}

/** None of them has the points of Benchmark 5, of which the schools' position is drawn apart. */
const RECORDED: readonly Recorded[] = [
  {
    ...{ years: [8, 10], benchmark: Benchmark.B6, often: 0.6 },
    is: () => ({ activity_type: ActivityType.WORKPLACE_VISIT, minutes: 240, at_workplace: true }),
  },
  {
    ...{ years: [10, 11, 12], benchmark: Benchmark.B6, often: 0.5, days: 5 },
    is: () => ({ activity_type: ActivityType.WORK_EXPERIENCE_PLACEMENT, minutes: 1_800, at_workplace: true }),
  },
  {
    ...{ years: [8, 9, 10, 11], benchmark: Benchmark.B7, often: 0.7 },
    is: (chance) => ({
      ...{ activity_type: ActivityType.CAREERS_FAIR, minutes: 120, by_provider: true },
      provider_kinds: chance.several(Object.values(ProviderKind), chance.int(2, 4)),
    }),
  },
  {
    ...{ years: [11, 13], benchmark: null, often: 0.8 },
    is: (chance) => ({
      ...{ activity_type: ActivityType.GUIDANCE_INTERVIEW, minutes: 45, given_by: null, employed: false },
      adviser_level: chance.pick([6, 6, 6, 4]),
    }),
  },
];

/** Visits, placements, fairs and interviews of a school this academic year that no booking brought: some, or one of each. */
export function makeEvidence(
  setting: Setting,
  chance: Chance,
  years: readonly TaughtYear[],
  { progress, everything }: { progress: Progress; everything: boolean },
): MadeDeliveries {
  const made: MadeDeliveries = { deliveries: [], attendance: [], evidence: [] };
  const [low, high]: readonly [number, number] = progress === Progress.PART ? [0.3, 0.8] : [0.75, 1];
  for (const { years: named, benchmark, often, is, days = null } of RECORDED) {
    const taught = years.filter(({ yearGroup }) => named.includes(yearGroup));
    if (progress === Progress.NONE || taught.length === 0) continue;
    if (!everything && !chance.happens(often)) continue;
    const delivery = deliveryOf(setting, chance, taught[0] as TaughtYear, is(chance));
    made.deliveries.push(delivery);
    const lines = taught.flatMap((year) => linesOf(year, everything));
    for (const { size, ...line } of lines) {
      const pupils = Math.max(1, Math.ceil(size * (low + (high - low) * chance.share())));
      made.attendance.push({ delivery_id: delivery.id, ...line, pupils, days });
    }
    for (const point of benchmark ? MEANINGFUL_POINTS[benchmark] : [])
      made.evidence.push({ delivery_id: delivery.id, side: 'school', point, stands: true });
  }
  return made;
}

/** A year by its groups; or as one, as schools do that look back, and as keeps the rows of seven thousand few. */
function linesOf(
  { yearGroup, groups }: TaughtYear,
  byGroup: boolean,
): (Pick<AttendanceRow, 'year_group' | 'group_id'> & { size: number })[] {
  const year_group = yearGroup;
  if (byGroup) return groups.map(({ id, size }) => ({ year_group, group_id: id, size }));
  return [{ year_group, group_id: null, size: groups.reduce((sum, { size }) => sum + size, 0) }];
}

function deliveryOf(
  { ids, past, academicYear, now }: Setting,
  chance: Chance,
  { roll }: TaughtYear,
  is: Partial<DeliveryRow> & Pick<DeliveryRow, 'activity_type' | 'minutes'>,
): DeliveryRow {
  const delivered_on = chance.pick(past);
  const evening = londonTime(delivered_on, '17:00');
  const recorded_at = evening < now ? evening : now;
  return {
    ...{ id: ids.next('delivery', recorded_at), school_id: roll.school_id, given_by: GivenBy.EMPLOYER },
    ...{ by_provider: false, employed: true, interaction_recorded: false, at_workplace: false },
    ...{ in_lessons: false, provider_kinds: [], at_provider: false, adviser_level: null, delivered_on },
    ...{ academic_year: academicYear, mode: Mode.IN_PERSON, simulated: true, recorded_by: SIMULATED },
    ...{ recorded_at, ...is },
  };
}

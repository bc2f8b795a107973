import type { EntityManager } from 'typeorm';
import { grouped } from '#platform';
import type { AcademicYear, ActivityType, LocalDate, MeaningfulPoint, ProviderKind } from '#statutes';

/** A school in one academic year. */
export interface SchoolYearKey {
  readonly schoolId: string;
  readonly academicYear: AcademicYear;
}

/** A year's roll as the school declared it. */
export interface DeclaredRoll {
  readonly yearGroup: number;
  readonly pupils: number;
  readonly declaredOn: LocalDate;
}

/** A group of a year. */
export interface GroupOfYear {
  readonly groupId: string;
  readonly yearGroup: number;
  readonly size: number;
}

/** How many pupils of a group, or of a year alone, took part. */
export interface AttendanceLine {
  readonly yearGroup: number;
  readonly groupId: string | null;
  readonly pupils: number;
  /** Days that each of them completed; null of what is not counted in days. */
  readonly days: number | null;
  /** Pupils to whom it was offered; null where that is not on record. */
  readonly offered: number | null;
}

/** A delivery with who took part and what each side recorded. */
export interface RecordedDelivery extends SchoolYearKey {
  readonly activityType: ActivityType;
  readonly byProvider: boolean;
  readonly employed: boolean;
  readonly interactionRecorded: boolean;
  readonly atWorkplace: boolean;
  readonly inLessons: boolean;
  readonly providerKinds: readonly ProviderKind[];
  readonly atProvider: boolean;
  /** The level the adviser of an interview is qualified to; null where it is not on record. */
  readonly adviserLevel: number | null;
  readonly deliveredOn: LocalDate;
  readonly minutes: number;
  /** Whether it comes of a booking; otherwise of the school's own records. */
  readonly ofBooking: boolean;
  readonly attendance: readonly AttendanceLine[];
  readonly evidence: readonly { side: 'school' | 'offerer'; point: MeaningfulPoint; stands: boolean }[];
}

/** Everything a position is worked out from. */
export interface SchoolYear extends SchoolYearKey {
  /** Registered ages in years; null where the open data has none. */
  readonly ageLow: number | null;
  readonly ageHigh: number | null;
  readonly rolls: readonly DeclaredRoll[];
  readonly groups: readonly GroupOfYear[];
  /** Those up to the as-of date. */
  readonly deliveries: readonly RecordedDelivery[];
}

/** One text for a school and year, to find it in a map. */
export function keyOf({ schoolId, academicYear }: SchoolYearKey): string {
  return `${schoolId} ${academicYear}`;
}

/**
 * Reads schools in their years, with the deliveries up to a day: two statements, however many there are.
 * @returns by `keyOf`; a school that is not in the register is absent
 */
export async function readSchoolYears(
  manager: EntityManager,
  wanted: readonly SchoolYearKey[],
  asOf: LocalDate,
): Promise<Map<string, SchoolYear>> {
  const distinct = [...new Map(wanted.map((key) => [keyOf(key), key])).values()];
  if (distinct.length === 0) return new Map();
  const keys = [distinct.map(({ schoolId }) => schoolId), distinct.map(({ academicYear }) => academicYear)];
  const years = await manager.query<Omit<SchoolYear, 'deliveries'>[]>(yearsSql, [...keys, asOf]);
  const found = await manager.query<RecordedDelivery[]>(deliveriesSql, [...keys, asOf]);
  const deliveries = grouped(years.map(keyOf), found, keyOf);
  return new Map(years.map((year, index) => [keyOf(year), { ...year, deliveries: deliveries[index] ?? [] }]));
}

const wantedSql = `unnest($1::text[], $2::smallint[]) AS wanted (school_id, academic_year)`;

// The roll that stood on the day; where the school first declared one later, that one, with its date.
const yearsSql = `
  SELECT school.id AS "schoolId", wanted.academic_year AS "academicYear",
    school.age_low AS "ageLow", school.age_high AS "ageHigh",
    coalesce((
      SELECT json_agg(json_build_object(
        'yearGroup', declared.year_group, 'pupils', declared.pupils, 'declaredOn', declared.declared_on))
      FROM (
        SELECT DISTINCT ON (roll.year_group) roll.year_group, roll.pupils, roll.declared_on FROM roll
        WHERE roll.school_id = school.id AND roll.academic_year = wanted.academic_year
        ORDER BY roll.year_group, roll.declared_on > $3::date, abs(roll.declared_on - $3::date)
      ) AS declared
    ), '[]') AS rolls,
    coalesce((
      SELECT json_agg(json_build_object(
        'groupId', pupil_group.id, 'yearGroup', pupil_group.year_group, 'size', pupil_group.size))
      FROM pupil_group
      WHERE pupil_group.school_id = school.id AND pupil_group.academic_year = wanted.academic_year
    ), '[]') AS groups
  FROM ${wantedSql} JOIN school ON school.id = wanted.school_id`;

const deliveriesSql = `
  SELECT delivery.school_id AS "schoolId", delivery.academic_year AS "academicYear",
    delivery.activity_type AS "activityType", delivery.by_provider AS "byProvider", delivery.employed,
    delivery.interaction_recorded AS "interactionRecorded", delivery.at_workplace AS "atWorkplace",
    delivery.in_lessons AS "inLessons", delivery.provider_kinds AS "providerKinds",
    delivery.at_provider AS "atProvider", delivery.adviser_level AS "adviserLevel",
    delivery.delivered_on::text AS "deliveredOn", delivery.minutes,
    delivery.booking_id IS NOT NULL AS "ofBooking",
    coalesce((
      SELECT json_agg(json_build_object(
        'yearGroup', attendance.year_group, 'groupId', attendance.group_id, 'pupils', attendance.pupils,
        'days', attendance.days, 'offered', attendance.offered))
      FROM attendance WHERE attendance.delivery_id = delivery.id
    ), '[]') AS attendance,
    coalesce((
      SELECT json_agg(json_build_object(
        'side', evidence.side, 'point', evidence.point, 'stands', evidence.stands))
      FROM evidence WHERE evidence.delivery_id = delivery.id
    ), '[]') AS evidence
  FROM ${wantedSql} JOIN delivery
    ON delivery.school_id = wanted.school_id AND delivery.academic_year = wanted.academic_year
  WHERE delivery.delivered_on <= $3::date AND delivery.withdrawn_at IS NULL`;

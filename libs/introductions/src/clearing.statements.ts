import { RequestKind } from '#statutes';
import type { Span } from './clearing.times.js';

/** SQL: some days of the request are within days $2 to $3. */
const inTerm = `request.first_day <= $3 AND request.last_day >= $2`;

/** SQL: the requests that look for somebody within days $2 to $3, as of day $1; `area` narrows their schools. */
export const requestsToClear = (area: string): string => `
  SELECT request.id, request.school_id AS "schoolId", request.kind, request.last_day AS "lastDay",
    (SELECT coalesce(sum(units), 0)::integer FROM hold WHERE request_id = request.id AND status = 'held') AS held,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', pupil_group.id, 'size', size) ORDER BY pupil_group.id), '[]')
     FROM request_group JOIN pupil_group ON pupil_group.id = request_group.group_id
     WHERE request_group.request_id = request.id) AS groups
  FROM request JOIN school ON school.id = request.school_id
  WHERE request.status IN ('open', 'part_matched') AND request.remaining > 0 AND school.open
    AND request.last_day >= $1 AND ${inTerm} ${area}
  ORDER BY request.id`;

/**
 * SQL: what the schools $1 ask for within days $2 to $3 and have of it, held or booked; and what they have held or booked
 * in the academic year $4 to $5.
 */
export const SCHOOLS_TO_CLEAR = `
  SELECT school.id, school.region, school.kind AS type,
    coalesce(sum(request.wanted) FILTER (WHERE ${inTerm}), 0)::integer AS asked,
    coalesce(sum(request.wanted - request.remaining) FILTER (WHERE ${inTerm}), 0)::integer AS served,
    coalesce(sum(request.wanted - request.remaining) FILTER (WHERE request.first_day BETWEEN $4 AND $5), 0)::integer AS booked
  FROM school JOIN request ON request.school_id = school.id AND request.status IN ('open', 'part_matched', 'matched')
  WHERE school.id = ANY($1) GROUP BY school.id ORDER BY school.id`;

/**
 * SQL: the slots of published offers that may suit those requests: of an activity that one of them asks for, some time
 * within the days, and so near that whoever travels may reach one of their schools, or by video. How many are left of a
 * slot is asked apart, since it may be supposed that there are more.
 */
export const SLOTS_TO_CLEAR = `
  WITH school_box AS (
    SELECT min(place[0]) AS west, min(place[1]) AS south, max(place[0]) AS east, max(place[1]) AS north FROM school
    WHERE id = ANY($1)
  )
  SELECT slot.id AS "slotId", offer.id AS "offerId", offer.person_id AS "personId", slot.kind, slot.form,
    slot.starts_at AS "startsAt", slot.ends_at AS "endsAt", slot.dates
  FROM school_box CROSS JOIN offer_place found
  CROSS JOIN LATERAL (SELECT greatest(found.travel_m + 1000 * $2::float8, 1000 * $3::float8) AS metres) reach
  JOIN offer ON offer.id = found.offer_id AND offer.status = 'published'
  JOIN slot ON slot.offer_id = offer.id AND NOT slot.called_off AND NOT slot.closed AND (slot.remaining > 0 OR $4)
    AND slot.bookable_until > $5 AND slot.starts_at < $7 AND slot.ends_at > $6
  WHERE found.sector = '*' AND found.activity_type = ANY($8)
    AND (found.mode <> 'in_person' OR found.place <@ box(
      point(west - metres, south - metres), point(east + metres, north + metres)))
  ORDER BY slot.id`;

/** SQL: when the volunteers $1 have promised to be somewhere, from moment $2 on. */
export const PROMISED = `
  SELECT hold.person_id AS "personId", hold.slot_id AS "slotId", slot.kind, slot.form,
    coalesce(hold.starts_at, slot.starts_at) AS "startsAt", coalesce(hold.ends_at, slot.ends_at) AS "endsAt", slot.dates
  FROM hold JOIN slot ON slot.id = hold.slot_id
  WHERE hold.person_id = ANY($1) AND hold.status <> 'released'
    AND coalesce(hold.ends_at, slot.ends_at) > $2`;

/** SQL: when the groups $1 are taken, from moment $2 on. */
export const GROUPS_TAKEN = `
  SELECT request_group.group_id AS "groupId", hold.request_id AS "requestId", slot.form,
    coalesce(hold.starts_at, slot.starts_at) AS "startsAt", coalesce(hold.ends_at, slot.ends_at) AS "endsAt", slot.dates
  FROM request_group JOIN hold ON hold.request_id = request_group.request_id JOIN slot ON slot.id = hold.slot_id
  WHERE request_group.group_id = ANY($1) AND hold.status <> 'released' AND slot.kind = 'encounter'
    AND coalesce(hold.ends_at, slot.ends_at) > $2`;

/** What somebody has promised. */
export interface PromisedRow extends TimesRow {
  readonly personId: string;
  readonly slotId: string;
  readonly kind: RequestKind;
}

/**
 * Whether somebody has to be there then. Of placements only those whose days were named by arrangement are anybody's: the
 * database keeps those apart too.
 */
export function isPromise({ kind, form }: PromisedRow): boolean {
  return kind === RequestKind.ENCOUNTER || form === 'arranged';
}

/** When a slot or a hold takes place, as these statements tell. */
export interface TimesRow {
  readonly form: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly dates: readonly { readonly startsAt: string | Date; readonly endsAt: string | Date }[] | null;
}

/** When something takes place: each date of a series, otherwise from its beginning to its end. */
export function spansOf({ dates, startsAt, endsAt }: Omit<TimesRow, 'form'>): Span[] {
  const times = dates ?? [{ startsAt, endsAt }];
  return times.map((one) => [new Date(one.startsAt).getTime(), new Date(one.endsAt).getTime()]);
}

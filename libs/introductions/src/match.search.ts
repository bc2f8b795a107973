import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Benchmarks, isWorkedOut, type RequestNeed } from '#benchmarks';
import { type MatchOffer, type MatchRequest, SLOTS_WEIGHED } from '#matching';
import type { OfferStatus } from '#offers';
import { Clock, type LocalDate } from '#platform';
import { BankHolidays } from '#reference';
import type { RequestStatus } from '#requests';
import type { PolicyId } from '#statutes';
import { calendarFor, matchOffer, matchRequest, type OfferRow, type RequestRow } from './match.rows.js';

/** How many candidates of one request or offer are weighed at most, the nearest first. */
export const candidateLimit = 1000;

/** How many of a request's are kept for the nearest of those that can meet by video, where it can. */
const byVideo = 200;

// Asked: put to the offerer and over. Answered: confirmed, or declined by the offerer. Nobody is blamed for what still
// runs, nor for what the school ended; what ended because the offer left the market was never answered.
const OFFERS = `
  SELECT slot.id AS slot_id, offer.id AS offer_id, offer.employer_id, offer.person_id, offer.activity_type, offer.given_by,
    offer.ambassador_kind, offer.sectors,
    offer.year_from, offer.year_to, offer.mode, offer.place, offer.travel_km, offer.published_at,
    slot.kind, slot.form, slot.starts_at, slot.ends_at, slot.bookable_until, slot.days, slot.dates, slot.remaining,
    slot.max_pupils,
    coalesce(record.asked, 0) AS asked, coalesce(record.answered, 0) AS answered
  FROM offer
  JOIN slot ON slot.offer_id = offer.id AND NOT slot.called_off
  LEFT JOIN LATERAL (
    SELECT count(*)::integer AS asked,
      count(*) FILTER (WHERE status = 'confirmed' OR declined_by = 'offerer')::integer AS answered
    FROM proposal
    WHERE proposal.employer_id = offer.employer_id AND proposed_by <> 'offerer'
      AND (status IN ('confirmed', 'lapsed') OR declined_by = 'offerer'
        OR (status = 'declined' AND declined_by IS NULL AND decline_reason = 'no_longer_available'))
  ) record ON true`;

// Whoever declines what the other side proposed has said no: to the offer, or to the slot where the reason is about a
// date or a moment. What ended by itself, and what a side took back, says nothing about the pair.
const DECLINED = `
  ARRAY(SELECT CASE WHEN decline_reason IN ('date_unsuitable', 'no_longer_available', 'no_longer_needed')
               THEN slot_id ELSE offer_id END
        FROM proposal WHERE proposal.request_id = request.id AND status = 'declined' AND declined_by <> proposed_by)`;

// All windows of a request are in the academic year of its first day, which begins on 1 September.
const academicYear = `extract(year FROM request.first_day - interval '8 months')`;

const CALENDARS = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('own', scope = request.school_id, 'terms', terms, 'insetDays', inset_days,
     'openDays', open_days, 'exams', exams)), '[]')
   FROM school_calendar WHERE academic_year = ${academicYear} AND scope IN (request.school_id, 'la_' || school.la_code))`;

const REQUESTS = `
  SELECT request.id, request.school_id, request.kind, request.activity_types, request.sectors, request.remaining,
    request.pupils_per_session, request.windows, request.mode, school.place, request.travel_km, request.benchmark,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('yearGroup', year_group, 'size', size) ORDER BY year_group, code), '[]')
     FROM request_group JOIN pupil_group ON pupil_group.id = request_group.group_id
     WHERE request_group.request_id = request.id) AS groups,
    (SELECT coalesce(sum(units), 0)::integer FROM booking
     WHERE booking.request_id = request.id AND booking.status = 'confirmed') AS booked,
    ${DECLINED} AS declined, ${academicYear}::integer AS academic_year, ${CALENDARS} AS calendars,
    ARRAY(SELECT offer.person_id FROM hold JOIN slot ON slot.id = hold.slot_id JOIN offer ON offer.id = slot.offer_id
          WHERE hold.request_id = request.id AND hold.status <> 'released' AND offer.person_id IS NOT NULL) AS persons_taken
  FROM request JOIN school ON school.id = request.school_id`;

const bookableSlot = 'slot.offer_id = found.offer_id AND slot.remaining > 0 AND slot.bookable_until > $2';
const activities = `found.sector = '*' AND found.activity_type = ANY(request.activity_types)`;

// Nobody travels to a meeting by video: how far away it is given from must not keep it out, however much else is near.
const NEAR_SLOTS = `
  SELECT request.id AS key, picked.id AS candidate
  FROM request JOIN school ON school.id = request.school_id
  CROSS JOIN LATERAL (
    (SELECT found.offer_id FROM offer_place found
     WHERE ${activities} AND EXISTS (SELECT FROM slot WHERE ${bookableSlot})
     ORDER BY found.place <-> school.place LIMIT $3)
    UNION
    (SELECT found.offer_id FROM offer_place found
     WHERE ${activities} AND found.mode <> 'in_person' AND request.mode <> 'in_person'
       AND EXISTS (SELECT FROM slot WHERE ${bookableSlot})
     ORDER BY found.place <-> school.place LIMIT $5)) near
  CROSS JOIN LATERAL (
    SELECT slot.id FROM slot
    WHERE slot.offer_id = near.offer_id AND slot.remaining > 0 AND slot.bookable_until > $2
    ORDER BY EXISTS (
        SELECT FROM jsonb_to_recordset(request.windows) AS suits("from" date, "to" date),
          LATERAL (SELECT (slot.starts_at AT TIME ZONE 'Europe/London')::date AS first_day,
            (slot.ends_at AT TIME ZONE 'Europe/London')::date AS last_day) slot_days
        WHERE CASE WHEN slot.form = 'arranged' THEN first_day <= suits."to" AND last_day >= suits."from"
          ELSE first_day >= suits."from" AND last_day <= suits."to" END) DESC, slot.starts_at, slot.id
    LIMIT $4) picked
  WHERE request.id = ANY($1)`;

const NEAR_REQUESTS = `
  SELECT offer.id AS key, near.request_id AS candidate
  FROM offer
  CROSS JOIN LATERAL (
    SELECT found.request_id FROM request_place found
    WHERE found.sector = '*' AND offer.activity_type = ANY(found.activity_types)
    ORDER BY found.place <-> offer.place LIMIT $2) near
  WHERE offer.id = ANY($1)`;

/** SQL: how far a request has come; that of a school that has closed is as good as withdrawn, before a job says so. */
export const requestStatus = `CASE WHEN school.open THEN request.status ELSE 'withdrawn' END AS request`;

/** Whose the two sides of a pair are, and whether each is on the market. */
export interface Statuses {
  schoolId: string;
  employerId: string;
  offer: OfferStatus;
  request: RequestStatus;
}

/** Fetches what the engine weighs. */
@Injectable()
export class Candidates {
  constructor(
    private readonly benchmarks: Benchmarks,
    private readonly bankHolidays: BankHolidays,
    private readonly clock: Clock,
  ) {}

  /** Requests as the engine takes them, with their need under the policy in force. Four statements. */
  async requests(manager: EntityManager, ids: readonly string[], today: LocalDate): Promise<MatchRequest[]> {
    return (await this.withNeeds(manager, ids, today)).map(({ request }) => request);
  }

  /**
   * The same, each with its need as it was worked out, year by year; undefined where nobody works it out. Four statements.
   * @param policyId the policy in force today where absent
   */
  async withNeeds(
    manager: EntityManager,
    ids: readonly string[],
    today: LocalDate,
    policyId?: PolicyId,
  ): Promise<{ request: MatchRequest; need: RequestNeed | undefined }[]> {
    const rows = await manager.query<RequestRow[]>(
      `${REQUESTS} WHERE request.id = ANY($1) ORDER BY request.id`,
      [ids],
    );
    const found = rows.map(({ id }) => id);
    const needs = await this.benchmarks.needOf(manager, found, today, policyId);
    // How short a school is of a benchmark whose position is not computed nobody knows.
    return rows.map((row) => {
      const need = isWorkedOut(row.benchmark) ? needs.get(row.id) : undefined;
      const pupils = isWorkedOut(row.benchmark) ? (need?.pupils ?? 0) : null;
      return { request: matchRequest(row, calendarFor(row, this.bankHolidays), pupils), need };
    });
  }

  /** All the slots of an offer as the engine takes them, also those that are full or have begun. */
  slots(manager: EntityManager, offerId: string): Promise<MatchOffer[]> {
    return this.read(manager, 'offer.id = $1', [offerId]);
  }

  /** One slot with its offer as the engine takes it. */
  async slot(manager: EntityManager, slotId: string): Promise<MatchOffer | undefined> {
    return (await this.read(manager, 'slot.id = $1', [slotId]))[0];
  }

  /** Slots by id. */
  slotsById(manager: EntityManager, ids: readonly string[]): Promise<MatchOffer[]> {
    return this.read(manager, 'slot.id = ANY($1)', [ids]);
  }

  /** The slots of some offers that can still be booked. */
  openSlots(manager: EntityManager, offerIds: readonly string[], now: Date): Promise<MatchOffer[]> {
    return this.read(manager, 'offer.id = ANY($1) AND slot.remaining > 0 AND slot.bookable_until > $2', [
      offerIds,
      now,
    ]);
  }

  /** How far the two nouns of a pair have come; undefined unless there are both. */
  async statuses(manager: EntityManager, offerId: string, requestId: string): Promise<Statuses | undefined> {
    const [row] = await manager.query<Statuses[]>(
      `SELECT school_id AS "schoolId", employer_id AS "employerId", offer.status AS offer, ${requestStatus}
       FROM offer, request JOIN school ON school.id = request.school_id WHERE offer.id = $1 AND request.id = $2`,
      [offerId, requestId],
    );
    return row;
  }

  /**
   * For each request the ids of slots of the nearest published offers of an activity that it asks for: of each offer those
   * that can still be booked, at most as many as are weighed, those within the request's windows before others.
   */
  nearSlots(manager: EntityManager, requestIds: readonly string[], now: Date): Promise<Near> {
    return near(manager, NEAR_SLOTS, [requestIds, now, candidateLimit - byVideo, SLOTS_WEIGHED, byVideo]);
  }

  /** For each offer the ids of the nearest open requests that ask for its activity. */
  nearRequests(manager: EntityManager, offerIds: readonly string[]): Promise<Near> {
    return near(manager, NEAR_REQUESTS, [offerIds, candidateLimit]);
  }

  private async read(manager: EntityManager, where: string, parameters: unknown[]): Promise<MatchOffer[]> {
    const rows = await manager.query<OfferRow[]>(`${OFFERS} WHERE ${where} ORDER BY slot.id`, parameters);
    const now = this.clock.now();
    return rows.map((row) => matchOffer(row, now));
  }
}

/** Ids of candidates by what they are candidates for; absent where there are none. */
export type Near = ReadonlyMap<string, readonly string[]>;

async function near(manager: EntityManager, sql: string, parameters: unknown[]): Promise<Near> {
  const rows = await manager.query<{ key: string; candidate: string }[]>(sql, parameters);
  const found = new Map<string, string[]>();
  for (const { key, candidate } of rows) {
    const others = found.get(key);
    if (others) others.push(candidate);
    else found.set(key, [candidate]);
  }
  return found;
}

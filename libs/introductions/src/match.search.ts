import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Benchmarks } from '#benchmarks';
import type { MatchOffer, MatchRequest } from '#matching';
import type { OfferStatus } from '#offers';
import type { LocalDate } from '#platform';
import type { RequestStatus } from '#requests';
import { Benchmark } from '#statutes';
import { matchOffer, matchRequest, type OfferRow, type RequestRow } from './match.rows.js';

/** How many candidates are weighed at most, the nearest first. */
export const candidateLimit = 1000;

// Asked: put to the offerer and over. Answered: confirmed, or declined by the offerer. Nobody is blamed for what still runs.
const OFFERS = `
  SELECT slot.id AS slot_id, offer.id AS offer_id, offer.employer_id, offer.person_id, offer.activity_type, offer.sectors,
    offer.year_from, offer.year_to, offer.mode, offer.place, offer.travel_km, offer.published_at,
    slot.kind, slot.starts_at, slot.ends_at, slot.remaining, slot.max_pupils,
    coalesce(record.asked, 0) AS asked, coalesce(record.answered, 0) AS answered
  FROM offer
  JOIN slot ON slot.offer_id = offer.id
  LEFT JOIN LATERAL (
    SELECT count(*)::integer AS asked,
      count(*) FILTER (WHERE status = 'confirmed' OR declined_by = 'offerer')::integer AS answered
    FROM proposal
    WHERE proposal.employer_id = offer.employer_id AND proposed_by <> 'offerer'
      AND (status IN ('confirmed', 'lapsed') OR declined_by = 'offerer')
  ) record ON true`;

const REQUESTS = `
  SELECT request.id, request.school_id, request.kind, request.activity_types, request.sectors, request.remaining,
    request.pupils_per_session, request.windows, request.mode, school.place, request.travel_km, request.benchmark,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('yearGroup', year_group, 'size', size) ORDER BY year_group, code), '[]')
     FROM request_group JOIN pupil_group ON pupil_group.id = request_group.group_id
     WHERE request_group.request_id = request.id) AS groups,
    (SELECT coalesce(sum(units), 0)::integer FROM booking
     WHERE booking.request_id = request.id AND booking.status = 'confirmed') AS booked,
    ARRAY(SELECT offer_id FROM proposal WHERE proposal.request_id = request.id AND status = 'declined') AS declined_offers,
    ARRAY(SELECT offer.person_id FROM hold JOIN slot ON slot.id = hold.slot_id JOIN offer ON offer.id = slot.offer_id
          WHERE hold.request_id = request.id AND hold.status <> 'released' AND offer.person_id IS NOT NULL) AS persons_taken
  FROM request JOIN school ON school.id = request.school_id`;

/** Whether each side of a pair is on the market. */
export interface Statuses {
  offer: OfferStatus;
  request: RequestStatus;
}

/** Fetches what the engine weighs. */
@Injectable()
export class Candidates {
  constructor(private readonly benchmarks: Benchmarks) {}

  /** Requests as the engine takes them, with their need under the policy in force. */
  async requests(manager: EntityManager, ids: readonly string[], today: LocalDate): Promise<MatchRequest[]> {
    const rows = await manager.query<RequestRow[]>(
      `${REQUESTS} WHERE request.id = ANY($1) ORDER BY request.id`,
      [ids],
    );
    const needs = await this.benchmarks.needOf(
      manager,
      rows.map(({ id }) => id),
      today,
    );
    // Positions are computed for Benchmark 5 alone; a request for another one gains nothing that could be counted.
    return rows.map((row) => {
      const counted = row.benchmark === null || row.benchmark === Benchmark.B5;
      return matchRequest(row, counted ? (needs.get(row.id)?.pupils ?? 0) : 0);
    });
  }

  /** The slots of an offer as the engine takes them. */
  async slots(manager: EntityManager, offerId: string): Promise<MatchOffer[]> {
    const rows = await manager.query<OfferRow[]>(`${OFFERS} WHERE offer.id = $1 ORDER BY slot.id`, [offerId]);
    return rows.map(matchOffer);
  }

  /** One slot with its offer as the engine takes it. */
  async slot(manager: EntityManager, slotId: string): Promise<MatchOffer | undefined> {
    const rows = await manager.query<OfferRow[]>(`${OFFERS} WHERE slot.id = $1`, [slotId]);
    return rows.map(matchOffer)[0];
  }

  /** How far the two nouns of a pair have come. */
  async statuses(manager: EntityManager, offerId: string, requestId: string): Promise<Statuses | undefined> {
    const [row] = await manager.query<Statuses[]>(
      'SELECT offer.status AS offer, request.status AS request FROM offer, request WHERE offer.id = $1 AND request.id = $2',
      [offerId, requestId],
    );
    return row;
  }

  /** The nearest published offers of an activity that the request asks for, with all their slots to come. */
  async offersFor(manager: EntityManager, request: MatchRequest, now: Date): Promise<MatchOffer[]> {
    const rows = await manager.query<OfferRow[]>(
      `WITH near AS (
         SELECT found.offer_id FROM offer_place found
         WHERE found.sector = '*' AND found.activity_type = ANY($2)
           AND EXISTS (SELECT FROM slot WHERE slot.offer_id = found.offer_id AND slot.remaining > 0 AND slot.starts_at > $3)
         ORDER BY found.place <-> $1::point LIMIT $4)
       ${OFFERS} JOIN near ON near.offer_id = offer.id WHERE slot.starts_at > $3 ORDER BY slot.id`,
      [`(${request.place.easting},${request.place.northing})`, request.activityTypes, now, candidateLimit],
    );
    return rows.map(matchOffer);
  }

  /** The ids of the nearest open requests that ask for an activity. */
  async requestIdsNear(manager: EntityManager, offer: MatchOffer): Promise<string[]> {
    const rows = await manager.query<{ request_id: string }[]>(
      `SELECT found.request_id FROM request_place found
       WHERE found.sector = '*' AND $2 = ANY(found.activity_types)
       ORDER BY found.place <-> $1::point LIMIT $3`,
      [`(${offer.place.easting},${offer.place.northing})`, offer.activityType, candidateLimit],
    );
    return rows.map(({ request_id }) => request_id);
  }
}

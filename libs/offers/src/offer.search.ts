import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Employer, EmployerLoader, type Viewer } from '#members';
import {
  BadInput,
  Clock,
  Cursors,
  type Key,
  newestOf,
  type Page,
  type PageArgs,
  pointOf,
  readNamed,
  rowsOf,
} from '#platform';
import { Areas, inOrNear, Places, type Reach } from '#reference';
import { ACTIVITY_RULES, ActivityType, Mode, Venue } from '#statutes';
import { Offer } from './offer.entity.js';
import { OfferStatus } from './offer.graphql.js';
import type { OfferFilter, OffersArgs } from './offer.input.js';

/** A row of the search: how far away the offer is, with the columns of the offer and its employer. */
type Found = { metres: number | null } & Readonly<Record<string, unknown>>;

/** Finds published offers: SQL written for the index on (sector, place). */
@Injectable()
export class OfferSearch {
  private readonly newest;
  private readonly offers;
  private readonly employers;

  constructor(
    private readonly manager: EntityManager,
    private readonly places: Places,
    private readonly clock: Clock,
    private readonly employerLoader: EmployerLoader,
    private readonly areas: Areas,
  ) {
    this.offers = rowsOf(manager, Offer);
    this.employers = rowsOf(manager, Employer);
    const seenByAll = `status = '${OfferStatus.PUBLISHED}'`;
    this.newest = newestOf(manager, {
      name: 'Employer.offers',
      entity: Offer,
      parent: 'employerId',
      seenByAll,
    });
  }

  /**
   * Offers that can still be booked, the nearest first, or the newest where no place is given. One statement, and one for
   * the place of a school; the employers come along.
   */
  async list(context: object, args: OffersArgs): Promise<Page<Offer>> {
    const { near, within, filter = {}, first, after } = args;
    const origin = await this.places.origin(args);
    if (filter.reachesMe && !origin) {
      throw new BadInput([
        { path: 'near', expected: 'a place, because filter.reachesMe is given', got: 'nothing' },
      ]);
    }
    const cursors = new Cursors('offers', { near, within, filter });
    const key = cursors.read(after, origin ? ['number', 'text'] : ['text']);
    const reach = filter.area && (await this.areas.reach(filter.area, 'filter.area'));
    const asked = { within, filter, reach, key, now: this.clock.now(), limit: first + 1 };
    const { sql, values } = origin ? nearest(pointOf(origin), asked) : newest(asked);
    const found = await readNamed<Found>(this.manager, this.withColumns(sql), values);
    const rows = found.map((row) => ({ metres: row.metres, offer: this.offers.read(row, 'offer') }));
    for (const row of found) this.employerLoader.prime(context, this.employers.read(row, 'employer'));
    return cursors.page(
      rows,
      first,
      ({ offer: { id }, metres }) => (metres === null ? [id] : [metres, id]),
      ({ offer }) => offer,
      ({ metres }) => metres,
    );
  }

  /** The search carries its order out of the subquery: without that a join may return the right set in another order. */
  private withColumns(search: string): string {
    return `SELECT found.metres, ${this.offers.columns('offer')}, ${this.employers.columns('employer')}
      FROM (${search}) found JOIN offer ON offer.id = found.id JOIN employer ON employer.id = offer.employer_id
      ORDER BY found.nth`;
  }

  /** The offers of an employer, the newest first; only the published ones for whoever does not act for it. */
  ofEmployer(
    context: object,
    viewer: Viewer | undefined,
    employerId: string,
    page: PageArgs,
  ): Promise<Page<Offer>> {
    return this.newest(context, employerId, page, viewer?.actsForEmployer(employerId) ?? false);
  }
}

/** What is looked for, however it is ordered. */
interface Asked {
  within: number | undefined;
  filter: OfferFilter;
  reach: Reach | undefined;
  key: Key | undefined;
  now: Date;
  limit: number;
}

/** The activities that pupils travel to: how far the offerer travels says nothing of them. */
const atWorkplaces = Object.values(ActivityType).filter(
  (type) => ACTIVITY_RULES[type].venue === Venue.WORKPLACE,
);

/** Plain SQL with its parameters. */
interface Statement {
  sql: string;
  values: unknown[];
}

/** The circle is an index condition too: without it a search that finds little would walk through the whole country. */
function nearest(point: string, { within, filter, reach, key, now, limit }: Asked): Statement {
  const values: unknown[] = [point, filter.sector ?? '*', now, limit];
  const add = (value: unknown) => `$${values.push(value)}`;
  const where = [`found.sector = $2`, bookable('$3'), ...narrowed(filter, reach, add)];
  if (within !== undefined) where.push(`found.place <@ circle($1::point, ${add(within * 1000)})`);
  if (filter.reachesMe)
    where.push(
      `(found.mode <> 'in_person' OR found.activity_type = ANY(${add(atWorkplaces)}) OR found.place <-> $1::point <= found.travel_m)`,
    );
  if (key)
    where.push(`(found.place <-> $1::point, found.offer_id) > (${add(key[0])}::float8, ${add(key[1])})`);
  const sql = `SELECT id, metres, row_number() OVER (ORDER BY metres, id) AS nth FROM (
      SELECT found.offer_id AS id, found.place <-> $1::point AS metres FROM offer_place found
      WHERE ${where.join(' AND ')} ORDER BY found.place <-> $1::point, found.offer_id LIMIT $4) near`;
  return { sql, values };
}

function newest({ filter, reach, key, now, limit }: Asked): Statement {
  const values: unknown[] = [filter.sector ?? '*', now, limit];
  const add = (value: unknown) => `$${values.push(value)}`;
  const where = [`found.sector = $1`, bookable('$2'), ...narrowed(filter, reach, add)];
  if (key) where.push(`found.offer_id < ${add(key[0])}`);
  const sql = `SELECT id, NULL::float8 AS metres, row_number() OVER (ORDER BY id DESC) AS nth FROM (
      SELECT found.offer_id AS id FROM offer_place found
      WHERE ${where.join(' AND ')} ORDER BY found.offer_id DESC LIMIT $3) newest`;
  return { sql, values };
}

function bookable(now: string): string {
  return `EXISTS (SELECT FROM slot WHERE slot.offer_id = found.offer_id AND slot.remaining > 0 AND slot.starts_at > ${now})`;
}

function narrowed(filter: OfferFilter, reach: Reach | undefined, add: (value: unknown) => string): string[] {
  const where: string[] = [];
  if (filter.activityType) where.push(`found.activity_type = ${add(filter.activityType)}`);
  if (filter.yearGroup) where.push(`${add(filter.yearGroup)} BETWEEN found.year_from AND found.year_to`);
  if (filter.mode)
    where.push(
      `found.mode = ANY(${add(filter.mode === Mode.BOTH ? [Mode.BOTH] : [filter.mode, Mode.BOTH])})`,
    );
  // The box is an index condition: without it a small area would be looked for through the whole country.
  if (reach) where.push(`found.place <@ ${add(reach.around)}::box`, inOrNear(reach, 'found', add));
  return where;
}

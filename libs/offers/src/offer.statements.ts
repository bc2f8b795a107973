import type { Span } from '#platform';
import { inOrNear, type OriginInSql, type Reach } from '#reference';
import { ACTIVITY_RULES, ActivityType, Mode, Venue } from '#statutes';
import type { OfferFilter } from './offer.input.js';
import { queryOf, rankOf, type Words } from './search-words.js';

/** What is looked for, however it is ordered. */
export interface Asked {
  within: number | undefined;
  filter: OfferFilter;
  reach: Reach | undefined;
  now: Date;
}

/** The same, and which page of it. */
export interface AskedPage extends Asked {
  span: Span;
}

/** SQL that selects some `offer_id`; it takes a parameter's value and answers how it is written: `$3`. */
export type Which = (add: (value: unknown) => string) => string;

/** The activities that pupils travel to: how far the offerer travels says nothing of them. */
const atWorkplaces = Object.values(ActivityType).filter(
  (type) => ACTIVITY_RULES[type].venue === Venue.WORKPLACE,
);

/** Plain SQL with its parameters. */
export interface Statement {
  sql: string;
  values: unknown[];
}

/** The circle is an index condition too: without it a search that finds little would walk through the whole country. */
export function nearest(origin: OriginInSql, { within, filter, reach, span, now }: AskedPage): Statement {
  const { key, limit } = span;
  const [than, order] = [span.than('ASC'), span.order('ASC')];
  const values: unknown[] = [origin.value, filter.sector ?? '*', now, limit];
  const point = origin.point('$1');
  const add = (value: unknown) => `$${values.push(value)}`;
  const where = [`found.sector = $2`, bookable('$3'), ...narrowed(filter, reach, add)];
  where.push(...around(point, { within, filter }, add));
  if (key)
    where.push(`(found.place <-> ${point}, found.offer_id) ${than} (${add(key[0])}::float8, ${add(key[1])})`);
  const sql = `SELECT id, metres, 0::float8 AS rank, row_number() OVER (ORDER BY metres ${order}, id ${order}) AS nth FROM (
      SELECT found.offer_id AS id, found.place <-> ${point} AS metres FROM offer_place found
      WHERE ${where.join(' AND ')} ORDER BY found.place <-> ${point} ${order}, found.offer_id ${order} LIMIT $4) near`;
  return { sql, values };
}

/** The newest first: the order of the ids. */
export function newest({ filter, reach, span, now }: AskedPage): Statement {
  const { key, limit } = span;
  const [than, order] = [span.than('DESC'), span.order('DESC')];
  const values: unknown[] = [filter.sector ?? '*', now, limit];
  const add = (value: unknown) => `$${values.push(value)}`;
  const where = [`found.sector = $1`, bookable('$2'), ...narrowed(filter, reach, add)];
  if (key) where.push(`found.offer_id ${than} ${add(key[0])}`);
  const sql = `SELECT id, NULL::float8 AS metres, 0::float8 AS rank, row_number() OVER (ORDER BY id ${order}) AS nth FROM (
      SELECT found.offer_id AS id FROM offer_place found
      WHERE ${where.join(' AND ')} ORDER BY found.offer_id ${order} LIMIT $3) newest`;
  return { sql, values };
}

/**
 * The best match first. Ranks are in tenths, so that of about as good ones the nearer comes first, where there is a place,
 * and then the newer. The words are the query's own, so a page looks for what the first one did.
 */
export function ranked(near: OriginInSql | undefined, words: Words, asked: AskedPage): Statement {
  const { filter, reach, span, now } = asked;
  const { key, limit } = span;
  const [falls, rises] = [span.order('DESC'), span.order('ASC')];
  const [less, more] = [span.than('DESC'), span.than('ASC')];
  const values: unknown[] = [queryOf(words), filter.sector ?? '*', now, limit];
  const add = (value: unknown) => `$${values.push(value)}`;
  const where = [`found.sector = $2`, bookable('$3'), ...narrowed(filter, reach, add)];
  const origin = near?.point(add(near.value));
  if (origin) where.push(...around(origin, asked, add));
  const metres = origin ? `found.place <-> ${origin}` : 'NULL::float8';
  const beyond = key && [add(key[1]), add(key[2]), add(key[3])];
  const position = beyond
    ? `rank ${less} ${beyond[0]}::float8 OR rank = ${beyond[0]}::float8 AND (coalesce(metres, 0) ${more} ${beyond[1]}::float8
        OR coalesce(metres, 0) = ${beyond[1]}::float8 AND id ${less} ${beyond[2]})`
    : 'true';
  const order = `rank ${falls}, coalesce(metres, 0) ${rises}, id ${falls}`;
  const sql = `SELECT id, metres, rank, row_number() OVER (ORDER BY ${order}) AS nth FROM (
      SELECT found.offer_id AS id, ${metres} AS metres, ${rankOf('listing.document', 'query')} AS rank
      FROM to_tsquery('english', $1) query JOIN offer_listing listing ON listing.document @@ query
      JOIN offer_place found ON found.offer_id = listing.offer_id
      WHERE ${where.join(' AND ')}) ranked WHERE ${position} ORDER BY ${order} LIMIT $4`;
  return { sql, values };
}

/**
 * Those of some offers that are found, in no order. Each of them is looked up (OFFSET 0 keeps the planner from joining
 * instead): it took all that have the words, or are near, and held them against these few.
 */
export function amongst(
  point: string | undefined,
  words: Words | undefined,
  asked: Asked,
  which: Which,
): Statement {
  const { filter, reach, now } = asked;
  const values: unknown[] = [filter.sector ?? '*', now];
  const add = (value: unknown) => `$${values.push(value)}`;
  const where = [bookable('$2'), ...narrowed(filter, reach, add)];
  // A place that nothing is asked of would be a parameter without a type.
  if (point && (asked.within !== undefined || filter.reachesMe))
    where.push(...around(`${add(point)}::point`, asked, add));
  if (words) where.push(`listing.document @@ to_tsquery('english', ${add(queryOf(words))})`);
  const listing = 'SELECT document FROM offer_listing WHERE offer_id = those.offer_id OFFSET 0';
  const sql = `WITH those AS MATERIALIZED (${which(add)}) SELECT found.offer_id AS id FROM those
    CROSS JOIN LATERAL (SELECT * FROM offer_place WHERE sector = $1 AND offer_id = those.offer_id OFFSET 0) found
    ${words ? `CROSS JOIN LATERAL (${listing}) listing` : ''}
    WHERE ${where.join(' AND ')}`;
  return { sql, values };
}

/** SQL: what is asked of the distance: from somewhere, a circle, and the offerer's own travel. @param origin of a point */
export function around(
  origin: string,
  { within, filter }: Pick<Asked, 'within' | 'filter'>,
  add: (value: unknown) => string,
): string[] {
  // A school that is none is nowhere: without this every offer would be just as near to it.
  const where = [`${origin} IS NOT NULL`];
  if (within !== undefined) where.push(`found.place <@ circle(${origin}, ${add(within * 1000)})`);
  if (filter.reachesMe)
    where.push(
      `(found.mode <> 'in_person' OR found.activity_type = ANY(${add(atWorkplaces)}) OR found.place <-> ${origin} <= found.travel_m)`,
    );
  return where;
}

/** SQL: that something of an offer can still be booked. @param now the parameter that says when */
export function bookable(now: string): string {
  return `EXISTS (SELECT FROM slot WHERE slot.offer_id = found.offer_id AND slot.remaining > 0 AND slot.bookable_until > ${now})`;
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

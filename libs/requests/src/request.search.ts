import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import type { Viewer } from '#members';
import {
  Clock,
  Cursors,
  inOrder,
  type LocalDate,
  newestOf,
  NO_PAGE,
  type Page,
  type PageArgs,
  pointOf,
  type Span,
} from '#platform';
import { Places } from '#reference';
import { seesOwn } from './group.policy.js';
import { Request } from './request.entity.js';
import type { RequestFilter, RequestsArgs } from './request.input.js';

/** A row of the search: which request, and how far away. */
interface Found {
  id: string;
  metres: number | null;
}

/** Finds open and part-matched requests: SQL written for the index on (sector, place). */
@Injectable()
export class RequestSearch {
  private readonly newest;

  constructor(
    private readonly manager: EntityManager,
    private readonly places: Places,
    private readonly clock: Clock,
  ) {
    this.newest = newestOf(manager, { name: 'School.requests', entity: Request, parent: 'schoolId' });
  }

  /** Requests that still look for somebody, the nearest first, or the newest where no place is given. Two statements. */
  async list(args: RequestsArgs): Promise<Page<Request>> {
    const { near, within, filter = {} } = args;
    const origin = await this.places.origin(args);
    const cursors = new Cursors('requests', { near, within, filter });
    const span = cursors.span(args, origin ? ['number', 'text'] : ['text']);
    const asked = { filter, span, today: this.clock.today() };
    const { sql, values } = origin ? nearest(pointOf(origin), within, asked) : newest(asked);
    const found = await this.manager.query<Found[]>(sql, values);
    const ids = found.map(({ id }) => id);
    const requests = inOrder(ids, await this.manager.findBy(Request, { id: In(ids) }), ({ id }) => id);
    const rows = found.flatMap((row, index) => {
      const request = requests[index];
      return request ? [{ ...row, request }] : [];
    });
    return cursors.page(
      rows,
      span,
      ({ id, metres }) => (metres === null ? [id] : [metres, id]),
      ({ request }) => request,
      ({ metres }) => metres,
    );
  }

  /** All requests of a school, the newest first; none for whoever does not act for it. */
  async ofSchool(
    context: object,
    viewer: Viewer | undefined,
    schoolId: string,
    page: PageArgs,
  ): Promise<Page<Request>> {
    return seesOwn(viewer, schoolId) ? this.newest(context, schoolId, page) : NO_PAGE;
  }
}

type Statement = { sql: string; values: unknown[] };

/** Which requests, from where in the list, and how many. */
interface Asked {
  filter: RequestFilter;
  span: Span;
  today: LocalDate;
}

/** The circle is an index condition too: without it a search that finds little would walk through the whole country. */
function nearest(point: string, within: number | undefined, { filter, span, today }: Asked): Statement {
  const { key, limit } = span;
  const [than, order] = [span.than('ASC'), span.order('ASC')];
  const values: unknown[] = [point, filter.sector ?? '*', today, limit];
  const add = (value: unknown) => `$${values.push(value)}`;
  const where = [`found.sector = $2`, `found.last_day >= $3`, ...narrowed(filter, add)];
  if (within) where.push(`found.place <@ circle($1::point, ${add(within * 1000)})`);
  if (key)
    where.push(
      `(found.place <-> $1::point, found.request_id) ${than} (${add(key[0])}::float8, ${add(key[1])})`,
    );
  const sql = `SELECT found.request_id AS id, found.place <-> $1::point AS metres FROM request_place found
    WHERE ${where.join(' AND ')} ORDER BY found.place <-> $1::point ${order}, found.request_id ${order} LIMIT $4`;
  return { sql, values };
}

function newest({ filter, span, today }: Asked): Statement {
  const { key, limit } = span;
  const [than, order] = [span.than('DESC'), span.order('DESC')];
  const values: unknown[] = [filter.sector ?? '*', today, limit];
  const add = (value: unknown) => `$${values.push(value)}`;
  const where = [`found.sector = $1`, `found.last_day >= $2`, ...narrowed(filter, add)];
  if (key) where.push(`found.request_id ${than} ${add(key[0])}`);
  const sql = `SELECT found.request_id AS id, NULL::float8 AS metres FROM request_place found
    WHERE ${where.join(' AND ')} ORDER BY found.request_id ${order} LIMIT $3`;
  return { sql, values };
}

function narrowed(filter: RequestFilter, add: (value: unknown) => string): string[] {
  const where: string[] = [];
  if (filter.activityType) where.push(`${add(filter.activityType)} = ANY(found.activity_types)`);
  if (filter.yearGroup) where.push(`${add(filter.yearGroup)} = ANY(found.year_groups)`);
  return where;
}

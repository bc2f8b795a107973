import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Employer, EmployerLoader, type Viewer } from '#members';
import {
  BadInput,
  Clock,
  Cursors,
  newestOf,
  type Page,
  type PageArgs,
  pointOf,
  readNamed,
  rowsOf,
} from '#platform';
import { Areas, Places } from '#reference';
import { Offer } from './offer.entity.js';
import { OfferStatus } from './offer.graphql.js';
import type { OffersArgs } from './offer.input.js';
import { amongst, nearest, newest, ranked, type Statement, type Which } from './offer.statements.js';
import { wordsOf, written } from './search-words.js';

/** What is looked for, whatever page of it. */
export type SoughtOffers = Pick<OffersArgs, 'near' | 'within' | 'search' | 'filter'>;

/** A row of the search: how far away the offer is, with the columns of the offer and its employer. */
type Found = { metres: number | null; rank: number } & Readonly<Record<string, unknown>>;

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
   * Offers that can still be booked, the nearest first, or the newest where no place is given, or the best match
   * for words. One statement, one for the place of a school and one for the words; the employers come along.
   */
  async list(context: object, args: SoughtOffers & PageArgs): Promise<Page<Offer>> {
    const { near, within, search, filter = {} } = args;
    const point = await this.pointOf(args);
    const cursors = new Cursors('offers', { near, within, filter, ...(search ? { search } : {}) });
    const span = cursors.span(args, kindsOf(search, point));
    const { words, asked: sought } = await this.understood(args, span.key?.[0]);
    const asked = { ...sought, span };
    const { sql, values } = words
      ? ranked(point, words, asked)
      : point
        ? nearest(point, asked)
        : newest(asked);
    const found = await readNamed<Found>(this.manager, this.withColumns(sql), values);
    for (const row of found) this.employerLoader.prime(context, this.employers.read(row, 'employer'));
    return cursors.page(
      found.map(({ metres, rank, ...row }) => ({ metres, rank, offer: this.offers.read(row, 'offer') })),
      span,
      ({ offer: { id }, metres, rank }) =>
        words ? [written(words), rank, metres ?? 0, id] : metres === null ? [id] : [metres, id],
      ({ offer }) => offer,
      ({ metres }) => metres,
    );
  }

  /**
   * SQL for the ids of offers that can still be booked and that a search finds, of those that somebody else's SQL names: it
   * looks at these alone, however many offers there are.
   * @param which SQL that selects `offer_id`; it takes a parameter's value and answers how it is written
   * @throws BadInput for a search that `list` would refuse
   */
  async amongst(sought: SoughtOffers, which: Which): Promise<Statement> {
    const point = await this.pointOf(sought);
    const { words, asked } = await this.understood(sought);
    return amongst(point, words, asked, which);
  }

  /** @throws BadInput for a place that is none, and for a distance from nowhere */
  private async pointOf(sought: SoughtOffers): Promise<string | undefined> {
    const origin = await this.places.origin(sought);
    if (sought.filter?.reachesMe && !origin) {
      throw new BadInput([
        { path: 'near', expected: 'a place, because filter.reachesMe is given', got: 'nothing' },
      ]);
    }
    return origin && pointOf(origin);
  }

  /** @param looked the words as a cursor has them, where there is one */
  private async understood({ within, search, filter = {} }: SoughtOffers, looked?: unknown) {
    const words = search === undefined ? undefined : await wordsOf(this.manager, search, looked);
    const reach = filter.area && (await this.areas.reach(filter.area, 'filter.area'));
    return { words, asked: { within, filter, reach, now: this.clock.now() } };
  }

  /** The search carries its order out of the subquery: without that a join may return the right set in another order. */
  private withColumns(search: string): string {
    return `SELECT found.metres, found.rank, ${this.offers.columns('offer')}, ${this.employers.columns('employer')}
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

/** What the cursors of the list hold, by its order. */
function kindsOf(search: string | undefined, origin: unknown): readonly ('number' | 'text')[] {
  if (search !== undefined) return ['text', 'number', 'number', 'text'];
  return origin ? ['number', 'text'] : ['text'];
}

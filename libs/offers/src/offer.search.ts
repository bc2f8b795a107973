import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import { BadInput, Clock, Cursors, newestOf, type Page, type PageArgs, pointOf, readNamed } from '#platform';
import { Areas, inSql, type Origin, Places } from '#reference';
import { Offer } from './offer.entity.js';
import { OfferStatus } from './offer.graphql.js';
import type { OfferFilter, OffersArgs } from './offer.input.js';
import { type OfferAsJson, OfferLoader } from './offer.loader.js';
import {
  amongst,
  type AskedPage,
  nearest,
  newest,
  ranked,
  type Statement,
  type Which,
} from './offer.statements.js';
import { type Words, wordsOf, written } from './search-words.js';

/** What is looked for, whatever page of it. */
export type SoughtOffers = Pick<OffersArgs, 'near' | 'within' | 'search' | 'filter'>;

/** A row of the search: how far away the offer is, how well it matches, and the offer itself. */
type Found = readonly [metres: number | null, rank: number, offer: OfferAsJson];

/** Finds published offers: SQL written for the index on (sector, place). */
@Injectable()
export class OfferSearch {
  private readonly newest;

  constructor(
    private readonly manager: EntityManager,
    private readonly places: Places,
    private readonly clock: Clock,
    private readonly areas: Areas,
    private readonly loader: OfferLoader,
  ) {
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
   * for words. One statement, and one for the words; the employers come along, and the slots where they are asked for.
   */
  async list(context: object, args: SoughtOffers & PageArgs, withSlots = false): Promise<Page<Offer>> {
    const { near, within, search, filter = {} } = args;
    const origin = this.places.start(args);
    requirePlace(filter, origin);
    const cursors = new Cursors('offers', { near, within, filter, ...(search ? { search } : {}) });
    const span = cursors.span(args, kindsOf(search, origin));
    const { words, ...sought } = await this.understood(args, span.key?.[0]);
    const asked = { ...sought, within, filter, span };
    const { sql, values } = ordered(origin, words, asked);
    const rows = await readNamed<{ found: Found }>(this.manager, this.withColumns(sql, withSlots), values);
    if (rows.length === 0) await this.places.requireSchool(origin);
    return cursors.page(
      rows.map(({ found: [metres, rank, offer] }) => ({
        metres,
        rank,
        offer: this.loader.readJson(context, offer),
      })),
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
  async amongst(args: SoughtOffers, which: Which): Promise<Statement> {
    const { within, filter = {} } = args;
    const origin = await this.places.origin(args);
    requirePlace(filter, origin);
    const { words, ...sought } = await this.understood(args);
    return amongst(origin && pointOf(origin), words, { ...sought, within, filter }, which);
  }

  /** @param looked the words as a cursor has them, where there is one */
  private async understood({ search, filter = {} }: SoughtOffers, looked?: unknown) {
    const words = search === undefined ? undefined : await wordsOf(this.manager, search, looked);
    const reach = filter.area && (await this.areas.reach(filter.area, 'filter.area'));
    return { words, reach, now: this.clock.now() };
  }

  /** The search carries its order out of the subquery: without that a join may return the right set in another order. */
  private withColumns(search: string, withSlots: boolean): string {
    return `SELECT json_build_array(found.metres, found.rank, ${this.loader.asJson(withSlots)}) AS found
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

/** @throws BadInput where a search asks who reaches nowhere */
function requirePlace({ reachesMe }: OfferFilter, origin: unknown): void {
  if (reachesMe && !origin)
    throw new BadInput([
      { path: 'near', expected: 'a place, because filter.reachesMe is given', got: 'nothing' },
    ]);
}

function ordered(origin: Origin | undefined, words: Words | undefined, asked: AskedPage): Statement {
  const near = origin && inSql(origin);
  if (words) return ranked(near, words, asked);
  return near ? nearest(near, asked) : newest(asked);
}

/** What the cursors of the list hold, by its order. */
function kindsOf(search: string | undefined, origin: unknown): readonly ('number' | 'text')[] {
  if (search !== undefined) return ['text', 'number', 'number', 'text'];
  return origin ? ['number', 'text'] : ['text'];
}

import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import { type OfferConnection, OfferSearch, type SoughtOffers, type Statement } from '#offers';
import {
  BadInput,
  newestOf,
  NotFound,
  type Page,
  type PageArgs,
  readNamed,
  Transactions,
  type Tx,
} from '#platform';
import { newTo, NUMBERED_TO } from './new-offers.js';
import { SavedSearch } from './saved-search.entity.js';
import {
  AlertRhythm,
  type ChangeSavedSearchInput,
  type SavedSearchVersionInput,
  type SaveSearchInput,
} from './saved-search.graphql.js';
import {
  type ChangeSavedSearchResult,
  type DeleteSavedSearchResult,
  DeleteSavedSearchSuccess,
  SavedSearchChangedMeanwhile,
  SavedSearchSuccess,
  type SaveSearchResult,
  TooManySavedSearches,
} from './saved-search.outcome.js';

/** How many searches one may have: nobody needs more letters than that. The table has as many places. */
export const MOST_SEARCHES = 20;

/** A search with how far it has been told. */
export type Due = Pick<SavedSearch, 'id' | 'criteria' | 'newSince' | 'toldTo'>;

/** The searches that people save: kept, changed, and run as the list of offers runs them. */
@Injectable()
export class SavedSearches {
  private readonly newest;

  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly offers: OfferSearch,
  ) {
    this.newest = newestOf(manager, {
      name: 'Viewer.savedSearches',
      entity: SavedSearch,
      parent: 'personId',
    });
  }

  /** The saved search, or null where it is absent or somebody else's. */
  async find(viewer: Viewer | undefined, id: string): Promise<SavedSearch | null> {
    const search = viewer && (await this.manager.findOneBy(SavedSearch, { id }));
    return search?.personId === viewer?.actorId ? (search ?? null) : null;
  }

  /** The searches of a person, the newest first. */
  ofPerson(context: object, personId: string, page: PageArgs): Promise<Page<SavedSearch>> {
    return this.newest(context, personId, page);
  }

  /** What a search finds now: the list of offers, asked in its words. */
  async offersOf(context: object, { criteria }: SavedSearch, page: PageArgs): Promise<OfferConnection> {
    const searched = { ...criteria, ...page };
    return Object.assign(await this.offers.list(context, searched), { searched });
  }

  /** How many offers a search finds of which its person has not been told, of those published since it was saved. */
  async newOffers(search: SavedSearch): Promise<number> {
    const { sql, values } = await this.newOnes(search);
    const [row] = await readNamed<{ count: number }>(
      this.manager,
      `SELECT count(*) AS count FROM (${sql}) fresh`,
      values,
    );
    return row?.count ?? 0;
  }

  /** SQL for the ids of those. @throws BadInput where a place or an area is none any more */
  newOnes(search: Due): Promise<Statement> {
    return this.offers.amongst(search.criteria, newTo(search));
  }

  /** Keeps a search. What `offers` would refuse is refused now, so that it finds something whenever it is asked. */
  async save(viewer: Viewer, input: SaveSearchInput): Promise<typeof SaveSearchResult> {
    const { personId } = viewer;
    const criteria = await this.checked(input);
    return this.transactions.run(viewer, async (tx) => {
      const search = tx.manager.create(SavedSearch, {
        ...{ id: tx.newId('saved_search'), personId, version: 1, createdAt: tx.now, criteria },
        ...{ name: input.name, alerts: input.alerts },
        ...(await fromNow(tx)),
      });
      if (!(await insertInFreePlace(tx, search))) return new TooManySavedSearches(MOST_SEARCHES);
      await tx.record(search, 'saved', { after: { alerts: search.alerts } });
      return new SavedSearchSuccess(search);
    });
  }

  /** Restates a search. One that looks for something else, or was silent, tells of what is published from now on. */
  async change(viewer: Viewer, input: ChangeSavedSearchInput): Promise<typeof ChangeSavedSearchResult> {
    const { id, version, name, alerts } = input;
    const criteria = await this.checked(input);
    return this.transactions.run(viewer, async (tx) => {
      const search = await lockSearch(tx, viewer, id);
      if (search.version !== version) return new SavedSearchChangedMeanwhile(search);
      const anew =
        !isDeepStrictEqual(search.criteria, criteria) ||
        (search.alerts === AlertRhythm.NEVER && alerts !== AlertRhythm.NEVER);
      const before = { alerts: search.alerts };
      Object.assign(search, { name, alerts, criteria, version: version + 1 }, anew && (await fromNow(tx)));
      await tx.save(search);
      await tx.record(search, 'changed', { before, after: { alerts, version: search.version } });
      return new SavedSearchSuccess(search);
    });
  }

  /** Forgets a search. */
  delete(viewer: Viewer, { id, version }: SavedSearchVersionInput): Promise<typeof DeleteSavedSearchResult> {
    return this.transactions.run(viewer, async (tx) => {
      const search = await lockSearch(tx, viewer, id);
      if (search.version !== version) return new SavedSearchChangedMeanwhile(search);
      await tx.query('DELETE FROM saved_search WHERE id = $1', [id]);
      await tx.record(search, 'deleted');
      return new DeleteSavedSearchSuccess(id);
    });
  }

  /** What is looked for, as it is stored. @throws BadInput for what `offers` would refuse, by the path in the input */
  private async checked({ near, within, search, filter }: SoughtOffers): Promise<SoughtOffers> {
    const given = { near, within, search, filter };
    // Without what is left out, as it comes back from the table.
    const criteria = JSON.parse(JSON.stringify(given)) as SoughtOffers;
    try {
      await this.offers.amongst(criteria, () => 'SELECT NULL AS offer_id');
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      throw new BadInput(error.fields.map((field) => ({ ...field, path: `input.${field.path}` })));
    }
    return criteria;
  }
}

/** What lets a search tell of what is published from now on. */
async function fromNow(tx: Tx): Promise<Pick<SavedSearch, 'newSince' | 'toldTo' | 'lookedOn'>> {
  const [{ number } = { number: 0 }] = await tx.query<{ number: number }>(`SELECT ${NUMBERED_TO} AS number`);
  return { newSince: number, toldTo: number, lookedOn: tx.today };
}

/** Locks a search to change it: it is its person's, and to everybody else one that is not there. */
async function lockSearch(tx: Tx, viewer: Viewer, id: string): Promise<SavedSearch> {
  const search = await tx.manager.findOne(SavedSearch, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!search || search.personId !== viewer.personId) throw new NotFound('saved search', id);
  return search;
}

/**
 * A person has so many places for searches, and a unique constraint lets one search into each: of many that are saved at
 * once, no more get in. Who finds their place taken by then looks for another. @returns whether one was free
 */
async function insertInFreePlace(tx: Tx, search: SavedSearch): Promise<boolean> {
  const { id, personId, version, name, criteria, alerts, toldTo } = search;
  for (let attempt = 0; attempt < MOST_SEARCHES; attempt += 1) {
    const [inserted] = await tx.query<{ id: string }>(
      `INSERT INTO saved_search (id, person_id, version, name, criteria, alerts, created_at, new_since, told_to, looked_on, place)
       SELECT $1, $2, $3, $4, $5, $6, $7, $9, $9, $8, place
       FROM generate_series(1, ${MOST_SEARCHES}) place
       WHERE NOT EXISTS (SELECT FROM saved_search other WHERE other.person_id = $2 AND other.place = place.place)
       ORDER BY place LIMIT 1 ON CONFLICT DO NOTHING RETURNING id`,
      [id, personId, version, name, JSON.stringify(criteria), alerts, tx.now, tx.today, toldTo],
    );
    if (inserted) return true;
  }
  return false;
}

import { setTimeout as pause } from 'node:timers/promises';
import { AlertJobs } from '#searches';
import type { TestApp } from './app.js';
import type { Client } from './client.js';

/** What is asked of a saved search. */
export const SEARCH = `id version name alerts near { postcode urn } within search
  filter { sector activityType yearGroup mode reachesMe area { code nearKm } } newOffers`;

/** A saved search as it is answered. */
export interface Saved {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly alerts: string;
  readonly newOffers: number;
}

/** What the three mutations of a saved search answer. */
export interface Answered {
  readonly code?: string;
  readonly limit?: number;
  readonly current?: Saved;
  readonly savedSearch?: Saved;
  readonly id?: string;
}

export const SAVE = `mutation ($input: SaveSearchInput!) { saveSearch(input: $input) {
  ... on SavedSearchSuccess { savedSearch { ${SEARCH} } }
  ... on TooManySavedSearches { code limit } } }`;
const CHANGE = `mutation ($input: ChangeSavedSearchInput!) { changeSavedSearch(input: $input) {
  ... on SavedSearchSuccess { savedSearch { ${SEARCH} } }
  ... on SavedSearchChangedMeanwhile { code current { ${SEARCH} } } } }`;
const DELETE = `mutation ($input: SavedSearchVersionInput!) { deleteSavedSearch(input: $input) {
  ... on DeleteSavedSearchSuccess { id }
  ... on SavedSearchChangedMeanwhile { code current { ${SEARCH} } } } }`;

/** Saves a search, whatever comes of it. */
export async function trySave(client: Client, input: object): Promise<Answered> {
  return (await client.ask<{ saveSearch: Answered }>(SAVE, { input: { name: 'Mine', ...input } })).saveSearch;
}

/** Saves a search that there is room for. */
export async function save(client: Client, input: object): Promise<Saved> {
  const { savedSearch } = await trySave(client, input);
  if (!savedSearch) throw new Error('The search was not saved');
  return savedSearch;
}

/** Changes a search. */
export async function change(client: Client, input: object): Promise<Answered> {
  return (await client.ask<{ changeSavedSearch: Answered }>(CHANGE, { input })).changeSavedSearch;
}

/** Deletes a search. */
export async function remove(client: Client, { id, version }: Saved): Promise<Answered> {
  const input = { id, version };
  return (await client.ask<{ deleteSavedSearch: Answered }>(DELETE, { input })).deleteSavedSearch;
}

/** A teacher of a school in Manchester whose address is verified. */
export async function verifiedTeacher(world: TestApp) {
  const school = await world.given.school();
  const teacher = await world.given.teacher(school);
  const [{ email } = { email: '' }] = await world.dataSource.query<{ email: string }[]>(
    `WITH verified AS (UPDATE person SET email_verified_at = now() WHERE id = $1 RETURNING email)
     SELECT email FROM verified`,
    [teacher.personId],
  );
  return { school, teacher, email };
}

/** Waits until every change that is committed has been followed. */
export async function followed(world: TestApp): Promise<void> {
  for (let step = 0; step < 1000; step += 1) {
    const [state] = await world.dataSource.query<{ done: boolean }[]>(
      `SELECT NOT EXISTS (SELECT FROM change WHERE number IS NULL)
         AND coalesce((SELECT max(number) FROM change), 0) =
           coalesce((SELECT number FROM change_cursor WHERE name = 'new_offers'), 0) AS done`,
    );
    if (state?.done) return;
    await pause(10);
  }
  throw new Error('The changes are not followed');
}

/** Lets so many days pass for what people are told. */
export async function later(world: TestApp, days = 1): Promise<void> {
  await world.dataSource.query('UPDATE saved_search SET looked_on = looked_on - $1::integer', [days]);
  await world.dataSource.query('UPDATE alert_letter SET day = day - $1::integer', [days]);
}

/** What the product does each morning, on a later day, until no job of it is left. Mails that fail are left. */
export async function nextMorning(world: TestApp, days = 1): Promise<void> {
  await followed(world);
  await later(world, days);
  await world.app.get(AlertJobs, { strict: false }).find();
  for (let step = 0; step < 1000; step += 1) {
    const [left] = await world.dataSource.query<{ count: number }[]>(
      `SELECT count(*) AS count FROM graphile_worker.jobs
       WHERE task_identifier IN ('tell_new_offers', 'mail_new_offers') AND last_error IS NULL`,
    );
    if (left?.count === 0) return;
    await pause(10);
  }
  throw new Error('The jobs are not done');
}

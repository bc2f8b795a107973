import { IdempotencyKeys } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { inDays, pair } from '../support/introductions.js';

const DRAFT = `mutation ($input: DraftOfferInput!) { draftOffer(input: $input) {
  ... on OfferSuccess { offer { id title createdVersion: version } } ... on DuplicateOffer { code existing { id } } } }`;

let world: TestApp;
let employer: { id: string };
let volunteer: Client;
beforeAll(async () => {
  world = await startTestApp();
  employer = await world.given.employer();
  volunteer = await world.given.volunteer(employer);
});
afterAll(() => world.stop());

let titles = 0;
const draft = (more: object = {}) => ({
  ...{ employerId: employer.id, activityType: 'CAREERS_TALK', title: `Under a key, ${(titles += 1)}` },
  ...{ yearFrom: 7, yearTo: 11, mode: 'IN_PERSON', postcode: 'M1 1AE', travelKm: 30 },
  ...{ slots: [{ startsAt: inDays(9), endsAt: inDays(9, 11), sessions: 1, maxPupils: 30 }] },
  ...more,
});

/** What came over HTTP. */
interface Came {
  text: string;
  replayed: boolean;
  body: {
    data?: Record<string, { code?: string }>;
    errors?: { extensions: { code: string }; message: string }[];
  };
}

async function send(client: Client, key: string, query: string, variables: object): Promise<Came> {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', 'idempotency-key': key },
      ...(client.token ? { authorization: `Bearer ${client.token}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return {
    text,
    replayed: response.headers.has('idempotency-replayed'),
    body: JSON.parse(text) as Came['body'],
  };
}

const offers = async (title: string) =>
  (await world.dataSource.query<object[]>('SELECT FROM offer WHERE title = $1', [title])).length;

describe('a mutation under a key', () => {
  it('has its effect once and answers the same again, whatever has changed since', async () => {
    const input = draft();
    const first = await send(volunteer, 'key-1', DRAFT, { input });
    const { id } = (first.body.data?.['draftOffer'] as unknown as { offer: { id: string } }).offer;
    await volunteer.ask(
      `mutation ($input: OfferVersionInput!) { withdrawOffer(input: $input) { __typename } }`,
      {
        input: { id, version: 1 },
      },
    );
    const again = await send(volunteer, 'key-1', DRAFT, { input });
    expect([first.replayed, again.replayed]).toEqual([false, true]);
    expect(again.body.data).toEqual(first.body.data);
    expect(await offers(input.title)).toBe(1);
  });

  it('has its effect once when it is sent many times at once', async () => {
    const input = draft();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => send(volunteer, 'key-race', DRAFT, { input })),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body.data))).size).toBe(1);
    expect(answers.filter(({ replayed }) => replayed)).toHaveLength(7);
    expect(await offers(input.title)).toBe(1);
  });

  it('without one, the same many times over is told that it is there: the control', async () => {
    const input = draft();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => volunteer.ask<{ draftOffer: { code?: string } }>(DRAFT, { input })),
    );
    expect(answers.filter(({ draftOffer }) => draftOffer.code === 'DUPLICATE_OFFER')).toHaveLength(3);
  });

  it('answers a problem again too, though it would not be one any more', async () => {
    const { teacher, request, slotId } = await pair(world, { days: 90 });
    const PROPOSE = `mutation ($input: ProposeMatchInput!) { proposeMatch(input: $input) { ... on Problem { code } } }`;
    const input = { requestId: request.id, slotId };
    const code = async (key: string) =>
      (await send(teacher, key, PROPOSE, { input })).body.data?.['proposeMatch']?.code;
    expect(await code('first')).toBe('DOES_NOT_FIT');
    await world.dataSource.query(
      `UPDATE request SET windows = jsonb_build_array(jsonb_build_object('from', current_date, 'to', current_date + 99)),
         last_day = current_date + 99 WHERE id = $1`,
      [request.id],
    );
    expect(await code('first')).toBe('DOES_NOT_FIT');
    expect(await code('second')).toBeUndefined();
  });

  it('refuses the key for another input, for another operation, and nobody else’s counts', async () => {
    const input = draft();
    await send(volunteer, 'mine', DRAFT, { input });
    const other = await send(volunteer, 'mine', DRAFT, { input: draft() });
    expect(other.body.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/^Idempotency-Key: expected a key of its own/),
      extensions: { code: 'BAD_USER_INPUT' },
    });
    const colleague = await world.given.volunteer(employer);
    const theirs = await send(colleague, 'mine', DRAFT, { input: draft() });
    expect([theirs.replayed, theirs.body.errors]).toEqual([false, undefined]);
  });

  it('keeps nothing of what was refused, so that it may be put right under the same key', async () => {
    const wrong = await send(volunteer, 'put-right', DRAFT, { input: draft({ postcode: 'nowhere' }) });
    expect(wrong.body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const right = await send(volunteer, 'put-right', DRAFT, { input: draft() });
    expect(right.body.errors).toBeUndefined();
  });

  it.each([
    ['too long a key', 'x'.repeat(101)],
    ['a key with a space', 'a b'],
  ])('refuses %s', async (_what, key) => {
    const { body } = await send(volunteer, key, DRAFT, { input: draft() });
    expect(body.errors?.[0]?.message).toMatch(/^Idempotency-Key: expected 1 to 100 visible/);
  });

  it('is one mutation, of somebody who is signed in', async () => {
    const TWO = `mutation ($input: DraftOfferInput!) { a: draftOffer(input: $input) { __typename } b: draftOffer(input: $input) { __typename } }`;
    const two = await send(volunteer, 'two', TWO, { input: draft() });
    expect(two.body.errors?.[0]?.message).toMatch(/a single mutation/);
    const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';
    const input = { email: 'a@school.example', password: 'a few words' };
    for (const client of [world.anyone, volunteer]) {
      const { body } = await send(client, 'nobody', SIGN_IN, { input });
      expect(body.errors?.[0]?.message).toMatch(/no key for what is done without being signed in/);
    }
  });

  it('says so where the effect is there and the answer was lost', async () => {
    const input = draft();
    await send(volunteer, 'lost', DRAFT, { input });
    await world.dataSource.query(`UPDATE idempotency_key SET answer = NULL WHERE key = 'lost'`);
    const again = await send(volunteer, 'lost', DRAFT, { input });
    expect(again.body.errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_ANSWER_LOST');
    expect(await offers(input.title)).toBe(1);
  });

  it('is forgotten after a day', async () => {
    await send(volunteer, 'old', DRAFT, { input: draft() });
    const kept = async () =>
      (await world.dataSource.query<object[]>(`SELECT FROM idempotency_key WHERE key = 'old'`)).length;
    await world.app.get(IdempotencyKeys).forget();
    expect(await kept()).toBe(1);
    await world.dataSource.query(
      `UPDATE idempotency_key SET claimed_at = now() - interval '25 hours' WHERE key = 'old'`,
    );
    await world.app.get(IdempotencyKeys).forget();
    expect(await kept()).toBe(0);
  });
});

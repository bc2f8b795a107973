import { GraphQLSchemaHost } from '@nestjs/graphql';
import { isObjectType } from 'graphql';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { inDays, publishedOffer } from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

/** Sends a raw body and returns status and parsed answer. */
async function post(body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  const response = await fetch(`${world.url}/graphql`, { method: 'POST', body, headers });
  const text = await response.text();
  return {
    status: response.status,
    body: JSON.parse(text) as { errors: { message: string; extensions: { code: string } }[] },
  };
}

const deep = (levels: number) => `{ offers { nodes { ${nested(levels)} } } }`;
const nested = (levels: number): string => (levels === 0 ? 'id' : `... on Offer { ${nested(levels - 1)} }`);
const deepFields = (levels: number): string =>
  `{ sectors ${'{ children '.repeat(levels)}{ code }${' }'.repeat(levels)} }`;

describe('nonsense is answered in words, and the server lives on', () => {
  afterEach(async () => {
    expect(await world.anyone.ask('{ sectors { code } }')).toEqual({ sectors: expect.any(Array) });
  });

  it.each([
    ['a query 50 levels deep', deepFields(50), /depth/i],
    ['fragments 200 levels deep', deep(700), /depth|token/i],
    [
      '16 aliases of one field',
      `{ ${Array.from({ length: 16 }, (_, i) => `a${i}: sectors { code }`).join(' ')} }`,
      /alias/i,
    ],
    ['six directives', `{ sectors { code ${'@include(if: true) '.repeat(6)} } }`, /directive/i],
    [
      'a query that costs too much',
      '{ employers(first: 100) { nodes { offers(first: 100) { nodes { title slots { id } } } } } }',
      /may answer with \d+ fields; the limit is 20000/,
    ],
    [
      'a tree that is walked up and down',
      `{ sectors(level: DIVISION) { ${'parent { children { '.repeat(5)} code ${'} }'.repeat(5)} } }`,
      /may answer with \d+ fields/,
    ],
    ['a wrong enum', '{ offers(filter: { activityType: JUGGLING }) { nodes { id } } }', /JUGGLING/],
    ['an unknown field', '{ offers { nodes { secret } } }', /secret/],
    ['an unknown argument', '{ offers(nearby: "M1") { nodes { id } } }', /nearby/],
    [
      'two places at once',
      '{ offers(near: { postcode: "M14 6HR", urn: 100049 }) { nodes { id } } }',
      /near: expected either postcode or urn, got both/,
    ],
    ['text for a number', '{ offers(first: "ten") { nodes { id } } }', /Int/],
  ])('%s', async (_what, query, message) => {
    const { errors } = await world.anyone.send(query);
    expect(errors?.[0]?.extensions.code).toMatch(
      /^(GRAPHQL_VALIDATION_FAILED|GRAPHQL_PARSE_FAILED|BAD_USER_INPUT)$/,
    );
    expect(errors?.map((error) => error.message).join()).toMatch(message);
  });

  it('a query that costs too much by a variable, or by what it leaves to its default', async () => {
    const LISTS = `offers(first: $n) { nodes { employer { offers(first: $n) { nodes { id } } } } }`;
    for (const query of [
      `query ($n: Int!) { employers(first: $n) { nodes { ${LISTS} } } }`,
      `query ($n: Int! = 100) { employers(first: $n) { nodes { ${LISTS} } } }`,
      `query ($n: Int! = 100) { employers { nodes { ${LISTS} } } }`,
    ]) {
      const { errors } = await world.anyone.send(query, query.includes('= 100') ? {} : { n: 100 });
      expect(errors?.[0]?.message).toMatch(/may answer with \d+ fields/);
    }
  });

  it('a variable beside a password, which the error does not repeat', async () => {
    const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { __typename } }`;
    const secrets = { email: 'ada@example.org', password: 'a; secret at "home"; of words' };
    for (const input of [
      secrets,
      { ...secrets, name: 5 },
      { ...secrets, name: 'Ada', password: ['a secret'] },
    ]) {
      const { errors } = await world.anyone.send(SIGN_UP, { input });
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(errors?.[0]?.message).toMatch(/^Variable "\$input" is not right/);
      expect(errors?.[0]?.extensions.fields).toEqual([
        { path: expect.stringMatching(/^input(\.(name|password))?$/), expected: expect.any(String) },
      ]);
      expect(JSON.stringify(errors)).not.toMatch(/secret|ada@/);
    }
  });

  it.each([
    [
      'a wrong enum in a variable',
      'query ($f: OfferFilter) { offers(filter: $f) { nodes { id } } }',
      { f: { activityType: 'JUGGLING' } },
      /activityType/,
    ],
    [
      'a field that is none',
      'query ($f: OfferFilter) { offers(filter: $f) { nodes { id } } }',
      { f: { colour: 'red' } },
      /colour/,
    ],
    ['nothing for a number', 'query ($n: Int!) { offers(first: $n) { nodes { id } } }', {}, /\$n/],
    ['a number too large', 'query ($n: Int!) { offers(first: $n) { nodes { id } } }', { n: 3e9 }, /\$n/],
    ['an unknown URN', '{ offers(near: { urn: 999999 }) { nodes { id } } }', {}, /near\.urn.*999999/],
    [
      'a malformed postcode',
      '{ offers(near: { postcode: "XYZ" }) { nodes { id } } }',
      {},
      /near\.postcode.*XYZ/,
    ],
    [
      'an over-long postcode',
      `{ offers(near: { postcode: "${'M'.repeat(3000)}" }) { nodes { id } } }`,
      {},
      /near\.postcode/,
    ],
    [
      'a zero byte',
      'query ($s: String!) { schools(search: $s) { nodes { id } } }',
      { s: 'a\u0000bc' },
      /search/,
    ],
  ])('%s names the field', async (_what, query, variables, message) => {
    const { errors } = await world.anyone.send(query, variables);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions.fields?.[0]).toMatchObject({
      ...{ path: expect.stringMatching(/^\w/), expected: expect.stringMatching(/\w/) },
    });
  });

  it('the hash of an operation that nobody sent, which is no fault of ours', async () => {
    const { body } = await post(
      JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }),
    );
    expect(body.errors[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('a body of 10 MB', async () => {
    const { status, body } = await post(
      JSON.stringify({ query: `{ sectors { code } } # ${'x'.repeat(10_000_000)}` }),
    );
    expect([status, body.errors[0]?.extensions.code]).toEqual([413, 'BODY_TOO_LARGE']);
    expect(body.errors[0]?.message).toMatch(/1000000 bytes/);
  });

  it.each([
    ['no JSON', '{ not json', 400],
    // A right request with a wrong operation: whoever reads application/json alone gets 200 (GraphQL over HTTP).
    ['a query cut off', '{"query":"{ofers"}', 200],
    ['a subscription', '{"query":"subscription { x }"}', 200],
    ['brackets without end', JSON.stringify({ query: '{'.repeat(5000) }), 200],
    ['JSON that is no request', '[1, 2, 3]', 400],
    ['nothing', '', 400],
    ['a query that is a number', '{"query": 7}', 400],
  ])('a body that is %s', async (_what, body, status) => {
    const answer = await post(body);
    expect([answer.status, typeof answer.body.errors[0]?.message]).toEqual([status, 'string']);
  });

  it('a body of an unknown kind', async () => {
    const { status, body } = await post('<query/>', { 'content-type': 'application/xml' });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body.errors[0]?.message).toEqual(expect.any(String));
  });

  it('a path that is none', async () => {
    const response = await fetch(`${world.url}/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  it('ids of nothing, of everything', async () => {
    for (const id of [
      '',
      'x',
      'offer_',
      'offer_00',
      'person_00',
      '__proto___00',
      'constructor_0',
      'offer_00\u0000',
      'z'.repeat(10_000),
    ]) {
      const { data } = await world.anyone.send('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect(data).toEqual({ node: null });
    }
  });
});

describe('what is well formed and yet wrong', () => {
  let volunteer: Client;
  let draft: object;

  beforeAll(async () => {
    const employer = await world.given.employer();
    volunteer = await world.given.volunteer(employer);
    draft = {
      ...{ employerId: employer.id, activityType: 'CAREERS_TALK', title: 'How things are made' },
      ...{ yearFrom: 7, yearTo: 11, mode: 'IN_PERSON', postcode: 'M1 1AE', travelKm: 30, sectors: ['C'] },
    };
    await publishedOffer(world, volunteer, employer);
  });

  const DRAFT = `mutation ($input: DraftOfferInput!) { draftOffer(input: $input) { __typename } }`;
  const slot = (startsAt: string, endsAt: string) => ({
    slots: [{ startsAt, endsAt, sessions: 1, maxPupils: 30 }],
  });

  it.each([
    // PostgreSQL counts the variation selector, the usual validators do not.
    ['a title too long by a variation selector', { title: `${'x'.repeat(200)}\ufe0f` }, 'input.title'],
    ['a blank title', { title: ' \t\u200b' }, 'input.title'],
    ['half a character', { description: 'x\ud83e' }, 'input.description'],
    ['a sector twice', { sectors: ['C', 'C'] }, 'input.sectors'],
    ['an end in the year 9999', slot(inDays(9), '9999-12-31T00:00:00Z'), 'input.slots[0].endsAt'],
    ['a slot in twenty years', slot(inDays(7300), inDays(7300, 11)), 'input.slots[0].startsAt'],
  ])('an offer with %s', async (_what, wrong, path) => {
    const { errors } = await volunteer.send(DRAFT, { input: { ...draft, ...wrong } });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.extensions.fields?.map((field) => field.path)).toEqual([path]);
  });

  it('emoji and writing from right to left are text', async () => {
    const title = `🧪 مهندسون ${'🧪'.repeat(150)}`;
    expect(await volunteer.ask(DRAFT, { input: { ...draft, title } })).toEqual({
      draftOffer: { __typename: 'OfferSuccess' },
    });
  });

  it.each(['a\ud800@example.org', `a${'\ufe0f'.repeat(3)}`, '\udc00'])(
    'an e-mail address %j',
    async (email) => {
      const { errors } = await world.anyone.send(
        `mutation ($input: SignUpInput!) { signUp(input: $input) { __typename } }`,
        { input: { name: 'Ada', email, password: 'a few words are better' } },
      );
      expect(errors?.[0]?.extensions.fields?.map((field) => field.path)).toEqual(['input.email']);
    },
  );

  it('a sector of an employer twice', async () => {
    const input = {
      name: 'Twice Ltd',
      sizeBand: 'SMALL',
      sectors: ['C', 'C'],
      sites: [{ name: 'Works', postcode: 'M1 1AE' }],
    };
    const { errors } = await volunteer.send(
      `mutation ($input: RegisterEmployerInput!) { registerEmployer(input: $input) { __typename } }`,
      { input },
    );
    expect(errors?.[0]?.extensions.fields?.map((field) => field.path)).toEqual(['input.sectors']);
  });

  it.each([
    ['text for a number', '"abc"', '"x"'],
    ['the character U+0000', '1', '"x\\u0000"'],
    ['an infinite number', '1e999', '"x"'],
  ])('a forged cursor with %s', async (_what, ...key) => {
    const query = `query ($after: String) { offers(near: { postcode: "M1 1AE" }, first: 1, after: $after) { edges { cursor } } }`;
    const { offers } = await world.anyone.ask<{ offers: { edges: { cursor: string }[] } }>(query);
    const cursor = Buffer.from(offers.edges[0]?.cursor ?? '', 'base64url').toString();
    const [mark] = JSON.parse(cursor) as [string];
    const after = Buffer.from(`["${mark}",${key.join()}]`).toString('base64url');
    const { errors } = await world.anyone.send(query, { after });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.message).toMatch(/^after: expected a cursor of this list/);
  });

  it('a day of the year 0', async () => {
    const school = await world.given.school();
    const { errors } = await (
      await world.given.teacher(school)
    ).send(
      `query ($urn: Int!, $asOf: LocalDate) { school(urn: $urn) { benchmarks(policy: GATSBY_2025, asOf: $asOf) { asOf } } }`,
      { urn: school.urn, asOf: '0000-06-01' },
    );
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.message).toMatch(/"\$asOf".*2000-01-01 to 2100-12-31/);
  });
});

describe('lists', () => {
  it('go on after the longest name that an employer may have', async () => {
    for (const letter of ['\u0001', '🧪', '"']) await world.given.employer({ name: letter.repeat(200) });
    const query = `query ($after: String) { employers(first: 1, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
    type Asked = { employers: { nodes: object[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    const ids: object[] = [];
    for (let page = { hasNextPage: true, endCursor: '' }; page.hasNextPage;) {
      const { employers } = await world.anyone.ask<Asked>(query, { after: page.endCursor || undefined });
      ids.push(...employers.nodes);
      page = employers.pageInfo;
    }
    const [{ count } = { count: 0 }] = await world.dataSource.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM employer',
    );
    expect(ids).toHaveLength(count);
  });

  it('tell a distance where they can begin near somewhere, and there alone', () => {
    const { schema } = world.app.get(GraphQLSchemaHost);
    const near = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && type.name.endsWith('Edge') && type.getFields()['distanceKm'],
    );
    expect(near.map(({ name }) => name).sort()).toEqual(['OfferEdge', 'SchoolEdge', 'SchoolRequestEdge']);
  });
});

describe('the page and the health of the product', () => {
  it('serves the query page and its files without a network', async () => {
    const page = await (await fetch(world.url)).text();
    const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toHaveLength(5);
    for (const file of files) {
      expect(file.startsWith('/playground/')).toBe(true);
      expect((await fetch(world.url + file)).status).toBe(200);
    }
    expect((await fetch(`${world.url}/playground/..%2f..%2fpackage.json`)).status).toBe(404);
  });

  it('says that it lives and that it is ready', async () => {
    expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
    expect(await (await fetch(`${world.url}/health/ready`)).json()).toMatchObject({
      status: 'ok',
      info: { database: { status: 'up' }, changes: { status: 'up', count: expect.any(Number) } },
    });
  });
});

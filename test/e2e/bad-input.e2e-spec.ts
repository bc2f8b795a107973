import { startTestApp, type TestApp } from '../support/app.js';

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
      '{ offers(first: 100) { nodes { employer { sites { name } } } } schools(first: 100) { nodes { name } } }'.replace(
        'sites { name }',
        Array.from({ length: 14 }, (_, i) => `s${i}: sites { name postcode }`).join(' '),
      ),
      /cost|alias/i,
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
    ['a query cut off', '{"query":"{ofers"}', 400],
    ['a subscription', '{"query":"subscription { x }"}', 400],
    ['brackets without end', JSON.stringify({ query: '{'.repeat(5000) }), 400],
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

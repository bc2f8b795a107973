import { startTestApp, type TestApp } from '../support/app.js';

// The twelve probes that the usual scanners of GraphQL servers send, each as somebody who has not signed in.

let world: TestApp;
beforeAll(async () => void (world = await startTestApp({ PLAYGROUND: 'false' })));
afterAll(() => world.stop());

/** What came over HTTP. */
interface Raw {
  status: number;
  headers: Headers;
  text: string;
}

async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: object = {},
  url = world.url,
): Promise<Raw> {
  const type = { 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : type), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const post = (body: unknown, headers: object = {}) => send('POST', '/graphql', body, headers);
const repeated = (times: number, text: (n: number) => string) =>
  Array.from({ length: times }, (_, n) => text(n)).join(' ');

/** Whether an answer holds data of an operation, so that the probe got what it asked for. */
const answered = ({ text }: Raw) => /"data":\{/.test(text);

describe('a scanner finds', () => {
  it('no overload by aliases', async () => {
    expect(answered(await post({ query: `{ ${repeated(101, (n) => `a${n}: __typename`)} }` }))).toBe(false);
  });

  it('no overload by a batch of operations', async () => {
    const batch = Array.from({ length: 10 }, () => ({ query: '{ __typename }' }));
    expect(answered(await post(batch))).toBe(false);
  });

  it('no overload by directives', async () => {
    expect(answered(await post({ query: `{ __typename ${'@aa'.repeat(50)} }` }))).toBe(false);
    const real = `{ __typename ${'@include(if: true) '.repeat(50)} }`;
    expect(answered(await post({ query: real }))).toBe(false);
  });

  it('no overload by a field again and again, which is done once', async () => {
    const { text } = await post({ query: `{ ${'__typename '.repeat(500)} }` });
    expect((JSON.parse(text) as { data: object }).data).toEqual({ __typename: 'Query' });
  });

  it('no overload by introspection in a circle, even where introspection is on', async () => {
    const circle = `fields { type { `.repeat(5) + 'name' + ' } }'.repeat(5);
    const told = await startTestApp();
    try {
      const { text } = await send(
        'POST',
        `/graphql`,
        { query: `{ __schema { types { ${circle} } } }` },
        {},
        told.url,
      );
      expect([text.includes('"errors"'), /"data":\{/.test(text)]).toEqual([true, false]);
      const modest = await send(
        'POST',
        `/graphql`,
        { query: '{ __schema { types { name } } }' },
        {},
        told.url,
      );
      expect(answered(modest)).toBe(true);
    } finally {
      await told.stop();
    }
  });

  it('no schema told to strangers', async () => {
    expect(answered(await post({ query: '{ __schema { types { name } } }' }))).toBe(false);
    expect(answered(await post({ query: '{ __type(name: "Person") { name } }' }))).toBe(false);
  });

  it('no schema told by suggestions', async () => {
    const { text } = await post({ query: '{ scools { nodes { id } } }' });
    expect(text).toMatch(/scools/);
    expect(text).not.toMatch(/did you mean|schools/i);
  });

  it('no page to try queries on where it is turned off', async () => {
    for (const path of ['/', '/graphql', '/graphiql', '/playground', '/console']) {
      const { text } = await send('GET', path, undefined, { accept: 'text/html' });
      expect([path, /<html|<script/i.test(text)]).toEqual([path, false]);
    }
  });

  it('no answer to a GET that a page elsewhere can make a browser send', async () => {
    const path = `/graphql?query=${encodeURIComponent('{ __typename }')}`;
    expect(answered(await send('GET', path))).toBe(false);
  });

  it('no mutation by GET, even with what a page cannot send', async () => {
    const query = encodeURIComponent(
      'mutation { signIn(input: { email: "a@b.cd", password: "x" }) { __typename } }',
    );
    const raw = await send('GET', `/graphql?query=${query}`, undefined, {
      'apollo-require-preflight': 'yes',
    });
    expect([raw.status, answered(raw)]).toEqual([405, false]);
  });

  it('no answer to a form that a page elsewhere can send', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(answered(await post('query=%7B__typename%7D', type))).toBe(false);
    expect(answered(await post('{"query":"{ __typename }"}', { 'content-type': 'text/plain' }))).toBe(false);
  });

  it('no traces, stacks or names of the machine in errors', async () => {
    for (const query of ['{ node(id: "offer_1") ', '{ nothing }', '{ school(urn: 1) { id } }']) {
      const { text, headers } = await post({ query });
      expect(text).toMatch(/"errors"/);
      expect(text).not.toMatch(/stacktrace|node_modules|\.js:\d+|\bat [\w.]+ \(/);
      expect([...headers.keys()]).not.toContain('x-powered-by');
    }
  });
});

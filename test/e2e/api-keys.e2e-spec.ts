import { readFileSync } from 'node:fs';
import { startTestApp, type TestApp } from '../support/app.js';
import { broker, issue, ISSUE, through } from '../support/broker.js';
import { Client } from '../support/client.js';
import { openRequest, schoolWithPupils } from '../support/introductions.js';

const REQUESTS = '{ requests(first: 1) { nodes { id } } }';
const REVOKE = `mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) {
  ... on RevokeApiKeySuccess { apiKey { status revokedAt } } ... on Problem { code } } }`;
const KEYS = `query ($id: ID!) { node(id: $id) { ... on Broker { apiKeys(first: 50) { nodes { publicId status lastUsedAt createdBy } } } } }`;
const BRING = `mutation ($name: String!) { registerEmployer(input: { name: $name, sizeBand: SMALL, sectors: ["C"]
  sites: [{ name: "Works", postcode: "M1 1AE" }] }) { ... on RegisterEmployerSuccess { employer { id broker { name licence } } } ... on Problem { code } } }`;

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world.stop());

async function refusalOf(client: Client, query = REQUESTS): Promise<string> {
  const { errors } = await client.send(query);
  return `${errors?.[0]?.extensions.code}: ${errors?.[0]?.message}`;
}

describe('a key', () => {
  it('is shown once, kept as a hash, and named by its public id', async () => {
    const scheme = await broker(world);
    const { secret, apiKey } = await issue(scheme);
    expect(secret.startsWith(`fh_live_${apiKey.publicId}`)).toBe(true);
    const stored = JSON.stringify(await world.dataSource.query('SELECT * FROM api_key'));
    const remembered = JSON.stringify(await world.dataSource.query('SELECT * FROM change'));
    for (const text of [stored, remembered]) expect(text).not.toContain(secret.slice(16));
    const { node } = await scheme.admin.ask<{ node: { apiKeys: { nodes: object[] } } }>(KEYS, {
      id: scheme.id,
    });
    expect(node.apiKeys.nodes).toEqual([
      { publicId: apiKey.publicId, status: 'LIVE', lastUsedAt: null, createdBy: expect.any(String) },
    ]);
  });

  it('does what its scopes name, and nothing else', async () => {
    const scheme = await broker(world);
    const [browse, bring] = [
      through(world, await issue(scheme, { scopes: ['REQUEST_BROWSE'] })),
      through(world, await issue(scheme, { scopes: ['EMPLOYER_REGISTER'] })),
    ];
    expect(await browse.ask(REQUESTS)).toEqual({ requests: { nodes: [] } });
    expect(await refusalOf(bring)).toMatch(/^FORBIDDEN: This key has no scope .*request:browse/);
    expect(await browse.refusal(BRING, { name: 'Nobody' })).toBe('FORBIDDEN');
    expect((await browse.send('{ sectors { code } }')).errors).toBeUndefined();
  });

  it('sees of nodes what everybody sees, and neither its admin’s nor its own', async () => {
    const scheme = await broker(world);
    const issued = await issue(scheme);
    const key = through(world, issued);
    const memberships = await scheme.admin.ask<{ viewer: { memberships: { id: string }[] } }>(
      '{ viewer { memberships { id } } }',
    );
    const { viewer } = await scheme.admin.ask<{ viewer: { sessions: { id: string }[] } }>(
      '{ viewer { sessions { id } } }',
    );
    const hidden = [
      memberships.viewer.memberships[0]?.id,
      viewer.sessions[0]?.id,
      scheme.admin.personId,
      issued.apiKey.id,
    ];
    for (const id of hidden)
      expect(await key.ask('query ($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ node: null });
    expect(await key.ask(KEYS, { id: scheme.id })).toEqual({ node: { apiKeys: { nodes: [] } } });
  });

  it('acts as its broker, under its idempotency keys, whichever of its keys it is', async () => {
    const scheme = await broker(world);
    const keys = [await issue(scheme), await issue(scheme)];
    const other = await issue(await broker(world));
    const send = async ({ secret }: { secret: string }) => {
      const response = await fetch(`${world.url}/graphql`, {
        method: 'POST',
        headers: {
          ...{ 'content-type': 'application/json', authorization: `Bearer ${secret}` },
          'idempotency-key': 'night-1',
        },
        body: JSON.stringify({ query: BRING, variables: { name: 'Brought once' } }),
      });
      return {
        replayed: response.headers.get('idempotency-replayed'),
        data: ((await response.json()) as { data: object }).data,
      };
    };
    const [first, again, another] = [
      await send(keys[0] ?? other),
      await send(keys[1] ?? other),
      await send(other),
    ];
    expect(again).toEqual({ replayed: 'true', data: first.data });
    expect(another.replayed).toBeNull();
    expect(first.data).toMatchObject({
      registerEmployer: { employer: { broker: { name: scheme.name, licence: 'OGL v3.0' } } },
    });
    const rows = await world.dataSource.query<{ id: string }[]>(
      `SELECT id FROM employer WHERE name = 'Brought once' AND broker_id = $1 AND approved_at IS NOT NULL`,
      [scheme.id],
    );
    expect(rows).toHaveLength(1);
    expect(
      await world.dataSource.query(`SELECT actor, kind FROM change WHERE noun_id = $1`, [rows[0]?.id]),
    ).toEqual([{ actor: scheme.id, kind: 'registered' }]);
  });

  it('notes its use at most once a minute', async () => {
    const scheme = await broker(world);
    const { apiKey, ...issued } = await issue(scheme);
    const used = async () =>
      (
        await world.dataSource.query<{ at: Date | null }[]>(
          'SELECT last_used_at AS at FROM api_key WHERE id = $1',
          [apiKey.id],
        )
      )[0]?.at?.getTime();
    const setBack = (seconds: number) =>
      world.dataSource.query(
        `UPDATE api_key SET last_used_at = now() - $2 * interval '1 second' WHERE id = $1`,
        [apiKey.id, seconds],
      );
    await through(world, issued).ask(REQUESTS);
    const first = await used();
    expect(first).toBeDefined();
    await through(world, issued).ask(REQUESTS);
    expect(await used()).toBe(first);
    await setBack(61);
    const before = (await used()) ?? 0;
    await through(world, issued).ask(REQUESTS);
    expect(await used()).toBeGreaterThan(before);
  });
});

describe('a key that opens nothing', () => {
  it('any more, is revoked at once, by an admin of its broker alone', async () => {
    const scheme = await broker(world);
    const { apiKey, ...issued } = await issue(scheme);
    const key = through(world, issued);
    await key.ask(REQUESTS);
    const input = { apiKeyId: apiKey.id };
    const stranger = (await broker(world)).admin;
    expect(await stranger.refusal(REVOKE, { input })).toBe('NOT_FOUND');
    expect(await scheme.admin.ask(REVOKE, { input })).toMatchObject({
      revokeApiKey: { apiKey: { status: 'REVOKED' } },
    });
    expect(await refusalOf(key)).toMatch(
      new RegExp(`^UNAUTHENTICATED: The API key fh_live_${apiKey.publicId}… is revoked`),
    );
    expect(await refusalOf(key, '{ sectors { code } }')).toMatch(/^UNAUTHENTICATED/);
    expect(await scheme.admin.ask(REVOKE, { input })).toEqual({
      revokeApiKey: { code: 'API_KEY_ALREADY_REVOKED' },
    });
  });

  it('is past its end, and gives its place to another', async () => {
    const scheme = await broker(world);
    expect(
      (
        await scheme.admin.send(ISSUE, {
          input: {
            brokerId: scheme.id,
            name: 'x',
            scopes: ['REQUEST_BROWSE'],
            expiresAt: '2020-01-01T00:00:00Z',
          },
        })
      ).errors?.[0]?.extensions.fields,
    ).toMatchObject([{ path: 'input.expiresAt' }]);
    const { apiKey, ...issued } = await issue(scheme, { expiresAt: '2099-01-01T00:00:00Z' });
    await issue(scheme);
    expect((await issue(scheme)).code).toBe('TOO_MANY_API_KEYS');
    await through(world, issued).ask(REQUESTS);
    await world.dataSource.query(`UPDATE api_key SET expires_at = now() WHERE id = $1`, [apiKey.id]);
    expect(await refusalOf(through(world, issued))).toMatch(/^UNAUTHENTICATED: .* is expired/);
    expect((await issue(scheme)).code).toBeUndefined();
  });

  it('is mistyped: that is said, and counts for nothing', async () => {
    const { secret } = await issue(await broker(world));
    for (const typed of [`${secret.slice(0, -1)}!`, secret.slice(0, 40), secret.replace('live', 'love')])
      expect(await refusalOf(new Client(world.url, typed))).toMatch(
        /^UNAUTHENTICATED: .*mistyped or cut off/,
      );
    expect(await world.dataSource.query(`SELECT FROM attempt WHERE key LIKE 'apiKey:%'`)).toEqual([]);
  });

  it('was never issued: a hundred from one address, and every key from there is refused for a while', async () => {
    const issued = await issue(await broker(world));
    const stray = await issue(await broker(world));
    await world.dataSource.query('DELETE FROM api_key WHERE id = $1', [stray.apiKey.id]);
    const guess = () => refusalOf(through(world, stray));
    for (let tries = 0; tries < 100; tries += 1)
      expect(await guess()).toMatch(/Nobody was issued this API key/);
    expect(await guess()).toMatch(/^UNAUTHENTICATED: Too many unknown API keys .* Wait 15 minutes/);
    expect(await refusalOf(through(world, issued))).toMatch(/Too many unknown/);
    await world.dataSource.query(`DELETE FROM attempt WHERE key LIKE 'apiKey:%'`);
    expect(await through(world, issued).ask(REQUESTS)).toBeDefined();
  });
});

/** The blocks of a kind in a document, in order. */
function blocks(text: string, kind: string): string[] {
  const found = text.matchAll(new RegExp(`( *)\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'));
  return [...found].map(([, , block]) => block ?? '');
}

describe('a broker’s beginning, as its page tells it', () => {
  it('from the registration to the first employer', async () => {
    const page = readFileSync('docs/brokers.md', 'utf8');
    const [
      register = '',
      waiting = '',
      approve = '',
      issue = '',
      keys = '',
      revoke = '',
      bring = '',
      ...more
    ] = blocks(page, 'graphql');
    expect(more).toEqual([]);
    const [admin, operator] = [await world.given.person(), await world.given.person({ operator: true })];
    const { registerBroker } = await admin.ask<{ registerBroker: { broker: { id: string } } }>(register);
    const brokerId = registerBroker.broker.id;
    const { membersToApprove } = await operator.ask<{ membersToApprove: { nodes: { id: string }[] } }>(
      waiting,
    );
    expect(membersToApprove.nodes).toMatchObject([
      { role: 'BROKER_ADMIN', broker: { name: 'Makers in Schools' } },
    ]);
    await operator.ask(approve, { membershipId: membersToApprove.nodes[0]?.id });
    const { issueApiKey } = await admin.ask<{ issueApiKey: { secret: string; apiKey: { id: string } } }>(
      issue,
      {
        brokerId,
      },
    );

    const pupils = await schoolWithPupils(world);
    await openRequest(pupils.teacher, pupils);
    const [curl = ''] = blocks(page, 'sh');
    const [, address = ''] = /"(\$FIRSTHAND\/[^"]*)"/.exec(curl) ?? [];
    const headers = [...curl.matchAll(/-H ["']([^:]+): ([^"']+)["']/g)].map(([, name = '', value = '']) => [
      name,
      value.replace('$FIRSTHAND_KEY', issueApiKey.secret),
    ]);
    const response = await fetch(address.replace('$FIRSTHAND', world.url), {
      method: 'POST',
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: /--data '(.*)'$/m.exec(curl)?.[1] ?? '',
    });
    type Found = { data: { requests: { edges: { node: { school: { name: string } } }[] } } };
    expect(((await response.json()) as Found).data.requests.edges.length).toBeGreaterThan(0);

    const key = new Client(world.url, issueApiKey.secret);
    expect(await key.ask(bring, { name: 'A maker' })).toMatchObject({
      registerEmployer: { employer: { broker: { name: 'Makers in Schools' } } },
    });
    const apiKey = { id: issueApiKey.apiKey.id, status: 'LIVE', lastUsedAt: expect.any(String) };
    expect(await admin.ask(keys, { brokerId })).toMatchObject({ node: { apiKeys: { nodes: [apiKey] } } });
    expect(await admin.ask(revoke, { apiKeyId: apiKey.id })).toMatchObject({
      revokeApiKey: { apiKey: { status: 'REVOKED' } },
    });
    expect(await key.refusal(bring, { name: 'Another maker' })).toBe('UNAUTHENTICATED');
  });
});

describe('issuing', () => {
  it('is for the admins of the broker, and takes no idempotency key', async () => {
    const scheme = await broker(world);
    const input = { brokerId: scheme.id, name: 'x', scopes: ['REQUEST_BROWSE'] };
    const other = (await broker(world)).admin;
    expect(await other.refusal(ISSUE, { input })).toBe('FORBIDDEN');
    expect(await (await world.given.person({ operator: true })).refusal(ISSUE, { input })).toBe('FORBIDDEN');
    const response = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', authorization: `Bearer ${scheme.admin.token}` },
        'idempotency-key': 'k',
      },
      body: JSON.stringify({ query: ISSUE, variables: { input } }),
    });
    expect(await response.text()).toMatch(/answers with a secret/);
    expect(await world.dataSource.query('SELECT FROM api_key WHERE broker_id = $1', [scheme.id])).toEqual([]);
  });

  const race = async () => {
    const scheme = await broker(world);
    const answers = await Promise.all(Array.from({ length: 12 }, () => issue(scheme)));
    return answers.filter(({ code }) => !code).length;
  };

  it('lets two of twelve through that are asked for at once', async () => {
    expect(await race()).toBe(2);
  });

  it('control: without the constraint, more', async () => {
    await world.dataSource.query('ALTER TABLE api_key DROP CONSTRAINT api_key_two_live');
    expect(await race()).toBeGreaterThan(2);
  });
});

describe('a broker', () => {
  it('is not registered under the name of another in other letters', async () => {
    const REGISTER = `mutation ($input: RegisterBrokerInput!) { registerBroker(input: $input) { __typename } }`;
    const register = async (name: string) => {
      const input = { name, licence: 'OGL v3.0', attribution: name };
      const person = await world.given.person();
      return (await person.ask<{ registerBroker: { __typename: string } }>(REGISTER, { input }))
        .registerBroker.__typename;
    };
    expect(await register('Welders in Schools')).toBe('RegisterBrokerSuccess');
    expect(await register('welders in SCHOOLS')).toBe('BrokerNameTaken');
  });
});

import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { Budget, Public, type Spender } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { gathering } from '../support/gathering.js';

/** Counts how often it was asked; each costs a quarter of the least budget. */
@Resolver()
class Dear {
  static asked = 0;

  @Public()
  @Query(() => Number, { description: 'Costs a lot.', complexity: 5_000 })
  dear(): number {
    return (Dear.asked += 1);
  }

  @Public()
  @Mutation(() => Number, { description: 'Changes something, at a price.', complexity: 5_000 })
  change(): number {
    return (Dear.asked += 1);
  }
}

interface Came {
  status: number;
  retryAfter: string | null;
  body: {
    data?: object | null;
    errors?: { message: string; extensions: { code: string; retryAfterSeconds?: number } }[];
    extensions?: { cost: { requested: number; remaining: number; limit: number; resetsInSeconds: number } };
  };
}

let world: TestApp;
beforeAll(async () => {
  const least = { COST_PER_PERSON: '20000', COST_PER_ADDRESS: '20000', TRUST_PROXY: '1' };
  world = await startTestApp(least, { providers: [Dear] });
});
afterAll(() => world?.stop());
beforeEach(() => void (Dear.asked = 0));

let addresses = 0;
const anotherAddress = () => `192.0.2.${(addresses += 1)}`;

async function send(
  query: string,
  token?: string,
  address = anotherAddress(),
  accept = '*/*',
): Promise<Came> {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', accept, 'x-forwarded-for': address },
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as Came['body'];
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body };
}

/** Forty at once from clients that share nothing but whose they are. */
const race = (person: Client, query = '{ dear }') =>
  Promise.all(Array.from({ length: 40 }, () => send(query, person.token)));
const ran = (came: readonly Came[]) => came.filter(({ body }) => body.data).length;

describe('the budget of a minute', () => {
  it('is told in every answer of what ran', async () => {
    const person = await world.given.person();
    const { body } = await send('{ viewer { name } }', person.token);
    expect(body.extensions).toEqual({
      cost: { requested: 2, remaining: 19_998, limit: 20_000, resetsInSeconds: expect.any(Number) as number },
    });
    const wrong = await send('{ school(urn: 100000) { id } }', person.token);
    expect(wrong.body.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(wrong.body.extensions?.cost).toMatchObject({ requested: 2, remaining: 19_996 });
  });

  it('is shared by all that one person sends, and nothing beyond it is done', async () => {
    const came = await race(await world.given.person());
    expect([ran(came), Dear.asked]).toEqual([4, 4]);
    const refused = came.filter(({ body }) => !body.data);
    for (const { status, retryAfter, body } of refused) {
      const [error] = body.errors ?? [];
      expect([status, error?.extensions.code]).toEqual([429, 'RATE_LIMITED']);
      expect(Number(retryAfter)).toBe(error?.extensions.retryAfterSeconds);
      expect(Number(retryAfter)).toBeGreaterThan(0);
    }
  });

  it('bounds mutations as it does queries', async () => {
    expect([ran(await race(await world.given.person(), 'mutation { change }')), Dear.asked]).toEqual([4, 4]);
  });

  it('would not hold, were it read first and written later', async () => {
    const budget = world.app.get(Budget, { strict: false });
    const right = budget.spend.bind(budget);
    let spent = 0;
    const both = gathering();
    budget.spend = async (_spenders: readonly Spender[], requested: number) => {
      const before = spent;
      await both();
      spent = before + requested;
      const allowed = spent <= 20_000;
      return { allowed, requested, remaining: 0, limit: 20_000, resetsInSeconds: 1 };
    };
    try {
      expect(ran(await race(await world.given.person()))).toBeGreaterThan(4);
    } finally {
      budget.spend = right;
    }
  });

  it('counts what is packed into aliases one by one', async () => {
    const { token } = await world.given.person();
    expect((await send('{ a: dear b: dear c: dear }', token)).body.extensions?.cost.requested).toBe(15_000);
    expect((await send('{ a: dear b: dear }', token)).status).toBe(429);
    expect((await send('{ dear }', token)).body.extensions?.cost.remaining).toBe(0);
  });

  it('is an address’s, where nobody has signed in or the token is not good', async () => {
    const address = anotherAddress();
    const mixed = Array.from({ length: 10 }, (_, n) =>
      send('{ dear }', n % 2 ? `nonsense${n}` : undefined, address),
    );
    const came = await Promise.all(mixed);
    expect(came.filter(({ status }) => status === 429)).toHaveLength(6);
    expect(ran([await send('{ dear }')])).toBe(1);
    const { token } = await world.given.person();
    expect(ran([await send('{ dear }', token, address)])).toBe(1);
  });

  it('answers both kinds of client with 429', async () => {
    const { token } = await world.given.person();
    await send('{ a: dear b: dear c: dear d: dear }', token);
    for (const accept of ['application/json', 'application/graphql-response+json'])
      expect((await send('{ dear }', token, anotherAddress(), accept)).status).toBe(429);
  });
});

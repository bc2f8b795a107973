import { Query, Resolver } from '@nestjs/graphql';
import { EntityManager } from 'typeorm';
import { Public } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';

const canary = 'CANARY-7f3e';

/** Two bugs: one whose message and one whose SQL hold what somebody typed. */
@Resolver()
class Broken {
  constructor(private readonly manager: EntityManager) {}

  @Public()
  @Query(() => String, { description: 'Fails as a bug does.' })
  bug(): string {
    throw new TypeError(`cannot read ${canary}`);
  }

  @Public()
  @Query(() => String, { description: 'Fails in the database.' })
  async databaseBug(): Promise<string> {
    await this.manager.query('SELECT $1::integer', [canary]);
    return '';
  }
}

let world: TestApp;
const lines: string[] = [];
beforeAll(async () => {
  world = await startTestApp(
    { LOG_LEVEL: 'trace' },
    { providers: [Broken], log: { write: (line) => void lines.push(line) } },
  );
});
afterAll(() => world?.stop());

describe('what is logged', () => {
  it('is one JSON line for each event, without anything personal', async () => {
    const input = {
      name: `Ada ${canary}`,
      email: `${canary}@school.example`,
      password: `${canary} correct horse`,
    };
    const SIGN_UP =
      'mutation ($input: SignUpInput!) { signUp(input: $input) { __typename ... on SignInSuccess { accessToken } } }';
    const { signUp } = await world.anyone.ask<{ signUp: { accessToken: string } }>(SIGN_UP, { input });
    await world.anyone.ask(SIGN_UP, { input });
    await world.anyone.send(SIGN_UP, { input: { ...input, email: `not an address ${canary}` } });
    await world.anyone.send('mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }', {
      input: { email: input.email, password: canary },
    });
    await fetch(`${world.url}/graphql?query={viewer{name}}&variables={"x":"${canary}"}`, {
      headers: { authorization: `Bearer ${signUp.accessToken}` },
    });
    await fetch(`${world.url}/graphql`, {
      method: 'POST',
      body: `{ ${canary}`,
      headers: { 'content-type': 'application/json' },
    });

    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(JSON.parse(line)).toEqual(expect.any(Object));
    expect(lines.filter((line) => line.includes(canary) || line.includes(signUp.accessToken))).toEqual([]);
  });

  it('tells of a bug under the number that the caller is given, without what was typed', async () => {
    for (const query of ['{ bug }', '{ databaseBug }']) {
      const { errors } = await world.anyone.send(query);
      const [error] = errors ?? [];
      const { correlationId } = error?.extensions as unknown as { correlationId: string };
      expect(error?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
      expect(error?.message).toContain(correlationId);
      const logged = lines.filter((line) => line.includes(correlationId));
      expect(logged).toHaveLength(1);
      expect(JSON.parse(logged[0] ?? '')).toMatchObject({
        level: 50,
        correlationId,
        stack: expect.stringContaining('at '),
      });
      expect(JSON.stringify(errors) + lines.join('')).not.toContain(canary);
    }
  });
});

/** A query that begins when it is heard and ends when it is told to. */
@Resolver()
class Slow {
  static begin: () => void;
  static end: () => void;
  static readonly begun = new Promise<void>((resolve) => (Slow.begin = resolve));
  private static readonly ended = new Promise<void>((resolve) => (Slow.end = resolve));

  @Public()
  @Query(() => String, { description: 'Takes its time.' })
  async slow(): Promise<string> {
    Slow.begin();
    await Slow.ended;
    return 'whole';
  }
}

describe('stopping', () => {
  it('finishes what is under way and takes nothing new', async () => {
    const leaving = await startTestApp({}, { providers: [Slow] });
    const under = leaving.anyone.send('{ slow }');
    await Slow.begun;
    const stopped = leaving.stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    Slow.end();
    expect((await under).data).toEqual({ slow: 'whole' });
    await stopped;
    await expect(leaving.anyone.send('{ sectors { code } }')).rejects.toThrow(/ECONNREFUSED/);
  });
});

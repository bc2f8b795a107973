import { Attempts, SessionJobs } from '#members';
import { startTestApp, type TestApp } from '../support/app.js';
import { Client } from '../support/client.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world.stop());

const PASSWORD = 'correct horse battery';
const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) {
  ... on SignInSuccess { accessToken refreshToken expiresInSeconds } ... on Problem { code message } } }`;
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) {
  ... on SignInSuccess { accessToken refreshToken } ... on Problem { code message } ... on TooManyAttempts { retryAfterSeconds } } }`;
const REFRESH = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) {
  ... on RefreshSessionSuccess { accessToken refreshToken expiresInSeconds } ... on Problem { code } } }`;
const END = `mutation ($input: EndSessionInput!) { endSession(input: $input) { ... on EndSessionSuccess { ended } ... on Problem { code } } }`;
const SIGN_OUT = `mutation ($input: SignOutInput!) { signOut(input: $input) { ... on EndSessionSuccess { ended } ... on Problem { code } } }`;
const SESSIONS = '{ viewer { sessions { id device createdAt expiresAt } } }';

/** What signing in and refreshing answer. */
interface Tokens {
  accessToken: string;
  refreshToken: string;
  code?: string;
  retryAfterSeconds?: number;
}

let people = 0;
const address = () => `grace${(people += 1)}@school.example`;

async function signedUp(email = address()): Promise<Tokens & { email: string }> {
  const input = { name: 'Grace Example', email, password: PASSWORD };
  return { ...(await world.anyone.ask<{ signUp: Tokens }>(SIGN_UP, { input })).signUp, email };
}

async function signIn(email: string, password = PASSWORD): Promise<Tokens> {
  return (await world.anyone.ask<{ signIn: Tokens }>(SIGN_IN, { input: { email, password } })).signIn;
}

async function refresh(refreshToken: string): Promise<Tokens> {
  return (await world.anyone.ask<{ refreshSession: Tokens }>(REFRESH, { input: { refreshToken } }))
    .refreshSession;
}

const as = ({ accessToken }: Tokens) => new Client(world.url, accessToken);
const works = async (tokens: Tokens) => (await as(tokens).refusal(SESSIONS)).startsWith('no error');

describe('a session', () => {
  it('goes on with a new token each time, and the old one is spent', async () => {
    const first = await signedUp();
    const second = await refresh(first.refreshToken);
    const third = await refresh(second.refreshToken);
    expect(new Set([first, second, third].map(({ refreshToken }) => refreshToken)).size).toBe(3);
    expect(await works(third)).toBe(true);
    expect((await as(third).ask<{ viewer: { sessions: object[] } }>(SESSIONS)).viewer.sessions).toHaveLength(
      1,
    );
  });

  it('ends for everybody when a spent token comes again: one of the two was copied', async () => {
    const first = await signedUp();
    const second = await refresh(first.refreshToken);
    expect((await refresh(first.refreshToken)).code).toBe('REFRESH_REFUSED');
    expect((await refresh(second.refreshToken)).code).toBe('REFRESH_REFUSED');
    expect([await works(first), await works(second)]).toEqual([false, false]);
    const ends = await world.dataSource.query<{ reason: string }[]>(
      `SELECT reason FROM change WHERE noun = 'session' AND kind = 'ended'
       AND noun_id = (SELECT max(session_id) FROM refresh_token JOIN session ON session.id = session_id WHERE end_reason = 'token_reused')`,
    );
    expect(ends).toEqual([{ reason: 'token_reused' }]);
    // Nobody is locked out: whoever knows the password begins another.
    expect(await works(await signIn(first.email))).toBe(true);
  });

  it('gives one set of tokens when its token is sent many times at once, and then ends', async () => {
    const { refreshToken } = await signedUp();
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)));
    expect(answers.filter(({ code }) => code === 'REFRESH_REFUSED')).toHaveLength(7);
    const [winner] = answers.filter(({ code }) => !code);
    expect(winner && (await works(winner))).toBe(false);
  });

  it.each(['nonsense', ''])('is not refreshed by %j', async (token) => {
    expect((await refresh(token)).code).toBe('REFRESH_REFUSED');
  });

  it('is seen and ended by its person alone, at once', async () => {
    const [here, other] = [await signedUp(), await signedUp()];
    const there = await signIn(here.email);
    const { viewer } = await as(here).ask<{ viewer: { sessions: { id: string; device: string }[] } }>(
      SESSIONS,
    );
    expect(viewer.sessions).toHaveLength(2);
    const input = { sessionId: viewer.sessions[0]?.id };
    expect(await as(other).refusal(END, { input })).toBe('NOT_FOUND');
    expect(await as(other).ask('query ($id: ID!) { node(id: $id) { id } }', { id: input.sessionId })).toEqual(
      {
        node: null,
      },
    );
    expect(await as(here).ask(END, { input })).toEqual({ endSession: { ended: 1 } });
    expect(await as(here).ask(END, { input })).toEqual({ endSession: { code: 'SESSION_HAS_ENDED' } });
    expect([await works(here), await works(there)]).toEqual([true, false]);
    expect((await refresh(there.refreshToken)).code).toBe('REFRESH_REFUSED');
  });

  it('is signed out of, here or everywhere', async () => {
    const here = await signedUp();
    const there = await signIn(here.email);
    expect(await as(there).ask(SIGN_OUT, { input: {} })).toEqual({ signOut: { ended: 1 } });
    expect([await works(here), await works(there)]).toEqual([true, false]);
    const again = await signIn(here.email);
    expect(await as(here).ask(SIGN_OUT, { input: { everywhere: true } })).toEqual({ signOut: { ended: 2 } });
    expect([await works(here), await works(again)]).toEqual([false, false]);
  });

  it('is over after its time, is not refreshed then, and is forgotten later', async () => {
    const tokens = await signedUp();
    const { viewer } = await as(tokens).ask<{ viewer: { sessions: { id: string }[] } }>(SESSIONS);
    const id = viewer.sessions[0]?.id;
    const ago = (days: number) =>
      world.dataSource.query(
        `UPDATE session SET expires_at = now() - interval '${days} days' WHERE id = $1`,
        [id],
      );
    const kept = async () =>
      (await world.dataSource.query<object[]>('SELECT FROM session WHERE id = $1', [id])).length;
    await ago(1);
    expect((await refresh(tokens.refreshToken)).code).toBe('REFRESH_REFUSED');
    await world.app.get(SessionJobs, { strict: false }).forget();
    expect(await kept()).toBe(1);
    await ago(31);
    await world.app.get(SessionJobs, { strict: false }).forget();
    expect(await kept()).toBe(0);
  });

  it('keeps of the tokens that it has spent those of the last thirty days, by which a copy is known', async () => {
    const first = await signedUp();
    const second = await refresh(first.refreshToken);
    const third = await refresh(second.refreshToken ?? '');
    const spent = (token: string, days: number) =>
      world.dataSource.query(
        `UPDATE refresh_token SET used_at = now() - interval '${days} days' WHERE hash = sha256(convert_to($1, 'UTF8'))`,
        [token],
      );
    await spent(first.refreshToken, 31);
    await spent(second.refreshToken ?? '', 29);
    await world.app.get(SessionJobs, { strict: false }).forget();
    expect((await refresh(first.refreshToken)).code).toBe('REFRESH_REFUSED');
    const fourth = await refresh(third.refreshToken ?? '');
    expect(fourth.code).toBeUndefined();
    expect((await refresh(second.refreshToken ?? '')).code).toBe('REFRESH_REFUSED');
    expect((await refresh(fourth.refreshToken ?? '')).code).toBe('REFRESH_REFUSED');
  });

  it('stores no token', async () => {
    const { refreshToken, accessToken } = await signedUp();
    for (const table of ['session', 'refresh_token', 'change', 'attempt']) {
      const rows = await world.dataSource.query<{ row: string }[]>(
        `SELECT ${table}::text AS row FROM ${table}`,
      );
      expect(rows.filter(({ row }) => row.includes(refreshToken) || row.includes(accessToken))).toEqual([]);
    }
  });
});

describe('signing in', () => {
  it('takes ten wrong passwords for an account, and then none for a while, not even the right one', async () => {
    const { email } = await signedUp();
    for (let n = 0; n < 10; n += 1) expect((await signIn(email, 'a wrong one')).code).toBe('SIGN_IN_REFUSED');
    const refused = await signIn(email);
    expect(refused.code).toBe('TOO_MANY_ATTEMPTS');
    expect(refused.retryAfterSeconds).toBeGreaterThan(0);
    expect((await signIn((await signedUp()).email)).code).toBeUndefined();
  });

  it('lets nobody lock an account from where they are: what is refused there counts for no one else', async () => {
    const { email } = await signedUp();
    for (let n = 0; n < 60; n += 1) await signIn(email, 'a wrong one');
    const [person] = await world.dataSource.query<{ id: string }[]>(
      'SELECT id FROM person WHERE email = $1',
      [email],
    );
    const elsewhere = { address: '203.0.113.7', device: '' };
    expect(
      await world.app.get(Attempts, { strict: false }).signIn(person?.id ?? '', elsewhere),
    ).toBeUndefined();
  });

  it('counts guesses that are packed into one request one by one', async () => {
    const { email } = await signedUp();
    const guesses = Array.from(
      { length: 14 },
      (_, n) =>
        `g${n}: signIn(input: { email: "${email}", password: "guess ${n}" }) { ... on Problem { code } }`,
    );
    const answers = await world.anyone.ask<Record<string, { code: string }>>(
      `mutation { ${guesses.join(' ')} }`,
    );
    expect(Object.values(answers).filter(({ code }) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(4);
  });

  it('forgets the wrong ones of whoever gets in', async () => {
    const { email } = await signedUp();
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 9; n += 1) await signIn(email, 'a wrong one');
      expect((await signIn(email)).code).toBeUndefined();
    }
  });

  it('tells nobody’s address where it counts', async () => {
    const { email } = await signedUp();
    await signIn(email, 'a wrong one');
    const rows = await world.dataSource.query<{ key: string }[]>('SELECT key FROM attempt');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ key }) => /@|127\.0\.0\.1/.test(key))).toEqual([]);
  });
});

import { createHash } from 'node:crypto';
import { SessionJobs } from '#members';
import { startTestApp, type TestApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { type Account, Browser, Issuer } from '../support/issuer.js';

const EXCHANGE = `mutation ($input: ExchangeSignInInput!) { exchangeSignIn(input: $input) { __typename
  ... on ExchangeSignInSuccess { accessToken refreshToken viewer { id name email } withoutMembership
    membership { role status school { urn } } }
  ... on PasswordNeeded { linkCode } ... on Problem { code message } } }`;
const LINK = EXCHANGE.replaceAll('exchangeSignIn', 'linkSignIn')
  .replace('ExchangeSignInInput', 'LinkSignInInput')
  .replace('... on PasswordNeeded { linkCode }', '');
const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { ... on SignInSuccess { viewer { id } accessToken } } }`;
const SESSIONS = '{ viewer { id sessions { id } } }';

/** What exchanging and linking answer. */
interface Exchanged {
  code?: string;
  linkCode?: string;
  accessToken: string;
  viewer: { id: string; name: string; email: string };
  membership: { role: string; status: string; school: { urn: number } } | null;
  withoutMembership: string | null;
}

let world: TestApp;
let issuer: Issuer;
beforeAll(async () => {
  issuer = await Issuer.listen();
  world = await startTestApp(issuer.env);
  issuer.serve(world.url);
});
afterAll(async () => {
  await world?.stop();
  await issuer?.stop();
});

let people = 0;
const somebody = (more: Partial<Account> = {}): Account => {
  const number = (people += 1);
  return { sub: `sub-${number}`, email: `ada${number}@school.example`, name: `Ada ${number}`, ...more };
};
const begin = (query = '') => `${world.url}/sign-in/schools${query}`;
const BACK = /^http:\/\/localhost:5\//;
const CALLBACK = /\/sign-in\/schools\/callback\?/;

/** Signs somebody in with a browser. @returns the code that the client is given */
async function codeFor(account: Account, query = '', browser = new Browser()): Promise<string> {
  issuer.account = account;
  const back = await browser.follow(begin(query), BACK);
  return new URL(back).searchParams.get('code') ?? `no code, but ${back}`;
}

async function exchange(code: string, more: object = {}): Promise<Exchanged> {
  const input = { code, ...more };
  return (await world.anyone.ask<{ exchangeSignIn: Exchanged }>(EXCHANGE, { input })).exchangeSignIn;
}

const signIn = async (account: Account) => exchange(await codeFor(account));

/** A page that says what went wrong: its status and its text. */
async function pageAt(address: string, browser = new Browser()): Promise<{ status: number; text: string }> {
  const response = await browser.open(address);
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  const text = await response.text();
  expect(text).toMatch(/<html lang="en">[\s\S]*<title>Error: [\s\S]*<main>\n<h1>/);
  expect(text).not.toMatch(/\bat .*\.[jt]s|<issuer>|stack/);
  return { status: response.status, text };
}

describe('signing in through a provider', () => {
  it('makes a person and a teacher of the school that it names, and the same person again', async () => {
    const school = await world.given.school();
    const ada = somebody({ organisation: { urn: String(school.urn), name: 'A school' } });
    const first = await signIn(ada);
    expect(first).toMatchObject({
      viewer: { name: ada.name, email: ada.email },
      membership: { role: 'TEACHER', status: 'APPROVED', school: { urn: school.urn } },
      withoutMembership: null,
    });
    const second = await signIn({ ...ada, email: 'another@school.example' });
    expect(second.viewer).toEqual(first.viewer);
    const client = new Client(world.url, second.accessToken);
    expect(await client.ask('{ viewer { memberships { status } } }')).toEqual({
      viewer: { memberships: [{ status: 'APPROVED' }] },
    });
  });

  it('begins sessions that are seen and ended like others', async () => {
    const ada = somebody();
    const [here, there] = [await signIn(ada), await signIn(ada)];
    const client = new Client(world.url, here.accessToken);
    const { viewer } = await client.ask<{ viewer: { sessions: { id: string }[] } }>(SESSIONS);
    expect(viewer.sessions).toHaveLength(2);
    await client.ask('mutation { signOut(input: { everywhere: true }) { __typename } }');
    for (const { accessToken } of [here, there])
      expect(await new Client(world.url, accessToken).refusal(SESSIONS)).toBe('UNAUTHENTICATED');
  });

  it.each([
    ['no school', undefined, 'NO_SCHOOL'],
    ['an unknown URN', { urn: '1999999' }, 'UNKNOWN_SCHOOL'],
    ['nonsense', 'nonsense', 'NO_SCHOOL'],
  ])('with %s lets in without a membership, and says why', async (_what, organisation, why) => {
    expect(await signIn(somebody({ organisation }))).toMatchObject({
      ...{ membership: null, withoutMembership: why },
      viewer: { id: expect.stringMatching(/^person_/) },
    });
  });

  it('with a closed school, or against what somebody decided, brings no membership either', async () => {
    const [closed, other] = [await world.given.school(), await world.given.school()];
    await world.dataSource.query('UPDATE school SET open = false WHERE id = $1', [closed.id]);
    expect((await signIn(somebody({ organisation: { urn: closed.urn } }))).withoutMembership).toBe(
      'CLOSED_SCHOOL',
    );
    const ada = somebody({ organisation: { urn: other.urn } });
    await signIn(ada);
    for (const [status, role, why] of [
      ['ended', 'teacher', 'DECLINED_OR_ENDED'],
      ['declined', 'teacher', 'DECLINED_OR_ENDED'],
      ['requested', 'school_admin', 'ASKED_TO_BE_ADMIN'],
      ['requested', 'teacher', null],
    ]) {
      await world.dataSource.query(`UPDATE membership SET status = $2, role = $3 WHERE school_id = $1`, [
        ...[other.id, status, role],
      ]);
      expect([status, role, (await signIn(ada)).withoutMembership]).toEqual([status, role, why]);
    }
  });

  it('asks for the password of an account that has the address, and opens it from then on', async () => {
    const school = await world.given.school();
    const ada = somebody({ organisation: { urn: school.urn } });
    const input = { name: 'Ada of old', email: ada.email?.toUpperCase(), password: 'correct horse battery' };
    const { signUp } = await world.anyone.ask<{ signUp: Exchanged }>(SIGN_UP, { input });
    const needed = await signIn(ada);
    expect(needed).toMatchObject({ code: 'PASSWORD_NEEDED', linkCode: expect.any(String) });
    expect(await exchange(needed.linkCode ?? '')).toMatchObject({ code: 'SIGN_IN_CODE_REFUSED' });
    const link = async (password: string) =>
      (
        await world.anyone.ask<{ linkSignIn: Exchanged }>(LINK, {
          input: { code: needed.linkCode, password },
        })
      ).linkSignIn;
    expect((await link('wrong')).code).toBe('SIGN_IN_REFUSED');
    expect(await link('correct horse battery')).toMatchObject({
      viewer: { id: signUp.viewer.id, name: 'Ada of old' },
      membership: { school: { urn: school.urn } },
    });
    expect((await link('correct horse battery')).code).toBe('SIGN_IN_CODE_REFUSED');
    expect((await signIn(ada)).viewer.id).toBe(signUp.viewer.id);
  });

  it('is not linked with the password of before, where another one is being set meanwhile', async () => {
    const ada = somebody();
    const input = { name: 'Ada', email: ada.email, password: 'correct horse battery' };
    const { signUp } = await world.anyone.ask<{ signUp: Exchanged }>(SIGN_UP, { input });
    const { linkCode } = await signIn(ada);
    const runner = world.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`UPDATE person SET password_hash = 'another' WHERE id = $1`, [signUp.viewer.id]);
    let answered = false;
    const linking = world.anyone
      .ask<{ linkSignIn: Exchanged }>(LINK, { input: { code: linkCode, password: input.password } })
      .finally(() => (answered = true));
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while (!answered && (await world.dataSource.query<object[]>(waiting)).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await runner.commitTransaction();
    await runner.release();
    expect((await linking).linkSignIn.code).toBe('SIGN_IN_REFUSED');
  });

  it('makes one person of a new one who comes in two browsers at once', async () => {
    const ada = somebody();
    const codes = [await codeFor(ada), await codeFor(ada), await codeFor(ada), await codeFor(ada)];
    const ids = (await Promise.all(codes.map((code) => exchange(code)))).map(({ viewer }) => viewer?.id);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^person_/);
  });
});

describe('the code that the client is given', () => {
  it('is good once, also when it is sent many times at once', async () => {
    const code = await codeFor(somebody());
    const answers = await Promise.all(Array.from({ length: 6 }, () => exchange(code)));
    expect(answers.filter(({ accessToken }) => accessToken)).toHaveLength(1);
    expect(answers.filter((answer) => answer.code === 'SIGN_IN_CODE_REFUSED')).toHaveLength(5);
  });

  it('is good for a minute, and kept as a hash', async () => {
    const code = await codeFor(somebody());
    const rows = await world.dataSource.query<{ hash: Buffer; seconds: number }[]>(
      `SELECT hash, extract(epoch FROM expires_at - now())::integer AS seconds FROM sign_in_code WHERE NOT needs_password`,
    );
    const mine = rows.find(({ hash }) => hash.equals(createHash('sha256').update(code).digest()));
    expect(mine?.seconds).toBeGreaterThan(0);
    expect(mine?.seconds).toBeLessThanOrEqual(60);
    await world.dataSource.query('UPDATE sign_in_code SET expires_at = now()');
    expect((await exchange(code)).code).toBe('SIGN_IN_CODE_REFUSED');
    await world.app.get(SessionJobs, { strict: false }).forget();
    expect(await world.dataSource.query('SELECT FROM sign_in_code')).toEqual([]);
  });

  it('goes with the verifier of the client that began, and with no other', async () => {
    const verifier = 'v'.repeat(43);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const query = `?returnTo=${encodeURIComponent('http://localhost:5/other')}&challenge=${challenge}`;
    const code = await codeFor(somebody(), query);
    for (const more of [{}, { verifier: 'w'.repeat(43) }])
      expect((await exchange(code, more)).code).toBe('SIGN_IN_CODE_REFUSED');
    expect((await exchange(code, { verifier })).accessToken).toBeDefined();
    // Whoever lures a client into taking a code of theirs cannot do without the challenge.
    expect((await exchange(await codeFor(somebody()), { verifier })).code).toBe('SIGN_IN_CODE_REFUSED');
  });

  it('is sent to addresses that are set up alone', async () => {
    for (const returnTo of ['https://evil.example/', 'http://localhost:5/app/', 'javascript:alert(1)', '']) {
      const { status, text } = await pageAt(begin(`?returnTo=${encodeURIComponent(returnTo)}`));
      expect([returnTo, status]).toEqual([returnTo, 400]);
      expect(text).toMatch(/began at an address that is not known here/);
    }
  });
});

describe('a sign-in that goes wrong', () => {
  /** The address that the provider sends a browser back to, not yet opened. */
  async function backAt(browser: Browser, account: Account | undefined = somebody()): Promise<string> {
    issuer.account = account;
    return browser.follow(begin(), CALLBACK);
  }

  it('as the browser comes back a second time', async () => {
    const browser = new Browser();
    const back = await backAt(browser);
    expect((await browser.open(back)).status).toBe(303);
    expect(await pageAt(back, browser)).toMatchObject({
      status: 400,
      text: expect.stringMatching(/is over/),
    });
  });

  it('as another browser brings the answer, and the right one still may', async () => {
    const browser = new Browser();
    const back = await backAt(browser);
    for (const other of [new Browser(), browserThatBegan()])
      expect(await pageAt(back, await other)).toMatchObject({
        status: 400,
        text: expect.stringMatching(/another browser/),
      });
    expect((await browser.open(back)).headers.get('location')).toMatch(BACK);
  });

  async function browserThatBegan(): Promise<Browser> {
    const browser = new Browser();
    await browser.open(begin());
    return browser;
  }

  it('as it took too long', async () => {
    const browser = new Browser();
    const back = await backAt(browser);
    await world.dataSource.query('UPDATE sign_in_attempt SET expires_at = now()');
    expect((await pageAt(back, browser)).text).toMatch(/more than ten minutes/);
  });

  it('as the person turned back', async () => {
    const browser = new Browser();
    issuer.account = undefined;
    const back = await browser.follow(begin(), CALLBACK);
    const { status, text } = await pageAt(back, browser);
    expect(status).toBe(403);
    expect(text).toMatch(/The schools’ &lt;issuer&gt; did not let you in/);
    expect(text).toMatch(/<a href="\/sign-in\/schools\?returnTo=[^"]+">Begin again/);
  });

  it('as the provider says that nobody has shown the address to be theirs', async () => {
    const browser = new Browser();
    const ada = somebody({ email_verified: false });
    const back = await backAt(browser, ada);
    expect(await pageAt(back, browser)).toMatchObject({
      status: 403,
      text: expect.stringMatching(/has not confirmed your e-mail address.*Confirm it there/s),
    });
    expect((await signIn({ ...ada, email_verified: true })).viewer.email).toBe(ada.email);
  });

  it('as there is no address to know them by', async () => {
    const browser = new Browser();
    const back = await backAt(browser, { sub: 'sub-without' });
    expect(await pageAt(back, browser)).toMatchObject({
      status: 403,
      text: expect.stringMatching(/no e-mail address/),
    });
  });

  it.each<[string, (back: URL) => void]>([
    ['another issuer', (back) => back.searchParams.set('iss', 'https://other.example')],
    ['no issuer', (back) => back.searchParams.delete('iss')],
    ['a code that is none', (back) => back.searchParams.set('code', 'nonsense')],
  ])('as the answer names %s', async (_what, change) => {
    const browser = new Browser();
    const back = new URL(await backAt(browser));
    change(back);
    expect(await pageAt(back.href, browser)).toMatchObject({
      status: 400,
      text: expect.stringMatching(/could not be trusted/),
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['another nonce', { nonce: 'another' }],
    ['another audience', { aud: 'somebody-else' }],
    ['another issuer', { iss: 'https://other.example' }],
    ['a time that is past', { exp: 1 }],
    ['all of it rightly, signed by somebody else', {}],
  ])('as the token names %s', async (_what, claims) => {
    issuer.tamper = (token) => Object.assign(token, claims);
    issuer.forged = Object.keys(claims).length === 0;
    try {
      const browser = new Browser();
      expect(await pageAt(await backAt(browser), browser)).toMatchObject({
        status: 400,
        text: expect.stringMatching(/could not be trusted/),
      });
    } finally {
      issuer.tamper = undefined;
      issuer.forged = false;
    }
    // The same way without a change leads in: it was the change that was refused.
    expect((await signIn(somebody())).accessToken).toBeDefined();
  });

  it('as there is no such provider, or none at all', async () => {
    expect((await pageAt(`${world.url}/sign-in/others`)).status).toBe(404);
    expect(await world.anyone.ask('{ signInProviders { name url } }')).toEqual({
      signInProviders: [{ name: 'The schools’ <issuer>', url: begin() }],
    });
    const without = await startTestApp();
    try {
      expect((await pageAt(`${without.url}/sign-in/schools`)).status).toBe(404);
      expect(await without.anyone.ask('{ signInProviders { name } }')).toEqual({ signInProviders: [] });
    } finally {
      await without.stop();
    }
  });

  it('as the provider is down, at once or half-way; once it is up, the next one goes well', async () => {
    const shaky = await Issuer.listen();
    const other = await startTestApp(shaky.env);
    const opened = `${other.url}/sign-in/schools`;
    const unreachable = {
      status: 503,
      text: expect.stringMatching(/does not answer[\s\S]*in a few minutes/),
    };
    try {
      shaky.serve(other.url);
      shaky.account = somebody();
      shaky.down = true;
      expect(await pageAt(opened)).toMatchObject(unreachable);
      shaky.down = false;
      const browser = new Browser();
      const back = await browser.follow(opened, CALLBACK);
      shaky.down = true;
      expect(await pageAt(back, browser)).toMatchObject(unreachable);
      shaky.down = false;
      expect(await browser.follow(opened, BACK)).toMatch(/^http:\/\/localhost:5\/app\?code=/);
    } finally {
      await other.stop();
      await shaky.stop();
    }
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { Attempts } from '#members';
import { startTestApp, type TestApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { gathering } from '../support/gathering.js';
import { Mailbox, pathIn, PUBLIC_URL, settingsFor, tokenIn } from '../support/mailbox.js';
import { swapStatement } from '../support/swap-statement.js';

const PASSWORD = 'correct horse battery';
const NEW = 'another horse altogether';
const CONFIRM = /^Confirm your e-mail address/;
const CHOOSE = /^Choose a new password/;
const CHANGED = /password for Firsthand was changed$/;

const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) {
  ... on SignInSuccess { accessToken refreshToken } ... on Problem { code } } }`;
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) {
  ... on SignInSuccess { accessToken } ... on Problem { code } } }`;
const REFRESH = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) {
  ... on RefreshSessionSuccess { accessToken } ... on Problem { code } } }`;
const FORGOTTEN = `mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) {
  __typename ... on RequestPasswordResetSuccess { message } ... on Problem { code } } }`;
const RESET = `mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) {
  ... on ResetPasswordSuccess { endedSessions } ... on Problem { code message } } }`;
const VERIFY = `mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) {
  ... on VerifyEmailSuccess { verifiedAt } ... on Problem { code message } } }`;
const AGAIN = `mutation ($input: RequestEmailVerificationInput!) { requestEmailVerification(input: $input) {
  __typename ... on Problem { code } } }`;
const ME = '{ viewer { email emailVerifiedAt } }';

let mailbox: Mailbox;
let world: TestApp;
const lines: string[] = [];
beforeAll(async () => {
  mailbox = await Mailbox.open();
  const env = { ...mailbox.settings, LOG_LEVEL: 'trace' };
  world = await startTestApp(env, { log: { write: (line) => void lines.push(line) } });
});
afterAll(async () => {
  await world?.stop();
  await mailbox?.close();
});

/** Somebody with an account, signed in. */
interface SignedUp {
  email: string;
  client: Client;
  refreshToken: string;
}

let people = 0;
async function signedUp(in_ = world): Promise<SignedUp> {
  const email = `canary-person${(people += 1)}@trinity.example`;
  const input = { name: 'CANARY Example', email, password: PASSWORD };
  const { signUp } = await in_.anyone.ask<{ signUp: { accessToken: string; refreshToken: string } }>(
    SIGN_UP,
    { input },
  );
  return { email, client: new Client(in_.url, signUp.accessToken), refreshToken: signUp.refreshToken };
}

async function forgotten(email: string) {
  const { requestPasswordReset } = await world.anyone.ask<{ requestPasswordReset: object }>(FORGOTTEN, {
    input: { email },
  });
  return requestPasswordReset;
}

async function resetToken(email: string, count = 1): Promise<string> {
  await forgotten(email);
  return tokenIn(await mailbox.newest(email, CHOOSE, count));
}

async function reset(token: string, password = NEW) {
  return (
    await world.anyone.ask<{ resetPassword: { endedSessions?: number; code?: string; message?: string } }>(
      RESET,
      { input: { token, password } },
    )
  ).resetPassword;
}

async function verify(token: string) {
  return (
    await world.anyone.ask<{ verifyEmail: { verifiedAt?: string; code?: string } }>(VERIFY, {
      input: { token },
    })
  ).verifyEmail;
}

const signsIn = async (email: string, password: string) =>
  (await world.anyone.ask<{ signIn: { code?: string } }>(SIGN_IN, { input: { email, password } })).signIn
    .code === undefined;
const kindsOf = async (email: string) =>
  (
    await world.dataSource.query<{ kind: string }[]>(
      `SELECT kind FROM change WHERE noun_id = (SELECT id FROM person WHERE email = $1) ORDER BY at, kind`,
      [email],
    )
  ).map(({ kind }) => kind);
const queued = () =>
  world.dataSource.query<object[]>(`SELECT FROM graphile_worker.jobs WHERE task_identifier LIKE 'mail_%'`);

/** Waits until every mail that was caused is sent. */
async function settled(): Promise<void> {
  for (let step = 0; step < 500 && (await queued()).length > 0; step += 1) await pause(20);
  expect(await queued()).toEqual([]);
}

describe('an address', () => {
  it('is verified by the link that signing up mails, in text and HTML alike', async () => {
    const { email, client } = await signedUp();
    expect(await client.ask(ME)).toEqual({ viewer: { email, emailVerifiedAt: null } });
    const mail = await mailbox.newest(email, CONFIRM);
    expect(mail.from?.text).toBe('"Firsthand" <firsthand@product.example>');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.html).toContain(`<a href="${PUBLIC_URL}${pathIn(mail)}">Confirm my e-mail address</a>`);
    // A stranger who signs up with somebody's address must not write to them.
    expect(`${mail.text} ${String(mail.html)}`).not.toContain('CANARY');

    expect(await verify(tokenIn(mail))).toEqual({ verifiedAt: expect.any(String) });
    expect(await client.ask(ME)).toEqual({ viewer: { email, emailVerifiedAt: expect.any(String) } });
    expect(await kindsOf(email)).toContain('email_verified');
    expect((await verify(tokenIn(mail))).code).toBe('LINK_NOT_VALID');
  });

  it('is verified by a newer link, which replaces the older; and once more where that is asked for', async () => {
    const { email, client } = await signedUp();
    const first = tokenIn(await mailbox.newest(email, CONFIRM));
    await client.ask(AGAIN, { input: {} });
    const second = tokenIn(await mailbox.newest(email, CONFIRM, 2));
    expect((await verify(first)).code).toBe('LINK_NOT_VALID');
    expect((await verify(second)).code).toBeUndefined();
    expect(await client.ask(AGAIN, { input: {} })).toMatchObject({
      requestEmailVerification: { code: 'EMAIL_ALREADY_VERIFIED' },
    });
    for (let n = 0; n < 4; n += 1)
      expect(await client.ask(AGAIN, { input: { again: true } })).toEqual({
        requestEmailVerification: { __typename: 'RequestEmailVerificationSuccess' },
      });
    expect(await client.ask(AGAIN, { input: { again: true } })).toMatchObject({
      requestEmailVerification: { code: 'TOO_MANY_ATTEMPTS' },
    });
  });

  it('is not verified by a link that went to another, nor by one to choose a password', async () => {
    const { email, client } = await signedUp();
    const token = tokenIn(await mailbox.newest(email, CONFIRM));
    expect((await verify(await resetToken(email))).code).toBe('LINK_NOT_VALID');
    await world.dataSource.query(`UPDATE person SET email = 'moved' || email WHERE email = $1`, [email]);
    expect((await verify(token)).code).toBe('LINK_NOT_VALID');
    expect(await client.ask(ME)).toMatchObject({ viewer: { emailVerifiedAt: null } });
  });
});

describe('a forgotten password', () => {
  it('is replaced through the link, which ends every session, verifies the address, and is told', async () => {
    const { email, client, refreshToken } = await signedUp();
    await signsIn(email, PASSWORD);
    // As whoever has forgotten it tries: none of it is in the way afterwards.
    for (let n = 0; n < 10; n += 1) await signsIn(email, 'a wrong one');
    await forgotten(email.toUpperCase());
    const link = tokenIn(await mailbox.newest(email, CHOOSE));
    expect(await reset(link)).toEqual({ endedSessions: 2 });

    expect(await client.refusal(ME)).toBe('UNAUTHENTICATED');
    expect(await world.anyone.ask(REFRESH, { input: { refreshToken } })).toMatchObject({
      refreshSession: { code: 'REFRESH_REFUSED' },
    });
    expect([await signsIn(email, PASSWORD), await signsIn(email, NEW)]).toEqual([false, true]);
    expect(await kindsOf(email)).toEqual(expect.arrayContaining(['password_reset', 'email_verified']));
    const told = await mailbox.newest(email, CHANGED);
    expect(pathIn(told)).toBe('/account/forgotten-password');
    expect(told.messageId).toMatch(/^<mail_\w+@product\.example>$/);
  });

  it('answers the same for an address that nobody has, and mails nothing', async () => {
    const { email } = await signedUp();
    const nobody = 'canary-nobody@trinity.example';
    expect(await forgotten(nobody)).toEqual(await forgotten(email));
    await mailbox.newest(email, CHOOSE);
    await settled();
    expect(mailbox.to(nobody, /./)).toEqual([]);
  });

  it('is mailed for five times an hour, untold, by aliases too; the newest link goes on working', async () => {
    const { email } = await signedUp();
    for (let n = 1; n <= 4; n += 1) await resetToken(email, n);
    const asked = Array.from(
      { length: 10 },
      (_, n) => `a${n}: requestPasswordReset(input: { email: "${email}" }) { __typename }`,
    );
    const answers = Object.values(
      await world.anyone.ask<Record<string, object>>(`mutation { ${asked.join(' ')} }`),
    );
    expect(answers).toEqual(Array(10).fill({ __typename: 'RequestPasswordResetSuccess' }));
    const last = tokenIn(await mailbox.newest(email, CHOOSE, 5));
    await settled();
    expect(mailbox.to(email, CHOOSE)).toHaveLength(5);
    expect((await reset(last)).code).toBeUndefined();
  });

  it('has one and the same problem for a link that is used, too old, replaced or none, and changes nothing', async () => {
    const [used, old, replaced] = [await signedUp(), await signedUp(), await signedUp()];
    const usedToken = await resetToken(used.email);
    await reset(usedToken);
    const oldToken = await resetToken(old.email);
    await world.dataSource.query(
      `UPDATE mailed_link SET expires_at = now() WHERE person_id = (SELECT id FROM person WHERE email = $1)`,
      [old.email],
    );
    const replacedToken = await resetToken(replaced.email);
    await resetToken(replaced.email, 2);
    const verification = tokenIn(await mailbox.newest(old.email, CONFIRM));
    const answers = [];
    for (const token of [usedToken, oldToken, replacedToken, verification, 'nonsense', ''])
      answers.push(await reset(token, 'a third horse entirely'));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.code).toBe('LINK_NOT_VALID');
    expect([await signsIn(used.email, NEW), await signsIn(old.email, PASSWORD)]).toEqual([true, true]);
  });

  it('stores no token, and queues neither token nor address', async () => {
    const { email } = await signedUp();
    const token = await resetToken(email);
    for (const table of ['mailed_link', 'change', 'attempt', 'graphile_worker._private_jobs']) {
      const rows = await world.dataSource.query<{ row: string }[]>(
        `SELECT one::text AS row FROM ${table} one`,
      );
      expect(rows.filter(({ row }) => row.includes(token))).toEqual([]);
      if (table !== 'mailed_link') expect(rows.filter(({ row }) => row.includes('@'))).toEqual([]);
    }
  });
});

describe('a link that is used many times at once', () => {
  const race = async (token: string) => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => reset(token, `${NEW} ${n}`)));
    return answers.filter(({ code }) => code === undefined).length;
  };

  it('is used once', async () => {
    const { email } = await signedUp();
    expect(await race(await resetToken(email))).toBe(1);
  });

  it('leaves no session that began meanwhile with the password of before', async () => {
    const { email } = await signedUp();
    const token = await resetToken(email);
    await Promise.all([reset(token), ...Array.from({ length: 8 }, () => signsIn(email, PASSWORD))]);
    const running = await world.dataSource.query(
      `SELECT FROM session WHERE ended_at IS NULL AND person_id = (SELECT id FROM person WHERE email = $1)`,
      [email],
    );
    expect(running).toEqual([]);
  });

  it('control: with only the statement swapped for SELECT, then DELETE, it is used more than once', async () => {
    const { email } = await signedUp();
    const token = await resetToken(email);
    const both = gathering();
    swapStatement(
      world.dataSource,
      (sql) => sql.includes('DELETE FROM mailed_link USING'),
      async (query, [hash, purpose]) => {
        const seen = await query('SELECT person_id FROM mailed_link WHERE hash = $1 AND purpose = $2', [
          ...[hash, purpose],
        ]);
        await both();
        await query('DELETE FROM mailed_link WHERE hash = $1', [hash]);
        return seen;
      },
    );
    expect(await race(token)).toBeGreaterThan(1);
  });
});

describe('a mail server that is down', () => {
  it('gets the mail when it is back; the job is tried again and nothing is told meanwhile', async () => {
    const probe = await Mailbox.open();
    const { port } = probe;
    await probe.close();
    const logged: string[] = [];
    const log = { write: (line: string) => void logged.push(line) };
    const cut = await startTestApp({ ...settingsFor(port), LOG_LEVEL: 'trace' }, { log });
    let back: Mailbox | undefined;
    try {
      const { email } = await signedUp(cut);
      const errors = () =>
        cut.dataSource.query<{ last_error: string }[]>(
          'SELECT attempts, last_error FROM graphile_worker._private_jobs WHERE last_error IS NOT NULL',
        );
      for (let n = 0; n < 500 && (await errors()).length === 0; n += 1) await pause(20);
      expect(await errors()).toEqual([{ attempts: 1, last_error: expect.stringContaining('MailNotSent') }]);
      back = await Mailbox.open(port);
      await cut.dataSource.query('UPDATE graphile_worker._private_jobs SET run_at = now()');
      const mail = await back.newest(email, CONFIRM);
      const { verifyEmail } = await cut.anyone.ask<{ verifyEmail: object }>(VERIFY, {
        input: { token: tokenIn(mail) },
      });
      expect(verifyEmail).toEqual({ verifiedAt: expect.any(String) });
      expect(logged.filter((line) => line.toLowerCase().includes('canary'))).toEqual([]);
      expect(logged.join('')).toMatch(
        /Job mail_email_verification \d+ failed, attempt 1 of \d+: MailNotSent/,
      );
    } finally {
      await cut.stop();
      await back?.close();
    }
  });
});

describe('the log', () => {
  it('has neither an address, a name, a password nor a token in it', async () => {
    const tokens = mailbox.mails.flatMap(({ text = '' }) => /token=([\w-]+)/.exec(text)?.[1] ?? []);
    expect(tokens.length).toBeGreaterThan(20);
    const path = pathIn(mailbox.mails.find(({ text = '' }) => text.includes('token=')) ?? mailbox.mails[0]!);
    await fetch(`${world.url}${path}`);
    expect(lines.length).toBeGreaterThan(100);
    const secrets = [...tokens, PASSWORD, NEW, 'canary'];
    const telling = lines.filter((line) =>
      secrets.some((secret) => line.toLowerCase().includes(secret.toLowerCase())),
    );
    expect(telling).toEqual([]);
  });
});

describe('forgotten passwords', () => {
  it('are not asked for without end from one address, whoever’s they are', async () => {
    const attempts = world.app.get(Attempts, { strict: false });
    const here = { address: '127.0.0.1', device: '' };
    for (let n = 0; n < 60; n += 1) await attempts.reset(here);
    expect(await forgotten('anybody@trinity.example')).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    expect(await attempts.reset({ ...here, address: '203.0.113.7' })).toBeUndefined();
  });
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { hasBrowser, startBrowser } from '../support/browser.js';
import { Mailbox, pathIn } from '../support/mailbox.js';

const PASSWORD = 'correct horse battery';
const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { __typename } }`;
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }`;
const FORGOTTEN = `mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { __typename } }`;

let mailbox: Mailbox;
let world: TestApp;
beforeAll(async () => {
  mailbox = await Mailbox.open();
  world = await startTestApp(mailbox.settings);
});
afterAll(async () => {
  await world?.stop();
  await mailbox?.close();
});

let people = 0;
async function signedUp(): Promise<string> {
  const email = `ada${(people += 1)}@trinity.example`;
  await world.anyone.ask(SIGN_UP, { input: { name: 'Ada', email, password: PASSWORD } });
  return email;
}

const signIn = async (email: string, password: string) =>
  (await world.anyone.ask<{ signIn: { __typename: string } }>(SIGN_IN, { input: { email, password } })).signIn
    .__typename;
const isVerified = async (email: string) =>
  (
    await world.dataSource.query<{ at: Date | null }[]>(
      'SELECT email_verified_at AS at FROM person WHERE email = $1',
      [email],
    )
  )[0]?.at !== null;

/** Where the mail leads: the page to confirm, or to choose a password. */
async function linkTo(email: string, what: 'verify' | 'reset'): Promise<string> {
  if (what === 'verify') return pathIn(await mailbox.newest(email, /^Confirm/));
  await world.anyone.ask(FORGOTTEN, { input: { email } });
  return pathIn(await mailbox.newest(email, /^Choose/));
}

describe('a page that a mail leads to, over HTTP', () => {
  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${world.url}${path}`, { method: 'POST', body: new URLSearchParams(form), headers });

  it.each(['verify', 'reset'] as const)('(%s) changes nothing when it is opened', async (what) => {
    const email = await signedUp();
    const path = await linkTo(email, what);
    const changes = async () =>
      await world.dataSource.query<object[]>(
        'SELECT person.*, mailed_link.* FROM person JOIN mailed_link ON person_id = id WHERE person.email = $1 ORDER BY purpose',
        [email],
      );
    const before = await changes();
    for (const method of ['GET', 'HEAD', 'GET'])
      expect((await fetch(world.url + path, { method })).status).toBe(200);
    expect(await changes()).toEqual(before);
  });

  it('is kept by nobody, tells nobody where it was, and lets nothing run or be framed', async () => {
    const path = await linkTo(await signedUp(), 'reset');
    for (const at of [path, '/account/reset-password?token=nonsense', '/account/forgotten-password']) {
      const { headers } = await fetch(world.url + at);
      expect(Object.fromEntries(headers)).toMatchObject({
        ...{
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        },
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
        ),
      });
    }
  });

  it('takes no form from another site, and shows nothing that was typed as HTML', async () => {
    const email = await signedUp();
    const path = await linkTo(email, 'verify');
    const token = new URL(path, world.url).searchParams.get('token') ?? '';
    const forged = await post('/account/verify-email', { token }, { 'sec-fetch-site': 'cross-site' });
    expect([forged.status, await isVerified(email)]).toEqual([403, false]);
    const typed = '"><script>alert(1)</script>';
    expect(await (await post('/account/forgotten-password', { email: typed })).text()).not.toContain(
      '<script',
    );
    expect(
      await (await post('/account/reset-password', { token: typed, password: '' })).text(),
    ).not.toContain('<script');
    expect((await post('/account/verify-email', { token }, { 'sec-fetch-site': 'same-origin' })).status).toBe(
      200,
    );
    expect(await isVerified(email)).toBe(true);
  });

  it.each(['reset-password', 'verify-email'])(
    '(%s) says what to do where the link opens nothing',
    async (page) => {
      for (const token of ['nonsense', '', 'x'.repeat(500)]) {
        for (const answer of [
          await fetch(`${world.url}/account/${page}?token=${token}`),
          await post(`/account/${page}`, { token, password: 'another horse altogether' }),
        ]) {
          expect(answer.status).toBe(410);
          expect(await answer.text()).toContain('<a href="forgotten-password">');
        }
      }
      expect((await fetch(`${world.url}/account/${page}`)).status).toBe(410);
    },
  );
});

const withBrowser = hasBrowser ? describe : describe.skip;
withBrowser('in a real browser on a phone, without script', () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await startBrowser()), 60_000);
  afterAll(() => browser?.close());

  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  /** A phone's window. Script of the page would be refused by its policy; the checker comes in from outside. */
  async function open(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 320, height: 640 },
      colorScheme,
      bypassCSP: false,
    });
    const page = await context.newPage();
    await page.goto(world.url + path);
    return page;
  }

  /** What a checker of accessibility finds, and whether one has to scroll sideways. */
  async function faults(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const checker = (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } })
        .axe;
      return (await checker.run()).violations.map(({ id }) => id);
    });
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    return [...found, ...(wide ? ['scrolls sideways'] : [])];
  }

  it('somebody who forgot a password asks, is told of a mistake, chooses another, and signs in with it', async () => {
    const email = await signedUp();
    const page = await open('/account/forgotten-password');
    expect(await faults(page)).toEqual([]);
    await page.getByLabel('Your e-mail address').fill('ada');
    await page.getByRole('button', { name: 'Mail me a link' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Enter your e-mail address');
    expect(await page.title()).toBe('Error: Forgotten password - Firsthand');
    expect(await faults(page)).toEqual([]);
    await page.getByLabel('Your e-mail address').fill(email);
    await page.keyboard.press('Enter');
    expect(await page.getByRole('heading').textContent()).toBe('Look into your mailbox');

    await page.goto(world.url + pathIn(await mailbox.newest(email, /^Choose/)));
    expect(await faults(page)).toEqual([]);
    await page.getByLabel('New password').fill('short');
    await page.getByRole('button', { name: 'Save the new password' }).click();
    const field = page.getByLabel('New password');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#password-error').textContent()).toContain('10 to 200 characters');
    expect(await faults(page)).toEqual([]);
    expect(page.url()).not.toContain('token');
    await field.fill('another horse altogether');
    await page.getByRole('button', { name: 'Save the new password' }).click();
    expect(await page.getByRole('heading').textContent()).toBe('Your new password is saved');
    expect(await signIn(email, 'another horse altogether')).toBe('SignInSuccess');
    await page.context().close();
  });

  it('somebody confirms an address by keyboard alone, in the dark, and the link is used up', async () => {
    const email = await signedUp();
    const path = await linkTo(email, 'verify');
    const page = await open(path, 'dark');
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Tab');
    const focused = await page.evaluate('document.activeElement.textContent');
    expect([focused, await isVerified(email)]).toEqual(['Confirm my e-mail address', false]);
    await page.keyboard.press('Enter');
    await page.getByText('You can close this page').waitFor();
    expect([await page.getByRole('heading').textContent(), await isVerified(email)]).toEqual([
      'Your e-mail address is confirmed',
      true,
    ]);
    await page.goto(world.url + path);
    expect(await page.getByRole('heading').textContent()).toBe('This link does not work');
    expect(await faults(page)).toEqual([]);
    await page.context().close();
  });

  it('another site’s form changes nothing, though it knows the token', async () => {
    const email = await signedUp();
    const token = new URL(await linkTo(email, 'verify'), world.url).searchParams.get('token') ?? '';
    const page = await open('/account/forgotten-password');
    await page.goto(
      `data:text/html,<form method="post" action="${world.url}/account/verify-email"><input name="token" value="${token}"><button>Win</button></form>`,
    );
    await page.getByRole('button', { name: 'Win' }).click();
    await page.getByText('This form was sent from another site').waitFor();
    expect(await isVerified(email)).toBe(false);
    await page.context().close();
  });
});

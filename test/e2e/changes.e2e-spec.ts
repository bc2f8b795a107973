import {
  type Change,
  type ChangeHandler,
  changesAfter,
  ChangeFollowers,
  ChangeSequencer,
  createDataSource,
  cursorStates,
  deliver,
  lastNumber,
  recordChange,
  recordChanges,
  sequence,
  waitingChanges,
} from '#platform';
import { Logger } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { setTimeout as pause } from 'node:timers/promises';
import { freshDatabase } from '../support/database.js';

const at = new Date('2026-10-05T09:00:00Z');
const endings: (() => Promise<unknown>)[] = [];

// Some of what follows fails on purpose.
beforeAll(() => Logger.overrideLogger(false));

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A migrated database of its own, with two tables for the things that change and for what a subscriber saw. */
async function world(): Promise<{ url: string; dataSource: DataSource }> {
  const { url, drop } = await freshDatabase();
  endings.push(drop);
  const dataSource = await connect(url);
  await dataSource.query('CREATE TABLE thing (id text PRIMARY KEY, version integer NOT NULL DEFAULT 0)');
  await dataSource.query('CREATE TABLE seen (place bigint GENERATED ALWAYS AS IDENTITY, number bigint)');
  return { url, dataSource };
}

/** Connections of their own, as another process would have. */
async function connect(url: string): Promise<DataSource> {
  const dataSource = await createDataSource(url).initialize();
  endings.push(() => dataSource.destroy());
  return dataSource;
}

/** Numbers between 0 and 1 that a seed fixes. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(5);
}

/** Changes a thing: its row first, whose lock puts the changes of one thing into the order of their commits. */
async function touch(manager: EntityManager, id: string): Promise<string> {
  const [row] = await manager.query<{ version: number }[]>(
    `INSERT INTO thing (id, version) VALUES ($1, 1)
     ON CONFLICT (id) DO UPDATE SET version = thing.version + 1 RETURNING version`,
    [id],
  );
  const after = { version: row?.version };
  await recordChange(manager, { noun: 'thing', nounId: id, kind: 'touched', actor: 'system', after, at });
  return `${id} ${row?.version}`;
}

function touchAll(dataSource: DataSource, ids: readonly string[]): Promise<void> {
  return dataSource.transaction(async (manager) => {
    for (const id of ids) await touch(manager, id);
  });
}

const nameOf = (change: Pick<Change, 'nounId' | 'after'>) =>
  `${change.nounId} ${String(change.after?.version)}`;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('Following changes while they are written', () => {
  class RolledBack extends Error {}

  /** Forty transactions over one to three of ten things, with pauses inside, one in five rolled back. */
  async function write(dataSource: DataSource, random: () => number, committed: string[]): Promise<void> {
    for (let round = 0; round < 40; round += 1) {
      const ids = [
        ...new Set(upTo(1 + Math.floor(random() * 3)).map(() => `thing_${Math.floor(random() * 10)}`)),
      ].sort();
      const rollsBack = random() < 0.2;
      const mine: string[] = [];
      try {
        await dataSource.transaction(async (manager) => {
          for (const id of ids) {
            mine.push(await touch(manager, id));
            await pause(random() * 4);
          }
          if (rollsBack) throw new RolledBack();
        });
        committed.push(...mine);
      } catch (error) {
        if (!(error instanceof RolledBack)) throw error;
      }
    }
  }

  /** Follows by the column until told that nothing more comes and the last page was empty. */
  async function readAll(
    page: (limit: number) => Promise<number>,
    random: () => number,
    over: () => boolean,
  ): Promise<void> {
    for (;;) {
      const last = over();
      const count = await page(1 + Math.floor(random() * 9));
      if (last && count === 0) return;
      if (count === 0) await pause(random() * 3);
    }
  }

  it('gives a follower every committed change once and in order; following ids loses some', async () => {
    const { url, dataSource } = await world();
    for (const process of [await connect(url), await connect(url)]) {
      const sequencer = new ChangeSequencer(process);
      sequencer.start();
      endings.push(() => sequencer.stop());
    }
    const committed: string[] = [];
    const followed: Change[] = [];
    const control: { id: number; name: string }[] = [];
    let over = false;

    const follower = readAll(
      async (limit) => {
        const changes = await changesAfter(dataSource.manager, followed.at(-1)?.number ?? 0, limit);
        followed.push(...changes);
        return changes.length;
      },
      chance(1),
      () => over,
    );
    const byId = readAll(
      async (limit) => {
        const rows = await dataSource.query<{ id: number; nounId: string; after: { version: number } }[]>(
          'SELECT id, noun_id AS "nounId", after FROM change WHERE id > $1 ORDER BY id LIMIT $2',
          [control.at(-1)?.id ?? 0, limit],
        );
        control.push(...rows.map((row) => ({ id: row.id, name: nameOf(row) })));
        return rows.length;
      },
      chance(2),
      () => over,
    );

    const processes = await Promise.all(upTo(8).map(() => connect(url)));
    const writers = processes.map((process, index) => write(process, chance(100 + index), committed));
    // Two transactions that write early and commit after both followers have read on: the case that matters.
    const slow = ['slow_1', 'slow_2'].map((id) =>
      dataSource.transaction(async (manager) => {
        const name = await touch(manager, id);
        const [followedThen, controlThen] = [followed.length, control.length];
        await until(() => followed.length > followedThen + 20 && control.length > controlThen + 20);
        return name;
      }),
    );
    await until(() => followed.length > 40);
    await dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`,
    );
    const slowNames = await Promise.all(slow);
    await Promise.all(writers);
    committed.push(...slowNames);
    await until(async () => (await waitingChanges(dataSource.manager)).count === 0);
    over = true;
    await Promise.all([follower, byId]);

    expect(followed.map((change) => change.number)).toEqual(upTo(committed.length));
    expect(followed.map(nameOf).sort()).toEqual([...committed].sort());
    for (const noun of new Set(followed.map((change) => change.nounId))) {
      const versions = followed
        .filter((change) => change.nounId === noun)
        .map((change) => change.after?.version);
      expect(versions).toEqual(upTo(versions.length));
    }
    const seenById = new Set(control.map(({ name }) => name));
    expect(committed.filter((name) => !seenById.has(name))).toEqual(expect.arrayContaining(slowNames));
  });

  it('numbers without gaps however many sequencers start at once, whatever the default isolation', async () => {
    const { url, dataSource } = await world();
    await dataSource.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = ''repeatable read''', current_database()); END $$`,
    );
    const processes = await Promise.all(upTo(4).map(() => connect(url)));
    for (const round of upTo(10)) {
      await touchAll(dataSource, [`thing_${round}`, `thing_${round + 100}`]);
      await Promise.all(processes.map((process) => sequence(process)));
    }
    const changes = await changesAfter(dataSource.manager, 0, 1000);
    expect(changes.map((change) => change.number)).toEqual(upTo(20));
  });
});

describe('Restoring into another server', () => {
  /** Copies the tables row by row, as restoring a dump does. */
  async function copy(from: DataSource, to: DataSource): Promise<void> {
    for (const table of ['change', 'change_cursor', 'thing']) {
      const [content] = await from.query<{ rows: unknown }[]>(
        `SELECT json_agg(t) AS rows FROM ${table} AS t`,
      );
      await to.query(
        `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::${table}, $1)`,
        [JSON.stringify(content?.rows ?? [])],
      );
    }
  }

  it.each([
    ['where the dump left it', 0],
    ['far ahead', 1_000_000],
  ])('goes on from the old cursor with the sequence %s', async (_state, ahead) => {
    const [old, restored] = [await world(), await world()];
    await touchAll(old.dataSource, ['thing_1', 'thing_2', 'thing_3']);
    await sequence(old.dataSource);
    const before = await changesAfter(old.dataSource.manager, 0, 2);
    await touchAll(old.dataSource, ['thing_1', 'thing_4']); // committed, and not yet numbered when the dump is taken

    for (const round of upTo(50))
      await restored.dataSource.query('SELECT pg_current_xact_id(), $1::int', [round]);
    await copy(old.dataSource, restored.dataSource);
    await restored.dataSource.query(
      `SELECT setval(pg_get_serial_sequence('change', 'id'), (SELECT max(id) FROM change) + $1::bigint)`,
      [ahead],
    );
    const [sequencer, writer] = [new ChangeSequencer(restored.dataSource), await connect(restored.url)];
    sequencer.start();
    endings.push(() => sequencer.stop());
    await Promise.all([touchAll(writer, ['thing_1', 'thing_5']), touchAll(restored.dataSource, ['thing_6'])]);
    await until(async () => (await waitingChanges(restored.dataSource.manager)).count === 0);

    const after = await changesAfter(restored.dataSource.manager, before.at(-1)?.number ?? 0, 100);
    const followed = [...before, ...after];
    expect(followed.map((change) => change.number)).toEqual(upTo(8));
    expect(followed.slice(0, 5).map(nameOf)).toEqual([
      'thing_1 1',
      'thing_2 1',
      'thing_3 1',
      'thing_1 2',
      'thing_4 1',
    ]);
    expect(followed.slice(5).map(nameOf).sort()).toEqual(['thing_1 3', 'thing_5 1', 'thing_6 1']);
    expect(await lastNumber(restored.dataSource.manager)).toBe(8);
  });
});

describe('Durable subscribers', () => {
  /** Writes down what it is given, in its own transaction. */
  const writeDown: ChangeHandler = async (changes, manager) => {
    for (const { number } of changes) await manager.query('INSERT INTO seen (number) VALUES ($1)', [number]);
  };

  it('see every change once and in order over two processes, with failures on the way', async () => {
    const { url, dataSource } = await world();
    const random = chance(7);
    for (const process of [await connect(url), await connect(url)]) {
      const [sequencer, followers] = [new ChangeSequencer(process), new ChangeFollowers(process)];
      let failures = 0;
      followers.follow('history', async (changes, manager) => {
        await writeDown(changes, manager);
        await pause(random() * 5);
        // Fails after its writes, and once by losing its connection.
        if (failures < 2 && changes.length > 1) {
          failures += 1;
          if (failures === 1) throw new Error('The subscriber failed');
          await manager.query('SELECT pg_terminate_backend(pg_backend_pid())');
        }
      });
      sequencer.start();
      followers.start();
      endings.push(() => Promise.all([followers.stop(), sequencer.stop()]));
    }
    await Promise.all(
      upTo(60).map((round) => touchAll(dataSource, [`thing_${round}`, `thing_${round + 100}`])),
    );
    await until(async () => (await cursorStates(dataSource.manager))[0]?.number === 120);

    const seen = await dataSource.query<{ number: number }[]>('SELECT number FROM seen ORDER BY place');
    expect(seen.map(({ number }) => number)).toEqual(upTo(120));
    expect(await cursorStates(dataSource.manager)).toEqual([{ name: 'history', number: 120, behind: 0 }]);
  });

  it('are given each page by one process alone', async () => {
    const { url, dataSource } = await world();
    for (const round of upTo(30)) await touchAll(dataSource, [`thing_${round}`]);
    await sequence(dataSource);
    const slowly: ChangeHandler = async (changes, manager) => {
      await writeDown(changes, manager);
      await pause(5);
    };
    const processes = await Promise.all(upTo(4).map(() => connect(url)));
    const delivered = async () => (await cursorStates(dataSource.manager))[0]?.number === 30;
    await Promise.all(
      processes.map(async (process) => {
        while (!(await delivered())) await deliver(process, 'history', slowly, 4);
      }),
    );
    const seen = await dataSource.query<{ number: number }[]>('SELECT number FROM seen ORDER BY place');
    expect(seen.map(({ number }) => number)).toEqual(upTo(30));
  });

  it('may not share a name within a process', async () => {
    const { dataSource } = await world();
    const followers = new ChangeFollowers(dataSource);
    followers.follow('history', writeDown);
    expect(() => followers.follow('history', writeDown)).toThrow('already followed under the name history');
  });
});

describe('The record', () => {
  const change = { noun: 'thing', nounId: 'thing_1', kind: 'touched', actor: 'person_1', at };

  it('lives and dies with its transaction, and is refused outside one', async () => {
    const { dataSource } = await world();
    const rolledBack = dataSource.transaction(async (manager) => {
      await recordChange(manager, change);
      throw new Error('No after all');
    });
    await expect(rolledBack).rejects.toThrow('No after all');
    await expect(recordChange(dataSource.manager, change)).rejects.toThrow(
      'needs the manager of an open transaction',
    );
    expect(await waitingChanges(dataSource.manager)).toEqual({ count: 0, oldestSeconds: 0 });
  });

  it('keeps what was given, in the order given, and shows how long it waits for its number', async () => {
    const { dataSource } = await world();
    const full = {
      ...change,
      reason: 'slot_taken',
      before: { places: 2 },
      after: { places: 1, years: [7, 8] },
    };
    await dataSource.transaction((manager) => recordChanges(manager, [full, { ...change, actor: null }]));
    const waiting = await waitingChanges(dataSource.manager);
    expect(waiting.count).toBe(2);
    expect(await sequence(dataSource)).toBe(2);
    expect(await changesAfter(dataSource.manager, 0, 10)).toEqual([
      { number: 1, ...full },
      { number: 2, ...change, actor: null, reason: null, before: null, after: null },
    ]);
  });

  it('refuses to be changed, renumbered, emptied or filled with words', async () => {
    const { dataSource } = await world();
    await touchAll(dataSource, ['thing_1']);
    const refused = [
      `UPDATE change SET kind = 'other'`,
      `UPDATE change SET number = 1, kind = 'other'`,
      'UPDATE change SET number = NULL',
      'DELETE FROM change',
      'TRUNCATE change',
    ];
    for (const statement of refused)
      await expect(dataSource.query(statement)).rejects.toThrow('change is append-only');
    await sequence(dataSource);
    await expect(dataSource.query('UPDATE change SET number = 9')).rejects.toThrow('change is append-only');
    const wordy = [
      { reason: 'Their head teacher is ill' },
      { actor: 'a.person@school.example' },
      { kind: 'Told us so' },
    ];
    for (const words of wordy) {
      const written = dataSource.transaction((manager) => recordChange(manager, { ...change, ...words }));
      await expect(written).rejects.toThrow('violates check constraint');
    }
    expect(await changesAfter(dataSource.manager, 0, 10)).toHaveLength(1);
  });
});

import { Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { type Change, createDataSource, Mirror, type Mirrored, recordChange, sequence } from '#platform';
import { freshDatabase } from '../support/database.js';

const endings: (() => Promise<unknown>)[] = [];

// Some of what follows fails on purpose.
beforeAll(() => Logger.overrideLogger(false));
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const at = new Date('2026-10-05T09:00:00Z');
const touch = (dataSource: DataSource, nounId: string) =>
  dataSource.transaction((manager) =>
    recordChange(manager, { noun: 'thing', nounId, kind: 'touched', actor: 'system', at }),
  );

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

/** A mirror of things, which writes down what it was told; nobody numbers changes unless the story does. */
async function mirrorOf(more: Partial<Mirrored> = {}) {
  const { url, drop } = await freshDatabase();
  endings.push(drop);
  const dataSource = await createDataSource(url).initialize();
  endings.push(() => dataSource.destroy());
  const told: string[] = [];
  const mirrored: Mirrored = {
    load: () => Promise.resolve(void told.push('load')),
    apply: (changes: readonly Change[]) =>
      Promise.resolve(void told.push(changes.map(({ nounId }) => nounId).join())),
    sizes: () => ({ things: told.length }),
    ...more,
  };
  const mirror = new Mirror(dataSource, 'things', mirrored);
  endings.push(() => mirror.stop());
  return { dataSource, mirror, told };
}

describe('a mirror', () => {
  it('sends whoever asks to the database until it is loaded, and takes in what happened meanwhile', async () => {
    let loaded: (() => void) | undefined;
    const load = () => new Promise<void>((resolve) => (loaded = resolve));
    const { dataSource, mirror, told } = await mirrorOf({ load });
    expect(await mirror.catchUp()).toBe(false);
    mirror.start();
    await touch(dataSource, 'thing_1');
    expect(await mirror.catchUp()).toBe(false);
    expect(mirror.state).toEqual({ name: 'things', loaded: false, ageSeconds: null, sizes: { things: 0 } });
    await until(() => loaded !== undefined);
    loaded?.();
    await until(() => mirror.state.loaded);
    expect(await mirror.catchUp()).toBe(true);
    expect(told[0]).toBe('thing_1');
    expect(mirror.state.ageSeconds).toBeGreaterThanOrEqual(0);
  });

  it('is told before it is used of what nobody has numbered yet, and once more with its number, and then no more', async () => {
    const { dataSource, mirror, told } = await mirrorOf();
    mirror.start();
    await until(() => mirror.state.loaded && mirror.state.ageSeconds !== null);
    await touch(dataSource, 'thing_1');
    expect(await mirror.catchUp()).toBe(true);
    expect(told).toEqual(['load', 'thing_1']);
    await sequence(dataSource);
    await mirror.catchUp();
    await touch(dataSource, 'thing_2');
    await mirror.catchUp();
    expect(told.slice(2)).toEqual(['thing_1', 'thing_2']);
  });

  it('sends whoever asks to the database while more waits than it takes in at once, numbered or not', async () => {
    const { dataSource, mirror, told } = await mirrorOf();
    mirror.start();
    await until(() => mirror.state.loaded && mirror.state.ageSeconds !== null);
    await dataSource.transaction(async (manager) => {
      for (let thing = 0; thing < 501; thing += 1)
        await recordChange(manager, {
          ...{ noun: 'thing', nounId: `thing_${thing}`, kind: 'touched', actor: 'system', at },
        });
    });
    expect(await mirror.catchUp()).toBe(false);
    await sequence(dataSource);
    while (!(await mirror.catchUp())) expect(told.join()).not.toMatch(/thing_500\b/);
    expect(told.join()).toMatch(/thing_500\b/);
  });

  it('loads anew where the numbers are those of an earlier state', async () => {
    const { dataSource, mirror, told } = await mirrorOf();
    await touch(dataSource, 'thing_1');
    await sequence(dataSource);
    mirror.start();
    await until(() => mirror.state.loaded && mirror.state.ageSeconds !== null);
    expect(told).toEqual(['load']);
    await dataSource.query(
      `ALTER TABLE change DISABLE TRIGGER USER; DELETE FROM change; ALTER TABLE change ENABLE TRIGGER USER`,
    );
    mirror.wake();
    await until(() => told.length > 1);
    expect(told).toEqual(['load', 'load']);
  });

  it('is told again of what it failed to take in, and sends whoever asks to the database until then', async () => {
    let fails = true;
    const taken: string[] = [];
    const apply = (changes: readonly Change[]) => {
      if (fails) return Promise.reject(new Error('No database'));
      return Promise.resolve(void taken.push(...changes.map(({ nounId }) => nounId)));
    };
    const { dataSource, mirror } = await mirrorOf({ apply });
    mirror.start();
    await until(() => mirror.state.loaded && mirror.state.ageSeconds !== null);
    await touch(dataSource, 'thing_1');
    await sequence(dataSource);
    expect(await mirror.catchUp()).toBe(false);
    fails = false;
    expect(await mirror.catchUp()).toBe(true);
    expect(taken).toEqual(['thing_1']);
  });
});

import { jest } from '@jest/globals';
import { readConfig } from '../config/read-config.js';
import { Budget, type Spender, spendersOf } from './budget.js';

const env = {
  COST_PER_PERSON: '100000',
  COST_PER_KEY: '300000',
  COST_PER_BROKER: '500000',
  COST_PER_ADDRESS: '50000',
};
const ada: Spender = { kind: 'person', id: 'person_1' };
let budget: Budget;
beforeEach(() => {
  jest.useFakeTimers();
  budget = new Budget(readConfig(env));
});
afterEach(() => void jest.useRealTimers());

describe('a budget', () => {
  it('may be spent at once, and begins anew after a minute', async () => {
    expect(await budget.spend([ada], 100_000)).toMatchObject({ allowed: true, remaining: 0, limit: 100_000 });
    jest.advanceTimersByTime(40_000);
    expect(await budget.spend([ada], 1)).toMatchObject({ allowed: false, remaining: 0, resetsInSeconds: 20 });
    jest.advanceTimersByTime(20_001);
    expect(await budget.spend([ada], 1)).toMatchObject({
      allowed: true,
      remaining: 99_999,
      resetsInSeconds: 60,
    });
  });

  it('is left alone by what is refused, and refusals do not put its end off', async () => {
    await budget.spend([ada], 90_000);
    jest.advanceTimersByTime(30_000);
    expect(await budget.spend([ada], 20_000)).toMatchObject({
      allowed: false,
      remaining: 10_000,
      resetsInSeconds: 30,
    });
    expect(await budget.spend([ada], 10_000)).toMatchObject({
      allowed: true,
      remaining: 0,
      resetsInSeconds: 30,
    });
  });

  it('is everybody’s own, and a broker’s larger', async () => {
    await budget.spend([ada], 100_000);
    expect(await budget.spend([{ kind: 'person', id: 'person_2' }], 1)).toMatchObject({ allowed: true });
    expect(await budget.spend([{ kind: 'broker', id: 'broker_1' }], 1)).toMatchObject({ limit: 500_000 });
    expect(await budget.spend([{ kind: 'address', id: 'person_1' }], 1)).toMatchObject({ limit: 50_000 });
  });

  it('of a broker is for all its keys, and each of them has its own', async () => {
    const through = (key: string) => spendersOf({ actorId: 'broker_1', keyId: key }, '::1');
    expect(await budget.spend(through('key_1'), 300_000)).toMatchObject({
      allowed: true,
      remaining: 0,
      limit: 300_000,
    });
    expect(await budget.spend(through('key_1'), 1)).toMatchObject({ allowed: false, limit: 300_000 });
    // The other key goes on, until the broker has nothing left; what was refused is given back to it.
    expect(await budget.spend(through('key_2'), 250_000)).toMatchObject({ allowed: false, limit: 500_000 });
    expect(await budget.spend(through('key_2'), 200_000)).toMatchObject({
      allowed: true,
      remaining: 0,
      limit: 500_000,
    });
    expect(await budget.spend(through('key_3'), 300_000)).toMatchObject({ allowed: false, limit: 500_000 });
    jest.advanceTimersByTime(60_001);
    expect(await budget.spend(through('key_3'), 300_000)).toMatchObject({ allowed: true });
  });

  it('lets no more through than it has, however many ask at once', async () => {
    const asked = await Promise.all(Array.from({ length: 200 }, () => budget.spend([ada], 1_000)));
    expect(asked.filter(({ allowed }) => allowed)).toHaveLength(100);
  });

  it('would let all of them through, were it read first and written later', async () => {
    let spent = 0;
    const naive = async (cost: number) => {
      const before = spent;
      await Promise.resolve();
      if (before + cost <= 100_000) spent = before + cost;
      return before + cost <= 100_000;
    };
    const asked = await Promise.all(Array.from({ length: 200 }, () => naive(1_000)));
    expect(asked.filter(Boolean)).toHaveLength(200);
  });

  it('is refused at start where the dearest operation would never run', () => {
    expect(() => readConfig({ COST_PER_PERSON: '19999' })).toThrow(/COST_PER_PERSON: .*20000/);
  });
});

describe('who spends', () => {
  it('is whoever has signed in, a key and its broker, or an address', () => {
    expect(spendersOf({ actorId: 'person_1' }, '::1')).toEqual([{ kind: 'person', id: 'person_1' }]);
    expect(spendersOf(undefined, '192.0.2.1')).toEqual([{ kind: 'address', id: '192.0.2.1' }]);
    expect(spendersOf({ actorId: 'broker_1', keyId: 'key_1' }, '::1')).toEqual([
      { kind: 'key', id: 'key_1' },
      { kind: 'broker', id: 'broker_1' },
    ]);
  });
});

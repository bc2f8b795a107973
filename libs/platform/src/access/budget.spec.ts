import { jest } from '@jest/globals';
import { readConfig } from '../config/read-config.js';
import { Budget, type Spender, spenderOf } from './budget.js';

const env = { COST_PER_PERSON: '100000', COST_PER_BROKER: '500000', COST_PER_ADDRESS: '50000' };
const ada: Spender = { kind: 'person', id: 'person_1' };
let budget: Budget;
beforeEach(() => {
  jest.useFakeTimers();
  budget = new Budget(readConfig(env));
});
afterEach(() => void jest.useRealTimers());

describe('a budget', () => {
  it('may be spent at once, and begins anew after a minute', async () => {
    expect(await budget.spend(ada, 100_000)).toMatchObject({ allowed: true, remaining: 0, limit: 100_000 });
    jest.advanceTimersByTime(40_000);
    expect(await budget.spend(ada, 1)).toMatchObject({ allowed: false, remaining: 0, resetsInSeconds: 20 });
    jest.advanceTimersByTime(20_001);
    expect(await budget.spend(ada, 1)).toMatchObject({
      allowed: true,
      remaining: 99_999,
      resetsInSeconds: 60,
    });
  });

  it('is left alone by what is refused, and refusals do not put its end off', async () => {
    await budget.spend(ada, 90_000);
    jest.advanceTimersByTime(30_000);
    expect(await budget.spend(ada, 20_000)).toMatchObject({
      allowed: false,
      remaining: 10_000,
      resetsInSeconds: 30,
    });
    expect(await budget.spend(ada, 10_000)).toMatchObject({
      allowed: true,
      remaining: 0,
      resetsInSeconds: 30,
    });
  });

  it('is everybody’s own, and a broker’s larger', async () => {
    await budget.spend(ada, 100_000);
    expect(await budget.spend({ kind: 'person', id: 'person_2' }, 1)).toMatchObject({ allowed: true });
    expect(await budget.spend({ kind: 'broker', id: 'broker_1' }, 1)).toMatchObject({ limit: 500_000 });
    expect(await budget.spend({ kind: 'address', id: 'person_1' }, 1)).toMatchObject({ limit: 50_000 });
  });

  it('lets no more through than it has, however many ask at once', async () => {
    const asked = await Promise.all(Array.from({ length: 200 }, () => budget.spend(ada, 1_000)));
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
  it('is whoever has signed in, a broker, or an address', () => {
    const of = (actorId: string) => spenderOf({ actorId }, '::1');
    expect(of('person_1')).toEqual({ kind: 'person', id: 'person_1' });
    expect(of('broker_1')).toEqual({ kind: 'broker', id: 'broker_1' });
    expect(spenderOf(undefined, '192.0.2.1')).toEqual({ kind: 'address', id: '192.0.2.1' });
  });
});

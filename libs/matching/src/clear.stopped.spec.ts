import { offer, request, TODAY } from '../test/given.js';
import { certify } from './certificate.js';
import { clear, ClearMethod } from './clear.js';
import { type ClearedPair, ClearingEnd, type ClearingProblem } from './clearing.js';

/** Schools that lie far apart, each with a slot beside it and one a little way off. */
function schools(count: number): ClearingProblem {
  const places = Array.from({ length: count }, (_, n) => ({
    easting: 60_000 * (n % 70),
    northing: 60_000 * Math.floor(n / 70),
  }));
  const requests = places.map((place, n) =>
    request({ requestId: `request_${n}`, schoolId: `school_${n}`, outstanding: 1, place }),
  );
  const offers = places.flatMap((place, n) =>
    [0, 9000].map((metres) =>
      offer(
        {
          slotId: `slot_${n}_${metres}`,
          ...{ personId: null, employerId: null },
          place: { ...place, northing: place.northing + metres },
        },
        { remaining: 1 },
      ),
    ),
  );
  const none = { persons: new Map<string, number>(), employers: new Map<string, number>() };
  return {
    today: TODAY,
    offers,
    requests,
    ...none,
    blocks: [],
    quotas: [],
    bonuses: new Map(),
    forbidden: [],
  };
}

describe('a clearing that is stopped', () => {
  const problem = schools(5000);

  it.each(Object.values(ClearMethod))(
    'answers with what it has by then, and owns to its gap (%s)',
    (method) => {
      let asked = 0;
      const found = clear(problem, { method, shouldStop: () => (asked += 1) > 0 });
      expect([asked > 0, found.end]).toEqual([true, ClearingEnd.STOPPED]);
      expect(found.objective.units).toBeGreaterThan(1000);
      expect(found.objective.units).toBeLessThan(5000);
      expect(found.gap).toBeGreaterThan(0);
      expect(certify(problem, found)).toMatchObject({ valid: true, faults: [] });
    },
  );

  it('leaves out what must not stand together, and keeps the rest that was found', () => {
    let stop = false;
    const options = {
      shouldStop: () => stop,
      conflicts: (pairs: readonly ClearedPair[]) => {
        stop = true;
        return pairs.filter(({ slotId }) => slotId === 'slot_7_0');
      },
    };
    const found = clear(problem, options);
    expect([found.end, found.objective.units]).toEqual([ClearingEnd.STOPPED, 4999]);
    expect(certify(problem, found)).toMatchObject({ valid: true, faults: [] });
  });

  it('for rules that never end goes a dozen rounds, and leaves out the rest', () => {
    const small = schools(30);
    let rounds = 0;
    const found = clear(small, {
      conflicts: (pairs) => (
        (rounds += 1),
        pairs.filter(({ requestId }) => requestId !== 'request_5').slice(0, 1)
      ),
    });
    expect(found.pairs.map(({ requestId }) => requestId)).toEqual(['request_5']);
    expect(rounds).toBeGreaterThan(12);
    expect(certify(small, found)).toMatchObject({ valid: true, faults: [] });
  });

  it('while units are brought home, answers with what the auction found', () => {
    let asked = 0;
    const all = clear(problem, { shouldStop: () => ((asked += 1), false) });
    expect([all.end, all.objective.units, all.gap]).toEqual([ClearingEnd.OPTIMAL, 5000, 0]);
    let now = 0;
    const late = clear(problem, { shouldStop: () => (now += 1) === asked });
    expect(late.end).toBe(ClearingEnd.STOPPED);
    expect(certify(problem, late)).toMatchObject({ valid: true, faults: [] });
    expect(late.objective.total).toBeLessThanOrEqual(all.objective.total);
    expect(late.dual).toBeGreaterThanOrEqual(all.objective.total);
  });
});

import fc from 'fast-check';
import { mostPoints } from '../test/oracle.js';
import { problems } from '../test/problems.js';
import { clear } from './clear.js';
import { ClearingEnd } from './clearing.js';

describe('a clearing', () => {
  it('brings as many points as an integer program of the whole problem, and its prices prove it', () => {
    let [units, within] = [0, 0];
    fc.assert(
      fc.property(problems({ offers: 30, requests: 16 }), (problem) => {
        const { objective, dual, gap, end } = clear(problem);
        const most = mostPoints(problem);
        units += objective.units;
        expect(objective.total).toBeLessThanOrEqual(most);
        expect(most).toBeLessThanOrEqual(dual);
        expect(gap).toBe(dual - objective.total);
        // Only where a request would have one person twice, which no network can see, may something be lost.
        if (end === ClearingEnd.WITHIN_GAP) within += 1;
        else expect([end, objective.total]).toEqual([ClearingEnd.OPTIMAL, most]);
      }),
      { numRuns: 150 },
    );
    expect(units).toBeGreaterThan(200);
    expect(within).toBeLessThan(25);
  });
});

import fc from 'fast-check';
import { isGreedy } from '../test/brute.js';
import { problems } from '../test/problems.js';
import { certify } from './certificate.js';
import { clear, ClearMethod } from './clear.js';

const greedily = { method: ClearMethod.GREEDY };

describe('taking the best pair first', () => {
  it('keeps every limit, reaches a part of the best and owns to what it may lack', () => {
    let [greedy, best] = [0, 0];
    fc.assert(
      fc.property(problems({ offers: 20, requests: 12 }), (problem) => {
        const found = clear(problem, greedily);
        const most = clear(problem);
        expect(certify(problem, found).faults).toEqual([]);
        expect(found.objective.total).toBeLessThanOrEqual(most.dual);
        // Of limits on either side and of people the greedy algorithm reaches a quarter at least (Fisher and others, 1978).
        expect(4 * found.objective.total).toBeGreaterThanOrEqual(most.objective.total);
        greedy += found.objective.total;
        best += most.objective.total;
      }),
      { numRuns: 150 },
    );
    expect(greedy).toBeLessThan(best);
    expect(greedy).toBeGreaterThan(0.8 * best);
  });

  it('takes at every step what brings most, by trying all there is, until nothing is left', () => {
    let several = 0;
    fc.assert(
      fc.property(problems({ offers: 10, requests: 6 }), (problem) => {
        const { pairs } = clear(problem, greedily);
        if (pairs.length > 1) several += 1;
        expect(isGreedy(problem, pairs)).toBe(true);
        expect(isGreedy(problem, pairs.slice(1))).toBe(pairs.length === 0);
      }),
      { numRuns: 100 },
    );
    expect(several).toBeGreaterThan(20);
  });

  it('answers the same in whatever order the rows come', () => {
    fc.assert(
      fc.property(problems({ offers: 20, requests: 12 }), (problem) => {
        const turned = {
          ...problem,
          offers: problem.offers.toReversed(),
          requests: problem.requests.toReversed(),
        };
        expect(clear(turned, greedily).pairs).toEqual(clear(problem, greedily).pairs);
      }),
      { numRuns: 50 },
    );
  });
});

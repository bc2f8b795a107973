import { Mode, RequestKind } from '#statutes';
import fc from 'fast-check';
import { easyOffers } from '../test/arbitraries.js';
import { fittingPairs, isGreedy } from '../test/brute.js';
import { mostPoints } from '../test/oracle.js';
import { problems } from '../test/problems.js';
import { certify } from './certificate.js';
import { clear, ClearMethod } from './clear.js';
import { networkOf } from './clear.network.js';
import type { ClearingProblem } from './clearing.js';
import { everyPair } from './every-pair.js';
import type { MatchOffer } from './pair.js';

/** A problem with several meetings by video that are alike, of as many people or of nobody. */
const withLikes = fc
  .record({
    problem: problems({ offers: 6, requests: 8 }),
    one: easyOffers,
    count: fc.integer({ min: 2, max: 6 }),
    people: fc.constantFrom(0, 9, 9, 9, 3),
    limited: fc.constantFrom('nothing', 'nothing', 'person', 'employer'),
    remaining: fc.integer({ min: 1, max: 2 }),
    forbidden: fc.array(fc.record({ request: fc.nat(7), like: fc.nat(5) }), { maxLength: 1 }),
  })
  .map(({ problem, one, count, people, limited, remaining, forbidden }): ClearingProblem => {
    const likes = Array.from({ length: count }, (_, like): MatchOffer => ({
      ...{
        ...one,
        offerId: `like_${like}`,
        slotId: `like_${like}`,
        employerId: `giver_${(like % people) % 2 || 0}`,
      },
      ...{
        personId: people > 0 ? `somebody_${like % people}` : null,
        mode: Mode.VIRTUAL,
        saysAll: true,
        excluded: [],
      },
      slot: { ...one.slot, kind: RequestKind.ENCOUNTER, remaining },
    }));
    const more = forbidden.map(({ request, like }) => ({
      requestId: `request_${request}`,
      slotId: `like_${like}`,
    }));
    return {
      ...problem,
      offers: [...problem.offers, ...likes],
      persons: limited === 'person' ? new Map([...problem.persons, ['somebody_0', 1]]) : problem.persons,
      employers: limited === 'employer' ? new Map([...problem.employers, ['giver_0', 1]]) : problem.employers,
      requests: problem.requests.map((request) => ({ ...request, mode: Mode.BOTH })),
      forbidden: [...problem.forbidden, ...more],
    };
  });

describe('meetings by video that are alike', () => {
  it('are one to the network, and what is cleared is still the best there is, pair by pair', () => {
    let [listed, fitting, repeated] = [0, 0, 0];
    fc.assert(
      fc.property(withLikes, (problem) => {
        const found = clear(problem);
        expect(certify(problem, found).faults).toEqual([]);
        let visited = 0;
        everyPair(problem, () => (visited += 1));
        const all = fittingPairs(problem).length;
        expect([found.feasiblePairs, visited]).toEqual([all, all]);
        if (found.end === 'optimal') expect(found.objective.total).toBe(mostPoints(problem));
        listed += networkOf(problem).pairs.length;
        fitting += found.feasiblePairs;
        if (found.pairs.filter(({ slotId }) => slotId.startsWith('like')).length > 1) repeated += 1;
      }),
      { numRuns: 150 },
    );
    expect(listed).toBeLessThan(0.9 * fitting);
    expect(repeated).toBeGreaterThan(20);
  });

  it.each([ClearMethod.AUCTION, ClearMethod.GREEDY])('are dealt out within all limits (%s)', (method) => {
    fc.assert(
      fc.property(withLikes, (problem) => {
        const found = clear(problem, { method });
        expect(certify(problem, found).faults).toEqual([]);
        if (method === ClearMethod.GREEDY) expect(isGreedy(problem, found.pairs)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('are told apart where they are too few for what a request looks for, or where somebody names one', () => {
    fc.assert(
      fc.property(withLikes, (problem) => {
        const named = problem.offers.filter(({ slotId }) => slotId.startsWith('like'));
        const forbidden = named.map(({ slotId }) => ({ requestId: 'request_x', slotId }));
        expect(networkOf({ ...problem, forbidden }).columns.slots.alike.size).toBe(0);
        const [one, ...others] = problem.requests;
        const many = { ...one!, outstanding: named.length + 1 };
        const apart = networkOf({ ...problem, requests: [many, ...others] }).columns.slots.alike;
        if (named[0]?.personId !== null) expect(apart.size).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});

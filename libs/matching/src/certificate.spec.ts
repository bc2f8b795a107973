import fc from 'fast-check';
import { bestClearing, claimOf } from '../test/brute.js';
import { offer, request, TODAY } from '../test/given.js';
import { problems } from '../test/problems.js';
import { certify } from './certificate.js';
import type { ClearingProblem, Prices } from './clearing.js';

/** Prices for everything in a problem, taken one after another from a list. */
function pricesFrom(problem: ClearingProblem, numbers: Iterator<number>): Prices {
  const next = () => numbers.next().value as number;
  const all = (ids: Iterable<string>) => new Map([...ids].map((id) => [id, next()]));
  const { requests, offers, blocks, quotas, persons, employers } = problem;
  return {
    schools: all(requests.map(({ schoolId }) => schoolId)),
    quotas: quotas.map(next),
    requests: requests.map(next),
    serving: requests.map(next),
    others: requests.map(next),
    slots: offers.map(next),
    blocks: blocks.map(next),
    persons: all(persons.keys()),
    employers: all(employers.keys()),
  };
}

/** So small that all clearings of one can be tried. */
const small = problems({ offers: 6, requests: 3 });

const price = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -600, max: 900 }),
  fc.double({ min: -99, max: 600, noNaN: true }),
);

describe('a certificate', () => {
  it('is valid for the best clearing and for none at all, with any prices that are honestly reported', () => {
    let [paired, blocked] = [0, 0];
    fc.assert(
      fc.property(small, fc.infiniteStream(price), (problem, numbers) => {
        const prices = pricesFrom(problem, numbers);
        const best = claimOf(problem, bestClearing(problem), prices);
        for (const claimed of [best, claimOf(problem, [], prices)]) {
          const certificate = certify(problem, claimed);
          expect(certificate.faults).toEqual([]);
          expect(certificate.valid).toBe(true);
          expect(certificate.objective).toEqual(claimed.objective);
          expect(certificate.feasiblePairs).toBe(claimed.feasiblePairs);
          expect(certificate.gap).toBeGreaterThanOrEqual(-1e-6);
        }
        if (best.pairs.length > 1) paired += 1;
        if (problem.blocks.length > 0) blocked += 1;
      }),
      { numRuns: 200 },
    );
    // Problems in which nothing fits would show nothing.
    expect(paired).toBeGreaterThan(8);
    expect(blocked).toBeGreaterThan(15);
  });

  it('shows no gap where the prices are right', () => {
    // Two sessions are looked for and the one slot has one: it costs all that it brings to the better request.
    const near = request();
    const far = request({ requestId: 'request_2', place: { easting: 430_000, northing: 450_000 } });
    const problem = {
      ...{ today: TODAY, offers: [offer({}, { remaining: 1 })], requests: [near, far] },
      ...{ persons: new Map(), employers: new Map(), blocks: [], quotas: [], forbidden: [] },
      bonuses: new Map([['school_107000', [500, 250]]]),
    };
    const [pair] = bestClearing(problem);
    const worth = (pair?.pairScore ?? 0) + 100 + 500;
    expect(pair).toEqual({ requestId: 'request_1', slotId: 'slot_1', units: 1, pairScore: pair?.pairScore });
    const prices = {
      schools: new Map([['school_107000', -500]]),
      requests: [-500, -500],
      serving: [-600, -600],
      others: [-600, -600],
      ...{ slots: [worth], blocks: [], quotas: [], persons: new Map(), employers: new Map() },
    };
    const certificate = certify(problem, claimOf(problem, [pair as NonNullable<typeof pair>], prices));
    expect(certificate).toMatchObject({ valid: true, gap: 0, dual: worth, feasiblePairs: 2 });

    // A wrong price only widens it.
    const wrong = { ...prices, slots: [worth + 7] };
    const wider = certify(problem, claimOf(problem, [pair as NonNullable<typeof pair>], wrong));
    expect(wider).toMatchObject({ valid: true, faults: [], gap: 7 });
  });

  it('says the same in whatever order the rows come', () => {
    fc.assert(
      fc.property(small, (problem) => {
        const nothing = pricesFrom(problem, [].values());
        const claimed = claimOf(problem, bestClearing(problem), zero(nothing));
        const turned = {
          ...problem,
          offers: [...problem.offers].reverse(),
          requests: [...problem.requests].reverse(),
        };
        expect(certify(turned, claimed)).toEqual(certify(problem, claimed));
      }),
      { numRuns: 100 },
    );
  });
});

/** The same prices, all 0. */
function zero(prices: Prices): Prices {
  const none = (map: ReadonlyMap<string, number>) => new Map([...map.keys()].map((id) => [id, 0]));
  return {
    schools: none(prices.schools),
    quotas: prices.quotas.map(() => 0),
    requests: prices.requests.map(() => 0),
    serving: prices.serving.map(() => 0),
    others: prices.others.map(() => 0),
    slots: prices.slots.map(() => 0),
    blocks: prices.blocks.map(() => 0),
    persons: none(prices.persons),
    employers: none(prices.employers),
  };
}

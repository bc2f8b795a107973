import fc from 'fast-check';
import { easyOffers, easyRequests } from '../test/arbitraries.js';
import { TODAY } from '../test/given.js';
import type { ClearingProblem } from './clearing.js';
import { everyPair } from './every-pair.js';
import { feasible } from './feasible.js';
import { score } from './score.js';

const unlimited = { persons: new Map(), employers: new Map(), blocks: [], quotas: [], bonuses: new Map() };
const problems: fc.Arbitrary<ClearingProblem> = fc
  .tuple(
    fc.array(easyOffers, { maxLength: 12 }),
    fc.array(easyRequests, { maxLength: 6 }),
    fc.array(fc.tuple(fc.nat(5), fc.nat(11)), { maxLength: 3 }),
  )
  .map(([slots, asked, forbidden]) => ({
    ...unlimited,
    today: TODAY,
    offers: slots.map((offer, index) => ({ ...offer, slotId: `slot_${index}` })),
    requests: asked.map((request, index) => ({ ...request, requestId: `request_${index}` })),
    forbidden: forbidden.map(([request, slot]) => ({
      requestId: `request_${request}`,
      slotId: `slot_${slot}`,
    })),
  }));

function found(problem: ClearingProblem): string[] {
  const pairs: string[] = [];
  everyPair(problem, (request, slot, points) =>
    pairs.push(`${problem.requests[request]!.requestId} ${problem.offers[slot]!.slotId} ${points}`),
  );
  return pairs.sort();
}

function expected({ offers, requests, forbidden, today }: ClearingProblem): string[] {
  const pairs = requests.flatMap((request) =>
    offers
      .filter((offer) => feasible(offer, request, today).length === 0)
      .filter(
        ({ slotId }) =>
          !forbidden.some((pair) => pair.slotId === slotId && pair.requestId === request.requestId),
      )
      .map((offer) => `${request.requestId} ${offer.slotId} ${score(offer, request, today).pairScore}`),
  );
  return pairs.sort();
}

describe('the pairs that a clearing looks at', () => {
  it('are those that are feasible and not forbidden, each once, with the pair score', () => {
    let fitting = 0;
    fc.assert(
      fc.property(problems, (problem) => {
        const pairs = found(problem);
        fitting += pairs.length;
        expect(pairs).toEqual(expected(problem));
      }),
      { numRuns: 1500 },
    );
    expect(fitting).toBeGreaterThan(500);
  });
});

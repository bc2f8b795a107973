import { ActivityType, addDays } from '#statutes';
import fc from 'fast-check';
import { offer, request, TODAY } from '../test/given.js';
import { anyOffers, anyRequests } from '../test/forms.js';
import { Misfit, Pairs } from './certificate.pairs.js';
import { shelve, sweep } from './certificate.sweep.js';
import type { ClearingProblem } from './clearing.js';
import { feasible } from './feasible.js';
import { servesBenchmark } from './pair.js';
import { score } from './score.js';

const problems: fc.Arbitrary<ClearingProblem> = fc
  .record({
    offers: fc.array(anyOffers, { maxLength: 30 }),
    requests: fc.array(anyRequests, { maxLength: 5 }),
    forbidden: fc.array(fc.tuple(fc.nat(29), fc.nat(4)), { maxLength: 4 }),
    now: fc.integer({ min: -2, max: 4 }),
  })
  .map(({ offers, requests, forbidden, now }) => ({
    today: addDays(TODAY, now),
    offers: offers.map((offer, at) => ({ ...offer, slotId: `slot_${at}` })),
    requests: requests.map((request, at) => ({ ...request, requestId: `request_${at}` })),
    ...{ persons: new Map(), employers: new Map(), blocks: [], quotas: [], bonuses: new Map() },
    forbidden: forbidden.map(([slot, request]) => ({
      slotId: `slot_${slot}`,
      requestId: `request_${request}`,
    })),
  }));

describe('the pairs of a certificate', () => {
  it('fit, score and serve as feasible, score and servesBenchmark say, one by one', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const pairs = new Pairs(problem, problem.offers);
        problem.requests.forEach((request, number) => {
          pairs.ask(number);
          problem.offers.forEach((offer, slot) => {
            const misfit = pairs.misfit(slot);
            const fits =
              feasible(offer, request, problem.today).length === 0 && !isForbidden(problem, number, slot);
            expect(misfit === Misfit.NONE).toBe(fits);
            expect(pairs.points(slot)).toBe(score(offer, request, problem.today).pairScore);
            expect(pairs.serves(slot)).toBe(servesBenchmark(offer, request));
          });
        });
      }),
      { numRuns: 300 },
    );
  });

  it('are found where pupils travel to one slot and the offerer of another of the same activity travels to them', () => {
    const visit = { activityType: ActivityType.WORKPLACE_VISIT, travelKm: 0 };
    const asked = request({ activityTypes: [ActivityType.WORKPLACE_VISIT], travelKm: 21 });
    const row = offer({ ...visit, slotId: 'slot_0', saysAll: true, place: asked.place });
    const { easting, northing } = asked.place;
    const published = offer({ ...visit, place: { easting: easting + 14_190, northing: northing + 14_096 } });
    const { offers, shelves } = shelve([row, published]);
    const limits = { persons: new Map(), employers: new Map(), blocks: [], quotas: [], bonuses: new Map() };
    const problem = { today: TODAY, offers, requests: [asked], ...limits, forbidden: [] };
    expect(sweep(new Pairs(problem, offers), shelves, () => {})).toBe(2);
  });

  it('are all found by the sweep, each once', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { offers, original, shelves } = shelve(problem.offers);
        const found: string[] = [];
        const count = sweep(new Pairs(problem, offers), shelves, (request, slot, points) => {
          found.push(`${request} ${original[slot]} ${points}`);
        });
        const expected = problem.requests.flatMap((request, number) =>
          problem.offers.flatMap((offer, slot) => {
            const fits =
              feasible(offer, request, problem.today).length === 0 && !isForbidden(problem, number, slot);
            return fits ? [`${number} ${slot} ${score(offer, request, problem.today).pairScore}`] : [];
          }),
        );
        expect(found.sort()).toEqual(expected.sort());
        expect(count).toBe(expected.length);
      }),
      { numRuns: 300 },
    );
  });
});

function isForbidden({ forbidden }: ClearingProblem, request: number, slot: number): boolean {
  return forbidden.some(
    ({ requestId, slotId }) => requestId === `request_${request}` && slotId === `slot_${slot}`,
  );
}

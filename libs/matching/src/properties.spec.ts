import { ActivityType, addDays, Mode } from '#statutes';
import fc from 'fast-check';
import { offers, requests } from '../test/arbitraries.js';
import { TODAY } from '../test/given.js';
import { feasible } from './feasible.js';
import { changeable } from './obstacle.js';
import type { MatchOffer, MatchRequest } from './pair.js';
import { type Relaxation, RelaxationKind, relax } from './relax.js';
import { score } from './score.js';
import { weigh } from './weigh.js';
import { whyNot } from './why-not.js';

describe('a score', () => {
  it('is the sum of its parts, whole and within their limits', () => {
    fc.assert(
      fc.property(offers, requests, (offer, request) => {
        const { total, pairScore, gain, parts, newlyReachedPupils } = score(offer, request, TODAY);
        for (const { points, max } of parts) {
          expect(Number.isInteger(points)).toBe(true);
          expect(points).toBeGreaterThanOrEqual(0);
          expect(points).toBeLessThanOrEqual(max);
        }
        expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(total);
        expect(pairScore + gain).toBe(total);
        expect(pairScore).toBeLessThanOrEqual(600);
        expect(gain).toBe(Math.min(400, 4 * newlyReachedPupils));
        expect(newlyReachedPupils).toBeLessThanOrEqual(request.need ?? 0);
      }),
    );
  });

  it('never gains more from the next session than from the one before', () => {
    fc.assert(
      fc.property(offers, requests, (offer, request) => {
        const next = { ...request, booked: request.booked + 1 };
        expect(score(offer, next, TODAY).gain).toBeLessThanOrEqual(score(offer, request, TODAY).gain);
      }),
    );
  });
});

/** Offers that mostly fit the request, so that there is something to rank. */
const market = fc.tuple(requests, fc.array(offers, { maxLength: 12 })).map(([request, list]) => ({
  request: {
    ...request,
    outstanding: 2,
    activityTypes: Object.values(ActivityType),
    mode: Mode.BOTH,
    windows: [{ from: TODAY, to: addDays(TODAY, 60) }],
  },
  // Slots of one offer differ in nothing but the slot.
  list: list.map(({ offerId, slot }, index) => ({
    ...(list.find((other) => other.offerId === offerId) as MatchOffer),
    ...{ slot, slotId: `slot_${index}` },
    yearFrom: 7,
    yearTo: 13,
    sectors: [],
    travelKm: 60,
  })),
}));

describe('a ranking', () => {
  it('is the same in any order of the input, and holds each offer once, by its best slot', () => {
    fc.assert(
      fc.property(market, fc.infiniteStream(fc.nat()), ({ request, list }, order) => {
        const shuffled = list
          .map((offer) => ({ offer, at: order.next().value ?? 0 }))
          .sort((one, other) => one.at - other.at)
          .map(({ offer }) => offer);
        const weighed = weigh(list, [request], TODAY);
        expect(weigh(shuffled, [request], TODAY)).toEqual(weighed);

        const best = weighed.matches;
        const fitting = list.filter((offer) => feasible(offer, request, TODAY).length === 0);
        expect(best).toHaveLength(new Set(fitting.map((offer) => offer.offerId)).size);
        expect(weighed.considered).toBe(new Set(list.map((offer) => offer.offerId)).size);
        const missed = weighed.considered - best.length;
        expect(weighed.tally.length > 0).toBe(missed > 0);
        for (const { candidates } of weighed.tally) expect(candidates).toBeLessThanOrEqual(missed);
        expect(new Set(best.map(({ offer }) => offer.offerId)).size).toBe(best.length);
        for (const {
          offer,
          score: { total },
        } of best) {
          const slots = fitting.filter(({ offerId }) => offerId === offer.offerId);
          expect(total).toBe(Math.max(...slots.map((other) => score(other, request, TODAY).total)));
        }
        const totals = best.map((match) => match.score.total);
        expect(totals).toEqual([...totals].sort((one, other) => other - one));
      }),
    );
  });

  it('of requests is the same in any order of the input', () => {
    fc.assert(
      fc.property(
        offers,
        fc.uniqueArray(requests, { maxLength: 8, selector: (request) => request.requestId }),
        (offer, list) => {
          const open = list.map((request) => ({
            ...request,
            activityTypes: [offer.activityType],
            sectors: [],
            mode: Mode.BOTH,
          }));
          expect(weigh([offer], [...open].reverse(), TODAY)).toEqual(weigh([offer], open, TODAY));
        },
      ),
    );
  });
});

/** One step less of what was asked for: a kilometre, a pupil, a year, a day, a session short of enough. */
function oneLess(change: Relaxation, offer: MatchOffer): Relaxation | null {
  switch (change.kind) {
    case RelaxationKind.TRAVEL:
      return { ...change, travelKm: change.travelKm - 1 };
    case RelaxationKind.PUPILS:
      return { ...change, pupilsPerSession: change.pupilsPerSession + 1 };
    case RelaxationKind.CAPACITY:
    case RelaxationKind.OUTSTANDING:
      return { ...change, more: change.more - 1 };
    case RelaxationKind.WINDOW:
      return { ...change, to: addDays(change.to, -1) };
    case RelaxationKind.YEARS:
      return change.yearFrom < offer.yearFrom
        ? { ...change, yearFrom: change.yearFrom + 1 }
        : { ...change, yearTo: change.yearTo - 1 };
    case RelaxationKind.ACTIVITY:
    case RelaxationKind.SECTOR:
    case RelaxationKind.SLOT:
    case RelaxationKind.MODE:
    case RelaxationKind.CALENDAR:
      return null;
  }
}

function after(offer: MatchOffer, request: MatchRequest, changes: readonly Relaxation[]): number {
  const pair = changes.reduce((now, change) => relax(now.offer, now.request, change), { offer, request });
  return feasible(pair.offer, pair.request, TODAY).length;
}

describe('why not', () => {
  it('makes the pair fit by its relaxations together, unless one obstacle has none; and by none of them left out or one step less', () => {
    fc.assert(
      fc.property(offers, requests, (offer, request) => {
        const answer = whyNot(offer, request, TODAY);
        for (const { obstacle, relaxation } of answer.misses)
          expect(changeable(obstacle)).toBe(relaxation !== null);
        const changes = answer.misses.flatMap(({ relaxation }) => relaxation ?? []);
        const relaxable = changes.length === answer.misses.length;
        expect(answer.fits).toBe(answer.misses.length === 0);
        expect(answer.fitsWhenRelaxed).toBe(relaxable);
        expect(after(offer, request, changes)).toBe(answer.misses.length - changes.length);
        changes.forEach((change, index) => {
          const others = changes.toSpliced(index, 1);
          expect(after(offer, request, others)).toBeGreaterThan(answer.misses.length - changes.length);
          const less = oneLess(change, offer);
          if (less) {
            expect(after(offer, request, [...others, less])).toBeGreaterThan(
              answer.misses.length - changes.length,
            );
          }
        });
      }),
      { numRuns: 2000 },
    );
  });
});

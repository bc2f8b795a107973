import fc from 'fast-check';
import { feasible, gainOf, score, servesBenchmark } from '#matching';
import { ActivityType, addDays, Benchmark, Mode } from '#statutes';
import { problemOf } from './clear.problem.js';
import type { OfferRow, RequestRow } from './clear.rows.js';

const place = fc.record({ easting: fc.nat({ max: 30_000 }), northing: fc.nat({ max: 30_000 }) });
const span = fc
  .tuple(fc.nat({ max: 40 }), fc.nat({ max: 20 }))
  .map(([first, days]) => ({ from: addDays('2027-01-04', first), to: addDays('2027-01-04', first + days) }));
const years = fc
  .tuple(fc.integer({ min: 7, max: 13 }), fc.integer({ min: 7, max: 13 }))
  .map((two) => ({ yearFrom: Math.min(...two), yearTo: Math.max(...two) }));
const common = {
  place,
  activities: fc.subarray(
    [
      ...[ActivityType.CAREERS_TALK, ActivityType.WORKPLACE_VISIT, ActivityType.EMPLOYER_GOVERNOR],
      ...[ActivityType.WORK_EXPERIENCE_PLACEMENT, ActivityType.VIRTUAL_WORK_EXPERIENCE],
    ],
    { minLength: 1 },
  ),
  sectors: fc.subarray(['A', 'B', 'C'] as const),
  mode: fc.constantFrom(...Object.values(Mode)),
};
const offerRow: fc.Arbitrary<Omit<OfferRow, 'id'>> = fc
  .tuple(
    fc.record({
      ...common,
      person: fc.constantFrom(null, 'ada', 'ben'),
      employer: fc.constant(null),
      travelMetres: fc.nat({ max: 40_000 }),
      capacity: fc.integer({ min: 1, max: 4 }),
    }),
    span,
    years,
  )
  .map((parts) => Object.assign({}, ...parts) as Omit<OfferRow, 'id'>);
const requestRow: fc.Arbitrary<Omit<RequestRow, 'id'>> = fc
  .tuple(
    fc.record({
      ...common,
      school: fc.constantFrom('Hill', 'Dale'),
      sessions: fc.integer({ min: 1, max: 4 }),
      year: fc.integer({ min: 7, max: 13 }),
      pupils: fc.integer({ min: 1, max: 40 }),
      benchmark: fc.constantFrom(...Object.values(Benchmark)),
      need: fc.option(fc.nat({ max: 150 })),
    }),
    span,
  )
  .map(([row, days]) => ({ ...row, ...days, region: null, type: null }));
const named = <T>(row: fc.Arbitrary<T>, letter: string) =>
  fc.array(row, { maxLength: 8 }).map((rows) => rows.map((one, n) => ({ ...one, id: `${letter}${n}` })));

/** Whether two rows fit, word by word as the spreadsheet form has it. */
function fit(offer: OfferRow, request: RequestRow): boolean {
  const common = offer.activities
    .filter((activity) => request.activities.includes(activity))
    .filter((activity) => activity !== ActivityType.WORK_EXPERIENCE_PLACEMENT || request.year >= 10);
  const sectorsMeet = offer.sectors.some((sector) => request.sectors.includes(sector));
  const near =
    Math.hypot(offer.place.easting - request.place.easting, offer.place.northing - request.place.northing) <=
    offer.travelMetres;
  const byVideo = offer.mode !== Mode.IN_PERSON && request.mode !== Mode.IN_PERSON;
  const inPerson = offer.mode !== Mode.VIRTUAL && request.mode !== Mode.VIRTUAL;
  return (
    common.length > 0 &&
    (sectorsMeet || offer.sectors.length === 0 || request.sectors.length === 0) &&
    offer.from <= request.to &&
    request.from <= offer.to &&
    offer.yearFrom <= request.year &&
    request.year <= offer.yearTo &&
    (byVideo || (inPerson && near))
  );
}

const cross = (offers: OfferRow[], requests: RequestRow[]) =>
  requests.flatMap((request) => offers.map((offer) => ({ offer, request })));

describe('rows as a clearing', () => {
  it('fit exactly where the spreadsheet form says so, with one score for all their activities', () => {
    let fitting = 0;
    fc.assert(
      fc.property(named(offerRow, 'o'), named(requestRow, 'r'), (offers, requests) => {
        const { problem, offerOf } = problemOf(offers, requests);
        const scores = new Map<string, Set<number>>();
        for (const request of problem.requests) {
          for (const offer of problem.offers) {
            if (feasible(offer, request, problem.today).length > 0) continue;
            const pair = `${request.requestId} ${offerOf.get(offer.slotId)?.id}`;
            const known = scores.get(pair) ?? new Set();
            scores.set(pair, known.add(score(offer, request, problem.today).pairScore));
          }
        }
        const expected = cross(offers, requests).filter(({ offer, request }) => fit(offer, request));
        fitting += expected.length;
        expect([...scores.keys()].sort()).toEqual(
          expected.map(({ offer, request }) => `${request.id} ${offer.id}`).sort(),
        );
        expect([...scores.values()].every(({ size }) => size === 1)).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(fitting).toBeGreaterThan(500);
  });

  it('gain by their need, whatever the activity and the benchmark', () => {
    fc.assert(
      fc.property(
        named(offerRow, 'o'),
        named(requestRow, 'r'),
        fc.integer({ min: 1, max: 5 }),
        (offers, rows, k) => {
          const { problem } = problemOf(offers, rows);
          problem.requests.forEach((request, n) => {
            for (const offer of problem.offers) expect(servesBenchmark(offer, request)).toBe(true);
            const { need, pupils } = rows[n]!;
            const short = Math.max(0, (need ?? 0) - (k - 1) * pupils);
            expect(gainOf(request, k)).toBe(Math.min(400, 4 * Math.min(pupils, short)));
          });
        },
      ),
    );
  });

  it('share the capacity of a row among its activities', () => {
    fc.assert(
      fc.property(named(offerRow, 'o'), named(requestRow, 'r'), (offers, requests) => {
        const { problem, offerOf } = problemOf(offers, requests);
        for (const row of offers) {
          const slots = problem.offers.filter(({ slotId }) => offerOf.get(slotId) === row);
          const limit = problem.employers.get(slots[0]?.employerId ?? '');
          expect(slots.every(({ slot }) => slot.remaining === row.capacity)).toBe(true);
          expect(limit).toBe(slots.length > 1 ? row.capacity : undefined);
        }
      }),
    );
  });
});

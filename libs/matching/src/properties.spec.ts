import {
  ActivityType,
  addDays,
  Benchmark,
  CalendarBasis,
  calendarOf,
  daysFrom,
  Mode,
  RequestKind,
  type SchoolCalendar,
  SECTOR_LETTERS,
  usualBankHolidays,
  YEAR_GROUPS,
} from '#statutes';
import fc from 'fast-check';
import { CALENDAR, TODAY } from '../test/given.js';
import { feasible } from './feasible.js';
import { changeable } from './obstacle.js';
import type { MatchOffer, MatchRequest } from './pair.js';
import { type Relaxation, RelaxationKind, relax } from './relax.js';
import { score } from './score.js';
import { weigh } from './weigh.js';
import { whyNot } from './why-not.js';

const place = fc.record({
  easting: fc.integer({ min: 400_000, max: 440_000 }),
  northing: fc.integer({ min: 400_000, max: 440_000 }),
});
const mode = fc.constantFrom(...Object.values(Mode));
const kind = fc.constantFrom(RequestKind.ENCOUNTER, RequestKind.ENCOUNTER, RequestKind.PLACEMENT);
const activity = fc.constantFrom(...Object.values(ActivityType).slice(0, 11));
const sectors = fc.subarray(SECTOR_LETTERS.slice(0, 4));
const day = fc.integer({ min: -1, max: 20 }).map((days) => addDays(TODAY, days));
const span = fc.tuple(day, fc.nat(12));
const years = fc.tuple(fc.integer({ min: 7, max: 13 }), fc.integer({ min: 7, max: 13 }));
const id = (noun: string, max: number) => fc.nat(max).map((number) => `${noun}_${number}`);
const rarely = <T>(value: T) => fc.constantFrom<T[]>([], [], [], [], [], [], [value]);

const slot = fc
  .record({
    kind,
    start: day,
    days: fc.nat(3),
    begun: fc.constantFrom(false, false, false, true),
    ...{ remaining: fc.nat(5), form: fc.nat(6) },
    maxPupils: fc.option(fc.integer({ min: 1, max: 60 })),
  })
  .map(({ start, days, form, ...rest }) => ({
    ...{ ...rest, startsOn: start, endsOn: addDays(start, days) },
    // One in seven of each of the other forms.
    arranged: form === 0 ? { days: rest.kind === RequestKind.PLACEMENT ? 1 + (days % 2) : 1 } : null,
    dates: form === 1 && rest.kind === RequestKind.ENCOUNTER ? [start, addDays(start, days)] : [],
    broadcast: form === 2 && rest.kind === RequestKind.ENCOUNTER,
  }));

const offers: fc.Arbitrary<MatchOffer> = fc
  .record({
    offerId: id('offer', 5),
    slotId: id('slot', 99),
    employerId: fc.option(id('employer', 9)),
    personId: fc.option(id('person', 9)),
    activityType: activity,
    employed: fc.boolean(),
    sectors,
    years,
    mode,
    place,
    travelKm: fc.nat(40),
    slot,
    responded: fc
      .tuple(fc.nat(20), fc.nat(20))
      .map(([answered, more]) => ({ answered, asked: answered + more })),
    publishedOn: fc.integer({ min: -400, max: 0 }).map((days) => addDays(TODAY, days)),
    excluded: rarely('school_1'),
  })
  .map(({ years: [one, other], ...rest }) => ({
    ...rest,
    yearFrom: Math.min(one, other),
    yearTo: Math.max(one, other),
  }));

const spans = fc.array(
  span.map(([from, days]) => ({ name: 'Term', from, to: addDays(from, days) })),
  { maxLength: 3 },
);
const exams = fc.array(
  fc
    .tuple(span, fc.subarray([...YEAR_GROUPS]))
    .map(([[from, days], yearGroups]) => ({ name: 'exams', yearGroups, from, to: addDays(from, days) })),
  { maxLength: 2 },
);
const declared = fc.record({
  terms: fc.option(spans),
  insetDays: fc.array(day, { maxLength: 3 }),
  openDays: fc.array(day, { maxLength: 12 }),
  exams: fc.option(exams),
});
const holidays = usualBankHolidays(2026);
// Few are wholly open, and with most days closed hardly a pair would fit.
const everyDay = { ...CALENDAR, openDays: daysFrom('2026-04-01', '2026-07-31'), exams: [] };
const calendars: fc.Arbitrary<SchoolCalendar> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(everyDay) },
  declared.map((school) => calendarOf(2025, holidays, { school })),
  // Assumed terms that end in the middle of the slots.
  declared.map((school) => ({ ...calendarOf(2025, holidays, { school }), basis: CalendarBasis.ASSUMED })),
);

const requests: fc.Arbitrary<MatchRequest> = fc.record({
  calendar: calendars,
  requestId: id('request', 999),
  schoolId: fc.constant('school_1'),
  kind,
  activityTypes: fc.subarray(Object.values(ActivityType).slice(0, 11)),
  sectors,
  groups: fc.array(fc.record({ yearGroup: fc.integer({ min: 7, max: 13 }), size: fc.nat(30) }), {
    minLength: 1,
    maxLength: 3,
  }),
  booked: fc.nat(3),
  outstanding: fc.nat(3),
  pupilsPerSession: fc.integer({ min: 1, max: 200 }),
  windows: fc.array(
    span.map(([from, days]) => ({ from, to: addDays(from, days) })),
    { maxLength: 3 },
  ),
  mode,
  place,
  travelKm: fc.nat(40),
  benchmark: fc.constantFrom(Benchmark.B5, Benchmark.B6, Benchmark.B7),
  need: fc.nat(300),
  excluded: rarely('employer_1'),
  personsTaken: rarely('person_1'),
});

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

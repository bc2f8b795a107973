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
import type { MatchOffer, MatchRequest } from '../src/index.js';
import { CALENDAR, TODAY } from './given.js';

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

/** Slots of every form, near and far, in and out of time. */
export const offers: fc.Arbitrary<MatchOffer> = fc
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
    saysAll: fc.constantFrom(false, false, false, true),
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
/** Open all days, declared, or assumed with terms that end in the middle of the slots. */
export const calendars: fc.Arbitrary<SchoolCalendar> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(everyDay) },
  declared.map((school) => calendarOf(2025, holidays, { school })),
  // Assumed terms that end in the middle of the slots.
  declared.map((school) => ({ ...calendarOf(2025, holidays, { school }), basis: CalendarBasis.ASSUMED })),
);

/** Requests of every kind, of one school. */
export const requests: fc.Arbitrary<MatchRequest> = fc.record({
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

/** Slots that are still to come and welcome most years, so that many fit `easyRequests`; half of them are wholly random. */
export const easyOffers: fc.Arbitrary<MatchOffer> = fc.oneof(
  offers,
  offers.map((offer) => ({
    ...offer,
    ...{ yearFrom: 7, yearTo: Math.max(offer.yearTo, 11), travelKm: offer.travelKm + 20 },
    slot: { ...offer.slot, begun: false, remaining: 1 + (offer.slot.remaining % 3), maxPupils: null },
  })),
);

/** Talks on an open day that nearly every easy request could have, so that there is something to contend for. */
export const wantedOffers: fc.Arbitrary<MatchOffer> = easyOffers.map((offer) => ({
  ...offer,
  ...{ activityType: ActivityType.CAREERS_TALK, mode: Mode.BOTH, yearFrom: 7, yearTo: 13, excluded: [] },
  sectors: offer.sectors.slice(0, 1),
  slot: {
    ...{ kind: RequestKind.ENCOUNTER, startsOn: addDays(TODAY, 3), endsOn: addDays(TODAY, 3), begun: false },
    ...{
      remaining: 1 + (offer.slot.remaining % 2),
      maxPupils: null,
      arranged: null,
      dates: [],
      broadcast: false,
    },
  },
}));

/** Requests for any activity on nearly any day; one in four is wholly random. */
export const easyRequests: fc.Arbitrary<MatchRequest> = fc.oneof(
  requests,
  ...[RequestKind.ENCOUNTER, RequestKind.ENCOUNTER, RequestKind.PLACEMENT].map((kind) =>
    requests.map((request) => ({
      ...{ ...request, kind },
      ...{ activityTypes: Object.values(ActivityType), groups: request.groups.slice(0, 1) },
      ...{ windows: [{ from: TODAY, to: addDays(TODAY, 60) }], travelKm: request.travelKm + 20 },
      ...{ outstanding: 1 + (request.outstanding % 3), calendar: everyDay },
    })),
  ),
);

import { ActivityType, addDays, calendarOf, RequestKind, usualBankHolidays, YEAR_GROUPS } from '#statutes';
import fc from 'fast-check';
import { offer, request } from '../test/given.js';
import { RequestDays } from './certificate.days.js';
import { DayNumbers, slotTimes } from './certificate.times.js';
import { feasible } from './feasible.js';
import type { MatchOffer, MatchRequest } from './pair.js';

// The first has an ordinary month and two bank holidays before it; from the second on a calendar of 2025 soon knows nothing.
const days = fc.constantFrom('2026-05-01', '2026-08-18');
const holidays = [2025, 2026, 2027].flatMap((year) => usualBankHolidays(year));

const span = (latest: number, longest: number) =>
  fc.tuple(fc.integer({ min: -3, max: latest }), fc.nat(longest));
const group = fc.constantFrom(...YEAR_GROUPS);

/** Days after today: most of them in term, some of them off for one of the reasons there are. */
const asked = fc.record({
  year: fc.constantFrom(2025, 2025, 2025, 2026),
  terms: fc.option(fc.array(span(20, 25), { minLength: 1, maxLength: 3 }), { freq: 9 }),
  inset: fc.array(fc.nat(40), { maxLength: 4 }),
  open: fc.array(fc.nat(40), { maxLength: 10 }),
  exams: fc.option(fc.array(fc.tuple(span(30, 8), group), { maxLength: 2 })),
  windows: fc.array(span(20, 30), { minLength: 1, maxLength: 3 }),
  groups: fc.array(group, { maxLength: 2 }),
});

const slots = fc.record({
  form: fc.constantFrom('day', 'days', 'series', 'arranged', 'begun'),
  // Every other one about today, before which it is too late.
  span: fc.oneof(span(25, 20), span(1, 4)),
  length: fc.integer({ min: 1, max: 8 }),
  dates: fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 3 }),
});

function requestOf(today: string, { year, windows, groups, ...declared }: Asked): MatchRequest {
  const range = ([from, more]: readonly [number, number]) => ({
    from: addDays(today, from),
    to: addDays(today, from + more),
  });
  const school = {
    terms: declared.terms?.map((term) => ({ name: 'Term', ...range(term) })) ?? null,
    insetDays: declared.inset.map((day) => addDays(today, day)),
    openDays: declared.open.map((day) => addDays(today, day)),
    exams:
      declared.exams?.map(([days, sitting]) => ({ name: 'Exams', yearGroups: [sitting], ...range(days) })) ??
      null,
  };
  return request({
    groups: groups.map((yearGroup) => ({ yearGroup, size: 10 })),
    windows: windows.map(range),
    calendar: calendarOf(year, holidays, { school }),
    activityTypes: [ActivityType.CAREERS_TALK],
  });
}

function offerOf(today: string, { form, span: [from, more], length, dates }: Slot): MatchOffer {
  const day = (number: number) => addDays(today, from + number);
  const several = form === 'days' || form === 'arranged';
  const rising = [...dates].sort((one, other) => one - other);
  const series = form === 'series' ? rising.map(day) : [];
  return offer(
    { yearFrom: 7, yearTo: 13 },
    {
      kind: RequestKind.ENCOUNTER,
      startsOn: series[0] ?? day(0),
      endsOn: series.at(-1) ?? day(several ? more : 0),
      ...{ begun: form === 'begun', arranged: form === 'arranged' ? { days: length } : null, dates: series },
    },
  );
}

type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;
type Slot = typeof slots extends fc.Arbitrary<infer Value> ? Value : never;

describe('the days of a certificate', () => {
  it('suit where feasible finds nothing against them: in and out of windows, terms, holidays, exams and the year', () => {
    let [suiting, others] = [0, 0];
    fc.assert(
      fc.property(
        days,
        fc.array(asked, { minLength: 1, maxLength: 2 }),
        fc.array(slots, { maxLength: 12 }),
        (today, list, rows) => {
          const offers = rows.map((row) => offerOf(today, row));
          const numbers = new DayNumbers(today);
          const found = new RequestDays(slotTimes(offers, numbers), numbers, today);
          for (const one of list) {
            const request = requestOf(today, one);
            found.ask(request);
            offers.forEach((offer, slot) => {
              const fits = feasible(offer, request, today).length === 0;
              expect(found.fits(slot)).toBe(fits);
              if (fits) suiting += 1;
              else others += 1;
            });
          }
        },
      ),
      { numRuns: 1000 },
    );
    // Neither must be so rare that the other answer would pass for all.
    expect(suiting / (suiting + others)).toBeGreaterThan(0.1);
    expect(suiting / (suiting + others)).toBeLessThan(0.9);
  });
});

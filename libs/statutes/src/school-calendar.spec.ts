import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type BankHoliday, easterSunday, usualBankHolidays } from './bank-holidays.js';
import { addDays, daysBetween, daysFrom, weekdayFrom, weekdayOf } from './dates.js';
import { examPolicyFor, usualExams } from './exams.js';
import {
  CalendarBasis,
  calendarOf,
  DayOffReason,
  isSchoolDay,
  schoolDaysOf,
  whyNotDuring,
  whyNotOn,
} from './school-calendar.js';
import { usualTerms } from './terms.js';
import { firstDayOf, lastDayOf } from './years.js';

const holidays = (year: number) => [...usualBankHolidays(year), ...usualBankHolidays(year + 1)];
const assumed = (year: number) => calendarOf(year, holidays(year));
const YEARS = Array.from({ length: 30 }, (_, index) => 2020 + index);

describe('the days of the week', () => {
  it('count from Monday, before 1970 too', () => {
    expect(['2026-11-23', '2026-11-29', '1969-12-28', '1970-01-01'].map(weekdayOf)).toEqual([1, 7, 7, 4]);
  });

  it('are found from any date within a week', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -20000, max: 40000 }),
        fc.integer({ min: 1, max: 7 }),
        (days, weekday) => {
          const from = addDays('1970-01-01', days);
          const found = weekdayFrom(from, weekday);
          expect(weekdayOf(found)).toBe(weekday);
          expect(daysBetween(from, found)).toBeGreaterThanOrEqual(0);
          expect(daysBetween(from, found)).toBeLessThan(7);
        },
      ),
    );
  });
});

describe('bank holidays', () => {
  it('by rule are those that were published, in every year of the list that ships', () => {
    const shipped = JSON.parse(
      readFileSync(new URL('../../../data/bank-holidays.json', import.meta.url), 'utf8'),
    ) as { from: number; to: number; bankHolidays: BankHoliday[] };
    expect([shipped.from, shipped.to, shipped.bankHolidays.length]).toEqual([2024, 2028, 40]);
    const years = Array.from({ length: 5 }, (_, index) => 2024 + index);
    expect(years.flatMap((year) => usualBankHolidays(year))).toEqual(shipped.bankHolidays);
  });

  it('give Boxing Day its Monday where Christmas is a Sunday', () => {
    expect(usualBankHolidays(2022).slice(-2)).toEqual([
      { on: '2022-12-26', name: 'Boxing Day' },
      { on: '2022-12-27', name: 'Christmas Day' },
    ]);
  });

  it('are eight working days a year, each another one', () => {
    for (const year of YEARS) {
      const days = usualBankHolidays(year).map(({ on }) => on);
      expect(new Set(days).size).toBe(8);
      expect(days.every((day) => weekdayOf(day) < 6 && day.startsWith(String(year)))).toBe(true);
    }
  });

  it('know Easter from end to end of its range', () => {
    expect([1818, 1943, 2000, 2025, 2026, 2027, 2038].map(easterSunday)).toEqual([
      ...['1818-03-22', '1943-04-25', '2000-04-23', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25'],
    ]);
  });
});

describe('the usual terms', () => {
  it('of 2025/26 are those of most authorities', () => {
    expect(usualTerms(2025).map(({ from, to }) => [from, to])).toEqual([
      ['2025-09-01', '2025-10-24'],
      ['2025-11-03', '2025-12-19'],
      ['2026-01-05', '2026-02-13'],
      ['2026-02-23', '2026-03-27'],
      ['2026-04-13', '2026-05-22'],
      ['2026-06-01', '2026-07-21'],
    ]);
  });

  it('leave 190 to 200 days of teaching and inset in every year, and begin and end on a weekday', () => {
    for (const year of YEARS) {
      const terms = usualTerms(year);
      expect([year, schoolDaysOf(assumed(year)).length >= 190]).toEqual([year, true]);
      expect([year, schoolDaysOf(assumed(year)).length <= 200]).toEqual([year, true]);
      terms.forEach(({ from, to }, index) => {
        expect(weekdayOf(from) < 6 && weekdayOf(to) < 6 && from < to).toBe(true);
        expect(from > (terms[index - 1]?.to ?? firstDayOf(year - 1))).toBe(true);
      });
      expect(terms[0]?.from.slice(0, 7)).toBe(`${year}-09`);
      expect((terms.at(-1)?.to ?? '') < lastDayOf(year)).toBe(true);
    }
  });

  it('never teach on Good Friday, and have two weeks of Easter holidays beside it', () => {
    for (const year of YEARS) {
      const goodFriday = addDays(easterSunday(year + 1), -2);
      const around = daysFrom(addDays(goodFriday, -16), addDays(goodFriday, 19));
      const off = around.filter((day) => weekdayOf(day) < 6 && !isSchoolDay(day, assumed(year)));
      expect(isSchoolDay(goodFriday, assumed(year))).toBe(false);
      expect([year, off.length >= 10]).toEqual([year, true]);
    }
  });
});

describe('the usual exams', () => {
  it.each([
    [2022, '2023-05-15', '2023-06-28', 'SUMMER_SERIES_2017'],
    [2024, '2025-05-08', '2025-06-25', 'SUMMER_SERIES_2024'],
    [2025, '2026-05-07', '2026-06-24', 'SUMMER_SERIES_2024'],
  ])('of the year that began in %i', (year, from, to, id) => {
    expect(examPolicyFor(year).id).toBe(id);
    expect(usualExams(year)).toEqual([
      { name: 'GCSE exams', yearGroups: [11], from, to },
      { name: 'A level exams', yearGroups: [13], from, to },
    ]);
  });

  it('keep Years 11 and 13 from what suits everybody else', () => {
    const off = { on: '2026-05-14', reason: DayOffReason.EXAMS, assumed: true };
    expect(whyNotOn('2026-05-14', [10], assumed(2025))).toBeUndefined();
    expect(whyNotOn('2026-05-14', [10, 11], assumed(2025))).toMatchObject({ ...off, years: [11] });
    expect(whyNotOn('2026-05-14', [13], assumed(2025))).toMatchObject({ name: 'A level exams', years: [13] });
    const own = calendarOf(2025, [], { school: { terms: null, insetDays: [], openDays: [], exams: [] } });
    expect(whyNotOn('2026-05-14', [11], own)).toBeUndefined();
  });
});

describe('a school’s calendar', () => {
  const silent = { terms: null, insetDays: [], openDays: [], exams: null };
  const term = { name: 'All year', from: '2026-09-01', to: '2027-07-30' };

  it('is its own word, then its authority’s, then the usual pattern', () => {
    const [school, authority] = [
      { ...silent, terms: [{ ...term, name: 'Ours' }] },
      { ...silent, terms: [term], insetDays: ['2026-09-02'] },
    ];
    const [both, common, none] = [
      calendarOf(2026, [], { school, authority }),
      calendarOf(2026, [], { school: silent, authority }),
      calendarOf(2026, [], { school: silent }),
    ];
    expect([both.basis, both.terms[0]?.name]).toEqual([CalendarBasis.SCHOOL, 'Ours']);
    expect([common.basis, common.terms[0]?.name]).toEqual([CalendarBasis.LOCAL_AUTHORITY, 'All year']);
    expect(common.insetDays).toEqual([]);
    expect([none.basis, none.terms]).toEqual([CalendarBasis.ASSUMED, usualTerms(2026)]);
  });

  const calendar = calendarOf(2026, holidays(2026), {
    school: { ...silent, insetDays: ['2026-09-01'], openDays: ['2026-12-25', '2026-11-28'] },
  });

  it.each([
    ['2026-12-28', DayOffReason.BANK_HOLIDAY, false],
    ['2026-11-29', DayOffReason.WEEKEND, false],
    ['2026-10-26', DayOffReason.SCHOOL_HOLIDAY, true],
    ['2026-09-01', DayOffReason.INSET_DAY, false],
  ])('on %s has no lessons: %s', (day, reason, isAssumed) => {
    expect(whyNotOn(day, [9], calendar)).toMatchObject({ on: day, reason, assumed: isAssumed });
  });

  it('has lessons on the days that the school opens, and says nothing of another year', () => {
    for (const day of ['2026-12-25', '2026-11-28', '2026-11-27', '2027-10-31', '2026-08-30'])
      expect(whyNotOn(day, [9], calendar)).toBeUndefined();
    expect(isSchoolDay('2027-10-29', calendar)).toBe(false);
  });

  it('passes over weekends, bank holidays and inset days in what lasts longer, but not over holidays', () => {
    expect(whyNotDuring({ from: '2026-11-20', to: '2026-11-23' }, [10], calendar)).toBeUndefined();
    expect(whyNotDuring({ from: '2027-04-30', to: '2027-05-04' }, [10], calendar)).toBeUndefined();
    expect(whyNotDuring({ from: '2026-11-21', to: '2026-11-22' }, [10], calendar)).toMatchObject({
      reason: DayOffReason.WEEKEND,
    });
    expect(whyNotDuring({ from: '2026-10-19', to: '2026-10-30' }, [10], calendar)).toMatchObject({
      on: '2026-10-26',
      reason: DayOffReason.SCHOOL_HOLIDAY,
    });
  });

  it('whatever is declared: a day has lessons exactly when it is opened, or in a term and none of the rest', () => {
    const day = fc.integer({ min: 0, max: 364 }).map((days) => addDays('2026-09-01', days));
    const span = fc
      .tuple(day, fc.nat(60))
      .map(([from, days]) => ({ name: 'x', from, to: addDays(from, days) }));
    const declared = fc.record({
      terms: fc.option(fc.array(span, { maxLength: 4 })),
      insetDays: fc.array(day, { maxLength: 5 }),
      openDays: fc.array(day, { maxLength: 5 }),
      exams: fc.constant([]),
    });
    fc.assert(
      fc.property(declared, day, (school, on) => {
        const made = calendarOf(2026, holidays(2026), { school });
        const inTerm = (school.terms ?? usualTerms(2026)).some(({ from, to }) => from <= on && on <= to);
        const usual =
          inTerm &&
          weekdayOf(on) < 6 &&
          !school.insetDays.includes(on) &&
          !holidays(2026).some((holiday) => holiday.on === on);
        expect(isSchoolDay(on, made)).toBe(school.openDays.includes(on) || usual);
        expect(whyNotOn(on, [], made) === undefined).toBe(isSchoolDay(on, made));
      }),
      { numRuns: 1000 },
    );
  });
});

import { academicYearOf } from '#statutes';
import { fullWeeks, isSchoolDay, londonTime, schoolDays } from './school-days.js';
import { settingOf } from './setting.js';

describe('School days', () => {
  it('leave out weekends, holidays and the early May bank holiday', () => {
    expect(schoolDays('2026-11-26', '2026-12-01')).toEqual([
      '2026-11-26',
      '2026-11-27',
      '2026-11-30',
      '2026-12-01',
    ]);
    for (const closed of ['2026-08-12', '2026-10-28', '2026-12-25', '2027-02-16', '2027-03-29', '2027-05-03'])
      expect([closed, isSchoolDay(closed)]).toEqual([closed, false]);
  });

  it('know which weeks are whole', () => {
    // The week of Monday 15 March 2027 is whole; that of 22 March runs into Easter.
    expect(fullWeeks(schoolDays('2027-03-15', '2027-04-16'))).toEqual(['2027-03-15']);
  });

  it('begin at nine in England, in winter and in summer time', () => {
    expect(londonTime('2027-03-26', '09:00').toISOString()).toBe('2027-03-26T09:00:00.000Z');
    expect(londonTime('2027-03-29', '09:00').toISOString()).toBe('2027-03-29T08:00:00.000Z');
  });
});

describe('The setting', () => {
  it.each([
    ['in November', '2026-11-24T10:30:00Z', 2026, 2026],
    ['on the first day of a year', '2026-09-01T08:00:00Z', 2026, 2026],
    ['when the summer is near: requests are for the next year', '2027-06-20T08:00:00Z', 2026, 2027],
    ['in the holidays', '2027-08-10T08:00:00Z', 2026, 2027],
  ])('%s', (_, now, year, asked) => {
    const setting = settingOf(7, new Date(now));
    expect(setting).toMatchObject({ academicYear: year, askedYear: asked });
    expect(setting.askable.length).toBeGreaterThan(30);
    expect(new Set(setting.askable.map(academicYearOf))).toEqual(new Set([asked]));
    expect(setting.past.every((day) => academicYearOf(day) === year && day <= setting.today)).toBe(true);
    expect(setting.past.length).toBeGreaterThan(0);
    expect(setting.future.every((day) => day > setting.today && isSchoolDay(day))).toBe(true);
    expect(setting.weeks.length).toBeGreaterThan(3);
  });
});

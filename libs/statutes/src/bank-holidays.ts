import { addDays, type LocalDate, weekdayFrom, weekdayOf } from './dates.js';

/** A bank holiday of England and Wales. */
export interface BankHoliday {
  readonly on: LocalDate;
  readonly name: string;
}

/** Easter Sunday of a calendar year, by the Gregorian computus (Meeus, Jones and Butcher). */
export function easterSunday(year: number): LocalDate {
  const [golden, century, rest] = [year % 19, Math.floor(year / 100), year % 100];
  const corrected = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - corrected + 15) % 30;
  const sunday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * sunday) / 451);
  const days = epact + sunday - 7 * late + 114;
  const [month, day] = [Math.floor(days / 31), (days % 31) + 1];
  return `${year}-0${month}-${String(day).padStart(2, '0')}`;
}

/**
 * The eight bank holidays of England and Wales in a calendar year, rising, by the Banking and Financial Dealings Act 1971
 * and the proclamations of every year since 1978. What a year has once, such as a coronation, no rule knows: where a
 * published list covers the year, the list decides.
 */
export function usualBankHolidays(year: number): readonly BankHoliday[] {
  const easter = easterSunday(year);
  const [christmas, boxing] = [`${year}-12-25`, `${year}-12-26`];
  return [
    { on: orMonday(`${year}-01-01`), name: 'New Year’s Day' },
    { on: addDays(easter, -2), name: 'Good Friday' },
    { on: addDays(easter, 1), name: 'Easter Monday' },
    { on: weekdayFrom(`${year}-05-01`, 1), name: 'Early May bank holiday' },
    { on: weekdayFrom(`${year}-05-25`, 1), name: 'Spring bank holiday' },
    { on: weekdayFrom(`${year}-08-25`, 1), name: 'Summer bank holiday' },
    // On a Sunday it gives way to Boxing Day, which keeps its Monday.
    { on: weekdayOf(christmas) >= 6 ? `${year}-12-27` : christmas, name: 'Christmas Day' },
    { on: weekdayOf(boxing) >= 6 ? `${year}-12-28` : boxing, name: 'Boxing Day' },
  ].sort((one, other) => (one.on < other.on ? -1 : 1));
}

function orMonday(date: LocalDate): LocalDate {
  return weekdayOf(date) >= 6 ? weekdayFrom(date, 1) : date;
}

import { instantOf } from '#platform';
import {
  academicYearOf,
  addDays,
  calendarOf,
  isSchoolDay as isUsualSchoolDay,
  type LocalDate,
  usualBankHolidays,
  weekdayOf,
} from '#statutes';

/**
 * When schools are mostly closed, as months and days, both ends included. Rough on purpose: authorities differ by a
 * week or two and Easter moves, so each holiday is as long as all of them together.
 */
const HOLIDAYS: readonly (readonly [from: string, to: string])[] = [
  ['01-01', '01-05'],
  ['02-12', '02-22'],
  ['03-26', '04-17'],
  ['05-23', '06-02'],
  ['07-20', '09-04'],
  ['10-20', '11-01'],
  ['12-17', '12-31'],
];

/** Whether most schools of England teach on a date: one of the usual terms, and outside these holidays. */
export function isSchoolDay(date: LocalDate): boolean {
  const monthDay = date.slice(5);
  if (HOLIDAYS.some(([from, to]) => from <= monthDay && monthDay <= to)) return false;
  const year = academicYearOf(date);
  const holidays = [...usualBankHolidays(year), ...usualBankHolidays(year + 1)];
  return isUsualSchoolDay(date, calendarOf(year, holidays));
}

/** The school days from one date to another, both included. */
export function schoolDays(from: LocalDate, to: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) if (isSchoolDay(date)) days.push(date);
  return days;
}

/** The Mondays of those dates that begin a week of five school days. */
export function fullWeeks(days: readonly LocalDate[]): LocalDate[] {
  return days.filter(
    (day) => weekdayOf(day) === 1 && [1, 2, 3, 4].every((later) => isSchoolDay(addDays(day, later))),
  );
}

const instants = new Map<string, Date>();

/** The instant of a wall-clock time in Europe/London. @param time `HH:MM` */
export function londonTime(date: LocalDate, time: string): Date {
  const text = `${date}T${time}`;
  // A few hundred dates and times serve some ten thousand slots.
  const known = instants.get(text);
  if (known) return known;
  const instant = instantOf(date, time);
  instants.set(text, instant);
  return instant;
}

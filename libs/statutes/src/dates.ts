/** A calendar date in Europe/London as `YYYY-MM-DD`; such texts sort in time order. */
export type LocalDate = string;

const DAY = 86_400_000;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** Whether a text is a date that exists, written `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  return !Number.isNaN(numberOf(text));
}

/** Whole days from one date to another; negative when `to` is the earlier. Throws RangeError on a malformed date. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The date a number of days later (earlier when negative). Throws RangeError on a malformed date. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return textOf(dayNumber(date) + days);
}

/** A date as people in schools write it: "Thursday 14 May 2026". Throws RangeError on a malformed date. */
export function inWords(date: LocalDate): string {
  const at = new Date(dayNumber(date) * DAY);
  return `${WEEKDAYS[at.getUTCDay()]} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

function dayNumber(date: LocalDate): number {
  const number = numberOf(date);
  if (Number.isNaN(number)) throw new RangeError(`Expected a date as YYYY-MM-DD, got "${date}".`);
  return number;
}

// Counted in whole numbers, in years that begin with March so that the leap day is their last: matching asks millions of
// times, and Date takes far longer. A calendar date has no clock, so that summer time makes no day 23 hours long.

/** Days since 1 January 1970; NaN for a text that is no date. */
function numberOf(text: string): number {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return NaN;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(year, month))) return NaN;
  const from = month > 2 ? year : year - 1;
  const before = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5);
  return 365 * from + leapDays(from) + before + day - 1 - EPOCH;
}

/** Days from 1 March of the year 0 to 1 January 1970. */
const EPOCH = 719_468;

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

function leapDays(years: number): number {
  return Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
}

function lengthOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function textOf(number: number): LocalDate {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** The day of the week as ISO 8601 counts it: 1 is Monday, 7 Sunday. Throws RangeError on a malformed date. */
export function weekdayOf(date: LocalDate): number {
  // 1 January 1970 was a Thursday.
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** The first such weekday on a date or after it. @param weekday 1 is Monday, 7 Sunday */
export function weekdayFrom(date: LocalDate, weekday: number): LocalDate {
  return addDays(date, (weekday - weekdayOf(date) + 7) % 7);
}

/** The dates from one to another, both included; none where the second is the earlier. */
export function daysFrom(from: LocalDate, to: LocalDate): LocalDate[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index));
}

/**
 * The last of so many working days running, weekdays that are no holidays; undefined where the first day is none.
 * @param days how many, at least 1
 */
export function lastWorkingDay(
  from: LocalDate,
  days: number,
  isHoliday: (day: LocalDate) => boolean,
): LocalDate | undefined {
  const works = (day: LocalDate) => weekdayOf(day) < 6 && !isHoliday(day);
  if (!works(from)) return undefined;
  let last = from;
  for (let left = days - 1; left > 0;) {
    last = addDays(last, 1);
    if (works(last)) left -= 1;
  }
  return last;
}

/** A calendar date in Europe/London as `YYYY-MM-DD`; such texts sort in time order. */
export type LocalDate = string;

const DAY = 86_400_000;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** Whether a text is a date that exists, written `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Whole days from one date to another; negative when `to` is the earlier. Throws RangeError on a malformed date. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The date a number of days later (earlier when negative). Throws RangeError on a malformed date. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date((dayNumber(date) + days) * DAY).toISOString().slice(0, 10);
}

/** A date as people in schools write it: "Thursday 14 May 2026". Throws RangeError on a malformed date. */
export function inWords(date: LocalDate): string {
  const at = new Date(dayNumber(date) * DAY);
  return `${WEEKDAYS[at.getUTCDay()]} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

// Days are counted in UTC because a calendar date has no clock: summer time must not make a day 23 hours long.
function dayNumber(date: LocalDate): number {
  if (!isLocalDate(date)) throw new RangeError(`Expected a date as YYYY-MM-DD, got "${date}".`);
  return Date.parse(`${date}T00:00:00Z`) / DAY;
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

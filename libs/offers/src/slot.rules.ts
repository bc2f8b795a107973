import { daysFrom, type LocalDate, weekdayOf } from '#statutes';

/** How many days are worked from one to another, both included: weekdays that are no holidays. */
export function workingDays(from: LocalDate, to: LocalDate, isHoliday: (day: LocalDate) => boolean): number {
  return daysFrom(from, to).filter((day) => weekdayOf(day) < 6 && !isHoliday(day)).length;
}

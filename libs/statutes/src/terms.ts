import { easterSunday } from './bank-holidays.js';
import { addDays, type LocalDate, weekdayFrom, weekdayOf } from './dates.js';
import type { AcademicYear } from './years.js';

/** Some days, both ends included. */
export interface Span {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** A term, or a half of one: days between two holidays. */
export interface Term extends Span {
  readonly name: string;
}

const [MONDAY, TUESDAY] = [1, 2];

/**
 * The usual terms of English state schools in an academic year, by rule: there is no national list, and authorities differ
 * by a week or so. The autumn half-term is the week of the last Monday of October; Christmas the two weeks from the Monday
 * of the week of 25 December; the spring half-term the week of the first Monday from 12 February on; Easter the two weeks
 * from the first Monday from 29 March on, a week later where they would be over before Good Friday; the summer half-term
 * the week of the spring bank holiday; the last day the first Tuesday from 19 July on.
 */
export function usualTerms(year: AcademicYear): readonly Term[] {
  const next = year + 1;
  const first = `${year}-09-01`;
  const breaks: readonly (readonly [monday: LocalDate, weeks: number])[] = [
    [weekdayFrom(`${year}-10-25`, MONDAY), 1],
    [addDays(`${year}-12-25`, MONDAY - weekdayOf(`${year}-12-25`)), 2],
    [weekdayFrom(`${next}-02-12`, MONDAY), 1],
    [easterBreak(next), 2],
    [weekdayFrom(`${next}-05-25`, MONDAY), 1],
  ];
  const starts = [
    weekdayOf(first) >= 6 ? weekdayFrom(first, MONDAY) : first,
    ...breaks.map(([monday, weeks]) => addDays(monday, 7 * weeks)),
  ];
  // A term ends on the Friday before the break.
  const ends = [...breaks.map(([monday]) => addDays(monday, -3)), weekdayFrom(`${next}-07-19`, TUESDAY)];
  return NAMES.map((name, half) => ({ name, from: starts[half] ?? first, to: ends[half] ?? first }));
}

const NAMES = ['Autumn', 'Spring', 'Summer'].flatMap((term) => [
  `${term} term, first half`,
  `${term} term, second half`,
]);

function easterBreak(year: number): LocalDate {
  const monday = weekdayFrom(`${year}-03-29`, MONDAY);
  const goodFriday = addDays(easterSunday(year), -2);
  return addDays(monday, 11) < goodFriday ? addDays(monday, 7) : monday;
}

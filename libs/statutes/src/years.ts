import { type LocalDate, isLocalDate } from './dates.js';

/** An academic year by the calendar year it begins in: 2026 is 1 September 2026 to 31 August 2027. */
export type AcademicYear = number;

/** A year group of the English system, 7 (age 11–12) to 13 (age 17–18). */
export type YearGroup = number;

/** Every year group that careers guidance covers. */
export const YEAR_GROUPS: readonly YearGroup[] = [7, 8, 9, 10, 11, 12, 13];

/** A stage of the national curriculum: KS3 is Years 7–9, KS4 Years 10–11, KS5 Years 12–13. */
export enum KeyStage {
  KS3 = 'ks3',
  KS4 = 'ks4',
  KS5 = 'ks5',
}

/** Whether a number is a year group, a whole number from 7 to 13. */
export function isYearGroup(value: number): boolean {
  return YEAR_GROUPS.includes(value);
}

/** The academic year a date falls in. Throws RangeError on a malformed date. */
export function academicYearOf(date: LocalDate): AcademicYear {
  if (!isLocalDate(date)) throw new RangeError(`Expected a date as YYYY-MM-DD, got "${date}".`);
  const year = Number(date.slice(0, 4));
  return date.slice(5) >= '09-01' ? year : year - 1;
}

/** 1 September of the year the academic year begins in. */
export function firstDayOf(year: AcademicYear): LocalDate {
  return `${year}-09-01`;
}

/** 31 August of the year after. */
export function lastDayOf(year: AcademicYear): LocalDate {
  return `${year + 1}-08-31`;
}

/** The dates on which a school's benchmarks are officially read: 31 December, 31 March and 31 July. */
export function readingDates(year: AcademicYear): readonly LocalDate[] {
  return [`${year}-12-31`, `${year + 1}-03-31`, `${year + 1}-07-31`];
}

/** The key stage of a year group. Throws RangeError outside 7 to 13. */
export function keyStageOf(yearGroup: YearGroup): KeyStage {
  if (!isYearGroup(yearGroup)) throw new RangeError(`Expected a year group from 7 to 13, got ${yearGroup}.`);
  if (yearGroup <= 9) return KeyStage.KS3;
  return yearGroup <= 11 ? KeyStage.KS4 : KeyStage.KS5;
}

/**
 * The year groups a school teaches, from its registered age range in years: Year n is age n+4 turning n+5, so
 * 11–16 gives Years 7–11, 14–19 Years 10–13, and a primary school none.
 */
export function yearGroupsOf(lowestAge: number, highestAge: number): readonly YearGroup[] {
  return YEAR_GROUPS.filter((year) => year + 4 >= lowestAge && year + 5 <= highestAge);
}

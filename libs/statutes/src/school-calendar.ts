import type { BankHoliday } from './bank-holidays.js';
import { type LocalDate, addDays, daysFrom, weekdayOf } from './dates.js';
import { type ExamWindow, usualExams } from './exams.js';
import { type Span, type Term, usualTerms } from './terms.js';
import { type AcademicYear, firstDayOf, lastDayOf, type YearGroup } from './years.js';

/** On whose word the terms of a calendar stand. */
export enum CalendarBasis {
  SCHOOL = 'school',
  LOCAL_AUTHORITY = 'local_authority',
  ASSUMED = 'assumed',
}

/** What a school or its authority has said of an academic year; null is what it has left to others. */
export interface DeclaredCalendar {
  readonly terms: readonly Term[] | null;
  readonly insetDays: readonly LocalDate[];
  /** Days on which the school teaches though it would not otherwise, such as a Saturday. */
  readonly openDays: readonly LocalDate[];
  readonly exams: readonly ExamWindow[] | null;
}

/** When a school teaches in one academic year. */
export interface SchoolCalendar extends Omit<DeclaredCalendar, 'terms' | 'exams'> {
  readonly academicYear: AcademicYear;
  readonly basis: CalendarBasis;
  /** Rising, and none overlaps another. */
  readonly terms: readonly Term[];
  readonly bankHolidays: readonly BankHoliday[];
  readonly exams: readonly ExamWindow[];
  /** Whether the exam windows are the usual ones, as the school has declared none of its own. */
  readonly examsAssumed: boolean;
}

/** Why a school does not teach some year groups on a day. */
export enum DayOffReason {
  BANK_HOLIDAY = 'bank_holiday',
  WEEKEND = 'weekend',
  SCHOOL_HOLIDAY = 'school_holiday',
  INSET_DAY = 'inset_day',
  EXAMS = 'exams',
}

/** A day without lessons, and why. */
export interface DayOff {
  readonly on: LocalDate;
  readonly reason: DayOffReason;
  /** Of the bank holiday or the exams; empty otherwise. */
  readonly name: string;
  /** The year groups that sit exams, rising; empty for every other reason, which is the same for all. */
  readonly years: readonly YearGroup[];
  /** Whether it is taken for granted: the school may declare otherwise. */
  readonly assumed: boolean;
}

/**
 * The calendar of a school: its own word before its authority's, and the usual English pattern where both are silent.
 * Inset days and open days are the school's alone.
 */
export function calendarOf(
  academicYear: AcademicYear,
  bankHolidays: readonly BankHoliday[],
  { school, authority }: { school?: DeclaredCalendar; authority?: DeclaredCalendar } = {},
): SchoolCalendar {
  const span = yearSpan(academicYear);
  return {
    academicYear,
    ...termsOf(academicYear, school, authority),
    insetDays: school?.insetDays ?? [],
    openDays: school?.openDays ?? [],
    bankHolidays: bankHolidays.filter(({ on }) => within(on, span)),
    exams: school?.exams ?? usualExams(academicYear),
    examsAssumed: !school?.exams,
  };
}

function termsOf(
  year: AcademicYear,
  school: DeclaredCalendar | undefined,
  authority: DeclaredCalendar | undefined,
): Pick<SchoolCalendar, 'basis' | 'terms'> {
  if (school?.terms) return { basis: CalendarBasis.SCHOOL, terms: school.terms };
  if (authority?.terms) return { basis: CalendarBasis.LOCAL_AUTHORITY, terms: authority.terms };
  return { basis: CalendarBasis.ASSUMED, terms: usualTerms(year) };
}

/**
 * Why a school does not teach these year groups on a day; undefined where it does. Exams of one of them are reason enough,
 * and no year groups means that exams do not matter. Of a day outside its academic year a calendar knows nothing, so that
 * day is undefined too.
 */
export function whyNotOn(
  day: LocalDate,
  years: readonly YearGroup[],
  calendar: SchoolCalendar,
): DayOff | undefined {
  if (!within(day, yearSpan(calendar.academicYear))) return undefined;
  const closed = calendar.openDays.includes(day) ? undefined : closedOn(day, calendar);
  if (closed && !closed.assumed) return closed;
  const exams = examsOn(day, years, calendar);
  // What the school could not declare otherwise comes first: it is what stays when the rest is declared.
  return exams && !exams.assumed ? exams : (closed ?? exams);
}

/** Whether the school teaches on a day, exams apart. */
export function isSchoolDay(day: LocalDate, calendar: SchoolCalendar): boolean {
  return within(day, yearSpan(calendar.academicYear)) && whyNotOn(day, [], calendar) === undefined;
}

/** The school days of an academic year, rising. */
export function schoolDaysOf(calendar: SchoolCalendar): LocalDate[] {
  const { from, to } = yearSpan(calendar.academicYear);
  return daysFrom(from, to).filter((day) => isSchoolDay(day, calendar));
}

/**
 * Why something that lasts some days does not suit: the first day that nothing the school could declare would open, or
 * else the first that it could. What lasts longer than a day passes over weekends, bank holidays and inset days, as a
 * placement does, so long as a day is left; not over holidays and exams.
 */
export function whyNotDuring(
  { from, to }: Span,
  years: readonly YearGroup[],
  calendar: SchoolCalendar,
): DayOff | undefined {
  if (from === to) return whyNotOn(from, years, calendar);
  let [passed, assumed]: (DayOff | undefined)[] = [];
  let left = false;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const off = whyNotOn(day, years, calendar);
    if (!off) left = true;
    else if (PASSED_OVER.has(off.reason)) passed ??= off;
    else if (off.assumed) assumed ??= off;
    else return off;
  }
  return assumed ?? (left ? undefined : passed);
}

/** What a time of several days passes over. */
export const PASSED_OVER: ReadonlySet<DayOffReason> = new Set([
  DayOffReason.WEEKEND,
  DayOffReason.BANK_HOLIDAY,
  DayOffReason.INSET_DAY,
]);

function closedOn(on: LocalDate, calendar: SchoolCalendar): DayOff | undefined {
  const { bankHolidays, insetDays, terms, basis } = calendar;
  const off = (reason: DayOffReason, assumed = false, name = ''): DayOff => {
    return { on, reason, name, years: [], assumed };
  };
  const holiday = bankHolidays.find((known) => known.on === on);
  if (holiday) return off(DayOffReason.BANK_HOLIDAY, false, holiday.name);
  if (weekdayOf(on) >= 6) return off(DayOffReason.WEEKEND);
  if (insetDays.includes(on)) return off(DayOffReason.INSET_DAY);
  if (terms.some((term) => within(on, term))) return undefined;
  return off(DayOffReason.SCHOOL_HOLIDAY, basis === CalendarBasis.ASSUMED);
}

function examsOn(on: LocalDate, years: readonly YearGroup[], calendar: SchoolCalendar): DayOff | undefined {
  for (const { yearGroups, name, ...span } of calendar.exams) {
    const sitting = years.filter((year) => yearGroups.includes(year));
    if (sitting.length > 0 && within(on, span))
      return { on, reason: DayOffReason.EXAMS, name, years: sitting, assumed: calendar.examsAssumed };
  }
  return undefined;
}

function yearSpan(year: AcademicYear): Span {
  return { from: firstDayOf(year), to: lastDayOf(year) };
}

function within(day: LocalDate, { from, to }: Span): boolean {
  return from <= day && day <= to;
}

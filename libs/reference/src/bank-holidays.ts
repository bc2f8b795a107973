import { readFileSync } from 'node:fs';
import {
  type AcademicYear,
  type BankHoliday,
  calendarOf,
  firstDayOf,
  lastDayOf,
  type LocalDate,
  type SchoolCalendar,
  usualBankHolidays,
} from '#statutes';

/** The list of bank holidays that ships, with the calendar years that it covers. */
interface Published {
  readonly from: number;
  readonly to: number;
  readonly bankHolidays: readonly BankHoliday[];
}

/** The bank holidays of England and Wales: as published where the list covers the year, else by rule. */
export class BankHolidays {
  private readonly published: Published;
  private readonly usual = new Map<AcademicYear, SchoolCalendar>();

  /** @param file the list, as `data/README.md` describes it */
  constructor(file: string) {
    this.published = JSON.parse(readFileSync(file, 'utf8')) as Published;
  }

  /** Those of an academic year, rising. */
  of(year: AcademicYear): BankHoliday[] {
    const [first, last] = [firstDayOf(year), lastDayOf(year)];
    return [...this.in(year), ...this.in(year + 1)].filter(({ on }) => first <= on && on <= last);
  }

  /** Whether a day is one of them. */
  includes(day: LocalDate): boolean {
    return this.in(Number(day.slice(0, 4))).some(({ on }) => on === day);
  }

  /** The calendar of a school that has declared nothing and whose authority has not either; one object for all of them. */
  usualCalendar(year: AcademicYear): SchoolCalendar {
    const known = this.usual.get(year) ?? calendarOf(year, this.of(year));
    this.usual.set(year, known);
    return known;
  }

  private in(year: number): readonly BankHoliday[] {
    const { from, to, bankHolidays } = this.published;
    if (year < from || year > to) return usualBankHolidays(year);
    return bankHolidays.filter(({ on }) => on.startsWith(`${year}-`));
  }
}

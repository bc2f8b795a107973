import { type LocalDate, lastDayOf, firstDayOf, type SchoolCalendar, weekdayOf } from '#statutes';
import type { DayNumbers, SlotTimes } from './certificate.times.js';
import type { MatchRequest } from './pair.js';

/** What a request says of its dates. */
export type Asked = Pick<MatchRequest, 'windows' | 'calendar' | 'groups'>;

/** A window, or days of a calendar, as numbers of days. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** A school calendar as numbers of days. */
interface Calendar {
  readonly year: Range;
  readonly holidays: ReadonlySet<number>;
  readonly insets: readonly number[];
  readonly open: readonly number[];
  readonly terms: readonly Range[];
  readonly exams: readonly (Range & { readonly years: readonly number[] })[];
}

// What a day is for a school. What lasts several days passes over a weekend, and not over a holiday.
const [OPEN, PASSED, CLOSED] = [0, 1, 2];
const NEVER = 0x7fffffff;

/**
 * The days on which one request can be met, and whether a slot's time suits them: a few numbers for each day, worked out
 * once for all slots. Ask `fits` of the request that `ask` was told last.
 */
export class RequestDays {
  private readonly calendars = new Map<SchoolCalendar, Calendar>();
  private readonly days: Uint8Array;
  /** For each first day, the last one of a stay that begins with it, in one window and without a closed day; -1 for none. */
  private readonly reach: Int32Array;
  /** The next day that is open, that day included. */
  private readonly nextOpen: Int32Array;
  /** For each of `times.lengths`: by day, when the earliest stay that suits and begins no sooner ends. */
  private readonly ends: readonly Int32Array[];
  /** The turn for which each of `ends` was worked out. */
  private readonly endsOf: Int32Array;
  private calendar: Calendar | undefined;
  private from = 0;
  private to = -1;
  private turn = 0;
  /** Of which weekday today is; 1 is Monday. */
  private readonly weekday: number;

  constructor(
    private readonly times: SlotTimes,
    private readonly numbers: DayNumbers,
    today: LocalDate,
  ) {
    this.weekday = weekdayOf(today);
    const size = times.lastDay + 2;
    this.days = new Uint8Array(size);
    this.reach = new Int32Array(size);
    this.nextOpen = new Int32Array(size);
    this.ends = times.lengths.map(() => new Int32Array(size));
    this.endsOf = new Int32Array(times.lengths.length);
  }

  /** Turns to the dates of a request. Throws RangeError on a malformed date. */
  ask({ windows, calendar, groups }: Asked): void {
    this.turn += 1;
    const ranges = windows.map(({ from, to }) => this.range(from, to));
    this.from = Math.max(
      0,
      ranges.reduce((first, { from }) => Math.min(first, from), NEVER),
    );
    this.to = Math.min(
      this.times.lastDay,
      ranges.reduce((last, { to }) => Math.max(last, to), -1),
    );
    if (this.from > this.to) return;
    this.calendar = this.read(calendar);
    this.fill(this.calendar, new Set(groups.map(({ yearGroup }) => yearGroup)));
    this.reachOut(ranges);
  }

  /** Whether a slot takes place within the windows, on days on which the school teaches. */
  fits(slot: number): boolean {
    const { form, first, last, series } = this.times;
    const [kind, from] = [form[slot] as number, first[slot] as number];
    if (kind === 0) return this.suits(from, last[slot] as number);
    if (kind > 0) return this.endOf(kind - 1, from) <= (last[slot] as number);
    for (const day of series[-1 - kind] as readonly number[]) if (!this.suits(day, day)) return false;
    return from >= 0;
  }

  private suits(first: number, last: number): boolean {
    if (first < this.from || first > this.to) return false;
    return last <= (this.reach[first] ?? -1) && (this.nextOpen[first] ?? NEVER) <= last;
  }

  private fill(calendar: Calendar, years: ReadonlySet<number>): void {
    const { from, to, days } = this;
    // Of days outside its academic year a calendar knows nothing.
    days.fill(OPEN, from, to + 1);
    const { year, holidays, insets, open, terms, exams } = calendar;
    const [first, last] = [Math.max(from, year.from), Math.min(to, year.to)];
    days.fill(CLOSED, first, Math.max(first, last + 1));
    for (const term of terms) this.mark(OPEN, term, first, last);
    const sitting = exams.filter((exam) => exam.years.some((group) => years.has(group)));
    for (const exam of sitting) this.mark(CLOSED, exam, first, last);
    for (let day = first; day <= last; day += 1) if (this.isWeekend(day)) days[day] = PASSED;
    for (const day of [...holidays, ...insets]) this.mark(PASSED, { from: day, to: day }, first, last);
    for (const day of open) {
      const inExams = sitting.some((exam) => exam.from <= day && day <= exam.to);
      this.mark(inExams ? CLOSED : OPEN, { from: day, to: day }, first, last);
    }
  }

  private mark(what: number, { from, to }: Range, first: number, last: number): void {
    const start = Math.max(from, first);
    const end = Math.min(to, last) + 1;
    if (start < end) this.days.fill(what, start, end);
  }

  private isWeekend(day: number): boolean {
    // Today is 0, so that Saturday and Sunday leave 5 and 6 after whole weeks since a Monday.
    return (day + this.weekday - 1) % 7 >= 5;
  }

  private reachOut(windows: readonly Range[]): void {
    const { from, to, days, reach, nextOpen } = this;
    reach.fill(-1, from, to + 1);
    for (const window of windows) {
      const end = Math.min(to, window.to);
      for (let day = Math.max(from, window.from); day <= end; day += 1) {
        if ((reach[day] ?? 0) < end) reach[day] = end;
      }
    }
    let [closed, open] = [NEVER, NEVER];
    for (let day = to; day >= from; day -= 1) {
      if (days[day] === CLOSED) closed = day;
      else if (days[day] === OPEN) open = day;
      nextOpen[day] = open;
      if ((reach[day] ?? 0) >= closed) reach[day] = closed - 1;
    }
  }

  /** When the earliest stay of some length ends that is arranged for a day or later, from tomorrow on. */
  private endOf(length: number, first: number): number {
    const earliest = Math.max(first, 1, this.from);
    if (earliest > this.to) return NEVER;
    const ends = this.ends[length] as Int32Array;
    if (this.endsOf[length] !== this.turn) {
      this.endsOf[length] = this.turn;
      this.arrange(this.times.lengths[length] as number, ends);
    }
    return ends[earliest] as number;
  }

  private arrange(length: number, ends: Int32Array): void {
    // The working days from the last to the first, as they are met.
    const working: number[] = [];
    let next = NEVER;
    for (let day = this.to; day >= this.from; day -= 1) {
      const works = !this.isWeekend(day) && !this.calendar?.holidays.has(day);
      if (works) working.push(day);
      // A single day is the school's to judge: it may open on a Saturday.
      const end = length === 1 ? day : works ? (working.at(-Math.max(1, length)) ?? NEVER) : NEVER;
      if (end !== NEVER && this.suits(day, end)) next = end;
      ends[day] = next;
    }
  }

  private read(calendar: SchoolCalendar): Calendar {
    const known = this.calendars.get(calendar);
    if (known) return known;
    const { academicYear, bankHolidays, insetDays, openDays, terms, exams } = calendar;
    const found = {
      year: this.range(firstDayOf(academicYear), lastDayOf(academicYear)),
      holidays: new Set(bankHolidays.map(({ on }) => this.numbers.of(on))),
      insets: insetDays.map((day) => this.numbers.of(day)),
      open: openDays.map((day) => this.numbers.of(day)),
      terms: terms.map(({ from, to }) => this.range(from, to)),
      exams: exams.map(({ from, to, yearGroups }) => ({ ...this.range(from, to), years: yearGroups })),
    };
    this.calendars.set(calendar, found);
    return found;
  }

  private range(from: LocalDate, to: LocalDate): Range {
    return { from: this.numbers.of(from), to: this.numbers.of(to) };
  }
}

import {
  addDays,
  daysBetween,
  lastWorkingDay,
  type LocalDate,
  PASSED_OVER,
  type SchoolCalendar,
  weekdayOf,
  whyNotOn,
  type YearGroup,
} from '#statutes';
import { type MatchOffer, type MatchRequest, type MatchSlot, yearsAsked } from './pair.js';

/** How long something lasts: `span` further calendar days, or by arrangement so many working days running. */
type Length = { readonly span: number } | { readonly workingDays: number };

/** When slots can be, each a number of days from today. */
export interface SlotTimes {
  /** The lengths that occur. */
  readonly lengths: readonly Length[];
  /** Of each slot, an index into `lengths`. */
  readonly length: Uint16Array;
  /** Of each slot its first day, and its last where it is by arrangement; −1 where it is on days of its own. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Of a series all its days, by slot. */
  readonly series: ReadonlyMap<number, readonly number[]>;
  /** Days from today to the last day of any slot, that one included. */
  readonly horizon: number;
}

/** Whether a slot can still take place at all, whatever a school says. */
export function isOver({ slot }: MatchOffer, today: LocalDate): boolean {
  return slot.begun || (slot.arranged ? slot.endsOn <= today : slot.startsOn < today);
}

/** The times of slots, none of which is over. */
export function slotTimes(slots: readonly MatchSlot[], today: LocalDate): SlotTimes {
  const lengths: Length[] = [];
  const known = new Map<string, number>();
  const [from, to] = [new Int32Array(slots.length), new Int32Array(slots.length).fill(-1)];
  const length = new Uint16Array(slots.length);
  const series = new Map<number, readonly number[]>();
  const dayOf = dayNumbers(today);
  let horizon = 1;
  slots.forEach(({ startsOn, endsOn, arranged, dates }, index) => {
    const [first, last] = [dayOf(startsOn), dayOf(endsOn)];
    from[index] = arranged ? Math.max(first, 1) : first;
    if (arranged) to[index] = last;
    else if (dates.length > 0) series.set(index, dates.map(dayOf));
    const span = dates.length > 0 ? 0 : last - first;
    const key = arranged ? `working ${arranged.days}` : `span ${span}`;
    if (!known.has(key)) {
      known.set(key, lengths.length);
      lengths.push(arranged ? { workingDays: arranged.days } : { span });
    }
    length[index] = known.get(key)!;
    horizon = Math.max(horizon, last + 1, ...(series.get(index) ?? []).map((day) => day + 1));
  });
  return { lengths, length, from, to, series, horizon };
}

function dayNumbers(today: LocalDate): (date: LocalDate) => number {
  const known = new Map<LocalDate, number>();
  return (date) => {
    const found = known.get(date) ?? daysBetween(today, date);
    known.set(date, found);
    return found;
  };
}

/** On which days something of one length can start at a school, as bits; and when it would end, by its first day. */
export interface Starts {
  readonly bits: Int32Array;
  readonly ends: Int32Array;
}

/** Whether what the slot needs is among the days on which it could start at a school. */
export function suits(times: SlotTimes, slot: number, starts: readonly Starts[]): boolean {
  const { bits, ends } = starts[times.length[slot]!]!;
  const [from, to] = [times.from[slot]!, times.to[slot]!];
  if (to >= 0) {
    const start = firstBit(bits, from);
    return start >= 0 && ends[start]! <= to;
  }
  if (times.series.size > 0) {
    const days = times.series.get(slot);
    if (days) return days.every((day) => ((bits[day >> 5]! >>> (day & 31)) & 1) === 1);
  }
  return ((bits[from >> 5]! >>> (from & 31)) & 1) === 1;
}

/** The first bit that is set, from one on; −1 where none is. */
function firstBit(bits: Int32Array, from: number): number {
  let word = from >> 5;
  if (word >= bits.length) return -1;
  let left = bits[word]! & (-1 << (from & 31));
  while (left === 0) {
    word += 1;
    if (word >= bits.length) return -1;
    left = bits[word]!;
  }
  return (word << 5) + 31 - Math.clz32(left & -left);
}

/** What a school teaches on each day from today: 0 it teaches, 1 the day is passed over by what lasts longer, 2 it is closed. */
type Teaching = Uint8Array;

/** Works out, for each request, on which days what slots last could start. Equal requests share one answer. */
export class StartDays {
  private readonly days: readonly LocalDate[];
  private readonly calendars = new Map<SchoolCalendar, number>();
  private readonly teaching = new Map<string, Teaching>();
  private readonly ends = new Map<string, Int32Array>();
  private readonly starts = new Map<string, readonly Starts[]>();

  constructor(
    today: LocalDate,
    private readonly times: SlotTimes,
  ) {
    this.days = Array.from({ length: times.horizon }, (_, index) => addDays(today, index));
    this.dayOf = dayNumbers(today);
  }

  private readonly dayOf: (date: LocalDate) => number;

  of(request: MatchRequest): readonly Starts[] {
    const years = yearsAsked(request);
    const windows = request.windows.map(({ from, to }) => `${from}${to}`).join();
    const calendar = this.numberOf(request.calendar);
    const key = `${calendar} ${years.join()} ${windows}`;
    const known = this.starts.get(key);
    if (known) return known;
    const lastTo = this.lastWindowDay(request);
    const teaching = this.teachingOf(request.calendar, calendar, years);
    const found = this.times.lengths.map((length) => {
      const ends = this.endsOf(request.calendar, calendar, length);
      return { ends, bits: this.bitsOf(lastTo, teaching, ends) };
    });
    this.starts.set(key, found);
    return found;
  }

  private numberOf(calendar: SchoolCalendar): number {
    const known = this.calendars.get(calendar) ?? this.calendars.size;
    this.calendars.set(calendar, known);
    return known;
  }

  /** For each day, the last day of any window that the day is in; −1 where it is in none. */
  private lastWindowDay({ windows }: MatchRequest): Int32Array {
    const last = new Int32Array(this.days.length).fill(-1);
    for (const window of windows) {
      const [from, to] = [Math.max(0, this.dayOf(window.from)), this.dayOf(window.to)];
      for (let day = from; day <= to && day < last.length; day += 1) last[day] = Math.max(last[day]!, to);
    }
    return last;
  }

  private teachingOf(calendar: SchoolCalendar, number: number, years: readonly YearGroup[]): Teaching {
    const key = `${number} ${years.join()}`;
    const known = this.teaching.get(key);
    if (known) return known;
    const found = Uint8Array.from(this.days, (day) => {
      const off = whyNotOn(day, years, calendar);
      if (!off) return 0;
      return PASSED_OVER.has(off.reason) ? 1 : 2;
    });
    this.teaching.set(key, found);
    return found;
  }

  /** When something that starts on each day would end; −1 where it cannot start. */
  private endsOf(calendar: SchoolCalendar, number: number, length: Length): Int32Array {
    const key = 'span' in length ? `span ${length.span}` : `${number} working ${length.workingDays}`;
    const known = this.ends.get(key);
    if (known) return known;
    const found = Int32Array.from(this.days, (day, index) => {
      if ('span' in length) return index + length.span;
      if (length.workingDays === 1) return index;
      if (weekdayOf(day) > 5) return -1;
      const isHoliday = (on: LocalDate) => calendar.bankHolidays.some((known) => known.on === on);
      const last = lastWorkingDay(day, length.workingDays, isHoliday);
      return last === undefined ? -1 : this.dayOf(last);
    });
    this.ends.set(key, found);
    return found;
  }

  private bitsOf(lastTo: Int32Array, teaching: Teaching, ends: Int32Array): Int32Array {
    const bits = new Int32Array((this.days.length + 31) >> 5);
    for (let day = 0; day < lastTo.length; day += 1) {
      const end = ends[day]!;
      if (end < day || end > lastTo[day]! || end >= lastTo.length) continue;
      if (isTaught(teaching, day, end)) bits[day >> 5] = bits[day >> 5]! | (1 << (day & 31));
    }
    return bits;
  }
}

/** As `whyNotDuring` has it: a single day is taught, a longer time has a day that is and none that is closed. */
function isTaught(teaching: Teaching, from: number, to: number): boolean {
  if (from === to) return teaching[from] === 0;
  let taught = false;
  for (let day = from; day <= to; day += 1) {
    if (teaching[day] === 2) return false;
    taught ||= teaching[day] === 0;
  }
  return taught;
}

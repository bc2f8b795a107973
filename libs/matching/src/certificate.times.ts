import { daysBetween, type LocalDate } from '#statutes';
import type { MatchOffer } from './pair.js';

/** Days as whole numbers: 0 is today, 1 tomorrow. */
export class DayNumbers {
  private readonly known = new Map<LocalDate, number>();

  constructor(private readonly today: LocalDate) {}

  /** The number of a day; negative for one that is past. Throws RangeError on a malformed date. */
  of(date: LocalDate): number {
    let day = this.known.get(date);
    if (day === undefined) {
      day = daysBetween(this.today, date);
      this.known.set(date, day);
    }
    return day;
  }
}

/** When a slot takes place, as numbers of days. Slots at the same time share one. */
export interface SlotTime {
  /** Whether it is too late for it, whoever asks. */
  readonly past: boolean;
  readonly first: number;
  readonly last: number;
  /** By arrangement: how many working days running, somewhere from `first` to `last`; null for a slot with its own dates. */
  readonly arrangedDays: number | null;
  /** The days of a series; empty for all others. */
  readonly series: readonly number[];
}

/** The different times of some slots, and which of them each slot has. */
export interface SlotTimes {
  readonly times: readonly SlotTime[];
  readonly timeOf: Int32Array;
  /** The last day of any. */
  readonly lastDay: number;
}

/** The different times of slots: a hundred thousand slots have but a few hundred. */
export function slotTimes(offers: readonly MatchOffer[], days: DayNumbers): SlotTimes {
  const times: SlotTime[] = [];
  const known = new Map<string, number>();
  let lastDay = 0;
  const timeOf = Int32Array.from(offers, ({ slot: { startsOn, endsOn, arranged, dates, begun } }) => {
    const key = `${startsOn} ${endsOn} ${arranged?.days ?? ''} ${dates.join()} ${begun}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const [first, last] = [days.of(startsOn), days.of(endsOn)];
    const series = arranged ? [] : dates.map((date) => days.of(date));
    const past = begun || (arranged === null && first < 0);
    lastDay = Math.max(lastDay, last, ...series);
    known.set(key, times.length);
    return times.push({ past, first, last, arrangedDays: arranged?.days ?? null, series }) - 1;
  });
  return { times, timeOf, lastDay };
}

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

/** When slots take place, in columns, in numbers of days. */
export interface SlotTimes {
  /** The first day; -1 for what is past, whoever asks. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** 0 for a slot that takes place from its first day to its last. */
  readonly form: Int32Array;
  /** By arrangement, where `form` is above 0: how many working days running it takes, at `form - 1`. */
  readonly lengths: readonly number[];
  /** The days of a series, where `form` is below 0: at `-1 - form`. */
  readonly series: readonly (readonly number[])[];
  /** The last day of any. */
  readonly lastDay: number;
}

/** The times of slots. Throws RangeError on a malformed date. */
export function slotTimes(offers: readonly MatchOffer[], days: DayNumbers): SlotTimes {
  const column = () => new Int32Array(offers.length);
  const found = { first: column(), last: column(), form: column(), lengths: [], series: [] };
  const [lengths, series]: [number[], number[][]] = [found.lengths, found.series];
  let lastDay = 0;
  offers.forEach(({ slot: { startsOn, endsOn, arranged, dates, begun } }, at) => {
    const [first, last] = [days.of(startsOn), days.of(endsOn)];
    found.first[at] = begun || (!arranged && first < 0) ? -1 : Math.max(0, first);
    found.last[at] = last;
    lastDay = Math.max(lastDay, last);
    if (begun) return;
    if (arranged) {
      const known = lengths.indexOf(arranged.days);
      found.form[at] = known < 0 ? lengths.push(arranged.days) : known + 1;
    } else if (dates.length > 0) {
      const numbers = dates.map((date) => days.of(date));
      lastDay = Math.max(lastDay, ...numbers);
      found.form[at] = -series.push(numbers);
    }
  });
  return { ...found, lastDay };
}

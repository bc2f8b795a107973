import { localDateOf } from '#platform';
import { academicYearOf, addDays, firstDayOf, type LocalDate } from '#statutes';
import { fullWeeks, schoolDays } from './school-days.js';
import { Ids } from './ids.js';

/** Slots and windows lie this many days ahead: time to arrange them, and about three quarters of a year. */
const AHEAD = { from: 14, to: 270 };
/** Fewer school days than this leave too little of the academic year to ask for visits in it. */
const TOO_FEW = 30;

/** What everything is made from: the seed, the time, and the days that follow from it. */
export interface Setting {
  readonly seed: number;
  readonly ids: Ids;
  readonly now: Date;
  readonly today: LocalDate;
  /** The academic year that now falls in: that of rolls, groups and past deliveries. */
  readonly academicYear: number;
  /** School days of this academic year until yesterday; its first day where there was none yet. */
  readonly past: readonly LocalDate[];
  /** School days on which slots may lie. */
  readonly future: readonly LocalDate[];
  /** Mondays of full school weeks among them, on which placements may begin. */
  readonly weeks: readonly LocalDate[];
  /**
   * The academic year that requests ask in, whose groups they name: this one, or the next where the summer is near.
   */
  readonly askedYear: number;
  /** School days of that year among `future`. */
  readonly askable: readonly LocalDate[];
}

/** The setting of a seed and a time. */
export function settingOf(seed: number, now: Date): Setting {
  const today = localDateOf(now);
  const academicYear = academicYearOf(today);
  const past = schoolDays(firstDayOf(academicYear), addDays(today, -1));
  const future = schoolDays(addDays(today, AHEAD.from), addDays(today, AHEAD.to));
  const within = (year: number) => future.filter((day) => academicYearOf(day) === year);
  const askedYear = within(academicYear).length >= TOO_FEW ? academicYear : academicYear + 1;
  return {
    seed,
    ids: new Ids(seed),
    now,
    today,
    academicYear,
    past: past.length > 0 ? past : [firstDayOf(academicYear)],
    future,
    weeks: fullWeeks(future),
    askedYear,
    askable: within(askedYear),
  };
}

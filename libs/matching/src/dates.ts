import { addDays, type DayOff, lastWorkingDay, type LocalDate, whyNotDuring } from '#statutes';
import { type MatchRequest, type MatchSlot, yearsAsked } from './pair.js';

/** Days from one to another, both included. */
export interface Days {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** When a slot with dates of its own takes place: each day of a series, otherwise its first day to its last. */
function daysOf({ startsOn, endsOn, dates }: MatchSlot): readonly Days[] {
  return dates.length > 0 ? dates.map((on) => ({ from: on, to: on })) : [{ from: startsOn, to: endsOn }];
}

/** Whether the windows of a school leave room for a slot: for all its dates or, by arrangement, for some day of it. */
export function withinWindows(slot: MatchSlot, windows: MatchRequest['windows']): boolean {
  if (slot.arranged) return windows.some(({ from, to }) => from <= slot.endsOn && slot.startsOn <= to);
  return daysOf(slot).every((days) => isWithin(days, windows));
}

function isWithin(days: Days, windows: MatchRequest['windows']): boolean {
  return windows.some(({ from, to }) => from <= days.from && days.to <= to);
}

/** When a slot by arrangement could be held within a school's windows, from tomorrow on; whether it teaches then apart. */
function* openings(
  { startsOn, endsOn, arranged }: MatchSlot,
  { windows, calendar }: MatchRequest,
  today: LocalDate,
): Generator<Days> {
  if (!arranged) return;
  const isHoliday = (day: LocalDate) => calendar.bankHolidays.some(({ on }) => on === day);
  // A single day is the school's to judge: it may open on a Saturday.
  const lastOf = (day: LocalDate) =>
    arranged.days === 1 ? day : lastWorkingDay(day, arranged.days, isHoliday);
  const rising = [...windows].sort((one, other) => (one.from < other.from ? -1 : 1));
  for (const window of rising) {
    const last = earliest(window.to, endsOn);
    for (let day = latest(window.from, startsOn, addDays(today, 1)); day <= last; day = addDays(day, 1)) {
      const to = lastOf(day);
      if (to !== undefined && to <= last) yield { from: day, to };
    }
  }
}

/** Whether a slot by arrangement has room in a school's windows. */
function hasOpening(slot: MatchSlot, request: MatchRequest, today: LocalDate): boolean {
  return openings(slot, request, today).next().done === false;
}

/** Whether it is too late for a slot: by arrangement, no days of it are left from tomorrow on. */
export function isPast(slot: MatchSlot, request: MatchRequest, today: LocalDate): boolean {
  if (slot.begun) return true;
  return slot.arranged ? !hasOpening(slot, inAll(slot, request), today) : slot.startsOn < today;
}

/** The days for which a window would have to be opened; false where the windows leave room for the slot. */
export function daysOutside(slot: MatchSlot, request: MatchRequest, today: LocalDate): Days | false {
  if (slot.arranged) return !hasOpening(slot, request, today) && likeliest(slot, inAll(slot, request), today);
  const out = daysOf(slot).filter((days) => !isWithin(days, request.windows));
  const [first, last] = [out[0], out.at(-1)];
  return first !== undefined && last !== undefined && { from: first.from, to: last.to };
}

/** The first days that suit or, where there are none, the first that could be. */
function likeliest(slot: MatchSlot, request: MatchRequest, today: LocalDate): Days {
  const [first] = openings(slot, request, today);
  return firstOpening(slot, request, today) ?? first ?? { from: slot.startsOn, to: slot.endsOn };
}

/** A request to which every day of a slot would suit. */
function inAll({ startsOn: from, endsOn: to }: MatchSlot, request: MatchRequest): MatchRequest {
  return { ...request, windows: [{ from, to }] };
}

/** The first days on which a slot by arrangement could be held and the school teaches; undefined where there are none. */
export function firstOpening(slot: MatchSlot, request: MatchRequest, today: LocalDate): Days | undefined {
  for (const days of openings(slot, request, today)) if (!dayOffOn(days, request)) return days;
  return undefined;
}

/** A day off that keeps a slot out, and the days that it would take. */
export interface Closed {
  readonly dayOff: DayOff;
  readonly days: Days;
}

/**
 * Why a school does not teach when a slot takes place; undefined where it does. Of a series one date is reason enough, one
 * that nothing declared could change before one that is only assumed. By arrangement it is the first day that could be.
 */
export function whyClosed(slot: MatchSlot, request: MatchRequest, today: LocalDate): Closed | undefined {
  if (slot.arranged) {
    // Where no window leaves room, it is asked of the days that one more would open.
    const asked = hasOpening(slot, request, today) ? request : inAll(slot, request);
    const days = likeliest(slot, asked, today);
    return closed(days, days, request);
  }
  const whole = { from: slot.startsOn, to: slot.endsOn };
  const off = daysOf(slot).flatMap((days) => closed(days, whole, request) ?? []);
  return off.find(({ dayOff }) => !dayOff.assumed) ?? off[0];
}

function closed(on: Days, days: Days, request: MatchRequest): Closed | undefined {
  const dayOff = dayOffOn(on, request);
  return dayOff && { dayOff, days };
}

function dayOffOn(days: Days, request: MatchRequest): DayOff | undefined {
  return whyNotDuring(days, yearsAsked(request), request.calendar);
}

function earliest(...days: readonly LocalDate[]): LocalDate {
  return days.reduce((one, other) => (one < other ? one : other));
}

function latest(...days: readonly LocalDate[]): LocalDate {
  return days.reduce((one, other) => (one > other ? one : other));
}

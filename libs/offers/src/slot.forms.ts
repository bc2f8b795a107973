import { type FieldFault, instantOf, type LocalDate, localDateOf, localTimeOf, shorten } from '#platform';
import { lastWorkingDay, RequestKind } from '#statutes';
import type { SeriesDate, Slot, SlotForm } from './slot.entity.js';
import type { SlotInput } from './slot.input.js';

/** Which form of slot somebody describes. */
export function formOf({ minutes, days, furtherDates, broadcast }: SlotInput): SlotForm {
  if (isGiven(minutes) || isGiven(days)) return 'arranged';
  if (isGiven(furtherDates)) return 'series';
  return broadcast ? 'broadcast' : 'fixed';
}

/** From when to when a slot is in all: of a series to its last date. */
export function timesOf(slot: Pick<SlotInput, 'startsAt' | 'endsAt' | 'furtherDates'>): SeriesDate {
  const { startsAt, endsAt, furtherDates } = slot;
  return { startsAt, endsAt: furtherDates?.at(-1)?.endsAt ?? endsAt };
}

/** The dates of a series; null of every other form. */
export function datesOf({ startsAt, endsAt, furtherDates }: SlotInput): SeriesDate[] | null {
  if (!furtherDates) return null;
  return [
    { startsAt, endsAt },
    ...furtherDates.map((date) => ({ startsAt: date.startsAt, endsAt: date.endsAt })),
  ];
}

/** Which of the forms each kind may have, by the field that says so. */
const FORMS = {
  minutes: RequestKind.ENCOUNTER,
  days: RequestKind.PLACEMENT,
  furtherDates: RequestKind.ENCOUNTER,
  broadcast: RequestKind.ENCOUNTER,
} as const;

/** What no state of the world would make right in the form of a slot. */
export function faultsOfForm(slot: SlotInput, path: string, kind: RequestKind): FieldFault[] {
  const names = Object.keys(FORMS) as (keyof typeof FORMS)[];
  const given = names.filter((name) => (name === 'broadcast' ? slot.broadcast : isGiven(slot[name])));
  const faults = given
    .filter((name) => FORMS[name] !== kind)
    .map((name) => ({
      path: `${path}.${name}`,
      expected: `nothing, as it is for ${FORMS[name]}s and the activity is not one`,
      got: shorten(slot[name]),
    }));
  if (given.length > 1)
    faults.push({ path, expected: `at most one of ${names.join(', ')}`, got: given.join(', ') });
  return [...faults, ...faultsOfRoom(slot, path)];
}

/** Something by arrangement must have room in its window. */
function faultsOfRoom({ startsAt, endsAt, minutes, days }: SlotInput, path: string): FieldFault[] {
  if (isGiven(minutes) && endsAt.getTime() - startsAt.getTime() < minutes * MINUTE) {
    const expected = `at least ${minutes} minutes after the startsAt, for one meeting to fit in`;
    return [{ path: `${path}.endsAt`, expected, got: endsAt.toISOString() }];
  }
  if (isGiven(days) && localTimeOf(endsAt) <= localTimeOf(startsAt)) {
    const expected = `a time of day after ${localTimeOf(startsAt)}: each day lasts from the one to the other`;
    return [{ path: `${path}.endsAt`, expected, got: localTimeOf(endsAt) }];
  }
  return [];
}

const MINUTE = 60_000;

/** When something would take place, or what is wrong with the time that somebody named for it. */
export type Agreed = SeriesDate | FieldFault;

/**
 * The times on which two sides agree who propose a slot to each other: its own or, by arrangement, those that begin at the
 * time named.
 * @param path of the time named
 */
export function agreedTimes(
  slot: Slot,
  named: Date | null | undefined,
  { path, now, isHoliday }: { path: string; now: Date; isHoliday: (day: LocalDate) => boolean },
): Agreed {
  const { startsAt, endsAt, form } = slot;
  const got = named?.toISOString() ?? 'nothing';
  const window = `from ${startsAt.toISOString()} to ${endsAt.toISOString()}`;
  if (form !== 'arranged') {
    if (!named) return { startsAt, endsAt };
    return { path, expected: 'nothing, as the slot has a time of its own', got };
  }
  if (!named) return { path, expected: `when it would begin: the slot is by arrangement, ${window}`, got };
  const ends = endOf(slot, named, isHoliday);
  if (typeof ends === 'string') return { path, expected: ends, got };
  if (named <= now) return { path, expected: 'a time in the future', got };
  const fits = startsAt <= named && ends <= endsAt;
  return fits
    ? { startsAt: named, endsAt: ends }
    : { path, expected: `a time with all of it ${window}`, got };
}

/** When something that begins then ends; or what kind of time was expected. */
function endOf(
  { startsAt, endsAt, minutes, days }: Slot,
  begins: Date,
  isHoliday: (day: LocalDate) => boolean,
): Date | string {
  if (minutes !== null) return new Date(begins.getTime() + minutes * MINUTE);
  const opens = localTimeOf(startsAt);
  const last = lastWorkingDay(localDateOf(begins), days ?? 1, isHoliday);
  if (localTimeOf(begins) !== opens || !last)
    return `${opens} by the clock in England on a weekday that is no bank holiday`;
  return instantOf(last, localTimeOf(endsAt));
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}

import { type FieldFault, shorten } from '#platform';
import { ACTIVITY_RULES, daysFrom, type LocalDate, Mode, RequestKind, weekdayOf } from '#statutes';
import type { Offer } from './offer.entity.js';
import type { Slot } from './slot.entity.js';
import { faultsOfForm, formOf, timesOf } from './slot.forms.js';
import type { SlotInput } from './slot.input.js';

/** What no state of the world would make right in slots of an offer. */
export function faultsOfSlots(
  slots: readonly SlotInput[],
  { activityType, mode }: Pick<Offer, 'activityType' | 'mode'>,
  now: Date,
): FieldFault[] {
  const { kind } = ACTIVITY_RULES[activityType];
  return slots.flatMap((slot, index) => {
    const path = `input.slots[${index}]`;
    const forms = faultsOfForm(slot, path, kind);
    if (forms.length > 0) return forms;
    const faults = [...faultsOfTimes(slot, path, kind, now), ...faultsOfUnits(slot, path, kind)];
    if (slot.broadcast && mode === Mode.IN_PERSON)
      faults.push({
        path: `${path}.broadcast`,
        expected: 'false, as the offer is made in person alone',
        got: 'true',
      });
    return faults;
  });
}

/** A kind with its article. */
const kindOf: Readonly<Record<RequestKind, string>> = {
  [RequestKind.ENCOUNTER]: 'an encounter',
  [RequestKind.PLACEMENT]: 'a placement',
};

/** How many sessions a slot holds at most that is no broadcast. */
const SESSIONS = 1000;

function faultsOfUnits(slot: SlotInput, path: string, kind: RequestKind): FieldFault[] {
  const wanted =
    kind === RequestKind.PLACEMENT ? (['places'] as const) : (['sessions', 'maxPupils'] as const);
  const faults = (['places', 'sessions', 'maxPupils'] as const).flatMap((field): FieldFault[] => {
    const needed = wanted.some((name) => name === field);
    if (needed === (slot[field] !== undefined && slot[field] !== null)) return [];
    const expected = `${needed ? 'a number' : 'nothing'}, as this is ${kindOf[kind]}`;
    return [{ path: `${path}.${field}`, expected, got: shorten(slot[field] ?? null) }];
  });
  if (!slot.broadcast && (slot.sessions ?? 0) > SESSIONS) {
    const expected = `at most ${SESSIONS}, as this is no broadcast`;
    faults.push({ path: `${path}.sessions`, expected, got: String(slot.sessions) });
  }
  return faults;
}

/** How many slots an offer may have in all: the matcher weighs them. */
const SLOTS = 300;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Longest {
  text: string;
  ms: number;
}

/** The longest that a slot of each kind, or a date of a series, may be. */
const longest: Readonly<Record<RequestKind, Longest>> = {
  [RequestKind.ENCOUNTER]: { text: 'at most 24 hours after the startsAt, for an encounter', ms: DAY },
  [RequestKind.PLACEMENT]: { text: 'at most 31 days after the startsAt, for a placement', ms: 31 * DAY },
};

/** The longest window for something by arrangement. */
const longestWindow: Longest = { text: 'at most 366 days after the startsAt', ms: 366 * DAY };

function faultsOfTimes(slot: SlotInput, path: string, kind: RequestKind, now: Date): FieldFault[] {
  const further = (slot.furtherDates ?? []).map((date, index) => ({
    date,
    at: `${path}.furtherDates[${index}]`,
  }));
  const latest = new Date(now);
  latest.setUTCFullYear(now.getUTCFullYear() + 2);
  const most = formOf(slot) === 'arranged' ? longestWindow : longest[kind];
  return [{ date: slot, at: path }, ...further].flatMap(({ date, at }, index, all) => {
    const { startsAt, endsAt } = date;
    const [starts, ends] = [startsAt.toISOString(), endsAt.toISOString()];
    const faults: FieldFault[] = [];
    const fault = (field: string, expected: string, got: string) =>
      faults.push({ path: `${at}.${field}`, expected, got });
    if (endsAt <= startsAt) fault('endsAt', `a time after ${starts}, the startsAt`, ends);
    if (endsAt.getTime() - startsAt.getTime() > most.ms) fault('endsAt', most.text, ends);
    if (startsAt <= now) fault('startsAt', 'a time in the future', starts);
    if (startsAt > latest)
      fault('startsAt', `a time within two years, up to ${latest.toISOString()}`, starts);
    const before = all[index - 1]?.date;
    if (before && startsAt < before.endsAt) {
      fault('startsAt', `a time from ${before.endsAt.toISOString()} on, the end of the date before`, starts);
    }
    return faults;
  });
}

type Window = Pick<Slot, 'startsAt' | 'endsAt'>;

/** What is wrong with adding slots to those there are: more than an offer may have, or one that is there already. */
export function faultsOfMoreSlots(
  existing: readonly Window[],
  more: readonly (Window | SlotInput)[],
): FieldFault[] {
  const left = SLOTS - existing.length;
  if (more.length > left) {
    const expected = `at most ${left}, as an offer has at most ${SLOTS} in all and this one has ${existing.length}`;
    return [{ path: 'input.slots', expected, got: String(more.length) }];
  }
  const windowOf = (slot: Window | SlotInput) => {
    const { startsAt, endsAt } = timesOf(slot);
    return `${startsAt.toISOString()} to ${endsAt.toISOString()}`;
  };
  const seen = new Set(existing.map(windowOf));
  return more.flatMap((slot, index) => {
    const window = windowOf(slot);
    const there = seen.has(window);
    seen.add(window);
    const expected = 'each window once: ask for more sessions or places in one instead';
    return there ? [{ path: `input.slots[${index}]`, expected, got: window }] : [];
  });
}

/** How many days are worked from one to another, both included: weekdays that are no holidays. */
export function workingDays(from: LocalDate, to: LocalDate, isHoliday: (day: LocalDate) => boolean): number {
  return daysFrom(from, to).filter((day) => weekdayOf(day) < 6 && !isHoliday(day)).length;
}

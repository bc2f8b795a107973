import {
  ACTIVITY_RULES,
  ActivityType,
  addDays,
  daysBetween,
  type LocalDate,
  Mode,
  SECTOR_LETTERS,
  type SectorLetter,
  Venue,
} from '#statutes';
import { sharedMode } from './pair.js';

/** Bits of the ways to meet. */
export const IN_PERSON = 1;
export const BY_VIDEO = 2;

/** Activities, as the market numbers them. */
export const ACTIVITIES = Object.values(ActivityType);
const numbers = new Map(ACTIVITIES.map((activity, number) => [activity, number]));

/** Offers of a class count for the same benchmarks and have the same people travel: its number is of activity and employment. */
export function classOf(activity: ActivityType, employed: boolean): number {
  return numbers.get(activity)! * 2 + (employed ? 1 : 0);
}

/** How many classes there are. */
export const CLASSES = ACTIVITIES.length * 2;

/** What a class is of. */
export function ofClass(number: number): { activityType: ActivityType; employed: boolean } {
  return { activityType: ACTIVITIES[number >> 1]!, employed: (number & 1) === 1 };
}

/** Whether the pupils travel to what is offered. */
export function isAtWorkplace(number: number): boolean {
  return ACTIVITY_RULES[ACTIVITIES[number >> 1]!].venue === Venue.WORKPLACE;
}

export const MODES = Object.values(Mode);

const MODE_BITS: Readonly<Record<Mode, number>> = {
  [Mode.IN_PERSON]: IN_PERSON,
  [Mode.VIRTUAL]: BY_VIDEO,
  [Mode.BOTH]: IN_PERSON | BY_VIDEO,
};

/** A bit for each way to meet that a mode allows. */
export function modeBits(mode: Mode): number {
  return MODE_BITS[mode];
}

/** The ways in which offers of a mode can be held, within what the activity allows; by class. Broadcasts apart. */
export function offeredBits(number: number, mode: Mode): number {
  const offered = sharedMode(mode, ACTIVITY_RULES[ACTIVITIES[number >> 1]!].mode);
  return offered === null ? 0 : MODE_BITS[offered];
}

const bits = new Map(SECTOR_LETTERS.map((letter, number) => [letter, 1 << number]));

/** A bit for each sector; none where any will do. */
export function sectorBits(sectors: readonly SectorLetter[]): number {
  return sectors.reduce((mask, letter) => mask | bits.get(letter)!, 0);
}

const EPOCH = '2000-01-01';
const known = new Map<LocalDate, number>();

/** Days as numbers, so that they are compared as such; the same few thousand come again and again. */
export function dayNumber(day: LocalDate): number {
  const there = known.get(day);
  if (there !== undefined) return there;
  const number = daysBetween(EPOCH, day);
  known.set(day, number);
  return number;
}

const days = new Map<number, LocalDate>();

/** The day of a number. */
export function dayOf(number: number): LocalDate {
  const there = days.get(number);
  if (there !== undefined) return there;
  const day = addDays(EPOCH, number);
  days.set(number, day);
  return day;
}

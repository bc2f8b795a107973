import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { type FieldFault, type LocalDate, shorten } from '#platform';
import { addDays, isLocalDate } from '#statutes';

const ZONE = 'Europe/London';

/** How many times a rule may recur, and how many days after its first time it may still do so: a school year. */
export const OCCURRENCES = 200;
const HORIZON_DAYS = 366;

/** When something recurs, as RFC 5545 says it, in the time that clocks in England show. */
export interface Recurrence {
  /** The first time, by the clock: `2027-03-02T10:00`. */
  readonly startsAt: string;
  /** How long each lasts. */
  readonly minutes: number;
  /** `FREQ=WEEKLY;BYDAY=TU;COUNT=10`. */
  readonly rrule: string;
  /** Days that are left out. */
  readonly except: readonly LocalDate[];
}

/** One time of several. */
export interface Occurrence {
  readonly on: LocalDate;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const NUMBER = '([1-9]\\d?)';
const DAY = '[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU)';

/** The parts of a rule that are understood, each with what it may say. Times of day are the first one's. */
const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY)$/,
  INTERVAL: new RegExp(`^${NUMBER}$`),
  COUNT: /^([1-9]\d?|1\d\d|200)$/,
  UNTIL: /^\d{8}T([01]\d|2[0-3])[0-5]\d[0-5]\dZ$/,
  BYDAY: new RegExp(`^${DAY}(,${DAY})*$`),
  BYMONTHDAY: /^-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01]))*$/,
  BYMONTH: /^([1-9]|1[0-2])(,([1-9]|1[0-2]))*$/,
  BYSETPOS: /^-?[1-5](,-?[1-5])*$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
};

const EXPECTED =
  'FREQ=DAILY, WEEKLY or MONTHLY with COUNT (1 to 200) or UNTIL (in UTC: 20270720T220000Z), and of INTERVAL, BYDAY, ' +
  'BYMONTHDAY, BYMONTH, BYSETPOS and WKST each at most once: FREQ=WEEKLY;BYDAY=TU;COUNT=10';

/** What no state of the world would make right in a recurrence. @param path of it in the input */
export function faultsOfRecurrence(recurrence: Recurrence, path: string, now: Date): FieldFault[] {
  const { startsAt, rrule } = recurrence;
  const when = faultOfStart(startsAt);
  if (when) return [{ path: `${path}.startsAt`, expected: when, got: shorten(startsAt) }];
  if (!understood(rrule)) return [{ path: `${path}.rrule`, expected: EXPECTED, got: shorten(rrule) }];
  const all = tryExpand(recurrence);
  if (!all)
    return [{ path: `${path}.rrule`, expected: 'a rule that makes its times within a year', got: rrule }];
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last || !startsAt.startsWith(first.on)) {
    const expected = `a first time that the rule itself makes${first ? `, such as ${first.on}` : '; this one makes none'}`;
    return [{ path: `${path}.startsAt`, expected, got: shorten(startsAt) }];
  }
  const faults: FieldFault[] = [];
  const fault = (field: string, expected: string, got: string) =>
    faults.push({ path: `${path}.${field}`, expected, got });
  if (first.startsAt <= now) fault('startsAt', 'a time in the future', first.startsAt.toISOString());
  if (all.length > OCCURRENCES) fault('rrule', `at most ${OCCURRENCES} times`, 'more');
  const latest = addDays(first.on, HORIZON_DAYS);
  if (last.on > latest) fault('rrule', `no time after ${latest}, a year after the first`, last.on);
  const days = new Set(all.map(({ on }) => on));
  recurrence.except.forEach((day, index) => {
    if (!days.has(day)) fault(`exceptDates[${index}]`, 'a day that the rule makes', day);
  });
  return faults;
}

/** The times of a right recurrence, rising, without the days left out. */
export function occurrencesOf(recurrence: Recurrence): Occurrence[] {
  return expand(recurrence).filter(({ on }) => !recurrence.except.includes(on));
}

/** A recurrence as iCalendar properties; whoever reads them has the same times as `occurrencesOf`. */
export function inICalendar({ startsAt, rrule, except }: Recurrence): string {
  const time = startsAt.slice(11).replace(':', '');
  const local = (day: LocalDate) => `${day.replaceAll('-', '')}T${time}00`;
  return [
    `DTSTART;TZID=${ZONE}:${local(startsAt.slice(0, 10))}`,
    `RRULE:${rrule}`,
    ...(except.length > 0 ? [`EXDATE;TZID=${ZONE}:${except.map(local).join(',')}`] : []),
  ].join('\r\n');
}

/** The rule as it is when it ends before a day. */
export function endedBefore(rrule: string, day: LocalDate): string {
  const midnight = Temporal.ZonedDateTime.from(`${day}T00:00[${ZONE}]`).subtract({ seconds: 1 });
  const until = midnight.toInstant().toString().replace(/[-:]/g, '');
  const parts = rrule.split(';').filter((part) => !/^(COUNT|UNTIL)=/.test(part));
  return [...parts, `UNTIL=${until}`].join(';');
}

// Between 1 and 2 at night a time is there twice in October and not at all in March; nobody visits a school then.
function faultOfStart(startsAt: string): string | undefined {
  const [, day = '', hour] = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d$/.exec(startsAt) ?? [];
  if (!isLocalDate(day)) return 'a time by the clock in England, without an offset: 2027-03-02T10:00';
  return hour === '01' ? 'a time that every day has once: not between 1 and 2 at night' : undefined;
}

function understood(rrule: string): boolean {
  const parts = rrule.split(';').map((part) => part.split('='));
  const names = parts.map(([name]) => name ?? '');
  const known = parts.every(([name = '', value = '', ...more]) => {
    return more.length === 0 && Object.hasOwn(PARTS, name) && PARTS[name]?.test(value);
  });
  const bounded = names.includes('COUNT') !== names.includes('UNTIL');
  return known && bounded && names.includes('FREQ') && new Set(names).size === names.length && parses(rrule);
}

/** Whether the library takes it: BYSETPOS needs another part beside it, a numbered BYDAY a month. */
function parses(rrule: string): boolean {
  try {
    return Boolean(ruleOf('2027-03-02T10:00', rrule));
  } catch {
    return false;
  }
}

function ruleOf(startsAt: string, rrule: string): RRuleTemporal {
  const start = startsAt.replace(/[-:]/g, '');
  return new RRuleTemporal({
    rruleString: `DTSTART;TZID=${ZONE}:${start}00\nRRULE:${rrule}`,
    strict: true,
    maxIterations: 1000,
  });
}

/** The same, or undefined of a rule that goes on for years without a time, such as every 30 February. */
function tryExpand(recurrence: Recurrence): Occurrence[] | undefined {
  try {
    return expand(recurrence);
  } catch {
    return undefined;
  }
}

/** The times that the rule makes, at most one more than are allowed. */
function expand({ startsAt, minutes, rrule }: Recurrence): Occurrence[] {
  const found = ruleOf(startsAt, rrule).all((_, index) => index <= OCCURRENCES);
  return found.slice(0, OCCURRENCES + 1).map((at) => {
    const starts = at.epochMilliseconds;
    return {
      on: at.toPlainDate().toString(),
      startsAt: new Date(starts),
      endsAt: new Date(starts + minutes * 60_000),
    };
  });
}

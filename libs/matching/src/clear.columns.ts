import {
  ACTIVITY_RULES,
  ActivityType,
  Benchmark,
  type LocalDate,
  Mode,
  RequestKind,
  SECTOR_LETTERS,
  type SectorLetter,
} from '#statutes';
import { isOver, type SlotTimes, slotTimes, StartDays, type Starts } from './clear.days.js';
import { bans } from './clear.bans.js';
import { type Alike, byPerson, classed, type OfferRow, personOf } from './clear.classes.js';
import type { ClearingProblem } from './clearing.js';
import {
  type MatchOffer,
  type MatchRequest,
  offeredMode,
  servesBenchmark,
  Side,
  travellerOf,
  yearsAsked,
} from './pair.js';
import { byCodePoint } from './rank.js';
import { standingPoints } from './score.js';

/**
 * The slots of a problem as columns, those of one person side by side, those that are alike as one. Slots without anything
 * left are not in them.
 */
export interface SlotColumns {
  readonly count: number;
  /** Where each stands in `problem.offers`; of several that are alike the first. */
  readonly row: Int32Array;
  /** For those that stand for several: which. */
  readonly alike: ReadonlyMap<number, Alike>;
  /** Whose it is: a number for each person, those that name nobody or stand for several −1. */
  readonly person: Int32Array;
  readonly remaining: Int32Array;
  readonly activity: Uint8Array;
  /** A bit for each sector; none where any will do. */
  readonly sectors: Int32Array;
  /** A bit for each way to hold it: 1 in person, 2 by video. */
  readonly modes: Uint8Array;
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  /** How far the offerer travels, in whole metres; −1 where the pupils do. */
  readonly reach: Int32Array;
  readonly yearFrom: Uint8Array;
  readonly yearTo: Uint8Array;
  readonly placement: Uint8Array;
  /** Pupils in a session; 0 for no limit. */
  readonly maxPupils: Int32Array;
  /** Points that are the same with every request. */
  readonly points: Int16Array;
  /** A bit for each benchmark that a delivery may count for. */
  readonly serves: Uint8Array;
  readonly times: SlotTimes;
}

/** The requests of a problem as columns, those of one school side by side. Requests that look for nothing are not in them. */
export interface RequestColumns {
  readonly count: number;
  /** Where each stands in `problem.requests`. */
  readonly row: Int32Array;
  readonly school: Int32Array;
  readonly outstanding: Int32Array;
  /** A bit for each activity asked for that its years are old enough for. */
  readonly activities: Int32Array;
  readonly sectors: Int32Array;
  readonly modes: Uint8Array;
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  /** How far its pupils travel, in whole metres. */
  readonly reach: Int32Array;
  readonly youngest: Uint8Array;
  readonly oldest: Uint8Array;
  /** How many year groups it names. */
  readonly years: Uint8Array;
  readonly placement: Uint8Array;
  readonly pupils: Int32Array;
  /** The bit of the benchmark that its need is of. */
  readonly benchmark: Uint8Array;
  readonly starts: readonly (readonly Starts[])[];
  /** Of each its slots that it is not to have, whoever said so; undefined for nearly all. */
  readonly banned: readonly (ReadonlySet<number> | undefined)[];
}

/** A problem in columns. */
export interface Columns {
  readonly slots: SlotColumns;
  readonly requests: RequestColumns;
  /** The ids of the schools, as `requests.school` numbers them. */
  readonly schools: readonly string[];
  /** The ids of the people, as `slots.person` numbers them. */
  readonly persons: readonly string[];
}

const ACTIVITIES = Object.values(ActivityType);
const BENCHMARKS = Object.values(Benchmark);
const activityNumber = new Map(ACTIVITIES.map((activity, number) => [activity, number]));
const sectorBit = new Map(SECTOR_LETTERS.map((letter, number) => [letter, 1 << number]));

const MODE_BITS: Readonly<Record<Mode, number>> = { [Mode.IN_PERSON]: 1, [Mode.VIRTUAL]: 2, [Mode.BOTH]: 3 };

/** Brings a problem into columns, in an order that does not hang on that of its rows. */
export function columnsOf(problem: ClearingProblem): Columns {
  const open = problem.offers
    .map((offer, row) => ({ offer, row }))
    .filter(({ offer }) => offer.slot.remaining > 0 && !isOver(offer, problem.today))
    .sort(byPerson);
  const offers = classed(open, problem).sort(byPerson);
  const requests = problem.requests
    .map((request, row) => ({ request, row }))
    .filter(({ request }) => request.outstanding > 0)
    .sort(
      ({ request: one }, { request: other }) =>
        byCodePoint(one.schoolId, other.schoolId) || byCodePoint(one.requestId, other.requestId),
    );
  const [persons, schools] = [new Map<string, number>(), new Map<string, number>()];
  const slots = slotColumns(offers, persons, problem.today);
  const banned = bans(
    problem.forbidden,
    offers.map(({ offer }) => offer),
    requests.map(({ request }) => request),
  );
  return {
    slots,
    requests: {
      ...requestColumns(requests, schools),
      starts: startsOf(requests, slots.times, problem.today),
      banned,
    },
    schools: [...schools.keys()],
    persons: [...persons.keys()],
  };
}

interface RequestRow {
  readonly request: MatchRequest;
  readonly row: number;
}

function slotColumns(rows: readonly OfferRow[], persons: Map<string, number>, today: LocalDate): SlotColumns {
  const ints = (of: (offer: MatchOffer) => number) => Int32Array.from(rows, ({ offer }) => of(offer));
  const bytes = (of: (offer: MatchOffer) => number) => Uint8Array.from(rows, ({ offer }) => of(offer));
  const slots = rows.map(({ offer }) => offer.slot);
  return {
    count: rows.length,
    row: Int32Array.from(rows, ({ row }) => row),
    alike: new Map(rows.flatMap(({ alike }, slot) => (alike ? [[slot, alike]] : []))),
    person: Int32Array.from(rows, (row) => {
      const person = personOf(row);
      return person === null ? -1 : numberOf(persons, person);
    }),
    remaining: Int32Array.from(rows, ({ offer, alike }) => offer.slot.remaining * (alike?.rows.length ?? 1)),
    activity: bytes(({ activityType }) => activityNumber.get(activityType)!),
    sectors: ints(({ sectors }) => sectorBits(sectors)),
    modes: bytes((offer) => modeBits(offeredMode(offer))),
    easting: Float64Array.from(rows, ({ offer }) => offer.place.easting),
    northing: Float64Array.from(rows, ({ offer }) => offer.place.northing),
    reach: ints((offer) => (travellerOf(offer) === Side.SCHOOL ? -1 : metres(offer.travelKm))),
    yearFrom: bytes(({ yearFrom }) => yearFrom),
    yearTo: bytes(({ yearTo }) => yearTo),
    placement: bytes(({ slot }) => Number(slot.kind === RequestKind.PLACEMENT)),
    maxPupils: ints(({ slot }) => slot.maxPupils ?? 0),
    points: Int16Array.from(rows, ({ offer }) => standingPoints(offer, today)),
    serves: bytes(servesBits),
    times: slotTimes(slots, today),
  };
}

function requestColumns(
  rows: readonly RequestRow[],
  schools: Map<string, number>,
): Omit<RequestColumns, 'starts' | 'banned'> {
  const ints = (of: (request: MatchRequest) => number) => Int32Array.from(rows, ({ request }) => of(request));
  const bytes = (of: (request: MatchRequest) => number) =>
    Uint8Array.from(rows, ({ request }) => of(request));
  const years = rows.map(({ request }) => yearsAsked(request));
  return {
    count: rows.length,
    row: Int32Array.from(rows, ({ row }) => row),
    school: ints(({ schoolId }) => numberOf(schools, schoolId)),
    outstanding: ints(({ outstanding }) => outstanding),
    activities: Int32Array.from(rows, ({ request }, index) => activityBits(request, years[index]!)),
    sectors: ints(({ sectors }) => sectorBits(sectors)),
    modes: bytes(({ mode }) => modeBits(mode)),
    easting: Float64Array.from(rows, ({ request }) => request.place.easting),
    northing: Float64Array.from(rows, ({ request }) => request.place.northing),
    reach: ints(({ travelKm }) => metres(travelKm)),
    youngest: Uint8Array.from(years, (asked) => asked[0] ?? 255),
    oldest: Uint8Array.from(years, (asked) => asked.at(-1) ?? 0),
    years: Uint8Array.from(years, (asked) => asked.length),
    placement: bytes(({ kind }) => Number(kind === RequestKind.PLACEMENT)),
    pupils: ints(({ pupilsPerSession }) => pupilsPerSession),
    benchmark: bytes(({ benchmark }) => 1 << BENCHMARKS.indexOf(benchmark)),
  };
}

function startsOf(rows: readonly RequestRow[], times: SlotTimes, today: LocalDate): (readonly Starts[])[] {
  const days = new StartDays(today, times);
  return rows.map(({ request }) => days.of(request));
}

function numberOf(known: Map<string, number>, id: string): number {
  const number = known.get(id) ?? known.size;
  known.set(id, number);
  return number;
}

function sectorBits(letters: readonly SectorLetter[]): number {
  return letters.reduce((bits, letter) => bits | sectorBit.get(letter)!, 0);
}

function modeBits(mode: Mode | null): number {
  return mode === null ? 0 : MODE_BITS[mode];
}

function activityBits({ activityTypes }: MatchRequest, years: readonly number[]): number {
  const oldEnough = (activity: ActivityType) =>
    years.every((year) => year >= ACTIVITY_RULES[activity].minimumYear);
  return activityTypes
    .filter(oldEnough)
    .reduce((bits, activity) => bits | (1 << activityNumber.get(activity)!), 0);
}

function servesBits(offer: MatchOffer): number {
  return BENCHMARKS.reduce(
    (bits, benchmark, number) => bits | (Number(servesBenchmark(offer, { benchmark })) << number),
    0,
  );
}

/** Whole metres that are within so many km: distances are whole metres, rounded up. */
function metres(km: number): number {
  return Math.floor(km * 1000);
}

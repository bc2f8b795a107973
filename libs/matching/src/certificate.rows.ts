import {
  ACTIVITY_RULES,
  ActivityType,
  Benchmark,
  daysBetween,
  type LocalDate,
  mayCount,
  Mode,
  RequestKind,
  type SectorLetter,
  Venue,
} from '#statutes';
import type { MatchOffer, MatchRequest } from './pair.js';
import { ScorePartName, WEIGHTS } from './weights.js';

/** Modes as bits, so that what two sides share is their `&`: 1 in person, 2 by video, 3 either, 0 neither. */
export const [IN_PERSON, BY_VIDEO] = [1, 2];
const MODES = { [Mode.IN_PERSON]: IN_PERSON, [Mode.VIRTUAL]: BY_VIDEO, [Mode.BOTH]: IN_PERSON | BY_VIDEO };

const ACTIVITIES = Object.values(ActivityType);
const BENCHMARKS = Object.values(Benchmark);
const NUMBER_OF = new Map(ACTIVITIES.map((activity, number) => [activity, number]));

/** The number of an activity type: its bit in a request's `activities`. */
export function activityNumber(activity: ActivityType): number {
  return NUMBER_OF.get(activity) ?? ACTIVITIES.length;
}

/** How a slot can be held, in bits; 0 where its offer and its activity contradict each other. */
export function modeBits({ mode, activityType, slot, saysAll }: MatchOffer): number {
  const allowed = saysAll ? 3 : MODES[ACTIVITY_RULES[activityType].mode];
  return MODES[mode] & allowed & (slot.broadcast ? BY_VIDEO : 3);
}

/** Whether the pupils travel to the offer, and not the offerer to the school. */
export function atWorkplace({ activityType, saysAll }: MatchOffer): boolean {
  return !saysAll && ACTIVITY_RULES[activityType].venue === Venue.WORKPLACE;
}

/** Whole metres that a journey of so many km may have; distances are rounded up to whole metres. */
export function metresOf(travelKm: number): number {
  return Math.floor(travelKm * 1000);
}

/** Slots in columns: one number for each slot, in a given order. */
export type SlotColumns = ReturnType<typeof slotColumns>;

/** Requests in columns, in the order of the problem. */
export type RequestColumns = ReturnType<typeof requestColumns>;

/** The columns of some slots: all that decides whether they fit and how well, their dates apart. */
export function slotColumns(offers: readonly MatchOffer[], today: LocalDate) {
  const ints = (read: (offer: MatchOffer) => number) => Int32Array.from(offers, read);
  const reals = (read: (offer: MatchOffer) => number) => Float64Array.from(offers, read);
  return {
    activity: ints(({ activityType }) => activityNumber(activityType)),
    placement: ints(({ slot }) => Number(slot.kind === RequestKind.PLACEMENT)),
    mode: ints(modeBits),
    workplace: ints((offer) => Number(atWorkplace(offer))),
    sectors: ints(({ sectors }) => sectorBits(sectors)),
    /** The years that it welcomes and the law allows. */
    years: ints(({ activityType, yearFrom, yearTo }) =>
      yearBits(Math.max(yearFrom, ACTIVITY_RULES[activityType].minimumYear), yearTo),
    ),
    /** The years that it welcomes. */
    welcome: ints(({ yearFrom, yearTo }) => yearBits(yearFrom, yearTo)),
    yearsWide: ints(({ yearFrom, yearTo }) => yearTo - yearFrom + 1),
    easting: reals(({ place }) => place.easting),
    northing: reals(({ place }) => place.northing),
    reach: reals(({ travelKm }) => metresOf(travelKm)),
    remaining: reals(({ slot }) => slot.remaining),
    /** Infinite where there is no limit. */
    maxPupils: reals(({ slot }) => slot.maxPupils ?? Infinity),
    /** Points that it has with every request. */
    points: ints((offer) => answerPoints(offer) + freshPoints(offer, today)),
    /** A bit for each benchmark that it may count for. */
    counts: ints(benchmarkBits),
  };
}

/** The columns of requests: all that decides what fits them and how well, their dates apart. */
export function requestColumns(requests: readonly MatchRequest[]) {
  const ints = (read: (request: MatchRequest) => number) => Int32Array.from(requests, read);
  const reals = (read: (request: MatchRequest) => number) => Float64Array.from(requests, read);
  return {
    activities: ints(({ activityTypes }) =>
      activityTypes.reduce((bits, activity) => bits | (1 << activityNumber(activity)), 0),
    ),
    placement: ints(({ kind }) => Number(kind === RequestKind.PLACEMENT)),
    mode: ints(({ mode }) => MODES[mode]),
    sectors: ints(({ sectors }) => sectorBits(sectors)),
    years: ints(({ groups }) => groups.reduce((bits, { yearGroup }) => bits | (1 << yearGroup), 0)),
    easting: reals(({ place }) => place.easting),
    northing: reals(({ place }) => place.northing),
    reach: reals(({ travelKm }) => metresOf(travelKm)),
    outstanding: reals(({ outstanding }) => outstanding),
    pupils: reals(({ pupilsPerSession }) => pupilsPerSession),
    benchmark: ints(({ benchmark }) => 1 << BENCHMARKS.indexOf(benchmark)),
  };
}

/** The bit that stands for no sector named, which suits all. */
export const ANY_SECTOR = 1 << 30;

function sectorBits(sectors: readonly SectorLetter[]): number {
  if (sectors.length === 0) return ANY_SECTOR;
  return sectors.reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) - 65)), 0);
}

function yearBits(from: number, to: number): number {
  let bits = 0;
  for (let year = from; year <= to; year += 1) bits |= 1 << year;
  return bits;
}

const benchmarksOf = new Map<string, number>();

// What is recorded only when it has happened is taken as possible; whether whoever comes is employed is known.
function benchmarkBits({ activityType, employed, saysAll }: MatchOffer): number {
  if (saysAll) return (1 << BENCHMARKS.length) - 1;
  const key = `${activityType} ${employed}`;
  let bits = benchmarksOf.get(key);
  if (bits === undefined) {
    const evidence = {
      ...{ byProvider: true, interactionRecorded: true, atWorkplace: true, inLessons: true },
      employed,
    };
    bits = BENCHMARKS.reduce(
      (found, benchmark, number) => found | (Number(mayCount(activityType, benchmark, evidence)) << number),
      0,
    );
    benchmarksOf.set(key, bits);
  }
  return bits;
}

const { max, respondedPrior, freshnessFadesAtDays } = WEIGHTS;

function answerPoints({ responded }: MatchOffer): number {
  const asked = responded.asked + respondedPrior.asked;
  const answered = Math.max(0, Math.min(asked, responded.answered + respondedPrior.answered));
  return asked > 0 ? Math.floor((max[ScorePartName.RESPONSIVENESS] * answered) / asked) : 0;
}

function freshPoints({ publishedOn }: MatchOffer, today: LocalDate): number {
  const age = Math.max(0, daysBetween(publishedOn, today));
  const left = Math.max(0, freshnessFadesAtDays - age);
  return Math.floor((max[ScorePartName.FRESHNESS] * left) / freshnessFadesAtDays);
}

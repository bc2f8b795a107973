import {
  ACTIVITY_RULES,
  ActivityType,
  Benchmark,
  mayCount,
  Mode,
  RequestKind,
  type SectorLetter,
  Venue,
} from '#statutes';
import type { DayNumbers } from './certificate.times.js';
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

/** Slots in columns, a number for each slot: all that decides whether they fit and how well, their dates apart. */
export class SlotColumns {
  readonly activity: Int32Array;
  readonly placement: Uint8Array;
  readonly mode: Uint8Array;
  readonly workplace: Uint8Array;
  /** Bits of the years that it welcomes and the law allows, and of its sectors. */
  readonly suits: Int32Array;
  /** Bits of the years that it welcomes. */
  readonly welcome: Int32Array;
  readonly yearsWide: Int32Array;
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  readonly reach: Float64Array;
  readonly remaining: Float64Array;
  /** Infinite where there is no limit. */
  readonly maxPupils: Float64Array;
  /** Points that it has with every request. */
  readonly points: Int32Array;
  /** A bit for each benchmark that it may count for. */
  readonly counts: Int32Array;

  /** @param offers in the order of the columns */
  constructor(offers: readonly MatchOffer[], days: DayNumbers) {
    const size = offers.length;
    this.placement = new Uint8Array(size);
    this.mode = new Uint8Array(size);
    this.workplace = new Uint8Array(size);
    this.activity = new Int32Array(size);
    this.suits = new Int32Array(size);
    this.welcome = new Int32Array(size);
    this.yearsWide = new Int32Array(size);
    this.points = new Int32Array(size);
    this.counts = new Int32Array(size);
    this.easting = new Float64Array(size);
    this.northing = new Float64Array(size);
    this.reach = new Float64Array(size);
    this.remaining = new Float64Array(size);
    this.maxPupils = new Float64Array(size);
    // Row by row: column by column every row would be fetched from memory fifteen times.
    offers.forEach((offer, at) => this.set(at, offer, days));
  }

  private set(at: number, offer: MatchOffer, days: DayNumbers): void {
    const { activityType, yearFrom, yearTo, place, slot } = offer;
    this.activity[at] = activityNumber(activityType);
    this.placement[at] = Number(slot.kind === RequestKind.PLACEMENT);
    this.mode[at] = modeBits(offer);
    this.workplace[at] = Number(atWorkplace(offer));
    this.suits[at] =
      sectorBits(offer.sectors) |
      yearBits(Math.max(yearFrom, ACTIVITY_RULES[activityType].minimumYear), yearTo);
    this.welcome[at] = yearBits(yearFrom, yearTo);
    this.yearsWide[at] = yearTo - yearFrom + 1;
    this.easting[at] = place.easting;
    this.northing[at] = place.northing;
    this.reach[at] = metresOf(offer.travelKm);
    this.remaining[at] = slot.remaining;
    this.maxPupils[at] = slot.maxPupils ?? Infinity;
    this.points[at] = answerPoints(offer) + freshPoints(offer, days);
    this.counts[at] = benchmarkBits(offer);
  }
}

/** What of a request decides what fits it and how well, its dates apart, in numbers. */
export interface RequestNumbers {
  /** A bit for each activity type that will do. */
  readonly activities: number;
  readonly placement: number;
  readonly mode: number;
  /** Bits of its sectors, all of them where any will do. */
  readonly sectors: number;
  /** Bits of the years that it names. */
  readonly years: number;
  readonly easting: number;
  readonly northing: number;
  readonly reach: number;
  readonly outstanding: number;
  readonly pupils: number;
  /** The bit of the benchmark that it is short of. */
  readonly benchmark: number;
}

/** The numbers of a request. */
export function requestNumbers(request: MatchRequest): RequestNumbers {
  return {
    activities: request.activityTypes.reduce((bits, activity) => bits | (1 << activityNumber(activity)), 0),
    placement: Number(request.kind === RequestKind.PLACEMENT),
    mode: MODES[request.mode],
    sectors: sectorBits(request.sectors),
    years: request.groups.reduce((bits, { yearGroup }) => bits | yearBits(yearGroup, yearGroup), 0),
    easting: request.place.easting,
    northing: request.place.northing,
    reach: metresOf(request.travelKm),
    outstanding: request.outstanding,
    pupils: request.pupilsPerSession,
    benchmark: 1 << BENCHMARKS.indexOf(request.benchmark),
  };
}

/** The bits of all sections, and the bit that says that none is named, so that all suit. */
export const [SECTORS, ANY_SECTOR] = [0x1fffff, 1 << 21];
/** The bits of all year groups, beside those of sectors. */
export const YEARS = 0x7f << 22;

function sectorBits(sectors: readonly SectorLetter[]): number {
  if (sectors.length === 0) return SECTORS | ANY_SECTOR;
  return sectors.reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) - 65)), 0);
}

function yearBits(from: number, to: number): number {
  let bits = 0;
  for (let year = Math.max(7, from); year <= Math.min(13, to); year += 1) bits |= 1 << (year + 15);
  return bits;
}

// What is recorded only when it has happened is taken as possible; whether whoever comes is employed is known.
const RECORDED = { byProvider: true, interactionRecorded: true, atWorkplace: true, inLessons: true };
const [COUNTS, COUNTS_EMPLOYED] = [false, true].map((employed) =>
  ACTIVITIES.map((activity) =>
    BENCHMARKS.reduce(
      (bits, benchmark, at) =>
        bits | (Number(mayCount(activity, benchmark, { ...RECORDED, employed })) << at),
      0,
    ),
  ),
) as [number[], number[]];

function benchmarkBits({ activityType, employed, saysAll }: MatchOffer): number {
  if (saysAll) return (1 << BENCHMARKS.length) - 1;
  return (employed ? COUNTS_EMPLOYED : COUNTS)[activityNumber(activityType)] ?? 0;
}

const { max, respondedPrior, freshnessFadesAtDays } = WEIGHTS;

function answerPoints({ responded }: MatchOffer): number {
  const asked = responded.asked + respondedPrior.asked;
  const answered = Math.max(0, Math.min(asked, responded.answered + respondedPrior.answered));
  return asked > 0 ? Math.floor((max[ScorePartName.RESPONSIVENESS] * answered) / asked) : 0;
}

function freshPoints({ publishedOn }: MatchOffer, days: DayNumbers): number {
  const age = Math.max(0, -days.of(publishedOn));
  const left = Math.max(0, freshnessFadesAtDays - age);
  return Math.floor((max[ScorePartName.FRESHNESS] * left) / freshnessFadesAtDays);
}

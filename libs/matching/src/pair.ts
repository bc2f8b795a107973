import {
  ACTIVITY_RULES,
  type ActivityType,
  type Benchmark,
  type LocalDate,
  mayCount,
  Mode,
  RequestKind,
  type SchoolCalendar,
  type SectorLetter,
  Venue,
  type YearGroup,
} from '#statutes';
import { type Place, metresBetween } from './geometry.js';

/** The two sides of a match. */
export enum Side {
  SCHOOL = 'school',
  OFFERER = 'offerer',
}

/** The dates and the room of one slot. */
export interface MatchSlot {
  readonly kind: RequestKind;
  /** Local dates of its first and last day; equal for a slot within one day. */
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  /**
   * By arrangement: how many working days running it takes, somewhere from `startsOn` to `endsOn`; null where its dates
   * are its own.
   */
  readonly arranged: { readonly days: number } | null;
  /** The days of a series, which is booked as a whole, rising; empty for all others. */
  readonly dates: readonly LocalDate[];
  /** Whether it reaches schools by video alone, whatever else its offer would do. */
  readonly broadcast: boolean;
  /** Whether it is too late to book it: its first hour has come or, by arrangement, its last. A day does not tell. */
  readonly begun: boolean;
  /** Sessions (encounter) or places (placement) that nobody holds or has booked. */
  readonly remaining: number;
  /** Pupils a session can take; null for no limit, and for placements. */
  readonly maxPupils: number | null;
}

/** One slot of an offer, with what of the offer decides a match. An offer with several slots is several of these. */
export interface MatchOffer {
  readonly offerId: string;
  readonly slotId: string;
  readonly employerId: string | null;
  /** The volunteer or ambassador; null when the offer names nobody. */
  readonly personId: string | null;
  readonly activityType: ActivityType;
  /** Whether whoever would come is employed, as an apprentice is and a full-time student is not. */
  readonly employed: boolean;
  /** SIC sections; empty means any. */
  readonly sectors: readonly SectorLetter[];
  /** The youngest and oldest year group it is meant for, both included. */
  readonly yearFrom: YearGroup;
  readonly yearTo: YearGroup;
  readonly mode: Mode;
  /** Where the volunteer sets out from, or the workplace. */
  readonly place: Place;
  /** How far the volunteer travels to a school, in km. */
  readonly travelKm: number;
  readonly slot: MatchSlot;
  /** Of the proposals put to the offerer, how many were answered in time. */
  readonly responded: { readonly answered: number; readonly asked: number };
  readonly publishedOn: LocalDate;
  /** Ids of schools and requests that the offerer will not be matched with. */
  readonly excluded: readonly string[];
  /**
   * Set where it says by itself what else the rule of its activity says, as a row of a spreadsheet does: the offerer
   * travels, whatever the activity; its mode holds as it is; and it counts for the benchmark that is asked for. From
   * which year group on an activity may be held stays a rule.
   */
  readonly saysAll?: boolean;
}

/** A school's request, with what of it decides a match. */
export interface MatchRequest {
  readonly requestId: string;
  readonly schoolId: string;
  readonly kind: RequestKind;
  /** Any of these will do. */
  readonly activityTypes: readonly ActivityType[];
  /** SIC sections, of which any will do; empty means any at all. */
  readonly sectors: readonly SectorLetter[];
  readonly groups: readonly { readonly yearGroup: YearGroup; readonly size: number }[];
  /** Sessions (encounter) or places (placement) that are booked and not delivered yet: delivered ones have left the need. */
  readonly booked: number;
  /** Sessions or places still to be found. */
  readonly outstanding: number;
  /** Pupils in one session; not read for placements, where each pupil takes a place. */
  readonly pupilsPerSession: number;
  /** Dates that suit, both ends included; a slot must lie within one of them. */
  readonly windows: readonly { readonly from: LocalDate; readonly to: LocalDate }[];
  /** When the school teaches, in the academic year of the windows. */
  readonly calendar: SchoolCalendar;
  readonly mode: Mode;
  readonly place: Place;
  /** How far its pupils travel to a workplace, in km. */
  readonly travelKm: number;
  /** The benchmark that `need` is short of. */
  readonly benchmark: Benchmark;
  /**
   * Pupils short of the benchmark's criterion that this request could reach; null where
   * nobody works out how far the school is with that benchmark.
   */
  readonly need: number | null;
  /** Ids of people, employers, offers and single slots that will not be matched with it: the school, or they, declined. */
  readonly excluded: readonly string[];
  /** People already booked or proposed for this request: each session goes to a different one. */
  readonly personsTaken: readonly string[];
}

/** The mode that two sides share, or null when they share none. */
export function sharedMode(one: Mode, other: Mode): Mode | null {
  if (one === other || other === Mode.BOTH) return one;
  return one === Mode.BOTH ? other : null;
}

/** How a slot can be held: its offer's mode within what the activity allows; null when they contradict each other. */
export function offeredMode({ mode, activityType, slot, saysAll }: MatchOffer): Mode | null {
  const offered = saysAll ? mode : sharedMode(mode, ACTIVITY_RULES[activityType].mode);
  return slot.broadcast && offered !== null ? sharedMode(offered, Mode.VIRTUAL) : offered;
}

/** Who travels when a pair meets in person, how far they would, and how far they are willing to. */
export interface Journey {
  readonly traveller: Side;
  readonly distanceMetres: number;
  readonly travelKm: number;
  readonly withinReach: boolean;
}

/** Who travels to an offer held in person: the pupils to a workplace, otherwise the offerer to the school. */
export function travellerOf({ activityType, saysAll }: MatchOffer): Side {
  if (saysAll) return Side.OFFERER;
  return ACTIVITY_RULES[activityType].venue === Venue.WORKPLACE ? Side.SCHOOL : Side.OFFERER;
}

/** The journey of a pair: of its pupils or of the offerer, as `travellerOf` has it. */
export function journey(offer: MatchOffer, request: MatchRequest): Journey {
  const traveller = travellerOf(offer);
  const distanceMetres = metresBetween(offer.place, request.place);
  const travelKm = traveller === Side.SCHOOL ? request.travelKm : offer.travelKm;
  return {
    traveller,
    distanceMetres,
    travelKm,
    withinReach: distanceMetres <= travelKm * 1000,
  };
}

/** How a feasible pair would meet: in person where both can and it is within reach, otherwise by video. */
export function meetingMode(offer: MatchOffer, request: MatchRequest): Mode.IN_PERSON | Mode.VIRTUAL {
  const offered = offeredMode(offer);
  const shared = offered === null ? null : sharedMode(offered, request.mode);
  if (shared === Mode.BOTH) return journey(offer, request).withinReach ? Mode.IN_PERSON : Mode.VIRTUAL;
  return shared ?? Mode.IN_PERSON;
}

/** Pupils one booking of the pair would serve: a session's pupils, or the places both still have. */
export function pupilsServed(offer: MatchOffer, request: MatchRequest): number {
  if (request.kind === RequestKind.ENCOUNTER) return request.pupilsPerSession;
  return Math.min(offer.slot.remaining, request.outstanding);
}

/** Pupils still short once everything that is booked has happened. */
export function stillShort({ kind, need, booked, pupilsPerSession }: MatchRequest): number {
  const expected = kind === RequestKind.ENCOUNTER ? booked * pupilsPerSession : booked;
  return Math.max(0, (need ?? 0) - expected);
}

/** What a delivery's record may yet say; whether whoever comes is employed is said by the offer. */
const RECORDED_LATER = { byProvider: true, interactionRecorded: true, atWorkplace: true, inLessons: true };
const OF_EMPLOYED = { ...RECORDED_LATER, employed: true };
const OF_OTHERS = { ...RECORDED_LATER, employed: false };

/** Whether what is offered may ever count for the benchmark that the request is short of. */
export function servesBenchmark(
  { activityType, employed, saysAll }: Pick<MatchOffer, 'activityType' | 'employed' | 'saysAll'>,
  { benchmark }: Pick<MatchRequest, 'benchmark'>,
): boolean {
  return saysAll === true || mayCount(activityType, benchmark, employed ? OF_EMPLOYED : OF_OTHERS);
}

/** Pupils that one more booking of the pair would bring over the benchmark for the first time. */
export function newlyReachedPupils(offer: MatchOffer, request: MatchRequest): number {
  if (!servesBenchmark(offer, request)) return 0;
  return Math.min(pupilsServed(offer, request), stillShort(request));
}

/** The year groups a request names, each once, rising. */
export function yearsAsked({ groups }: MatchRequest): YearGroup[] {
  return [...new Set(groups.map(({ yearGroup }) => yearGroup))].sort((a, b) => a - b);
}

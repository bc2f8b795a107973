import {
  type ActivityType,
  type LocalDate,
  Mode,
  type SchoolCalendar,
  type SectorLetter,
  type YearGroup,
} from '#statutes';
import { type MatchOffer, type MatchRequest, Side } from './pair.js';

/** What one side could change. */
export enum RelaxationKind {
  ACTIVITY = 'activity',
  SECTOR = 'sector',
  WINDOW = 'window',
  CALENDAR = 'calendar',
  MODE = 'mode',
  TRAVEL = 'travel',
  YEARS = 'years',
  PUPILS = 'pupils',
  CAPACITY = 'capacity',
  OUTSTANDING = 'outstanding',
  SLOT = 'slot',
}

/** What a school could change in its request. */
export type BySchool = { readonly by: Side.SCHOOL } & (
  | {
      /** Ask for this activity as well. */
      readonly kind: RelaxationKind.ACTIVITY;
      readonly activityType: ActivityType;
    }
  | {
      /** Ask for this sector as well. */
      readonly kind: RelaxationKind.SECTOR;
      readonly sector: SectorLetter;
    }
  | {
      /** Open one more window, both dates included. */
      readonly kind: RelaxationKind.WINDOW;
      readonly from: LocalDate;
      readonly to: LocalDate;
    }
  | {
      /** Declare that it teaches on these days, both included, where its calendar is only assumed. */
      readonly kind: RelaxationKind.CALENDAR;
      readonly from: LocalDate;
      readonly to: LocalDate;
    }
  | {
      /** Accept this mode as well. */
      readonly kind: RelaxationKind.MODE;
      readonly mode: Mode.IN_PERSON | Mode.VIRTUAL;
    }
  | Travel
  | {
      /** Bring this many pupils to a session. */
      readonly kind: RelaxationKind.PUPILS;
      readonly pupilsPerSession: number;
      readonly insteadOf: number;
    }
  | {
      /** Ask for this many sessions or places more. */
      readonly kind: RelaxationKind.OUTSTANDING;
      readonly more: number;
    }
);

/** What an offerer could change in the offer. */
export type ByOfferer = { readonly by: Side.OFFERER } & (
  | Travel
  | {
      /** Welcome these year groups, both ends included. */
      readonly kind: RelaxationKind.YEARS;
      readonly yearFrom: YearGroup;
      readonly yearTo: YearGroup;
    }
  | {
      /** Add this many sessions or places to the slot. */
      readonly kind: RelaxationKind.CAPACITY;
      readonly more: number;
    }
  | {
      /** Add a slot that suits: which one is theirs to say, so what would come of it is not worked out. */
      readonly kind: RelaxationKind.SLOT;
    }
);

/** Travel this far, in whole km: the offerer to the school, or the school's pupils to a workplace. */
interface Travel {
  readonly kind: RelaxationKind.TRAVEL;
  readonly travelKm: number;
  readonly insteadOf: number;
}

/** The smallest change that removes one obstacle, and whose it is to make. */
export type Relaxation = BySchool | ByOfferer;

/** The pair as it would be after a relaxation; the inputs stay as they are. */
export function relax(
  offer: MatchOffer,
  request: MatchRequest,
  change: Relaxation,
): { readonly offer: MatchOffer; readonly request: MatchRequest } {
  if (change.by === Side.SCHOOL) return { offer, request: { ...request, ...asked(request, change) } };
  return { offer: { ...offer, ...offered(offer, change) }, request };
}

function asked(request: MatchRequest, change: BySchool): Partial<MatchRequest> {
  switch (change.kind) {
    case RelaxationKind.ACTIVITY:
      return { activityTypes: [...request.activityTypes, change.activityType] };
    case RelaxationKind.SECTOR:
      return { sectors: [...request.sectors, change.sector] };
    case RelaxationKind.WINDOW:
      return { windows: [...request.windows, { from: change.from, to: change.to }] };
    case RelaxationKind.CALENDAR:
      return { calendar: declared(request.calendar, change) };
    case RelaxationKind.MODE:
      return { mode: Mode.BOTH };
    case RelaxationKind.TRAVEL:
      return { travelKm: change.travelKm };
    case RelaxationKind.PUPILS:
      return { pupilsPerSession: change.pupilsPerSession };
    case RelaxationKind.OUTSTANDING:
      return { outstanding: request.outstanding + change.more };
  }
}

function declared(
  calendar: SchoolCalendar,
  { from, to }: { from: LocalDate; to: LocalDate },
): SchoolCalendar {
  const { terms, exams, examsAssumed } = calendar;
  return {
    ...calendar,
    terms: [...terms, { name: 'Declared', from, to }],
    exams: examsAssumed ? [] : exams,
  };
}

function offered({ slot }: MatchOffer, change: ByOfferer): Partial<MatchOffer> {
  switch (change.kind) {
    case RelaxationKind.TRAVEL:
      return { travelKm: change.travelKm };
    case RelaxationKind.YEARS:
      return { yearFrom: change.yearFrom, yearTo: change.yearTo };
    case RelaxationKind.CAPACITY:
      return { slot: { ...slot, remaining: slot.remaining + change.more } };
    case RelaxationKind.SLOT:
      return {};
  }
}

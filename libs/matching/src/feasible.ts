import {
  ACTIVITY_RULES,
  type ActivityType,
  type LocalDate,
  Mode,
  RequestKind,
  type SectorLetter,
  type YearGroup,
} from '#statutes';
import {
  type MatchOffer,
  type MatchRequest,
  type MatchSlot,
  Side,
  journey,
  offeredMode,
  sharedMode,
  yearsAsked,
} from './pair.js';

/** What can stand between an offer's slot and a request. */
export enum ObstacleCode {
  KIND_DIFFERS = 'kind_differs',
  ACTIVITY_NOT_ASKED = 'activity_not_asked',
  SECTOR_NOT_ASKED = 'sector_not_asked',
  SLOT_PAST = 'slot_past',
  OUTSIDE_WINDOWS = 'outside_windows',
  MODE_DIFFERS = 'mode_differs',
  TOO_FAR = 'too_far',
  TOO_YOUNG = 'too_young',
  YEAR_NOT_OFFERED = 'year_not_offered',
  TOO_MANY_PUPILS = 'too_many_pupils',
  SLOT_FULL = 'slot_full',
  REQUEST_FILLED = 'request_filled',
  EXCLUDED = 'excluded',
  PERSON_TAKEN = 'person_taken',
  NO_SLOT = 'no_slot',
}

/** What each obstacle shows: the numbers and names that stand against each other. */
export interface Findings {
  [ObstacleCode.KIND_DIFFERS]: { readonly offered: RequestKind; readonly asked: RequestKind };
  [ObstacleCode.ACTIVITY_NOT_ASKED]: { readonly offered: ActivityType };
  /** An offer without sectors suits every request, so `offered` is never empty. */
  [ObstacleCode.SECTOR_NOT_ASKED]: { readonly offered: readonly [SectorLetter, ...SectorLetter[]] };
  [ObstacleCode.SLOT_PAST]: { readonly startsOn: LocalDate };
  [ObstacleCode.OUTSIDE_WINDOWS]: { readonly startsOn: LocalDate; readonly endsOn: LocalDate };
  /** `offered` is null when the offer contradicts its own activity, such as a workplace visit by video. */
  [ObstacleCode.MODE_DIFFERS]: { readonly offered: Mode.IN_PERSON | Mode.VIRTUAL | null };
  [ObstacleCode.TOO_FAR]: {
    readonly traveller: Side;
    readonly distanceMetres: number;
    readonly travelKm: number;
  };
  /** `years` are those asked for below the minimum, rising. */
  [ObstacleCode.TOO_YOUNG]: {
    readonly activity: ActivityType;
    readonly years: readonly YearGroup[];
    readonly minimumYear: YearGroup;
  };
  /** `years` are those asked for outside the offer's range, rising. */
  [ObstacleCode.YEAR_NOT_OFFERED]: {
    readonly years: readonly YearGroup[];
    readonly yearFrom: YearGroup;
    readonly yearTo: YearGroup;
  };
  [ObstacleCode.TOO_MANY_PUPILS]: { readonly pupilsPerSession: number; readonly maxPupils: number };
  [ObstacleCode.SLOT_FULL]: { readonly kind: RequestKind; readonly remaining: number };
  [ObstacleCode.REQUEST_FILLED]: { readonly kind: RequestKind; readonly outstanding: number };
  /** `by` is for the side concerned: the other learns only that one of them would rather not. */
  [ObstacleCode.EXCLUDED]: { readonly by: Side };
  [ObstacleCode.PERSON_TAKEN]: { readonly personId: string };
  /** Of an offer as a whole: `feasible` is asked of slots, and never finds it. */
  [ObstacleCode.NO_SLOT]: object;
}

/** One obstacle: its code and what it shows. */
export type Obstacle<Code extends ObstacleCode = ObstacleCode> = {
  readonly [C in Code]: { readonly code: C } & Findings[C];
}[Code];

type Check = (offer: MatchOffer, request: MatchRequest, today: LocalDate) => Obstacle | false;

const CHECKS: readonly Check[] = [
  excludedBySchool,
  excludedByOfferer,
  personTaken,
  kindDiffers,
  activityNotAsked,
  sectorNotAsked,
  outsideTime,
  modeDiffers,
  tooFar,
  tooYoung,
  yearNotOffered,
  tooManyPupils,
  slotFull,
  requestFilled,
];

/**
 * Everything that stands between an offer's slot and a request today, in a fixed order; empty when they fit.
 * A slot of today fits until it has begun.
 */
export function feasible(offer: MatchOffer, request: MatchRequest, today: LocalDate): Obstacle[] {
  const obstacles: Obstacle[] = [];
  for (const check of CHECKS) {
    const found = check(offer, request, today);
    if (found) obstacles.push(found);
  }
  return obstacles;
}

/**
 * Whether either side could change something that removes the obstacle: `whyNot` has a relaxation for exactly these. It
 * is told apart here because weighing thousands of pairs has no use for the sentences.
 */
export function changeable(obstacle: Obstacle): boolean {
  if (obstacle.code === ObstacleCode.MODE_DIFFERS) return obstacle.offered !== null;
  return !FINAL.has(obstacle.code);
}

const FINAL: ReadonlySet<ObstacleCode> = new Set([
  ObstacleCode.EXCLUDED,
  ObstacleCode.PERSON_TAKEN,
  ObstacleCode.KIND_DIFFERS,
  ObstacleCode.SLOT_PAST,
  ObstacleCode.TOO_YOUNG,
]);

function excludedBySchool({ offerId, slotId, employerId, personId }: MatchOffer, { excluded }: MatchRequest) {
  const named = [offerId, slotId, employerId, personId].some((id) => id !== null && excluded.includes(id));
  return named && ({ code: ObstacleCode.EXCLUDED, by: Side.SCHOOL } as const);
}

function excludedByOfferer({ excluded }: MatchOffer, { requestId, schoolId }: MatchRequest) {
  const named = excluded.includes(schoolId) || excluded.includes(requestId);
  return named && ({ code: ObstacleCode.EXCLUDED, by: Side.OFFERER } as const);
}

function personTaken({ personId }: MatchOffer, { personsTaken }: MatchRequest) {
  if (personId === null || !personsTaken.includes(personId)) return false;
  return { code: ObstacleCode.PERSON_TAKEN, personId } as const;
}

function kindDiffers({ slot }: MatchOffer, { kind }: MatchRequest) {
  return (
    slot.kind !== kind && ({ code: ObstacleCode.KIND_DIFFERS, offered: slot.kind, asked: kind } as const)
  );
}

function activityNotAsked({ activityType: offered }: MatchOffer, { activityTypes }: MatchRequest) {
  return !activityTypes.includes(offered) && ({ code: ObstacleCode.ACTIVITY_NOT_ASKED, offered } as const);
}

function sectorNotAsked({ sectors: offered }: MatchOffer, { sectors: asked }: MatchRequest) {
  const [first, ...others] = offered;
  if (first === undefined || asked.length === 0 || offered.some((sector) => asked.includes(sector)))
    return false;
  return { code: ObstacleCode.SECTOR_NOT_ASKED, offered: [first, ...others] } as const;
}

// A past slot is not said to be outside the windows as well: opening a window over it would help nobody.
function outsideTime({ slot }: MatchOffer, { windows }: MatchRequest, today: LocalDate) {
  const { startsOn, endsOn, begun } = slot;
  if (begun || startsOn < today) return { code: ObstacleCode.SLOT_PAST, startsOn } as const;
  if (withinWindow(slot, windows)) return false;
  return { code: ObstacleCode.OUTSIDE_WINDOWS, startsOn, endsOn } as const;
}

/** Whether a slot lies within one of a school's windows, its ends included. */
export function withinWindow({ startsOn, endsOn }: MatchSlot, windows: MatchRequest['windows']): boolean {
  return windows.some(({ from, to }) => from <= startsOn && endsOn <= to);
}

function modeDiffers(offer: MatchOffer, request: MatchRequest) {
  const offered = offeredMode(offer);
  if (offered === Mode.BOTH || (offered !== null && sharedMode(offered, request.mode) !== null)) return false;
  return { code: ObstacleCode.MODE_DIFFERS, offered } as const;
}

// Distance matters when they could only meet in person. That includes a school that asks for video of an offer
// made in person: relaxing its mode alone would not bring them together.
function tooFar(offer: MatchOffer, request: MatchRequest) {
  const offered = offeredMode(offer);
  const videoOffered = offered === Mode.VIRTUAL || (offered === Mode.BOTH && request.mode !== Mode.IN_PERSON);
  if (videoOffered) return false;
  const { traveller, distanceMetres, travelKm, withinReach } = journey(offer, request);
  return !withinReach && ({ code: ObstacleCode.TOO_FAR, traveller, distanceMetres, travelKm } as const);
}

function tooYoung({ activityType: activity }: MatchOffer, request: MatchRequest) {
  const { minimumYear } = ACTIVITY_RULES[activity];
  const years = yearsAsked(request).filter((year) => year < minimumYear);
  return years.length > 0 && ({ code: ObstacleCode.TOO_YOUNG, activity, years, minimumYear } as const);
}

function yearNotOffered({ activityType, yearFrom, yearTo }: MatchOffer, request: MatchRequest) {
  const { minimumYear } = ACTIVITY_RULES[activityType];
  const years = yearsAsked(request).filter(
    (year) => year >= minimumYear && (year < yearFrom || year > yearTo),
  );
  return years.length > 0 && ({ code: ObstacleCode.YEAR_NOT_OFFERED, years, yearFrom, yearTo } as const);
}

function tooManyPupils({ slot: { maxPupils } }: MatchOffer, { kind, pupilsPerSession }: MatchRequest) {
  if (kind !== RequestKind.ENCOUNTER || maxPupils === null || pupilsPerSession <= maxPupils) return false;
  return { code: ObstacleCode.TOO_MANY_PUPILS, pupilsPerSession, maxPupils } as const;
}

function slotFull({ slot: { kind, remaining } }: MatchOffer) {
  return remaining < 1 && ({ code: ObstacleCode.SLOT_FULL, kind, remaining } as const);
}

function requestFilled(_: MatchOffer, { kind, outstanding }: MatchRequest) {
  return outstanding < 1 && ({ code: ObstacleCode.REQUEST_FILLED, kind, outstanding } as const);
}

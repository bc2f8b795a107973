import { ACTIVITY_RULES, DayOffReason, type LocalDate, Mode, RequestKind } from '#statutes';
import { daysOutside, isPast, whyClosed } from './dates.js';
import { type Obstacle, ObstacleCode } from './obstacle.js';
import {
  type MatchOffer,
  type MatchRequest,
  Side,
  journey,
  offeredMode,
  sharedMode,
  yearsAsked,
} from './pair.js';

type Check = (offer: MatchOffer, request: MatchRequest, today: LocalDate) => Obstacle | false;

const CHECKS: readonly Check[] = [
  excludedBySchool,
  excludedByOfferer,
  personTaken,
  kindDiffers,
  activityNotAsked,
  sectorNotAsked,
  outsideTime,
  outsideSchoolDays,
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
function outsideTime({ slot }: MatchOffer, request: MatchRequest, today: LocalDate) {
  const { startsOn, endsOn } = slot;
  if (isPast(slot, request, today)) {
    return { code: ObstacleCode.SLOT_PAST, startsOn: slot.arranged ? endsOn : startsOn } as const;
  }
  const out = daysOutside(slot, request, today);
  return out && ({ code: ObstacleCode.OUTSIDE_WINDOWS, startsOn: out.from, endsOn: out.to } as const);
}

const CLOSED = {
  [DayOffReason.SCHOOL_HOLIDAY]: ObstacleCode.SCHOOL_HOLIDAY,
  [DayOffReason.BANK_HOLIDAY]: ObstacleCode.BANK_HOLIDAY,
  [DayOffReason.WEEKEND]: ObstacleCode.WEEKEND,
  [DayOffReason.INSET_DAY]: ObstacleCode.INSET_DAY,
  [DayOffReason.EXAMS]: ObstacleCode.EXAMS,
} as const satisfies Record<DayOffReason, ObstacleCode>;

function outsideSchoolDays({ slot }: MatchOffer, request: MatchRequest, today: LocalDate) {
  const closed = isPast(slot, request, today) ? undefined : whyClosed(slot, request, today);
  if (!closed) return false;
  const { dayOff, days } = closed;
  return { code: CLOSED[dayOff.reason], dayOff, startsOn: days.from, endsOn: days.to };
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

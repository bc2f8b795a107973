import { ACTIVITY_RULES, type LocalDate, Mode, RequestKind, SECTOR_NAMES, inWords } from '#statutes';
import { feasible } from './feasible.js';
import { nearestSlot } from './nearest.js';
import { type Obstacle, ObstacleCode } from './obstacle.js';
import { type MatchOffer, type MatchRequest, Side } from './pair.js';
import { type Relaxation, RelaxationKind, relax } from './relax.js';
import { count, kilometresUp, yearRange, years } from './words.js';

/** One obstacle and the smallest change that removes it. */
export interface Miss {
  readonly obstacle: Obstacle;
  /** Null when nothing either side could change removes it. */
  readonly relaxation: Relaxation | null;
  /** What stands in the way and what would help, in plain words. */
  readonly sentence: string;
}

/** Why an offer's slot and a request do not fit. */
export interface WhyNot {
  readonly fits: boolean;
  /** In the order of `feasible`; empty exactly when they fit. */
  readonly misses: readonly Miss[];
  /** Whether they would fit after every relaxation here. */
  readonly fitsWhenRelaxed: boolean;
}

/** Why a request and an offer do not fit, told of one slot. */
export interface NearestMiss extends WhyNot {
  /** The slot that comes nearest; null where the offer has none. */
  readonly slotId: string | null;
}

type Remedy = readonly [sentence: string, relaxation: Relaxation | null];
type Remedies = { readonly [Code in ObstacleCode]: (obstacle: Obstacle<Code>) => Remedy };

/** Why a slot and a request do not fit today, obstacle by obstacle, each with the smallest change that would help. */
export function whyNot(offer: MatchOffer, request: MatchRequest, today: LocalDate): WhyNot {
  const misses = feasible(offer, request, today).map(missOf);
  const relaxed = misses.reduce(
    (pair, { relaxation }) => (relaxation ? relax(pair.offer, pair.request, relaxation) : pair),
    { offer, request },
  );
  return {
    fits: misses.length === 0,
    misses,
    fitsWhenRelaxed: feasible(relaxed.offer, relaxed.request, today).length === 0,
  };
}

/**
 * Why a request and an offer do not fit, by the slot that comes nearest (`nearestSlot`); one that fits has no misses.
 * @param slots of one offer, each as the engine takes it
 */
export function nearestMiss(
  slots: readonly MatchOffer[],
  request: MatchRequest,
  today: LocalDate,
): NearestMiss {
  const judged = slots.map((offer) => ({ offer, obstacles: feasible(offer, request, today) }));
  const nearest = nearestSlot(judged);
  if (!nearest) {
    const miss = missOf({ code: ObstacleCode.NO_SLOT });
    return { fits: false, misses: [miss], fitsWhenRelaxed: false, slotId: null };
  }
  return { ...whyNot(nearest.offer, request, today), slotId: nearest.offer.slotId };
}

function missOf(obstacle: Obstacle): Miss {
  const [sentence, relaxation] = remedy(obstacle);
  return { obstacle, relaxation, sentence };
}

function remedy<Code extends ObstacleCode>(obstacle: Obstacle<Code>): Remedy {
  return REMEDIES[obstacle.code](obstacle);
}

const UNITS: Readonly<Record<RequestKind, string>> = {
  [RequestKind.ENCOUNTER]: 'session',
  [RequestKind.PLACEMENT]: 'place',
};

const MODES: Readonly<Record<Mode.IN_PERSON | Mode.VIRTUAL, string>> = {
  [Mode.IN_PERSON]: 'in person',
  [Mode.VIRTUAL]: 'by video',
};

function anotherDate(what: string): Remedy {
  return [`${what}; only another date would help.`, null];
}

const REMEDIES: Remedies = {
  [ObstacleCode.EXCLUDED]: () => [
    'One side would rather not be matched with the other; nothing here changes that.',
    null,
  ],
  [ObstacleCode.PERSON_TAKEN]: () => [
    'This person already has a session of the request, and each session goes to a different person.',
    null,
  ],
  [ObstacleCode.KIND_DIFFERS]: ({ offered, asked }) => [
    `The offer holds ${UNITS[offered]}s and the request asks for ${UNITS[asked]}s; that cannot be changed.`,
    null,
  ],
  [ObstacleCode.ACTIVITY_NOT_ASKED]: ({ offered: activityType }) => [
    `Ask for this activity too: ${ACTIVITY_RULES[activityType].label.toLowerCase()}.`,
    { kind: RelaxationKind.ACTIVITY, by: Side.SCHOOL, activityType },
  ],
  [ObstacleCode.SECTOR_NOT_ASKED]: ({ offered: [sector] }) => [
    `Ask for this sector too: ${SECTOR_NAMES[sector]}.`,
    { kind: RelaxationKind.SECTOR, by: Side.SCHOOL, sector },
  ],
  [ObstacleCode.SLOT_PAST]: ({ startsOn }) => [
    `The slot of ${inWords(startsOn)} has begun or is over; no change brings it back.`,
    null,
  ],
  [ObstacleCode.OUTSIDE_WINDOWS]: ({ startsOn: from, endsOn: to }) => [
    `Open a window that includes ${from === to ? inWords(from) : `${inWords(from)} to ${inWords(to)}`}.`,
    { kind: RelaxationKind.WINDOW, by: Side.SCHOOL, from, to },
  ],
  [ObstacleCode.SCHOOL_HOLIDAY]: ({ dayOff, startsOn, endsOn }) =>
    dayOff.assumed
      ? [
          `${inWords(dayOff.on)} is in the usual school holidays; if the school teaches then, it declares its terms.`,
          { kind: RelaxationKind.CALENDAR, by: Side.SCHOOL, from: startsOn, to: endsOn },
        ]
      : anotherDate(`${inWords(dayOff.on)} is in the school’s holidays`),
  [ObstacleCode.BANK_HOLIDAY]: ({ dayOff }) =>
    anotherDate(`${inWords(dayOff.on)} is a bank holiday (${dayOff.name})`),
  [ObstacleCode.WEEKEND]: ({ dayOff }) =>
    anotherDate(`${inWords(dayOff.on)} is not a day on which the school teaches`),
  [ObstacleCode.INSET_DAY]: ({ dayOff }) =>
    anotherDate(`${inWords(dayOff.on)} is an inset day of the school, without pupils`),
  [ObstacleCode.EXAMS]: ({ dayOff, startsOn, endsOn }) => {
    const sitting = `${years(dayOff.years)} ${dayOff.years.length === 1 ? 'sits' : 'sit'} ${dayOff.name} on`;
    if (!dayOff.assumed) return anotherDate(`${sitting} ${inWords(dayOff.on)}`);
    return [
      `As a rule ${sitting} ${inWords(dayOff.on)}; if it is otherwise at the school, it declares its exams.`,
      { kind: RelaxationKind.CALENDAR, by: Side.SCHOOL, from: startsOn, to: endsOn },
    ];
  },
  [ObstacleCode.MODE_DIFFERS]: ({ offered }) =>
    offered === null
      ? ['The offer is made in a way that its activity cannot be held; only a new offer would help.', null]
      : [
          `Accept a meeting ${MODES[offered]} as well.`,
          { kind: RelaxationKind.MODE, by: Side.SCHOOL, mode: offered },
        ],
  [ObstacleCode.TOO_FAR]: ({ traveller, distanceMetres, travelKm: insteadOf }) => {
    const travelKm = Math.ceil(distanceMetres / 1000);
    const who = traveller === Side.OFFERER ? 'The offerer' : 'The pupils';
    return [
      `${who} would have to travel ${travelKm} km instead of ${insteadOf}; the two are ${kilometresUp(distanceMetres)} apart.`,
      { kind: RelaxationKind.TRAVEL, by: traveller, travelKm, insteadOf },
    ];
  },
  [ObstacleCode.TOO_YOUNG]: ({ activity, years: asked, minimumYear }) => [
    `${ACTIVITY_RULES[activity].label} starts in Year ${minimumYear}, so ${years(asked)} cannot take part.`,
    null,
  ],
  [ObstacleCode.YEAR_NOT_OFFERED]: ({ years: asked, yearFrom, yearTo }) => [
    `The offerer would have to welcome ${years(asked)} as well as ${yearRange(yearFrom, yearTo)}.`,
    {
      kind: RelaxationKind.YEARS,
      by: Side.OFFERER,
      yearFrom: Math.min(yearFrom, ...asked),
      yearTo: Math.max(yearTo, ...asked),
    },
  ],
  [ObstacleCode.TOO_MANY_PUPILS]: ({ pupilsPerSession, maxPupils }) => [
    `Ask for ${count(maxPupils, 'pupil')} a session instead of ${pupilsPerSession}.`,
    {
      kind: RelaxationKind.PUPILS,
      by: Side.SCHOOL,
      pupilsPerSession: maxPupils,
      insteadOf: pupilsPerSession,
    },
  ],
  [ObstacleCode.SLOT_FULL]: ({ kind, remaining }) => [
    `Every ${UNITS[kind]} of the slot is taken; the offerer would have to add ${count(1 - remaining, UNITS[kind])}.`,
    { kind: RelaxationKind.CAPACITY, by: Side.OFFERER, more: 1 - remaining },
  ],
  [ObstacleCode.REQUEST_FILLED]: ({ kind, outstanding }) => [
    `The request has all it asked for; ask for ${count(1 - outstanding, UNITS[kind])} more.`,
    { kind: RelaxationKind.OUTSTANDING, by: Side.SCHOOL, more: 1 - outstanding },
  ],
  [ObstacleCode.NO_SLOT]: () => [
    'The offer has no dates yet; the offerer would have to add one.',
    { kind: RelaxationKind.SLOT, by: Side.OFFERER },
  ],
};

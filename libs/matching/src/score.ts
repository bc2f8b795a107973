import { type LocalDate, Mode, RequestKind, SECTOR_NAMES, daysBetween } from '#statutes';
import {
  type MatchOffer,
  type MatchRequest,
  journey,
  meetingMode,
  newlyReachedPupils,
  pupilsServed,
  servesBenchmark,
  stillShort,
  yearsAsked,
} from './pair.js';
import { ScorePartName, WEIGHTS } from './weights.js';
import { benchmarkName, count, kilometres, list, yearRange, years } from './words.js';

/** One named part of a score: whole points of its most, and why in one sentence. */
export interface ScorePart {
  readonly name: ScorePartName;
  readonly points: number;
  readonly max: number;
  readonly because: string;
}

/** How good a feasible pair is. All numbers are whole. */
export interface Score {
  /** 0–1000: the sum of the parts, and so of pairScore and gain. */
  readonly total: number;
  /** 0–600: how well the two suit each other. */
  readonly pairScore: number;
  /** 0–400: what one more booking does for the school's benchmark. */
  readonly gain: number;
  /** Every part once, in the order of ScorePartName. */
  readonly parts: readonly ScorePart[];
  /** Straight line between school and offer, also where they would meet by video. */
  readonly distanceMetres: number;
  /** Pupils that one more booking would bring over the benchmark for the first time. */
  readonly newlyReachedPupils: number;
  /** How they would meet. */
  readonly mode: Mode.IN_PERSON | Mode.VIRTUAL;
  /** The version of the weights that made it. */
  readonly weights: string;
}

type Judged = readonly [points: number, because: string];
type Judge = (offer: MatchOffer, request: MatchRequest, today: LocalDate) => Judged;

const { max } = WEIGHTS;

const JUDGES: Readonly<Record<ScorePartName, Judge>> = {
  [ScorePartName.SECTOR]: sector,
  [ScorePartName.PROXIMITY]: proximity,
  [ScorePartName.RESPONSIVENESS]: responsiveness,
  [ScorePartName.FRESHNESS]: (offer, _, today) => freshness(offer, today),
  [ScorePartName.YEAR_GROUPS]: yearGroups,
  [ScorePartName.SIZE]: size,
  [ScorePartName.NEED]: (offer, request) => [gain(offer, request), needBecause(offer, request)],
};

/**
 * The score of a feasible pair, made of nothing but its parts. It says nothing of whether they fit: ask
 * `feasible` first, since an obstacle is not paid for with points.
 */
export function score(offer: MatchOffer, request: MatchRequest, today: LocalDate): Score {
  const parts = Object.values(ScorePartName).map((name) => {
    const [points, because] = JUDGES[name](offer, request, today);
    return { name, points, max: max[name], because };
  });
  const total = parts.reduce((sum, { points }) => sum + points, 0);
  const need = gain(offer, request);
  return {
    total,
    pairScore: total - need,
    gain: need,
    parts,
    distanceMetres: journey(offer, request).distanceMetres,
    newlyReachedPupils: newlyReachedPupils(offer, request),
    mode: meetingMode(offer, request),
    weights: WEIGHTS.id,
  };
}

/**
 * The points that a slot decides: size, need and, as a broadcast is by video where another slot is not, proximity. Between
 * slots of one offer the rest of the score is the same, and far more work.
 */
export function slotPoints(offer: MatchOffer, request: MatchRequest): number {
  return size(offer, request)[0] + proximity(offer, request)[0] + gain(offer, request);
}

/** The points of an offer that are the same with every request: whether it will be answered, and how fresh it is. */
export function standingPoints(offer: MatchOffer, today: LocalDate): number {
  return responsiveness(offer)[0] + freshness(offer, today)[0];
}

/** Points, 0–400, for the pupils that one more booking of the pair would newly reach. */
export function gain(offer: MatchOffer, request: MatchRequest): number {
  return Math.min(max[ScorePartName.NEED], WEIGHTS.perPupil * newlyReachedPupils(offer, request));
}

function needBecause(offer: MatchOffer, request: MatchRequest): string {
  const benchmark = benchmarkName(request.benchmark);
  const short = stillShort(request);
  if (!servesBenchmark(offer, request)) return `What is offered does not count for ${benchmark}.`;
  if (request.need === null) return `How far the school is with ${benchmark} is not worked out yet.`;
  if (short === 0) return `No pupil it names is still short of ${benchmark}.`;
  return `${count(newlyReachedPupils(offer, request), 'pupil')} newly reached for ${benchmark}.`;
}

function sector({ sectors: offered }: MatchOffer, { sectors: asked }: MatchRequest): Judged {
  if (asked.length === 0) return [WEIGHTS.openSector, 'The request is open to every sector.'];
  if (offered.length === 0) return [WEIGHTS.openSector, 'The offer is not tied to a sector.'];
  const shared = offered.filter((letter) => asked.includes(letter)).map((letter) => SECTOR_NAMES[letter]);
  if (shared.length === 0) return [0, 'No sector is shared.'];
  return [max[ScorePartName.SECTOR], `In a sector asked for: ${list(shared)}.`];
}

function proximity(offer: MatchOffer, request: MatchRequest): Judged {
  if (meetingMode(offer, request) === Mode.VIRTUAL)
    return [WEIGHTS.byVideo, 'Nobody travels: they meet by video.'];
  const { distanceMetres } = journey(offer, request);
  const fades = WEIGHTS.proximityFadesAtKm * 1000;
  const left = Math.max(0, fades - distanceMetres);
  return [share(max[ScorePartName.PROXIMITY], left, fades), `${kilometres(distanceMetres)} apart.`];
}

function responsiveness({ responded: { answered, asked } }: MatchOffer): Judged {
  const prior = WEIGHTS.respondedPrior;
  const points = share(max[ScorePartName.RESPONSIVENESS], answered + prior.answered, asked + prior.asked);
  if (asked === 0) return [points, 'No proposal has been put to them yet.'];
  return [points, `Answered ${answered} of ${count(asked, 'proposal')} in time.`];
}

function freshness({ publishedOn }: MatchOffer, today: LocalDate): Judged {
  const age = Math.max(0, daysBetween(publishedOn, today));
  const left = Math.max(0, WEIGHTS.freshnessFadesAtDays - age);
  const because = age === 0 ? 'Published today.' : `Published ${count(age, 'day')} ago.`;
  return [share(max[ScorePartName.FRESHNESS], left, WEIGHTS.freshnessFadesAtDays), because];
}

// An offer for one year group has few other takers; one for every year can still go elsewhere.
function yearGroups({ yearFrom, yearTo }: MatchOffer, request: MatchRequest): Judged {
  const asked = yearsAsked(request);
  const served = asked.filter((year) => yearFrom <= year && year <= yearTo);
  const points = share(max[ScorePartName.YEAR_GROUPS], served.length, yearTo - yearFrom + 1);
  return [points, `Meant for ${yearRange(yearFrom, yearTo)}; ${years(asked)} asked for.`];
}

// A session or slot that is filled leaves nothing that another school could have used.
function size(offer: MatchOffer, request: MatchRequest): Judged {
  const { maxPupils, remaining } = offer.slot;
  const served = pupilsServed(offer, request);
  if (request.kind === RequestKind.PLACEMENT) {
    const points = share(max[ScorePartName.SIZE], served, remaining);
    return [points, `Takes ${served} of ${count(remaining, 'place')} left.`];
  }
  if (maxPupils === null) return [WEIGHTS.unlimitedSize, 'Any number of pupils can come.'];
  return [
    share(max[ScorePartName.SIZE], served, maxPupils),
    `${served} of at most ${count(maxPupils, 'pupil')}.`,
  ];
}

/** Whole points for a part of a whole, rounded down; all of them from the whole on, none of an empty whole. */
function share(points: number, part: number, whole: number): number {
  if (whole <= 0) return 0;
  return Math.floor((points * Math.max(0, Math.min(part, whole))) / whole);
}

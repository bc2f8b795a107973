/** The named parts of a score, in the order they are shown. The last, need, is the gain; the others make the pair score. */
export enum ScorePartName {
  SECTOR = 'sector',
  PROXIMITY = 'proximity',
  RESPONSIVENESS = 'responsiveness',
  FRESHNESS = 'freshness',
  YEAR_GROUPS = 'year_groups',
  SIZE = 'size',
  NEED = 'need',
}

/** A version of the score's weights: data, so that a stored score can say what made it. */
export interface Weights {
  readonly id: string;
  /** The most points of each part. Without need they sum to 600; need has 400. */
  readonly max: Readonly<Record<ScorePartName, number>>;
  /** Points for a sector when either side leaves it open. */
  readonly openSector: number;
  /** Points for proximity when the meeting is by video: as good as half-way near, so that near in person wins. */
  readonly byVideo: number;
  /** In person, proximity falls evenly to nothing at this distance. */
  readonly proximityFadesAtKm: number;
  /** Proposals added to each offerer's record, so that one early silence does not sink a newcomer. */
  readonly respondedPrior: { readonly answered: number; readonly asked: number };
  /** Freshness falls evenly to nothing at this age of the offer. */
  readonly freshnessFadesAtDays: number;
  /** Points for size where a session has no limit. */
  readonly unlimitedSize: number;
  /** Points of need for each pupil newly reached. */
  readonly perPupil: number;
}

/**
 * The weights in use. Sector and nearness lead because they decide whether a school wants the visit and the
 * volunteer will come; a quarter goes to signs that the offerer will answer, the first complaint of both sides.
 */
export const WEIGHTS: Weights = {
  id: '2026-11',
  max: {
    [ScorePartName.SECTOR]: 150,
    [ScorePartName.PROXIMITY]: 150,
    [ScorePartName.RESPONSIVENESS]: 120,
    [ScorePartName.FRESHNESS]: 60,
    [ScorePartName.YEAR_GROUPS]: 60,
    [ScorePartName.SIZE]: 60,
    [ScorePartName.NEED]: 400,
  },
  openSector: 90,
  byVideo: 75,
  proximityFadesAtKm: 50,
  respondedPrior: { answered: 3, asked: 4 },
  freshnessFadesAtDays: 180,
  unlimitedSize: 30,
  perPupil: 4,
};

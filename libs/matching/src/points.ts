import { ScorePartName, WEIGHTS } from './weights.js';

const { max } = WEIGHTS;

/** Whole points for a part of a whole, rounded down; all of them from the whole on, none of an empty whole. */
export function share(points: number, part: number, whole: number): number {
  if (whole <= 0) return 0;
  return Math.floor((points * Math.max(0, Math.min(part, whole))) / whole);
}

/** Points, 0–120, for how reliably the offerer answered what they were asked. */
export function responsivenessPoints(answered: number, asked: number): number {
  const prior = WEIGHTS.respondedPrior;
  return share(max[ScorePartName.RESPONSIVENESS], answered + prior.answered, asked + prior.asked);
}

/** Points, 0–60, for an offer published so many days ago. */
export function freshnessPoints(age: number): number {
  const left = Math.max(0, WEIGHTS.freshnessFadesAtDays - Math.max(0, age));
  return share(max[ScorePartName.FRESHNESS], left, WEIGHTS.freshnessFadesAtDays);
}

/** Points, 0–150, for meeting in person at such a distance. */
export function nearnessPoints(metres: number): number {
  const fades = WEIGHTS.proximityFadesAtKm * 1000;
  return share(max[ScorePartName.PROXIMITY], Math.max(0, fades - metres), fades);
}

/** Points, 0–60, for so many of the years asked for among all that the offer is meant for. */
export function yearPoints(served: number, meantFor: number): number {
  return share(max[ScorePartName.YEAR_GROUPS], served, meantFor);
}

/** Points, 0–60, for how full an encounter's session would be. @param maxPupils null where there is no limit */
export function sessionPoints(pupils: number, maxPupils: number | null): number {
  return maxPupils === null ? WEIGHTS.unlimitedSize : share(max[ScorePartName.SIZE], pupils, maxPupils);
}

/** Points, 0–60, for how many of a placement's places would be taken. */
export function placesPoints(taken: number, remaining: number): number {
  return share(max[ScorePartName.SIZE], taken, remaining);
}

/** Points, 0–400, for so many pupils newly brought over the benchmark. */
export function needPoints(pupils: number): number {
  return Math.min(max[ScorePartName.NEED], WEIGHTS.perPupil * pupils);
}

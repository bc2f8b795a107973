import { RequestKind } from '#statutes';
import { type MatchRequest, stillShort } from './pair.js';
import { ScorePartName, WEIGHTS } from './weights.js';

/**
 * Points, 0–400, for the k-th further session or place of a request that serves its benchmark (the first is k = 1):
 * four for each pupil that it newly reaches, once all that is booked and the k-1 before it have happened. Never rises
 * with k. For k = 1 it is the gain of a pair's score, save that a place of a placement is one pupil.
 */
export function gainOf(request: MatchRequest, k: number): number {
  const pupils = request.kind === RequestKind.ENCOUNTER ? request.pupilsPerSession : 1;
  const short = Math.max(0, stillShort(request) - (k - 1) * pupils);
  return Math.min(WEIGHTS.max[ScorePartName.NEED], WEIGHTS.perPupil * Math.min(pupils, short));
}

import {
  certify,
  clear,
  type ClearedPair,
  type Clearing,
  type ClearingProblem,
  explain,
  fairnessOf,
  type MatchOffer,
  type MatchRequest,
  score,
  type ServedSchool,
  Side,
  type SlotPrices,
  WEIGHTS,
} from '#matching';
import { clashesOf } from './clearing.clashes.js';
import type { ClearingResult } from './clearing.entity.js';
import { hashOfTask } from './clearing.hash.js';
import type { ClearingTask } from './clearing.problem.js';
import { append } from './clearing.times.js';

/** A pair that a clearing proposes, with what is told of it. */
export interface ProposedPair extends ClearedPair {
  /** 0–1000: of the match taken by itself. */
  readonly score: number;
  readonly explanation: string;
}

/** What comes of a clearing. */
export interface ClearingAnswer {
  readonly result: ClearingResult;
  /** The best first. */
  readonly pairs: readonly ProposedPair[];
  /** Of all slots that were cleared, also those whose price is 0. */
  readonly prices: SlotPrices;
}

/** How a clearing is watched and stopped. */
export interface SolveOptions {
  readonly onProgress?: (done: number, stage: string) => void;
  readonly shouldStop?: () => boolean;
}

/** The engine takes no chances. */
const SEED = 0;

/** Clears what was read, has the answer checked, and says how fair it is. Equal tasks have equal answers. */
export function solve(task: ClearingTask, { onProgress, shouldStop }: SolveOptions = {}): ClearingAnswer {
  const { problem } = task;
  // What is cleared once more, as some pairs must not stand together, begins anew: progress does not go back.
  let most = 0;
  const clearing = clear(problem, {
    onProgress: (done) => onProgress?.((most = Math.max(most, 0.9 * done)), 'clearing'),
    ...(shouldStop ? { shouldStop } : {}),
    conflicts: (pairs) => clashesOf(pairs, task.clashes),
  });
  onProgress?.(0.9, 'checking');
  const { valid: certified, faults, ...proved } = certify(problem, clearing);
  onProgress?.(0.98, 'telling');
  const pairs = told(clearing.pairs, problem);
  const counts = { requests: problem.requests.length, slots: problem.offers.length, pairs: pairs.length };
  return {
    result: {
      ...{ inputsHash: hashOfTask(task), seed: SEED, weights: WEIGHTS.id, ...counts },
      ...{ ...proved, end: clearing.end, certified, faults },
      before: fairnessOf(task.schools),
      after: fairnessOf(servedAfter(task.schools, pairs, problem.requests)),
    },
    pairs,
    prices: slotPrices(problem, clearing),
  };
}

function told(pairs: readonly ClearedPair[], { offers, requests, today }: ClearingProblem): ProposedPair[] {
  const slot = new Map(offers.map((offer) => [offer.slotId, offer]));
  const asked = new Map(requests.map((request) => [request.requestId, request]));
  const found = pairs.map((pair) => {
    const [offer, request] = [slot.get(pair.slotId) as MatchOffer, asked.get(pair.requestId) as MatchRequest];
    const worth = score(offer, request, today);
    // Whoever reads it acts for neither side: how many are still short in all is the school's business.
    return {
      ...pair,
      score: worth.total,
      explanation: explain({ offer, request, score: worth }, Side.OFFERER),
    };
  });
  const name = ({ requestId, slotId }: ClearedPair) => `${requestId} ${slotId}`;
  return found.sort((one, other) => other.score - one.score || (name(one) < name(other) ? -1 : 1));
}

/** A block of slots is given as one: whoever has another slot of it has the person at that time. */
function slotPrices({ offers, blocks }: ClearingProblem, { pairs, prices }: Clearing): SlotPrices {
  const block = new Map(blocks.flatMap((ids) => ids.map((id) => [id, ids[0] ?? id])));
  const placeOf = (slotId: string) => block.get(slotId) ?? slotId;
  const given = new Map<string, string[]>();
  for (const { requestId, slotId } of pairs) append(given, placeOf(slotId), requestId);
  return new Map(
    offers.map(({ slotId }, row) => [
      slotId,
      { points: prices.slots[row] ?? 0, givenTo: given.get(placeOf(slotId)) ?? [] },
    ]),
  );
}

/** What each school has once these pairs have come about. */
export function servedAfter(
  schools: readonly ServedSchool[],
  pairs: readonly ClearedPair[],
  requests: readonly MatchRequest[],
): ServedSchool[] {
  const schoolOf = new Map(requests.map(({ requestId, schoolId }) => [requestId, schoolId]));
  const more = new Map<string, number>();
  for (const { requestId, units } of pairs) {
    const school = schoolOf.get(requestId) ?? '';
    more.set(school, (more.get(school) ?? 0) + units);
  }
  return schools.map((school) => ({ ...school, served: school.served + (more.get(school.id) ?? 0) }));
}

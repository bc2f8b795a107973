import { adopt } from './clear.adopt.js';
import { answerOf, soldOf } from './clear.answer.js';
import { auction } from './clear.auction.js';
import { Flow } from './clear.flow.js';
import { greedy } from './clear.greedy.js';
import { networkOf } from './clear.network.js';
import { settle, type Watch } from './clear.settle.js';
import { twice } from './clear.twice.js';
import { without } from './clear.without.js';
import {
  type ClearedPair,
  type Clearing,
  ClearingEnd,
  type ClearingProblem,
  type PairName,
} from './clearing.js';

/** How pairs are found. Whichever it is, they keep every limit, and the answer says how far from the best they may be. */
export enum ClearMethod {
  /** Goes on until nothing better exists. */
  EXACT = 'exact',
  /** Is content with what an auction finds, which is nearly the best. */
  AUCTION = 'auction',
  /** Takes the best pair, then the next best that is left: several parts in a hundred worse, for comparison. */
  GREEDY = 'greedy',
}

/** How a clearing is to be made. */
export interface ClearOptions {
  /** The best there is, if absent. */
  readonly method?: ClearMethod;
  /** Is told how much is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
  /** Is asked now and then whether to stop; the best answer so far then comes with its gap. */
  readonly shouldStop?: () => boolean;
  /**
   * Rules that no network can express: of the pairs that were found, those that must not stand together with the rest.
   * They are forbidden and the rest is cleared again, until there are none or it has been a dozen times; then, and where it is
   * told to stop, they are left out. At least one of those that were found is among them, if there are any. The gap is that to
   * the problem without such rules.
   */
  readonly conflicts?: (pairs: readonly ClearedPair[]) => readonly PairName[];
}

/**
 * Clears a problem: the units that bring the most points within every limit, and prices that prove it.
 * @throws RangeError where limits do not lie within each other, or there are more than two million slots or requests
 */
export function clear(problem: ClearingProblem, options: ClearOptions = {}): Clearing {
  const found = clearOnce(problem, options);
  const forbidden = [...problem.forbidden];
  let last = found;
  for (let round = 1; ; round += 1) {
    const against = [...twice(problem, last.pairs), ...(options.conflicts?.(last.pairs) ?? [])];
    if (against.length === 0) return last === found ? found : proved(last, found);
    // Another clearing would be cut short, or never come to an end: what must not stand is then left out.
    if (round > MOST_ROUNDS || options.shouldStop?.()) last = without(problem, last, against);
    else {
      forbidden.push(...against);
      last = clearOnce({ ...problem, forbidden }, options);
    }
  }
}

/** How often it is cleared once more for rules that no network can express. */
const MOST_ROUNDS = 12;

/** What was found in the end, with the bound of what it was before something was forbidden. */
function proved({ pairs, objective, end }: Clearing, { prices, dual, feasiblePairs }: Clearing): Clearing {
  const gap = dual - objective.total;
  const content = gap > 0 && end === ClearingEnd.OPTIMAL;
  return { pairs, objective, prices, dual, gap, feasiblePairs, end: content ? ClearingEnd.WITHIN_GAP : end };
}

/**
 * By how many points a bid of the auction goes up at least. Where it is only a beginning, long steps take half the time, and
 * what they leave is soon put right; where it is all, short ones come nearer to the best.
 */
const STEPS = { [ClearMethod.EXACT]: 8, [ClearMethod.AUCTION]: 1, [ClearMethod.GREEDY]: 1 };

function clearOnce(problem: ClearingProblem, options: ClearOptions): Clearing {
  const { method = ClearMethod.EXACT, onProgress = () => {}, shouldStop = () => false } = options;
  const watch: Watch = { onProgress, shouldStop };
  const network = networkOf(problem);
  const flow = new Flow(network);
  // What is found greedily has no prices of its own: those of an auction say how far from the best it may be.
  const found = method === ClearMethod.GREEDY ? new Flow(network) : flow;
  const ended = (found === flow || greedy(found, watch)) && auction(flow, STEPS[method], watch);
  const sold = soldOf(problem, found);
  adopt(flow);
  if (ended && method === ClearMethod.EXACT && settle(flow, watch))
    return answerOf(problem, flow, soldOf(problem, flow), ClearingEnd.OPTIMAL);
  const content = ended && method !== ClearMethod.EXACT;
  return answerOf(problem, flow, sold, content ? ClearingEnd.WITHIN_GAP : ClearingEnd.STOPPED);
}

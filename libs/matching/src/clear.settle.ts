import type { Flow } from './clear.flow.js';
import { NONE } from './clear.holds.js';
import { Search } from './clear.search.js';
import { expandBack, expandForth, HUB } from './clear.steps.js';

/** How a long computation is watched and stopped. */
export interface Watch {
  /** Is told how much is done, from 0 to 1. */
  readonly onProgress: (done: number) => void;
  readonly shouldStop: () => boolean;
}

/** How many ways are found between two looks at the watch. */
const LOOK_EVERY = 64;

/**
 * Brings every unit that does not add up home by the way that loses least (successive shortest paths, with Dijkstra's
 * algorithm over slacks). Afterwards nothing is left over and no arc with room has a slack below 0: nothing better exists.
 * @returns whether it came to its end
 */
export function settle(flow: Flow, watch: Watch): boolean {
  const all = flow.excess.reduce((sum, excess) => sum + Math.abs(excess), 0);
  const search = new Search(flow);
  let left = all;
  for (const direction of [1, -1] as const) {
    const expand = direction > 0 ? expandForth : expandBack;
    for (let place = 0; place < flow.excess.length; place += 1)
      while (flow.excess[place]! * direction > 0) {
        if (left % LOOK_EVERY === 0) {
          if (watch.shouldStop()) return false;
          watch.onProgress(1 - left / all);
        }
        search.run(place, -direction, (at, far) => expand(flow, search, at, far));
        search.movePotentials(direction);
        walk(flow, search, place, direction);
        left -= 1;
      }
  }
  return true;
}

/** Moves one unit along the way that was found. */
function walk(flow: Flow, search: Search, start: number, direction: number): void {
  if (search.end !== HUB) flow.excess[search.end]! += direction;
  let [at, before] = [search.end, search.last];
  for (;;) {
    const swapped = at === HUB ? NONE : search.swapped[at]!;
    if (direction > 0) step(flow, before, at, swapped);
    else step(flow, at, before, swapped);
    if (before === start) break;
    at = before;
    before = search.via[at]!;
  }
  flow.excess[start]! -= direction;
}

/** Moves one unit from a place to another. @param swapped the hold that goes over to another slot of the same person */
function step(flow: Flow, from: number, to: number, swapped: number): void {
  const { network, holds, through } = flow;
  const { firstSlot } = network;
  if (isTree(flow, from, to)) {
    const down = from === HUB || (to !== HUB && network.parent[to] === from);
    const place = down ? to : from;
    // Down to a lane and up from a slot is the way of a unit; against it one is taken back.
    through[place]! += down === place < firstSlot ? 1 : -1;
  } else if (from < firstSlot) holds.add(from, to - firstSlot, flow.scoreOf(from, to - firstSlot));
  else if (to < firstSlot) holds.remove(holds.find(to, from - firstSlot));
  else {
    const lane = holds.lane[swapped]!;
    holds.remove(swapped);
    holds.add(lane, to - firstSlot, flow.scoreOf(lane, to - firstSlot));
  }
}

function isTree({ network: { parent } }: Flow, from: number, to: number): boolean {
  return from === HUB || to === HUB || parent[to] === from || parent[from] === to;
}

import type { Flow } from './clear.flow.js';
import { type Network, numberOf, scoreOf } from './clear.network.js';
import type { Watch } from './clear.settle.js';

/** How many units are sold between two looks at the watch. */
const LOOK_EVERY = 4096;

/**
 * Takes the unit that brings most just now, with its gain and its bonus, then the next, and never goes back on one: what
 * somebody would do by hand. It keeps every limit and is several parts in a hundred below the best: for comparison.
 *
 * All pairs of a lane gain the same, so it is lanes that wait, each with the most that it could bring when it was last
 * looked at. That only falls: whoever is found to bring less waits anew.
 *
 * Leaves units in the flow. @returns whether it came to its end
 */
export function greedy(flow: Flow, watch: Watch): boolean {
  const seller = new Seller(flow);
  const waiting = new Waiting();
  for (let lane = 0; lane < flow.network.lanes.count; lane += 1) waiting.add(lane, seller.mostOf(lane));
  let sold = 0;
  for (let lane = waiting.first(); lane >= 0; lane = waiting.first()) {
    const most = seller.mostOf(lane);
    if (most === waiting.points) {
      seller.sell(lane);
      sold += 1;
      if (sold % LOOK_EVERY === 0) {
        watch.onProgress(0);
        if (watch.shouldStop()) return false;
      }
      waiting.add(lane, seller.mostOf(lane));
    } else waiting.add(lane, most);
  }
  return true;
}

/** Lanes by the points that they wait with. */
class Waiting {
  /** The points that the last one waited with. */
  points = 0;
  private readonly lanes: number[][] = [];

  /** Nobody waits with nothing. */
  add(lane: number, points: number): void {
    if (points > 0) (this.lanes[points] ??= []).push(lane);
  }

  /** One of those that wait with most; −1 where nobody does. */
  first(): number {
    this.points = this.lanes.length - 1;
    for (; this.points > 0; this.points -= 1) {
      const lane = this.lanes[this.points]?.pop();
      if (lane !== undefined) return lane;
      this.lanes.length = this.points;
    }
    return -1;
  }
}

/** What has been sold, and the best that is left for each lane. */
class Seller {
  private readonly network: Network;
  /** Units below each place. */
  private readonly used: Int32Array;
  /** The pairs of each lane, rising by score, and where its best one that is left lies. */
  private readonly pairs: Int32Array;
  private readonly best: Float64Array;
  /** Who gives a session to each request. */
  private readonly givers = new Map<number, Set<number>>();

  constructor(private readonly flow: Flow) {
    this.network = flow.network;
    const { places, lanes, pairs, pairStart } = this.network;
    this.used = new Int32Array(places);
    this.pairs = pairs.slice();
    this.best = new Float64Array(lanes.count);
    for (let lane = 0; lane < lanes.count; lane += 1) {
      this.pairs.subarray(pairStart[lane], pairStart[lane + 1]).sort();
      this.best[lane] = pairStart[lane + 1]! - 1;
    }
  }

  /** The points that one more unit of a lane brings; 0 where it can have none. */
  mostOf(lane: number): number {
    const { parent, capacity, pairStart, worthStart, worth, firstSlot } = this.network;
    let points = 0;
    for (let place = lane; place >= 0; place = parent[place]!) {
      const units = this.used[place]!;
      if (units >= capacity[place]!) return 0;
      const at = worthStart[place]! + units;
      if (at < worthStart[place + 1]!) points += worth[at]!;
    }
    const { person } = this.network.columns.slots;
    const givers = this.givers.get(this.network.lanes.request[lane]!);
    while (this.best[lane]! >= pairStart[lane]!) {
      const pair = this.pairs[this.best[lane]!]!;
      const slot = numberOf(pair);
      if (this.hasRoom(firstSlot + slot) && !givers?.has(person[slot]!)) return points + scoreOf(pair);
      this.best[lane]! -= 1;
    }
    return 0;
  }

  /** Sells a lane the unit that brings it most. */
  sell(lane: number): void {
    const { parent, firstSlot, lanes, columns } = this.network;
    const pair = this.pairs[this.best[lane]!]!;
    const slot = numberOf(pair);
    this.flow.holds.add(lane, slot, scoreOf(pair));
    for (const leaf of [lane, firstSlot + slot])
      for (let place = leaf; place >= 0; place = parent[place]!) this.used[place]! += 1;
    const person = columns.slots.person[slot]!;
    if (person < 0) return;
    const request = lanes.request[lane]!;
    const givers = this.givers.get(request);
    if (givers) givers.add(person);
    else this.givers.set(request, new Set([person]));
  }

  private hasRoom(leaf: number): boolean {
    const { parent, capacity } = this.network;
    for (let place = leaf; place >= 0; place = parent[place]!)
      if (this.used[place]! >= capacity[place]!) return false;
    return true;
  }
}

import type { Flow } from './clear.flow.js';
import { type Network, numberOf, scoreOf } from './clear.network.js';
import { Lots } from './clear.lots.js';
import { Relays } from './clear.relays.js';
import { Sales } from './clear.sales.js';
import type { Watch } from './clear.settle.js';
import { Wishes } from './clear.wishes.js';

/** How many bids are made between two looks at the watch. */
const LOOK_EVERY = 4096;

/**
 * An auction in which slots bid for the lanes of requests (after Bertsekas), each unit for the lane that brings it most,
 * by as much as it would rather have that one than the next, and at least by a least step, in points. Whoever is
 * outbid bids again. Lanes, requests and schools let in whoever pays most, and take nobody for less than their gain
 * and bonus make up for. What comes of it keeps every limit and is nearly the best; the prices of the lanes nearly prove it.
 *
 * Leaves units and potentials of lanes in the flow. @returns whether it came to its end
 */
export function auction(flow: Flow, step: number, watch: Watch): boolean {
  const lots = new Lots(flow);
  const bidders = new Bidders(flow, lots, step);
  let bids = 0;
  while (bidders.bid()) {
    bids += 1;
    if (bids % LOOK_EVERY > 0) continue;
    watch.onProgress(0);
    if (watch.shouldStop()) break;
  }
  lots.leave();
  return bidders.areDone;
}

/** The offering side: slots that share limits bid as one, by whichever of their slots gains most. */
class Bidders {
  private readonly network: Network;
  /** The topmost place of each slot, and the slots of each topmost place. */
  private readonly top: Int32Array;
  private readonly slotsOf = new Map<number, number[]>();
  private readonly waiting: number[];
  /** 1 for each place that can pass less than all that is below it. */
  private readonly binds: Uint8Array;
  private readonly sales: Sales;
  private readonly relays: Relays;

  constructor(
    flow: Flow,
    private readonly lots: Lots,
    private readonly step: number,
  ) {
    this.network = flow.network;
    const { columns, firstSlot, parent } = this.network;
    const { count } = columns.slots;
    this.sales = new Sales(this.network);
    const wishes = new Wishes(flow, lots.price, (person, lane) => this.sales.has(person, lane));
    this.relays = new Relays(flow, this.sales, wishes);
    this.top = new Int32Array(count);
    for (let slot = 0; slot < count; slot += 1) {
      let place = firstSlot + slot;
      while (parent[place]! >= 0) place = parent[place]!;
      this.top[slot] = place;
      const known = this.slotsOf.get(place);
      if (known) known.push(slot);
      else this.slotsOf.set(place, [slot]);
    }
    this.binds = binding(this.network);
    this.waiting = [...this.slotsOf.keys()].reverse();
  }

  get areDone(): boolean {
    return this.waiting.length === 0;
  }

  /** Lets one of those that wait bid once. @returns whether anybody may be left */
  bid(): boolean {
    const group = this.waiting.pop();
    if (group === undefined) return false;
    const { relays, lots, sales } = this;
    const next = this.look(group);
    if (relays.best <= 0) return true;
    this.waiting.push(group);
    relays.take((of, from, to, score) => lots.relay(of, from, to, score));
    if (relays.pair < 0) return true;
    const lane = numberOf(relays.pair);
    const outbid = lots.sell(
      lane,
      relays.bidder,
      scoreOf(relays.pair),
      lots.price[lane]! + relays.best - next + this.step,
    );
    sales.add(relays.bidder, lane, scoreOf(relays.pair));
    if (outbid) {
      sales.remove(outbid.slot, outbid.lane);
      this.waiting.push(this.top[outbid.slot]!);
    }
    return true;
  }

  /** Looks for the best that any slot of a group could bid for. @returns what the next best would bring */
  private look(group: number): number {
    const { relays } = this;
    let [best, next, found] = [0, 0, -1];
    let second = 0;
    const slots = this.slotsOf.get(group)!;
    for (const slot of slots) {
      if (!this.sales.hasRoom(slot)) continue;
      relays.find(slot);
      if (relays.best > best) {
        second = best;
        [found, best, next] = [slot, relays.best, relays.next];
      } else if (relays.best > second) second = relays.best;
    }
    if (found < 0) {
      relays.best = 0;
      return 0;
    }
    if (slots.length > 1) relays.find(found);
    return this.isShared(found) ? Math.max(next, second) : next;
  }

  /** Whether other slots may have to do without, if this one sells a unit. */
  private isShared(slot: number): boolean {
    const { parent, firstSlot } = this.network;
    for (let place = parent[firstSlot + slot]!; place >= 0; place = parent[place]!)
      if (this.binds[place] === 1) return true;
    return false;
  }
}

function binding({ places, firstSlot, parent, capacity }: Network): Uint8Array {
  const below = new Int32Array(places);
  return Uint8Array.from(below, (_, place) => {
    if (place < firstSlot) return 0;
    const own = childless(place) ? capacity[place]! : below[place]!;
    if (parent[place]! >= 0) below[parent[place]!]! += Math.min(own, capacity[place]!);
    return Number(own > capacity[place]!);
  });
  function childless(place: number): boolean {
    return below[place] === 0;
  }
}

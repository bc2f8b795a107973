import type { Flow } from './clear.flow.js';
import { type Network, numberOf, scoreOf } from './clear.network.js';
import { Lots } from './clear.lots.js';
import type { Watch } from './clear.settle.js';
import { Wishes } from './clear.wishes.js';

/** How many bids are made between two looks at the watch. */
const LOOK_EVERY = 4096;

/**
 * An auction in which slots bid for the lanes of requests (after Bertsekas), each unit for the lane that brings it most,
 * by as much as it would rather have that one than the next, and at least by the least step: scaled points. Whoever is
 * outbid bids again. Lanes, requests and schools let in whoever pays most, and take nobody for less than their gain
 * and bonus make up for. What comes of it keeps every limit and is nearly the best; the prices of the lanes nearly prove it.
 *
 * Leaves units and potentials of lanes in the flow. @returns whether it came to its end
 */
export function auction(flow: Flow, step: number, watch: Watch): boolean {
  const bidders = new Bidders(flow, new Lots(flow), step);
  let bids = 0;
  while (bidders.bid()) {
    bids += 1;
    if (bids % LOOK_EVERY > 0) continue;
    watch.onProgress(0);
    if (watch.shouldStop()) break;
  }
  bidders.leave();
  return bidders.areDone;
}

/** What a slot would best bid for, and what it would have of the best and of the next. */
interface Wish {
  slot: number;
  pair: number;
  best: number;
  next: number;
}

/** The offering side: slots that share limits bid as one, by whichever of their slots gains most. */
class Bidders {
  private readonly network: Network;
  private readonly used: Int32Array;
  /** The topmost place of each slot, and the slots of each topmost place. */
  private readonly top: Int32Array;
  private readonly slotsOf = new Map<number, number[]>();
  private readonly waiting: number[];
  /** 1 for each place that can pass less than all that is below it. */
  private readonly binds: Uint8Array;
  /** What each person has sold: slot, lane, slot, lane … */
  private readonly soldBy: number[][];
  private readonly wishes: Wishes;
  private readonly wish: Wish = { slot: -1, pair: -1, best: 0, next: 0 };

  constructor(
    private readonly flow: Flow,
    private readonly lots: Lots,
    private readonly step: number,
  ) {
    this.network = flow.network;
    const { columns, places, firstSlot, parent } = this.network;
    const { count } = columns.slots;
    this.used = new Int32Array(places);
    this.wishes = new Wishes(flow, lots.price, (person, lane) => this.has(person, lane));
    this.soldBy = columns.persons.map(() => []);
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
    const { wish } = this;
    if (!this.wishOf(group)) return true;
    this.waiting.push(group);
    const lane = numberOf(wish.pair);
    const outbid = this.lots.sell(
      lane,
      wish.slot,
      scoreOf(wish.pair),
      this.lots.price[lane]! + wish.best - wish.next + this.step,
    );
    this.count(wish.slot, lane, 1);
    if (outbid) {
      this.count(outbid.slot, outbid.lane, -1);
      this.waiting.push(this.top[outbid.slot]!);
    }
    return true;
  }

  /** Puts what was sold, and the prices, into the flow. */
  leave(): void {
    this.lots.leave();
  }

  private count(slot: number, lane: number, units: number): void {
    this.use(slot, units);
    const person = this.network.columns.slots.person[slot]!;
    if (person < 0) return;
    const sold = this.soldBy[person]!;
    if (units > 0) sold.push(slot, lane);
    else
      for (let at = 0; at < sold.length; at += 2)
        if (sold[at] === slot && sold[at + 1] === lane) sold.splice(at, 2);
  }

  private use(slot: number, units: number): void {
    const { parent, firstSlot } = this.network;
    for (let place = firstSlot + slot; place >= 0; place = parent[place]!) this.used[place]! += units;
  }

  /** The best that any slot of a group could bid for. @returns whether there is anything */
  private wishOf(group: number): boolean {
    const { wish } = this;
    [wish.slot, wish.best, wish.next] = [-1, 0, 0];
    let second = 0;
    for (const slot of this.slotsOf.get(group)!) {
      if (this.wishes.isIdle(slot) || !this.hasRoom(slot)) continue;
      const [pair, best, next] = this.wishes.bestOf(slot);
      if (pair < 0) continue;
      if (best > wish.best) {
        second = wish.best;
        [wish.slot, wish.pair, wish.best, wish.next] = [slot, pair, best, next];
      } else if (best > second) second = best;
    }
    if (wish.slot < 0) return false;
    if (this.isShared(wish.slot)) wish.next = Math.max(wish.next, second);
    return true;
  }

  private hasRoom(slot: number): boolean {
    const { parent, firstSlot, capacity } = this.network;
    for (let place = firstSlot + slot; place >= 0; place = parent[place]!)
      if (this.used[place]! >= capacity[place]!) return false;
    return true;
  }

  /** Whether other slots may have to do without, if this one sells a unit. */
  private isShared(slot: number): boolean {
    const { parent, firstSlot } = this.network;
    for (let place = parent[firstSlot + slot]!; place >= 0; place = parent[place]!)
      if (this.binds[place] === 1) return true;
    return false;
  }

  private has(person: number, lane: number): boolean {
    const { request } = this.network.lanes;
    const sold = this.soldBy[person]!;
    for (let at = 1; at < sold.length; at += 2) if (request[sold[at]!] === request[lane]) return true;
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

import type { Flow } from './clear.flow.js';
import type { Network } from './clear.network.js';

/** A unit that somebody else took. */
export interface Outbid {
  readonly slot: number;
  readonly lane: number;
}

/** Points that nothing brings: the price of what a school takes nothing of. */
const NEVER = 2 ** 40;

/**
 * The asking side of an auction: the units of each lane with what was bid for them. Whoever bids more takes the place of
 * the least bid of the lane, of its request or of its school, whichever is cheapest, or a place that is free; a place
 * that is free costs less than nothing where a gain or a bonus goes with it.
 */
export class Lots {
  /** What a unit of each lane costs now, in points. Never falls. */
  readonly price: Float64Array;
  private readonly network: Network;
  private readonly first: Int32Array;
  private readonly slot: Int32Array;
  private readonly score: Int16Array;
  private readonly bids: Float64Array;
  private readonly units: Int32Array;
  /** The least bid below each place with the worth that goes with its unit; nothing is lost by less. */
  private readonly least: Float64Array;

  constructor(private readonly flow: Flow) {
    this.network = flow.network;
    const { lanes, capacity, firstSlot, firstSchool } = this.network;
    this.first = new Int32Array(lanes.count + 1);
    for (let lane = 0; lane < lanes.count; lane += 1)
      this.first[lane + 1] = this.first[lane]! + capacity[lane]!;
    const most = this.first[lanes.count]!;
    [this.slot, this.score] = [new Int32Array(most), new Int16Array(most)];
    this.bids = new Float64Array(most);
    this.units = new Int32Array(firstSlot);
    this.least = new Float64Array(firstSlot).fill(Infinity);
    this.price = new Float64Array(lanes.count);
    for (let school = firstSchool; school < firstSlot; school += 1)
      this.priceBelow(school, this.entry(school));
  }

  /** Sells a unit of a lane. @returns whoever has to go for it */
  sell(lane: number, slot: number, score: number, bid: number): Outbid | undefined {
    const outbid = this.makeRoom(lane);
    const at = this.first[lane]! + this.units[lane]!;
    [this.slot[at], this.score[at], this.bids[at]] = [slot, score, bid];
    this.passed(lane, 1);
    const school = this.schoolOf(lane);
    if (outbid) this.lowest(outbid.lane);
    this.lowest(lane);
    this.priceBelow(school, this.entry(school));
    return outbid;
  }

  /** Another slot takes over a unit of a lane, at the same price. */
  relay(lane: number, from: number, to: number, score: number): void {
    const first = this.first[lane]!;
    const at = this.slot.subarray(first, first + this.units[lane]!).indexOf(from) + first;
    [this.slot[at], this.score[at]] = [to, score];
  }

  /** Puts what was sold, and the prices, into the flow. */
  leave(): void {
    const { holds, potential, network } = this.flow;
    for (let place = network.lanes.count; place < network.firstSlot; place += 1)
      potential[place] = Math.min(this.entry(place), NEVER);
    for (let lane = 0; lane < this.price.length; lane += 1) {
      potential[lane] = Math.min(this.price[lane]!, NEVER);
      for (let unit = 0; unit < this.units[lane]!; unit += 1) {
        const at = this.first[lane]! + unit;
        holds.add(lane, this.slot[at]!, this.score[at]!);
      }
    }
  }

  private schoolOf(lane: number): number {
    let place = lane;
    while (this.network.parent[place]! >= 0) place = this.network.parent[place]!;
    return place;
  }

  private passed(lane: number, units: number): void {
    for (let place = lane; place >= 0; place = this.network.parent[place]!) this.units[place]! += units;
  }

  /** What one more unit below a place costs: that of going through it, or of the least there is below. */
  private entry(place: number): number {
    const units = this.units[place]!;
    const { capacity, parent } = this.network;
    let cheapest = this.cheapestBelow(place);
    if (units < capacity[place]!) {
      const up = parent[place]!;
      const through = (up < 0 ? 0 : this.entry(up)) - this.flow.worth(place, units + 1);
      cheapest = Math.min(cheapest, through);
    }
    return cheapest;
  }

  private cheapestBelow(place: number): number {
    const { lanes, childStart, children } = this.network;
    if (place < lanes.count) return this.units[place] === 0 ? Infinity : this.bids[this.leastBid(place)]!;
    let cheapest = Infinity;
    for (let at = childStart[place]!; at < childStart[place + 1]!; at += 1)
      cheapest = Math.min(cheapest, this.least[children[at]!]!);
    return cheapest;
  }

  /** Works out anew what the least bid below a lane, and below its request, would take with it. */
  private lowest(lane: number): void {
    const { parent, firstSchool } = this.network;
    for (let place = lane; place >= 0 && place < firstSchool; place = parent[place]!)
      this.least[place] =
        this.cheapestBelow(place) + (this.units[place]! > 0 ? this.flow.worth(place, this.units[place]!) : 0);
  }

  private priceBelow(place: number, entry: number): void {
    const { lanes, childStart, children, capacity } = this.network;
    for (let at = childStart[place]!; at < childStart[place + 1]!; at += 1) {
      const child = children[at]!;
      const units = this.units[child]!;
      const through = units < capacity[child]! ? entry - this.flow.worth(child, units + 1) : Infinity;
      const cheapest = Math.min(through, this.cheapestBelow(child));
      if (child < lanes.count) this.price[child] = cheapest;
      else this.priceBelow(child, cheapest);
    }
  }

  private leastBid(lane: number): number {
    const last = this.first[lane]! + this.units[lane]!;
    let found = this.first[lane]!;
    for (let at = found + 1; at < last; at += 1) if (this.bids[at]! < this.bids[found]!) found = at;
    return found;
  }

  /** Makes room for one more unit of a lane, as cheaply as can be. @returns whoever has to go */
  private makeRoom(lane: number): Outbid | undefined {
    const { parent, capacity } = this.network;
    for (let place = lane; place >= 0; place = parent[place]!) {
      const up = parent[place]!;
      const units = this.units[place]!;
      const through =
        units < capacity[place]!
          ? (up < 0 ? 0 : this.entry(up)) - this.flow.worth(place, units + 1)
          : Infinity;
      if (this.cheapestBelow(place) < through) return this.takeLeast(place);
    }
    return undefined;
  }

  private takeLeast(place: number): Outbid {
    const { lanes, childStart, children } = this.network;
    let at = place;
    while (at >= lanes.count) {
      let least = children[childStart[at]!]!;
      for (let child = childStart[at]! + 1; child < childStart[at + 1]!; child += 1)
        if (this.least[children[child]!]! < this.least[least]!) least = children[child]!;
      at = least;
    }
    const taken = this.leastBid(at);
    const slot = this.slot[taken]!;
    const last = this.first[at]! + this.units[at]! - 1;
    [this.slot[taken], this.score[taken], this.bids[taken]] = [
      this.slot[last]!,
      this.score[last]!,
      this.bids[last]!,
    ];
    this.passed(at, -1);
    return { slot, lane: at };
  }
}

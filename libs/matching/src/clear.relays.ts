import type { Flow } from './clear.flow.js';
import type { Sale, Sales } from './clear.sales.js';
import { numberOf } from './clear.network.js';
import type { Wishes } from './clear.wishes.js';

/** At so many slots of a person nobody looks further. */
const MANY = 24;

/** A sale that one slot takes over from another of the same person. */
interface Stop {
  readonly slot: number;
  /** What taking over loses on the way here. */
  readonly lost: number;
  /** The sale that would be taken over from this slot, and by which stop. */
  readonly sale: Sale | undefined;
  readonly before: number;
}

/**
 * What one unit more of a slot could bring its person. No lane takes two units of one person: where another slot of theirs
 * has sold what this one would like, this one can take that over, and the other looks elsewhere.
 */
export class Relays {
  /** The best pair there is, what it brings with all that is taken over for it, and what the next best lane would. */
  pair = -1;
  best = 0;
  next = 0;
  private stops: Stop[] = [];
  private last = 0;

  constructor(
    private readonly flow: Flow,
    private readonly sales: Sales,
    private readonly wishes: Wishes,
  ) {}

  /** Looks for the best that a slot with room could bring. */
  find(slot: number): void {
    [this.pair, this.best, this.next, this.last] = [-1, 0, 0, 0];
    this.stops = [{ slot, lost: 0, sale: undefined, before: -1 }];
    const person = this.flow.network.columns.slots.person[slot]!;
    for (let at = 0; at < this.stops.length; at += 1) {
      this.weigh(at);
      if (person >= 0) this.reach(at, this.sales.of(person));
    }
  }

  /** The slot that would bid. */
  get bidder(): number {
    return this.stops[this.last]!.slot;
  }

  /**
   * Takes over what has to be, so that the bidder has a unit to sell.
   * @param tell is told the lane, the slot that had it, the slot that has it now and its score
   */
  take(tell: (lane: number, from: number, to: number, score: number) => void): void {
    for (let at = this.last; at > 0; at = this.stops[at]!.before) {
      const { sale, before } = this.stops[at]!;
      const { slot } = this.stops[before]!;
      const score = this.flow.scoreOf(sale!.lane, slot);
      tell(sale!.lane, sale!.slot, slot, score);
      this.sales.relay(sale!, slot, score);
    }
  }

  private weigh(at: number): void {
    const { slot, lost } = this.stops[at]!;
    // Whoever hands a sale over may be left with a unit that nobody wants.
    if (at > 0) this.offer(at, -1, -lost, -Infinity);
    if (this.wishes.isIdle(slot)) return;
    const [pair, best, next] = this.wishes.bestOf(slot);
    if (pair >= 0) this.offer(at, pair, best - lost, next - lost);
  }

  private offer(at: number, pair: number, best: number, next: number): void {
    // The same lane by another slot is no other lane.
    const same = numberOf(pair) === numberOf(this.pair);
    if (best <= this.best) {
      this.next = Math.max(this.next, same ? next : best);
      return;
    }
    this.next = Math.max(same ? this.next : this.best, next);
    [this.pair, this.best, this.last] = [pair, best, at];
  }

  private reach(at: number, sales: readonly Sale[]): void {
    const { slot, lost } = this.stops[at]!;
    for (const sale of sales) {
      if (this.stops.length === MANY) return;
      if (this.stops.some((stop) => stop.slot === sale.slot)) continue;
      const score = this.flow.scoreOf(sale.lane, slot);
      if (score >= 0) this.stops.push({ slot: sale.slot, lost: lost + sale.score - score, sale, before: at });
    }
  }
}

import type { Flow } from './clear.flow.js';
import { numberOf, scoreOf } from './clear.network.js';

/** How many pairs of a slot are remembered as its best. */
const SHORT = 6;

/**
 * What each slot would best bid for at the prices of the lanes. Prices never fall: as long as the few best pairs of a slot
 * bring more than the best of the others did when they were all looked at, nobody looks at the others.
 */
export class Wishes {
  /** Slots that nobody wants any more. */
  private readonly idle: Uint8Array;
  private readonly short: Int32Array;
  private readonly shortCount: Int8Array;
  /** What no pair that is not among the best of a slot brings more than. */
  private readonly others: Float64Array;

  /** @param has whether a person has a unit of a lane's request, and so cannot have another */
  constructor(
    private readonly flow: Flow,
    private readonly price: Float64Array,
    private readonly has: (person: number, lane: number) => boolean,
  ) {
    const { count } = flow.network.columns.slots;
    this.idle = new Uint8Array(count);
    this.short = new Int32Array(count * SHORT);
    this.shortCount = new Int8Array(count).fill(-1);
    this.others = new Float64Array(count);
  }

  isIdle(slot: number): boolean {
    return this.idle[slot] === 1;
  }

  /** The pair that brings a slot most, what it brings, and the next: from the few best it had, or from all. */
  bestOf(slot: number): [pair: number, best: number, next: number] {
    const first = slot * SHORT;
    const count = this.shortCount[slot]!;
    if (count >= 0) {
      const found = this.among(this.short, first, first + count, slot);
      if (found[2] >= this.others[slot]! || (found[1] >= this.others[slot]! && this.others[slot] === 0))
        return found;
    }
    const { backStart, back } = this.flow.network;
    this.remember(slot);
    const found = this.among(back, backStart[slot]!, backStart[slot + 1]!, slot);
    if (found[0] < 0 && !this.hasAny(slot)) this.idle[slot] = 1;
    return found;
  }

  private hasAny(slot: number): boolean {
    return this.shortCount[slot]! > 0;
  }

  private among(pairs: Int32Array, from: number, to: number, slot: number): [number, number, number] {
    const { price } = this;
    const person = this.flow.network.columns.slots.person[slot]!;
    let [found, best, next] = [-1, 0, 0];
    for (let at = from; at < to; at += 1) {
      const pair = pairs[at]!;
      const value = scoreOf(pair) - price[numberOf(pair)]!;
      if (value <= next) continue;
      if (person >= 0 && this.has(person, numberOf(pair))) continue;
      if (value > best) {
        next = best;
        [found, best] = [pair, value];
      } else next = value;
    }
    return [found, best, next];
  }

  /** Keeps the few best pairs of a slot, whoever has them, and what the best of the others brings. */
  private remember(slot: number): void {
    const { backStart, back } = this.flow.network;
    const { price } = this;
    const first = slot * SHORT;
    const values = new Float64Array(SHORT);
    let [count, others] = [0, 0];
    for (let at = backStart[slot]!; at < backStart[slot + 1]!; at += 1) {
      const pair = back[at]!;
      const value = scoreOf(pair) - price[numberOf(pair)]!;
      if (value <= others) continue;
      let place = count < SHORT ? count++ : SHORT;
      if (place === SHORT) {
        if (value <= values[SHORT - 1]!) {
          others = value;
          continue;
        }
        others = Math.max(others, values[SHORT - 1]!);
        place = SHORT - 1;
      }
      while (place > 0 && values[place - 1]! < value) {
        values[place] = values[place - 1]!;
        this.short[first + place] = this.short[first + place - 1]!;
        place -= 1;
      }
      values[place] = value;
      this.short[first + place] = pair;
    }
    this.shortCount[slot] = count;
    this.others[slot] = others;
  }
}

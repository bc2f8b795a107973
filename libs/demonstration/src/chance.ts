import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A thing and how often it comes up, relative to the others of its list. */
export type Weighted<T> = readonly [thing: T, weight: number];

/**
 * Chance that a seed fixes. Each noun draws from a stream of its own name, so that one more school, or one more
 * draw for an employer, changes nothing anywhere else.
 */
export class Chance {
  private readonly generator;

  /** @param names what the stream is for: `new Chance(7, 'school', 105560)` */
  constructor(seed: number, ...names: readonly (string | number)[]) {
    const digest = createHash('sha256')
      .update([seed, ...names].join(':'))
      .digest();
    this.generator = xoroshiro128plus(digest.readInt32LE());
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return uniformInt(this.generator, from, to);
  }

  /** A number from 0 to below 1. */
  share(): number {
    return this.int(0, 2 ** 30 - 1) / 2 ** 30;
  }

  /** Whether something happens that happens so often. @param probability from 0 to 1 */
  happens(probability: number): boolean {
    return this.share() < probability;
  }

  /** One of a list. Throws RangeError where it is empty. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('There is nothing to pick from.');
    return list[this.int(0, list.length - 1)] as T;
  }

  /** One of a list by weight. Throws RangeError where it is empty. */
  weighted<T>(list: readonly Weighted<T>[]): T {
    let left = this.share() * list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [thing, weight] of list) {
      left -= weight;
      if (left < 0) return thing;
    }
    return this.pick(list)[0];
  }

  /** So many of a list, each at most once, in the list's order. */
  several<T>(list: readonly T[], count: number): T[] {
    let wanted = Math.min(count, list.length);
    return list.filter((_, index) => {
      const taken = wanted > 0 && this.int(1, list.length - index) <= wanted;
      if (taken) wanted -= 1;
      return taken;
    });
  }
}

/** A long list to draw from many times by weight, each draw in logarithmic time. */
export class Draw<T> {
  private readonly upTo: number[] = [];
  private readonly total: number;

  constructor(private readonly list: readonly Weighted<T>[]) {
    if (list.length === 0) throw new RangeError('There is nothing to draw from.');
    let total = 0;
    for (const [, weight] of list) this.upTo.push((total += weight));
    this.total = total;
  }

  /** One of the list. */
  next(chance: Chance): T {
    const at = chance.share() * this.total;
    let [low, high] = [0, this.list.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.upTo[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return (this.list[low] as Weighted<T>)[0];
  }
}

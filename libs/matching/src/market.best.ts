import { compareStandings, type Standing } from './rank.js';

/** A slot that fits, with where its offer stands. */
export interface Found {
  readonly standing: Standing;
  readonly row: number;
  readonly slot: number;
}

/** Which matches of a list are looked for. */
export interface Wanted {
  /** How many, at least 1. */
  readonly count: number;
  /** Those behind this one; the first ones without it. */
  readonly after?: Standing | undefined;
  /** Those before this one, the nearest to it; `after` is not read then. `'end'` for the last ones. */
  readonly before?: Standing | 'end' | undefined;
}

/** The best that were found so far, or, going backwards, the worst: never more than are looked for. */
export class Best {
  /** The first that are looked for come first. */
  readonly found: Found[] = [];
  /** What has fewer points than this is not looked for. */
  leastPoints = 0;
  /** What has no more than the least points and is farther away than this is not looked for either, in metres. */
  mostMetres = Infinity;
  private readonly backwards: boolean;
  private readonly key: Standing | undefined;

  constructor(private readonly wanted: Wanted) {
    this.backwards = wanted.before !== undefined;
    this.key =
      wanted.before === undefined ? wanted.after : wanted.before === 'end' ? undefined : wanted.before;
    if (this.backwards && this.key) [this.leastPoints, this.mostMetres] = this.key;
  }

  /** Whether something that stands there comes too late to be looked for. */
  isTooLate(standing: Standing): boolean {
    if (this.backwards) return this.key !== undefined && compareStandings(standing, this.key) >= 0;
    const last = this.found.at(-1);
    if (last === undefined || this.found.length < this.wanted.count) return false;
    return compareStandings(standing, last.standing) > 0;
  }

  add(match: Found): void {
    if (!this.backwards && this.key && compareStandings(match.standing, this.key) <= 0) return;
    if (this.isTooLate(match.standing)) return;
    let place = this.found.length;
    while (place > 0 && this.comesBefore(match, this.found[place - 1]!)) place -= 1;
    if (place === this.wanted.count) return;
    this.found.splice(place, 0, match);
    if (this.found.length > this.wanted.count) this.found.pop();
    if (!this.backwards && this.found.length === this.wanted.count)
      [this.leastPoints, this.mostMetres] = this.found.at(-1)!.standing;
  }

  private comesBefore(one: Found, other: Found): boolean {
    const order = compareStandings(one.standing, other.standing);
    return this.backwards ? order > 0 : order < 0;
  }
}

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
  private readonly backwards: boolean;
  private readonly key: Standing | undefined;

  constructor(private readonly wanted: Wanted) {
    this.backwards = wanted.before !== undefined;
    this.key =
      wanted.before === undefined ? wanted.after : wanted.before === 'end' ? undefined : wanted.before;
  }

  /** What has fewer points than this is not looked for. */
  get leastPoints(): number {
    if (this.backwards) return this.key?.[0] ?? 0;
    return this.found.length < this.wanted.count ? 0 : this.found.at(-1)!.standing[0];
  }

  /** What has no more than the least points and is farther away than this is not looked for either, in metres. */
  get mostMetres(): number {
    if (this.backwards) return this.key?.[1] ?? Infinity;
    return this.found.length < this.wanted.count ? Infinity : this.found.at(-1)!.standing[1];
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
  }

  private comesBefore(one: Found, other: Found): boolean {
    const order = compareStandings(one.standing, other.standing);
    return this.backwards ? order > 0 : order < 0;
  }
}

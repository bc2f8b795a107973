import type { Pairs } from './certificate.pairs.js';
import type { RequestNumbers } from './certificate.rows.js';

/**
 * Slots of one activity, kind and mode that travel about equally far, one after another in the order. They lie in bands from south to north, and within a band from west to east.
 */
export interface Shelf {
  readonly activity: number;
  readonly placement: number;
  readonly mode: number;
  readonly workplace: boolean;
  /** The farthest that any of them travels, in metres. */
  readonly reach: number;
  /** Its slots: numbers running. */
  readonly slots: Int32Array;
  readonly bands: readonly Band[];
}

/**
 * Some slots of a shelf, from `first` to before `end` of the order, and the northings of the most southern and the most
 * northern of them.
 */
export interface Band {
  readonly first: number;
  readonly end: number;
  readonly south: number;
  readonly north: number;
}

/** The slots of a shelf about one school after another: all that are within reach, and a few beyond it. */
export class Surroundings {
  private easting = NaN;
  private northing = NaN;
  private radius = NaN;
  private readonly room: Int32Array;
  private found: Int32Array;

  constructor(
    private readonly pairs: Pairs,
    readonly shelf: Shelf,
  ) {
    this.room = new Int32Array(shelf.slots.length);
    this.found = this.room;
  }

  /** The slots about a request's school. What was found for another request of that school is given again. */
  of({ easting, northing, reach }: RequestNumbers): Int32Array {
    // A metre more, so that no rounding leaves out a slot on the circle.
    const radius = (this.shelf.workplace ? reach : this.shelf.reach) + 1;
    if (easting !== this.easting || northing !== this.northing || radius !== this.radius) {
      this.easting = easting;
      this.northing = northing;
      this.radius = radius;
      this.found = this.room.subarray(0, this.look());
    }
    return this.found;
  }

  /** Fills the room. @returns how many were found */
  private look(): number {
    const { northing, radius } = this;
    const { bands } = this.shelf;
    let found = 0;
    for (let at = firstFrom(bands, northing - radius); at < bands.length; at += 1) {
      const band = bands[at] as Band;
      if (band.south > northing + radius) break;
      found = this.lookAlong(band, found);
    }
    return found;
  }

  private lookAlong(band: Band, before: number): number {
    const { easting, northing, radius, room } = this;
    const { slots } = this.pairs;
    const away = Math.max(0, band.south - northing, northing - band.north);
    const half = Math.sqrt(Math.max(0, radius * radius - away * away)) + 1;
    let found = before;
    for (let slot = firstEast(slots.easting, band, easting - half); slot < band.end; slot += 1) {
      const east = (slots.easting[slot] as number) - easting;
      if (east > half) break;
      const north = (slots.northing[slot] as number) - northing;
      const reach = this.shelf.workplace ? radius : (slots.reach[slot] as number) + 1;
      if (east * east + north * north > reach * reach) continue;
      room[found] = slot;
      found += 1;
    }
    return found;
  }
}

/** The first band that reaches as far north. */
function firstFrom(bands: readonly Band[], northing: number): number {
  let [low, high] = [0, bands.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bands[middle] as Band).north < northing) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first slot of a band that lies as far east or farther. */
function firstEast(eastings: Float64Array, { first, end }: Band, easting: number): number {
  let [low, high] = [first, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((eastings[middle] as number) < easting) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { RequestKind } from '#statutes';
import { Misfit, type Pairs } from './certificate.pairs.js';
import { activityNumber, atWorkplace, BY_VIDEO, metresOf, modeBits } from './certificate.rows.js';
import type { MatchOffer } from './pair.js';

/**
 * Slots of one activity, kind and mode that travel about equally far, from `first` to before `end` of the order. They lie
 * in bands from south to north, and within a band from west to east.
 */
interface Shelf {
  readonly activity: number;
  readonly placement: number;
  readonly mode: number;
  readonly workplace: boolean;
  /** The farthest that any of them travels, in metres. */
  readonly reach: number;
  readonly first: number;
  readonly end: number;
  readonly bands: readonly Band[];
}

/** Some slots of a shelf, and the northings of its most southern and most northern one. */
interface Band {
  readonly first: number;
  readonly end: number;
  readonly south: number;
  readonly north: number;
}

/** Slots in an order in which those that could fit a request lie close together. */
export interface Shelves {
  readonly offers: readonly MatchOffer[];
  /** For each of them, its place in the list that they came from. */
  readonly original: Int32Array;
  readonly shelves: readonly Shelf[];
}

/** Puts slots in order for `sweep`. */
export function shelve(offers: readonly MatchOffer[]): Shelves {
  const shelves: Shelf[] = [];
  const order: number[] = [];
  const north = (slot: number) => offers[slot]?.place.northing ?? 0;
  const east = (slot: number) => offers[slot]?.place.easting ?? 0;
  for (const members of alike(offers)) {
    const [first, bands]: [number, Band[]] = [order.length, []];
    members.sort((one, other) => north(one) - north(other));
    const size = Math.max(16, Math.ceil(Math.sqrt(members.length)));
    for (let at = 0; at < members.length; at += size) {
      const band = members.slice(at, at + size);
      const [south, most] = [north(band[0] as number), north(band.at(-1) as number)];
      bands.push({ first: order.length, end: order.length + band.length, south, north: most });
      for (const slot of band.sort((one, other) => east(one) - east(other))) order.push(slot);
    }
    shelves.push({
      ...shelfOf(members.map((slot) => offers[slot] as MatchOffer)),
      first,
      end: order.length,
      bands,
    });
  }
  return {
    offers: order.map((slot) => offers[slot] as MatchOffer),
    original: Int32Array.from(order),
    shelves,
  };
}

/** Places of slots that belong on one shelf, for each shelf. */
function alike(offers: readonly MatchOffer[]): number[][] {
  const found = new Map<string, number[]>();
  offers.forEach((offer, place) => {
    const key = `${offer.activityType} ${offer.slot.kind} ${modeBits(offer)} ${travelClass(offer)}`;
    const members = found.get(key);
    if (members) members.push(place);
    else found.set(key, [place]);
  });
  return [...found.values()];
}

/** Doublings of 16 km, so that one slot which goes anywhere does not widen the search for all. */
function travelClass(offer: MatchOffer): number {
  return atWorkplace(offer) ? 0 : Math.max(0, Math.ceil(Math.log2(offer.travelKm / 16)));
}

function shelfOf(
  members: readonly MatchOffer[],
): Pick<Shelf, 'activity' | 'placement' | 'mode' | 'workplace' | 'reach'> {
  const one = members[0] as MatchOffer;
  return {
    activity: activityNumber(one.activityType),
    placement: Number(one.slot.kind === RequestKind.PLACEMENT),
    mode: modeBits(one),
    workplace: atWorkplace(one),
    reach: members.reduce((reach, { travelKm }) => Math.max(reach, metresOf(travelKm)), 0),
  };
}

/** What is done with each pair: whose request, which slot, and its pair score. */
export type Visit = (request: number, slot: number, points: number) => void;

/** Visits every pair that fits, once, request by request. @returns how many there are */
export function sweep(pairs: Pairs, shelves: readonly Shelf[], visit: Visit): number {
  const { requests } = pairs;
  let found = 0;
  for (let request = 0; request < requests.mode.length; request += 1) {
    if ((requests.outstanding[request] as number) < 1) continue;
    pairs.ask(request);
    const look = (first: number, end: number) => {
      for (let slot = first; slot < end; slot += 1) {
        if (pairs.misfit(slot) !== Misfit.NONE) continue;
        found += 1;
        visit(request, slot, pairs.points(slot));
      }
    };
    for (const shelf of shelves) {
      const asked = ((requests.activities[request] as number) >> shelf.activity) & 1;
      if (asked === 0 || shelf.placement !== requests.placement[request]) continue;
      const shared = shelf.mode & (requests.mode[request] as number);
      if ((shared & BY_VIDEO) !== 0) look(shelf.first, shelf.end);
      else if (shared !== 0) lookAround(pairs, shelf, request, look);
    }
  }
  return found;
}

/** Looks through the slots of a shelf within a circle about a school, and some beyond it. */
function lookAround(
  { slots, requests }: Pairs,
  { workplace, reach, bands }: Shelf,
  request: number,
  look: (first: number, end: number) => void,
): void {
  // A metre more, so that no rounding leaves out a slot on the circle.
  const radius = (workplace ? (requests.reach[request] as number) : reach) + 1;
  const [east, north] = [requests.easting[request] as number, requests.northing[request] as number];
  for (let at = firstFrom(bands, north - radius); at < bands.length; at += 1) {
    const band = bands[at] as Band;
    if (band.south > north + radius) break;
    const away = Math.max(0, band.south - north, north - band.north);
    const half = Math.sqrt(Math.max(0, radius * radius - away * away)) + 1;
    const first = westmost(slots.easting, band, east - half);
    const end = westmost(slots.easting, { ...band, first }, east + half);
    look(first, end);
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
function westmost(
  eastings: Float64Array,
  { first, end }: Pick<Band, 'first' | 'end'>,
  easting: number,
): number {
  let [low, high] = [first, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((eastings[middle] as number) < easting) low = middle + 1;
    else high = middle;
  }
  return low;
}

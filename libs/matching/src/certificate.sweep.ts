import { RequestKind } from '#statutes';
import { type Band, type Shelf, Surroundings } from './certificate.around.js';
import { Misfit, type Pairs } from './certificate.pairs.js';
import {
  activityNumber,
  atWorkplace,
  BY_VIDEO,
  metresOf,
  modeBits,
  type RequestNumbers,
} from './certificate.rows.js';
import type { MatchOffer } from './pair.js';

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
  const northings = Float64Array.from(offers, ({ place }) => place.northing);
  const eastings = Float64Array.from(offers, ({ place }) => place.easting);
  const north = (slot: number) => northings[slot] as number;
  const east = (slot: number) => eastings[slot] as number;
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
    const slots = Int32Array.from(members, (_, at) => first + at);
    shelves.push({ ...shelfOf(members.map((slot) => offers[slot] as MatchOffer)), slots, bands });
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

/**
 * Doublings of 16 km, so that one slot which goes anywhere does not widen the search for all; those to which pupils travel
 * stand apart, whose reach is the request's.
 */
function travelClass(offer: MatchOffer): number {
  return atWorkplace(offer) ? -1 : Math.max(0, Math.ceil(Math.log2(offer.travelKm / 16)));
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
  let found = 0;
  const around = shelves.map((shelf) => new Surroundings(pairs, shelf));
  for (const request of nearEachOther(pairs.requests)) {
    const numbers = pairs.requests[request] as RequestNumbers;
    if (numbers.outstanding < 1) continue;
    pairs.ask(request);
    for (const surroundings of around) {
      const { activity, placement, mode, slots } = surroundings.shelf;
      if (((numbers.activities >> activity) & 1) === 0 || placement !== numbers.placement) continue;
      const shared = mode & numbers.mode;
      if (shared === 0) continue;
      const some = (shared & BY_VIDEO) !== 0 ? slots : surroundings.of(numbers);
      found += visitFitting(pairs, request, some, visit);
    }
  }
  return found;
}

function visitFitting(pairs: Pairs, request: number, slots: Int32Array, visit: Visit): number {
  const { years, sectors } = pairs.requests[request] as RequestNumbers;
  const { suits } = pairs.slots;
  let found = 0;
  for (let at = 0; at < slots.length; at += 1) {
    const slot = slots[at] as number;
    const suiting = suits[slot] as number;
    // `misfit` asks this too: seven of ten are out by it, and here it takes a quarter of the time.
    if ((suiting & years) !== years || (suiting & sectors) === 0) continue;
    if (pairs.misfit(slot) !== Misfit.NONE) continue;
    found += 1;
    visit(request, slot, pairs.points(slot));
  }
  return found;
}

/** Requests of one school after another and of one region after another: what lies around them is then at hand. */
function nearEachOther(requests: readonly RequestNumbers[]): number[] {
  const metres = 20_000;
  const at = (request: number) => requests[request] as RequestNumbers;
  const band = (request: number) => Math.floor(at(request).northing / metres);
  return [...requests.keys()].sort(
    (one, other) =>
      band(one) - band(other) ||
      at(one).easting - at(other).easting ||
      at(one).northing - at(other).northing ||
      one - other,
  );
}

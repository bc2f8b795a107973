import type { Columns, RequestColumns } from './clear.columns.js';
import type { ClearingProblem } from './clearing.js';
import { gainOf } from './gains.js';
import { quotaKey } from './quotas.js';

/** A part of a request: the sessions that serve its benchmark and those that don't gain differently. Most have one part. */
export interface Lanes {
  readonly count: number;
  /** The request's number among the columns. */
  readonly request: Int32Array;
  readonly serves: Uint8Array;
}

/**
 * Everything that limits, as two trees whose leaves the pairs join: lanes under requests under quotas under schools on the one side,
 * slots under blocks, people and employers on the other. What stands above the topmost is the hub, whose number is −1.
 *
 * A unit goes from the hub down to a lane, over a pair to a slot, and up to the hub. On its way down each place pays
 * for its k-th unit what `worth` says. A place has a higher number than those under it.
 */
export interface Places {
  /** How many: lanes first, then the requests that have two lanes, then quotas, then schools; then slots, blocks, people, employers. */
  readonly places: number;
  readonly firstSchool: number;
  readonly firstSlot: number;
  readonly firstBlock: number;
  /** The next place up; −1 is the hub. */
  readonly parent: Int32Array;
  readonly capacity: Int32Array;
  /** The places under each: those of place p are `children[childStart[p]]` up to `childStart[p + 1]`. */
  readonly childStart: Int32Array;
  readonly children: Int32Array;
  /** Points of the k-th unit through a place of the asking side: `worth[worthStart[p] + k - 1]`, 0 beyond its end. */
  readonly worthStart: Int32Array;
  readonly worth: Int32Array;
  /** By quota, block, person and employer as the problem names them: their places, for those that have a lane, or a slot. */
  readonly names: PlaceNames;
}

/** Which place stands for what of the problem. */
export interface PlaceNames {
  readonly quotas: ReadonlyMap<number, number>;
  readonly blocks: ReadonlyMap<number, number>;
  readonly persons: ReadonlyMap<string, number>;
  readonly employers: ReadonlyMap<string, number>;
}

/** The places of a problem whose lanes are known. */
export function placesOf(problem: ClearingProblem, columns: Columns, lanes: Lanes): Places {
  const building = new Building();
  const quotas = askingSide(building, problem, columns, lanes);
  const firstSchool = building.firstSchool;
  const firstSlot = building.count;
  const names = offeringSide(building, problem, columns);
  return {
    ...building.done(),
    ...{ firstSchool, firstSlot, firstBlock: firstSlot + columns.slots.count, names: { quotas, ...names } },
  };
}

/** The places while they are being numbered. */
class Building {
  firstSchool = 0;
  private readonly parent: number[] = [];
  private readonly capacity: number[] = [];
  private readonly worthStart: number[] = [0];
  private readonly worth: number[] = [];

  get count(): number {
    return this.parent.length;
  }

  /** @param worth points of the first unit, the second …; none beyond */
  add(capacity: number, worth: readonly number[] = []): number {
    this.parent.push(-1);
    this.capacity.push(capacity);
    for (const points of worth) this.worth.push(points);
    this.worthStart.push(this.worth.length);
    return this.count - 1;
  }

  /** @throws RangeError where it is under another already: limits must lie within each other */
  under(place: number, parent: number): void {
    const known = this.parent[place]!;
    if (known >= 0 && known !== parent)
      throw new RangeError(
        'Expected each person with a limit to give for one employer, and each block to be of one person.',
      );
    this.parent[place] = parent;
  }

  done() {
    const parent = Int32Array.from(this.parent);
    const childStart = new Int32Array(this.count + 1);
    for (const up of parent) if (up >= 0) childStart[up + 1]! += 1;
    for (let place = 1; place < childStart.length; place += 1) childStart[place]! += childStart[place - 1]!;
    const next = childStart.slice();
    const children = new Int32Array(childStart[this.count]!);
    parent.forEach((up, place) => {
      if (up >= 0) children[next[up]!++] = place;
    });
    const [capacity, worthStart] = [Int32Array.from(this.capacity), Int32Array.from(this.worthStart)];
    return {
      places: this.count,
      parent,
      capacity,
      childStart,
      children,
      worthStart,
      worth: Int32Array.from(this.worth),
    };
  }
}

function askingSide(
  building: Building,
  problem: ClearingProblem,
  { requests, schools }: Columns,
  lanes: Lanes,
): Map<number, number> {
  for (let lane = 0; lane < lanes.count; lane += 1) {
    const request = problem.requests[requests.row[lanes.request[lane]!]!]!;
    const gains = lanes.serves[lane] === 1 ? gainsOf(request.outstanding, (k) => gainOf(request, k)) : [];
    building.add(request.outstanding, gains);
  }
  const asked = new Float64Array(schools.length);
  for (let request = 0; request < requests.count; request += 1)
    asked[requests.school[request]!]! += requests.outstanding[request]!;
  const ofRequests: Top[] = [];
  for (let lane = 0; lane < lanes.count; lane += 1) {
    const request = lanes.request[lane]!;
    const twin = lanes.request[lane + 1] === request;
    const place = twin ? building.add(requests.outstanding[request]!) : lane;
    if (twin) building.under(lane, place);
    if (twin) building.under(lane + 1, place);
    ofRequests.push([place, request]);
    if (twin) lane += 1;
  }
  const [tops, quotas] = underQuotas(building, problem, requests, ofRequests);
  building.firstSchool = building.count;
  const first = building.count;
  schools.forEach((school, number) => {
    const bonus = problem.bonuses.get(school) ?? [];
    building.add(asked[number]!, bonus.slice(0, asked[number]));
  });
  for (const [place, request] of tops) building.under(place, first + requests.school[request]!);
  return quotas;
}

/** A place that stands topmost yet, and a request below it. */
type Top = readonly [place: number, request: number];

/** Puts places of requests under their quotas. @returns what stands topmost then, and the places of quotas */
function underQuotas(
  building: Building,
  { quotas, requests }: ClearingProblem,
  { row }: RequestColumns,
  tops: readonly Top[],
): [Top[], Map<number, number>] {
  const known = new Map(quotas.map((quota, number) => [quotaKey(quota), number]));
  if (known.size < quotas.length)
    throw new RangeError('Expected one quota of a school for each benchmark at most.');
  const places = new Map<number, number>();
  const left = tops.flatMap(([place, request]): Top[] => {
    const quota = known.get(quotaKey(requests[row[request]!]!));
    if (quota === undefined) return [[place, request]];
    const before = places.get(quota);
    const above = before ?? building.add(quotas[quota]!.units);
    places.set(quota, above);
    building.under(place, above);
    return before === undefined ? [[above, request]] : [];
  });
  return [left, places];
}

function gainsOf(count: number, gain: (k: number) => number): number[] {
  const gains: number[] = [];
  for (let k = 1; k <= count; k += 1) {
    const points = gain(k);
    if (points === 0) break;
    gains.push(points);
  }
  return gains;
}

function offeringSide(
  building: Building,
  problem: ClearingProblem,
  { slots }: Columns,
): Omit<PlaceNames, 'quotas'> {
  const first = building.count;
  for (let slot = 0; slot < slots.count; slot += 1) building.add(slots.remaining[slot]!);
  const top = Int32Array.from({ length: slots.count }, (_, slot) => first + slot);
  const offerOf = (slot: number) => problem.offers[slots.row[slot]!]!;
  const blockOf = new Map(problem.blocks.flatMap((ids, block) => ids.map((id) => [id, block] as const)));
  const { persons, employers } = problem;
  return {
    blocks: hang(building, top, (slot) => limit(blockOf.get(offerOf(slot).slotId), () => 1)),
    persons: hang(building, top, (slot) => limit(offerOf(slot).personId, (id) => persons.get(id))),
    employers: hang(building, top, (slot) => limit(offerOf(slot).employerId, (id) => employers.get(id))),
  };
}

type Limit<Name> = readonly [name: Name, capacity: number] | undefined;

function limit<Name>(
  name: Name | null | undefined,
  capacityOf: (name: Name) => number | undefined,
): Limit<Name> {
  const capacity = name === null || name === undefined ? undefined : capacityOf(name);
  return capacity === undefined ? undefined : [name as Name, capacity];
}

/** Puts a place above whatever stands topmost over each slot, where something limits it. @param top changed to the new places */
function hang<Name>(
  building: Building,
  top: Int32Array,
  limitOf: (slot: number) => Limit<Name>,
): Map<Name, number> {
  const known = new Map<Name, number>();
  for (let slot = 0; slot < top.length; slot += 1) {
    const found = limitOf(slot);
    if (!found) continue;
    const place = known.get(found[0]) ?? building.add(found[1]);
    known.set(found[0], place);
    building.under(top[slot]!, place);
    top[slot] = place;
  }
  return known;
}

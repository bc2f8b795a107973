import type { PupilGroup } from './reached.js';

/** Pupils of an event to whom it is worth the same: one encounter, so many days, so many minutes. */
export interface Share {
  readonly pupils: number;
  /** A whole number from 1, in the unit of the target. */
  readonly weight: number;
}

/** What pupils of one group, or of a year without saying which group, took part in; its shares are different pupils. */
export interface CohortEvent {
  /** A group of that year, or null where the record names the year alone. */
  readonly groupId: string | null;
  readonly shares: readonly Share[];
}

/** One academic year of a cohort. Its groups are disjoint; who of them is in which group of another year, nobody knows. */
export interface CohortYear {
  readonly groups: readonly PupilGroup[];
  readonly events: readonly CohortEvent[];
}

/** How many pupils, between two bounds. The lower one counts. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * How many pupils of a cohort took part in as much as the target in all, over several academic years whose groups have
 * nothing to do with each other.
 *
 * Lower: let x pupils reach the target. They account for no more than the x heaviest places of each event of theirs,
 * spread over each year's groups as suits best; every other pupil stays below the target, and so takes at most the
 * largest sum of weights below it. The lower bound is the least x for which all places find a pupil. With a target of one
 * or two encounters some spread of the pupils attains it; with days or minutes it may lie below the truth, never above.
 *
 * Upper: the most y whose y heaviest places of each event suffice to give all of them the target; never below the truth.
 */
export function atLeast(pupils: number, years: readonly CohortYear[], target: number): Bounds {
  const events = years.flatMap((year) => layersOf(year, pupils));
  const bearable = largestBelow(target, events);
  const residuals = years.map((year) => residualOf(pupils, year, target));
  const suffices = (x: number) =>
    residuals.every(({ least }) => least <= x) &&
    sum(residuals.map(({ after }) => after(x))) <= bearable * (pupils - x);
  let [low, high] = [0, pupils];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (suffices(middle)) high = middle;
    else low = middle + 1;
  }
  return { lower: low, upper: mostOf(pupils, events, target) };
}

/** How many pupils of each group reached the target within one academic year, at least; every group of it included. */
export function atLeastByGroup({ groups, events }: CohortYear, target: number): Map<string, number> {
  return new Map(
    groups.map((group) => {
      const own = events.filter(({ groupId }) => groupId === group.groupId);
      return [
        group.groupId,
        leastOf(
          group.size,
          own.map((event) => clippedTo(event, group.size)),
          target,
        ),
      ];
    }),
  );
}

/**
 * How many pupils are in all of several sets at least, where each set has at least so many of them: what is missing from
 * the sets may be different pupils each time.
 */
export function inAll(pupils: number, sets: readonly number[]): number {
  return Math.max(0, sum(sets.map((set) => Math.min(set, pupils))) - (sets.length - 1) * pupils);
}

/** What the pupils below the target must take on of a year, once x pupils have taken what they can. */
interface Residual {
  /** Fewer than these cannot have reached the target. */
  readonly least: number;
  /** The weight left, where x is at least `least`. */
  readonly after: (x: number) => number;
}

function residualOf(pupils: number, year: CohortYear, target: number): Residual {
  const grouped = year.groups.map((group) => {
    const own = year.events.filter(({ groupId }) => groupId === group.groupId);
    const events = own.map((event) => clippedTo(event, group.size));
    const places = placesOf(events);
    const least = leastOf(group.size, events, target);
    return { least, taken: places.slice(least) };
  });
  const ofYear = year.events
    .filter(({ groupId }) => groupId === null)
    .map((event) => clippedTo(event, pupils));
  const yearTails = tailsOf(placesOf(ofYear));
  const leastGrouped = sum(grouped.map(({ least }) => least));
  // Each group's places weigh less and less, so that the heaviest of all groups together can be taken first.
  const tails = tailsOf(grouped.flatMap(({ taken }) => taken).sort((one, other) => other - one));
  return {
    least: Math.max(leastGrouped, ...ofYear.map((event) => heavyOf(event, target))),
    after: (x) => (tails[x - leastGrouped] ?? 0) + (yearTails[x] ?? 0),
  };
}

/** The fewest of some pupils who reached the target, where nothing is known but these events. */
function leastOf(pupils: number, events: readonly CohortEvent[], target: number): number {
  const bearable = largestBelow(target, events);
  const tails = tailsOf(placesOf(events));
  let least = Math.max(0, ...events.map((event) => heavyOf(event, target)));
  while (least < pupils && (tails[least] ?? 0) > bearable * (pupils - least)) least += 1;
  return least;
}

/** The weights of an event's places, the heaviest first, summed over events: at n, that of the (n+1)th heaviest of each. */
function placesOf(events: readonly CohortEvent[]): number[] {
  const places: number[] = [];
  for (const { shares } of events) {
    let place = 0;
    for (const { pupils, weight } of [...shares].sort((one, other) => other.weight - one.weight)) {
      for (const end = place + pupils; place < end; place += 1) places[place] = (places[place] ?? 0) + weight;
    }
  }
  return places;
}

/** At n, the sum of everything from n on. */
function tailsOf(places: readonly number[]): number[] {
  const tails = places.slice();
  for (let at = tails.length - 2; at >= 0; at -= 1) tails[at] = (tails[at] ?? 0) + (tails[at + 1] ?? 0);
  return tails;
}

/** Pupils whom the event alone brings to the target. */
function heavyOf({ shares }: CohortEvent, target: number): number {
  return sum(shares.filter(({ weight }) => weight >= target).map(({ pupils }) => pupils));
}

/** The most that a pupil can have taken part in without reaching the target: in each event once, with one of its weights. */
function largestBelow(target: number, events: readonly CohortEvent[]): number {
  const reachable = new Uint8Array(target);
  reachable[0] = 1;
  for (const { shares } of events) {
    const weights = [...new Set(shares.map(({ weight }) => weight))].filter((weight) => weight < target);
    for (let total = target - 1; total > 0; total -= 1)
      if (weights.some((weight) => weight <= total && reachable[total - weight] === 1)) reachable[total] = 1;
    if (reachable[target - 1] === 1) return target - 1;
  }
  return reachable.lastIndexOf(1);
}

function mostOf(pupils: number, events: readonly CohortEvent[], target: number): number {
  const capped = events.map(({ groupId, shares }) => ({
    groupId,
    shares: shares.map((share) => ({ ...share, weight: Math.min(share.weight, target) })),
  }));
  const places = placesOf(capped);
  let [most, weight] = [0, 0];
  for (; most < pupils; most += 1) {
    weight += places[most] ?? 0;
    if (weight < target * (most + 1)) break;
  }
  return most;
}

/**
 * The events of a year, those of different groups joined, the largest of each group with each other: nobody is in two
 * groups, so that a joined event is one in which each pupil took part once.
 */
function layersOf(year: CohortYear, pupils: number): CohortEvent[] {
  const events = year.events.map((event) => clipped(event, year, pupils));
  const grouped = year.groups.map(({ groupId }) =>
    events.filter((event) => event.groupId === groupId).sort((one, other) => takenBy(other) - takenBy(one)),
  );
  const layers = Array.from({ length: Math.max(0, ...grouped.map(({ length }) => length)) }, (_, rank) => ({
    groupId: null,
    shares: grouped.flatMap((own) => own[rank]?.shares ?? []),
  }));
  return [...layers, ...events.filter(({ groupId }) => groupId === null)];
}

function takenBy({ shares }: CohortEvent): number {
  return sum(shares.map(({ pupils }) => pupils));
}

function clipped(event: CohortEvent, { groups }: CohortYear, pupils: number): CohortEvent {
  return clippedTo(event, groups.find(({ groupId }) => groupId === event.groupId)?.size ?? pupils);
}

/** A group may have shrunk since: of attendance above its size, the lightest is kept. */
function clippedTo({ groupId, shares }: CohortEvent, size: number): CohortEvent {
  let room = size;
  const kept = [...shares]
    .sort((one, other) => one.weight - other.weight)
    .map((share) => {
      const pupils = Math.min(share.pupils, room);
      room -= pupils;
      return { ...share, pupils };
    });
  return { groupId, shares: kept };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

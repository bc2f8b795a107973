import type { YearGroup } from './years.js';

/** A group of pupils taught together; the groups of a year are disjoint. */
export interface PupilGroup {
  readonly groupId: string;
  /** Pupils in it. */
  readonly size: number;
}

/** The pupils of one year group this academic year. */
export interface YearOfPupils {
  readonly yearGroup: YearGroup;
  /** Pupils on the roll, as `rollOf` gives it; never less than the groups' sum. */
  readonly roll: number;
  readonly groups: readonly PupilGroup[];
}

/** How many pupils of one group, or of a year without saying which group, were at a delivery. */
export interface Attendance {
  readonly yearGroup: YearGroup;
  /** Null when the record names the year alone. */
  readonly groupId: string | null;
  readonly pupils: number;
}

/** What happened, as far as a benchmark's figure needs it. */
export interface Delivery {
  readonly attendance: readonly Attendance[];
  /** Whether its activity may count for the benchmark at all (`mayCount`); if not, it enters neither figure. */
  readonly mayCount: boolean;
  /** Whether its points stand (`meaningfulness`). */
  readonly meaningful: boolean;
}

/** Reached pupils between two bounds, equal unless a delivery named the year alone. The lower one counts. */
export interface Reach {
  readonly lower: number;
  readonly upper: number;
  /** The pupils of each group that are known to be reached, by group id, every group of the year included. */
  readonly byGroup: ReadonlyMap<string, number>;
}

/** The two figures of a year: by all deliveries, and by meaningful ones, which alone enter a numerator. */
export interface YearReach {
  readonly recorded: Reach;
  readonly meaningful: Reach;
}

/** The roll of a year: what the school declared (null if nothing), and never less than its groups' sum. */
export function rollOf(declared: number | null, groups: readonly Pick<PupilGroup, 'size'>[]): number {
  return Math.max(declared ?? 0, sum(groups.map(({ size }) => size)));
}

/**
 * Pupils of a year reached by deliveries: the sum over its groups of the largest attendance of one delivery to
 * that group, so that the same pupils never count twice. Attendance is cut off at the group's size and the roll.
 *
 * A delivery that names the year alone might have met any y pupils of the roll, so only bounds are known. Call
 * G the groups' sum. Lower: those y may all be among the G, or, when y is the larger, contain them; several
 * such deliveries may have met the same pupils. Hence max(G, largest y), which some split over the groups
 * attains. Upper: each may have met y pupils that nobody met before, and no more than the roll exists. Hence
 * min(roll, G + the sum of the y); no split over the groups exceeds it.
 *
 * Throws RangeError when attendance names a group that the year does not have.
 */
export function reached(year: YearOfPupils, deliveries: readonly Delivery[]): YearReach {
  const counting = deliveries.filter(({ mayCount }) => mayCount);
  return {
    recorded: reachOf(year, counting),
    meaningful: reachOf(
      year,
      counting.filter(({ meaningful }) => meaningful),
    ),
  };
}

function reachOf({ yearGroup, roll, groups }: YearOfPupils, deliveries: readonly Delivery[]): Reach {
  const attendance = deliveries.flatMap((delivery) =>
    delivery.attendance.filter((part) => part.yearGroup === yearGroup),
  );
  const sizes = new Map(groups.map(({ groupId, size }) => [groupId, size]));
  const byGroup = new Map(groups.map(({ groupId }) => [groupId, 0]));
  const wholeYear: number[] = [];
  for (const { groupId, pupils } of attendance) {
    if (groupId === null) {
      wholeYear.push(Math.min(pupils, roll));
      continue;
    }
    const size = sizes.get(groupId);
    if (size === undefined) throw new RangeError(`Year ${yearGroup} has no group "${groupId}".`);
    byGroup.set(groupId, Math.max(byGroup.get(groupId) ?? 0, Math.min(pupils, size)));
  }
  const known = sum([...byGroup.values()]);
  return {
    lower: Math.max(known, ...wholeYear),
    upper: Math.min(roll, known + sum(wholeYear)),
    byGroup,
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

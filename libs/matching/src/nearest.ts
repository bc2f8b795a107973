import { changeable, type Obstacle } from './obstacle.js';
import type { MatchOffer } from './pair.js';
import { byDay } from './rank.js';

/** A slot of an offer with what stands between it and a request. */
export interface JudgedSlot {
  readonly offer: MatchOffer;
  /** As `feasible` lists them; empty where they fit. */
  readonly obstacles: readonly Obstacle[];
}

/**
 * The slot that comes nearest: before all others one that changes would make fit, since a slot that is past has a
 * single obstacle and is still no use to anybody; then the one with the fewest obstacles, the earlier, and the lower
 * id. One that fits has none and so comes first. Undefined without slots.
 */
export function nearestSlot<Slot extends JudgedSlot>(slots: readonly Slot[]): Slot | undefined {
  return slots.reduce<Slot | undefined>(
    (nearest, slot) => (nearest === undefined || isNearer(slot, nearest) ? slot : nearest),
    undefined,
  );
}

function isNearer(one: JudgedSlot, other: JudgedSlot): boolean {
  const [oneHelped, otherHelped] = [one.obstacles.every(changeable), other.obstacles.every(changeable)];
  if (oneHelped !== otherHelped) return oneHelped;
  if (one.obstacles.length !== other.obstacles.length) return one.obstacles.length < other.obstacles.length;
  return byDay(one.offer, other.offer) < 0;
}

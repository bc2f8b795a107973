import type { ClearedPair, PairName } from '#matching';
import { overlaps, type Span } from './clearing.times.js';

/** When slots take place and pupils are taken: what decides whether a group would have to be in two places at once. */
export interface Clashes {
  /** The times of slots, by slot; of one by arrangement none, as they are still to be agreed. */
  readonly slots: ReadonlyMap<string, readonly Span[]>;
  /** The groups that requests for sessions name, by request. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** What is held or booked for groups already, by group. */
  readonly busy: ReadonlyMap<string, readonly Taken[]>;
}

/** A time at which a group is taken, and the request that takes it. */
export interface Taken {
  readonly requestId: string;
  readonly spans: readonly Span[];
}

/**
 * The pairs that would have a group in two places at once; of each such two the better one stays. Sessions of one request
 * may be held side by side: it is for all its groups together.
 */
export function clashesOf(pairs: readonly ClearedPair[], { slots, groups, busy }: Clashes): PairName[] {
  const taken = new Map<string, Taken[]>();
  const lost: PairName[] = [];
  for (const { requestId, slotId } of bestFirst(pairs)) {
    const spans = slots.get(slotId) ?? [];
    const named = groups.get(requestId) ?? [];
    const others = named.flatMap((group) => [...(busy.get(group) ?? []), ...(taken.get(group) ?? [])]);
    if (others.some((other) => other.requestId !== requestId && overlaps(spans, other.spans)))
      lost.push({ requestId, slotId });
    else for (const group of named) taken.set(group, [...(taken.get(group) ?? []), { requestId, spans }]);
  }
  return lost;
}

function bestFirst(pairs: readonly ClearedPair[]): ClearedPair[] {
  const name = ({ requestId, slotId }: ClearedPair) => `${requestId} ${slotId}`;
  return [...pairs].sort(
    (one, other) => other.pairScore - one.pairScore || (name(one) < name(other) ? -1 : 1),
  );
}

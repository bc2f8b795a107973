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
 * The pairs that would have a group in two places at once: of each such two the better one stays, and the other request does
 * without all slots of that time. Sessions of one request may be held side by side: it is for all its groups together.
 */
export function clashesOf(pairs: readonly ClearedPair[], { slots, groups, busy }: Clashes): PairName[] {
  const taken = new Map<string, Taken[]>();
  const lost: PairName[] = [];
  for (const { requestId, slotId } of bestFirst(pairs)) {
    const spans = slots.get(slotId) ?? [];
    const named = groups.get(requestId) ?? [];
    const others = named
      .flatMap((group) => [...(busy.get(group) ?? []), ...(taken.get(group) ?? [])])
      .filter((other) => other.requestId !== requestId && overlaps(spans, other.spans))
      .flatMap((other) => other.spans);
    if (others.length > 0)
      lost.push(...slotsAt(slots, others).map((other) => ({ requestId, slotId: other })));
    else for (const group of named) taken.set(group, [...(taken.get(group) ?? []), { requestId, spans }]);
  }
  return lost;
}

/** The slots at some times. */
function slotsAt(slots: Clashes['slots'], times: readonly Span[]): string[] {
  return [...slots].filter(([, spans]) => overlaps(spans, times)).map(([slotId]) => slotId);
}

function bestFirst(pairs: readonly ClearedPair[]): ClearedPair[] {
  const name = ({ requestId, slotId }: ClearedPair) => `${requestId} ${slotId}`;
  return [...pairs].sort(
    (one, other) => other.pairScore - one.pairScore || (name(one) < name(other) ? -1 : 1),
  );
}

import type { MatchRequest } from '#matching';
import type { LocalDate } from '#statutes';

/** From one moment to another, in milliseconds; what begins when something else ends does not overlap it. */
export type Span = readonly [from: number, to: number];

/** How long people are taken to travel from one meeting to the next. */
export const TRAVEL_MS = 60 * 60_000;

/** Whether any of these overlaps any of those, or leaves less than so many milliseconds between them. */
export function overlaps(these: readonly Span[], those: readonly Span[], between = 0): boolean {
  return these.some(([from, to]) =>
    those.some(([other, end]) => from < end + between && other < to + between),
  );
}

/** A slot whose times are its own, of somebody who would come. */
export interface PersonsSlot {
  readonly slotId: string;
  readonly personId: string;
  /** One span, or one for each date of a series. */
  readonly spans: readonly Span[];
  /** Whether it reaches many at once, as a broadcast does. */
  readonly many: boolean;
}

/** Times that people have promised already, by person. */
export type Promised = ReadonlyMap<
  string,
  readonly { readonly slotId: string; readonly spans: readonly Span[] }[]
>;

/** Which slots of one person exclude each other. */
export interface Blocks {
  /** Ids of slots of which one session can be given in all, rising; each slot in one of these at most. */
  readonly blocks: readonly (readonly string[])[];
  /** Slots that nobody can come to: their person has promised that time, or broadcasts then. */
  readonly taken: ReadonlySet<string>;
}

/**
 * Puts the slots of each person that overlap, the way from one to the next included, into one block. What overlaps only by
 * way of a third slot is in one block too: a session may be lost by that, and never two promised at once. A broadcast goes
 * before what overlaps it, as all its sessions are one meeting; of two that overlap one is kept.
 */
export function blocksOf(slots: readonly PersonsSlot[], promised: Promised): Blocks {
  const taken = new Set<string>();
  const blocks: string[][] = [];
  for (const [personId, own] of byPerson(slots)) {
    const busy = promised.get(personId) ?? [];
    const free = own.filter(
      ({ slotId, spans }) =>
        !busy.some((other) => other.slotId !== slotId && overlaps(spans, other.spans, TRAVEL_MS)),
    );
    const broadcasts = apart(free.filter(({ many }) => many));
    const kept = free.filter((slot) =>
      slot.many
        ? broadcasts.includes(slot)
        : !broadcasts.some(({ spans }) => overlaps(slot.spans, spans, TRAVEL_MS)),
    );
    for (const { slotId } of own) if (!kept.some((slot) => slot.slotId === slotId)) taken.add(slotId);
    blocks.push(...together(kept.filter(({ many }) => !many)));
  }
  return { blocks: blocks.sort(([one = ''], [other = '']) => (one < other ? -1 : 1)), taken };
}

/** Of slots that overlap the first by id. */
function apart(slots: readonly PersonsSlot[]): PersonsSlot[] {
  const kept: PersonsSlot[] = [];
  for (const slot of [...slots].sort((one, other) => (one.slotId < other.slotId ? -1 : 1)))
    if (!kept.some(({ spans }) => overlaps(slot.spans, spans, TRAVEL_MS))) kept.push(slot);
  return kept;
}

/** Slots of one person that overlap, directly or by way of others: by the moment at which each begins, no pair is missed. */
function together(slots: readonly PersonsSlot[]): string[][] {
  const groups: PersonsSlot[][] = [];
  for (const slot of slots) {
    const touching = groups.filter((group) =>
      group.some(({ spans }) => overlaps(spans, slot.spans, TRAVEL_MS)),
    );
    const merged = [...touching.flat(), slot];
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups.filter(({ length }) => length > 1).map((group) => group.map(({ slotId }) => slotId).sort());
}

function byPerson(slots: readonly PersonsSlot[]): Map<string, PersonsSlot[]> {
  const found = new Map<string, PersonsSlot[]>();
  for (const slot of slots) {
    const own = found.get(slot.personId);
    if (own) own.push(slot);
    else found.set(slot.personId, [slot]);
  }
  return found;
}

/** Adds to one of many lists. */
export function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}

/** Windows cut to the days of a clearing, both ends included. */
export function within(
  windows: MatchRequest['windows'],
  { firstDay, lastDay }: { readonly firstDay: LocalDate; readonly lastDay: LocalDate },
): MatchRequest['windows'] {
  return windows
    .map(({ from, to }) => ({ from: from < firstDay ? firstDay : from, to: to > lastDay ? lastDay : to }))
    .filter(({ from, to }) => from <= to);
}

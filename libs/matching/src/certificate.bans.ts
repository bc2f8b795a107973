import type { ClearingProblem } from './clearing.js';
import type { MatchOffer, MatchRequest } from './pair.js';

/** Why two are not brought together whatever else suits. */
export enum Ban {
  NONE = 0,
  BY_SCHOOL = 1,
  BY_OFFERER = 2,
  PERSON_TAKEN = 3,
  FORBIDDEN = 4,
}

/** Places in the list of slots, by an id. */
type Slots = Map<string, number[]>;

/**
 * The pairs that are ruled out by name. They are few, so that they are looked up from the request's side and marked on the
 * slots: of any slot it then costs one comparison to ask.
 */
export class Bans {
  /** Slots by any id by which some request excludes them. */
  private readonly named: Slots = new Map();
  /** Slots by a person who already comes to some request. */
  private readonly taken: Slots = new Map();
  /** Slots by what their offerers exclude: a school or a request. */
  private readonly excluding: Slots = new Map();
  /** Slots by the request with which they are forbidden. */
  private readonly forbidden: Slots = new Map();
  private readonly why: Uint8Array;
  private marked: number[] = [];

  /** @param offers in the order in which `of` counts them */
  constructor(offers: readonly MatchOffer[], { requests, forbidden }: ClearingProblem) {
    this.why = new Uint8Array(offers.length);
    for (const { excluded, personsTaken } of requests) {
      for (const id of excluded) this.named.set(id, []);
      for (const id of personsTaken) this.taken.set(id, []);
    }
    const slotOf = new Map<string, number>();
    offers.forEach(({ offerId, slotId, employerId, personId, excluded }, slot) => {
      slotOf.set(slotId, slot);
      for (const id of [offerId, slotId, employerId, personId]) {
        if (id !== null) this.named.get(id)?.push(slot);
      }
      if (personId !== null) this.taken.get(personId)?.push(slot);
      for (const id of excluded) add(this.excluding, id, slot);
    });
    for (const { requestId, slotId } of forbidden) {
      const slot = slotOf.get(slotId);
      if (slot !== undefined) add(this.forbidden, requestId, slot);
    }
  }

  /** Turns to a request. */
  ask({ requestId, schoolId, excluded, personsTaken }: MatchRequest): void {
    for (const slot of this.marked) this.why[slot] = Ban.NONE;
    this.marked = [];
    this.mark(this.forbidden.get(requestId), Ban.FORBIDDEN);
    for (const id of personsTaken) this.mark(this.taken.get(id), Ban.PERSON_TAKEN);
    this.mark(this.excluding.get(schoolId), Ban.BY_OFFERER);
    this.mark(this.excluding.get(requestId), Ban.BY_OFFERER);
    for (const id of excluded) this.mark(this.named.get(id), Ban.BY_SCHOOL);
  }

  /** What keeps a slot and the request that was asked for last apart. */
  of(slot: number): Ban {
    return this.why[slot] ?? Ban.NONE;
  }

  private mark(slots: readonly number[] | undefined, why: Ban): void {
    if (!slots) return;
    for (const slot of slots) {
      this.why[slot] = why;
      this.marked.push(slot);
    }
  }
}

function add(slots: Slots, id: string, slot: number): void {
  const found = slots.get(id);
  if (found) found.push(slot);
  else slots.set(id, [slot]);
}

import { Mode, RequestKind } from '#statutes';
import type { ClearingProblem } from './clearing.js';
import { type MatchOffer, offeredMode } from './pair.js';
import { byCodePoint } from './rank.js';
import { standingPoints } from './score.js';

/** A slot, or the first of several that are alike. */
export interface OfferRow {
  readonly offer: MatchOffer;
  /** Where it stands in `problem.offers`. */
  readonly row: number;
  readonly alike?: Alike;
}

/** Slots by video that are alike in all that a pair hangs on: a network has them as one. */
export interface Alike {
  /** Where they stand in `problem.offers`, two of them at least, by slot's id. */
  readonly rows: readonly number[];
  /** What is left of each of them. */
  readonly remaining: number;
  /** Whether each is of somebody else, of whom a request can have one unit. */
  readonly ofPeople: boolean;
}

/** People first, each with all their slots; then the slots that name nobody, or stand for several. */
export function byPerson(one: OfferRow, other: OfferRow): number {
  const [person, someone] = [personOf(one), personOf(other)];
  if ((person === null) !== (someone === null)) return person === null ? 1 : -1;
  return byCodePoint(person ?? '', someone ?? '') || byCodePoint(one.offer.slotId, other.offer.slotId);
}

/** Whose a row is; null for those that name nobody, or stand for several. */
export function personOf({ offer, alike }: OfferRow): string | null {
  return alike ? null : offer.personId;
}

/**
 * Meetings by video fit nearly every school: where many are alike, their pairs are not listed one by one. Those are taken
 * together whose unit nothing else limits, and which nobody names: then any units of the class can be dealt out, as `Deal`
 * does. That a request has no person twice is no limit either, where there are at least as many people as it looks for
 * sessions.
 * @param rows what is left of the offers, in an order of its own
 */
export function classed(rows: readonly OfferRow[], problem: ClearingProblem): OfferRow[] {
  const isFree = freely(rows, problem);
  const classes = new Map<string, OfferRow[]>();
  const found: OfferRow[] = [];
  for (const row of rows) {
    if (!isFree(row.offer)) found.push(row);
    else {
      const key = likeness(row.offer, problem);
      const known = classes.get(key);
      if (known) known.push(row);
      else classes.set(key, [row]);
    }
  }
  const most = problem.requests.reduce((least, { outstanding }) => Math.max(least, outstanding), 2);
  for (const members of classes.values()) {
    const [{ offer, row }] = members as [OfferRow];
    const ofPeople = offer.personId !== null;
    if (members.length < (ofPeople ? most : 2)) found.push(...members);
    else
      found.push({
        offer,
        row,
        alike: { rows: members.map((each) => each.row), remaining: offer.slot.remaining, ofPeople },
      });
  }
  return found;
}

/** Whether nothing but its own capacity limits a slot by video, and nobody would rather not have it. */
function freely(rows: readonly OfferRow[], problem: ClearingProblem): (offer: MatchOffer) => boolean {
  const { blocks, forbidden, requests, persons, employers } = problem;
  const named = new Set<string | null>([...blocks.flat(), ...forbidden.map(({ slotId }) => slotId)]);
  for (const { excluded, personsTaken } of requests)
    for (const id of [...excluded, ...personsTaken]) named.add(id);
  const slotsOf = new Map<string, number>();
  for (const {
    offer: { personId },
  } of rows)
    if (personId !== null) slotsOf.set(personId, (slotsOf.get(personId) ?? 0) + 1);
  return (offer) => {
    const { offerId, slotId, personId, employerId } = offer;
    if (offeredMode(offer) !== Mode.VIRTUAL || offer.slot.kind !== RequestKind.ENCOUNTER) return false;
    if (offer.excluded.length > 0 || [offerId, slotId, personId, employerId].some((id) => named.has(id)))
      return false;
    if (employerId !== null && employers.has(employerId)) return false;
    return personId === null || (slotsOf.get(personId) === 1 && !persons.has(personId));
  };
}

/** Equal for slots by video that fit the same requests equally well. What stands in neither does not count there. */
function likeness(offer: MatchOffer, { today }: ClearingProblem): string {
  const { personId, sectors, ...rest } = offer;
  const apart = {
    offerId: '',
    slotId: '',
    employerId: '',
    place: null,
    travelKm: 0,
    responded: null,
    publishedOn: '',
  };
  return JSON.stringify([
    { ...rest, ...apart },
    [...sectors].sort(),
    personId === null,
    standingPoints(offer, today),
  ]);
}

/**
 * Deals the units of classes out to their slots, one after the other and round again: none gives more than it has, nor two
 * to one request before all others have given one.
 */
export class Deal {
  private readonly next = new Map<Alike, number>();

  /** Units of a class for one request. @returns how many each slot gives, by its row */
  out(alike: Alike, units: number): Map<number, number> {
    const { rows } = alike;
    const first = this.next.get(alike) ?? 0;
    this.next.set(alike, (first + units) % rows.length);
    const given = new Map<number, number>();
    for (let unit = 0; unit < units; unit += 1) {
      const row = rows[(first + unit) % rows.length]!;
      given.set(row, (given.get(row) ?? 0) + 1);
    }
    return given;
  }
}

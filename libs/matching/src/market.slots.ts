import { type LocalDate, RequestKind } from '#statutes';
import { dayNumber, dayOf } from './market.codes.js';
import type { MatchSlot } from './pair.js';
import { byCodePoint } from './rank.js';

/** A slot as a market keeps it. */
export interface MarketSlot {
  readonly slotId: string;
  /** Whether it has begun is told by `bookableUntil`. */
  readonly slot: Omit<MatchSlot, 'begun'>;
  /** The instant from which on it is too late to book it, in milliseconds of the epoch. */
  readonly bookableUntil: number;
}

/** Bits of a slot's form. */
const PLACEMENT = 1;
const BROADCAST = 2;

/** Numbers of a slot, side by side. */
const UNTIL = 0;
const NEXT = 1;
const FORM = 2;
const STARTS = 3;
const ENDS = 4;
const DAYS = 5;
const REMAINING = 6;
const MAX_PUPILS = 7;
const SLOT_WIDTH = 8;

/** Typed arrays are of a length once and for all: one with room for what is at a place, and twice as much. */
export function withRoom(numbers: Float64Array, length: number): Float64Array {
  if (length <= numbers.length) return numbers;
  const more = new Float64Array(2 * length);
  more.set(numbers);
  return more;
}

/** Slots in rows of numbers, those of one offer linked by day and id. A row may be used again once it is free. */
export class SlotShelf {
  readonly slotId: string[] = [];
  readonly dates = new Map<number, readonly LocalDate[]>();
  private ofSlots: Float64Array = new Float64Array(64 * SLOT_WIDTH);
  private readonly freeSlots: number[] = [];

  get slots(): number {
    return this.slotId.length - this.freeSlots.length;
  }

  /** The instant from which on it is too late for a slot. */
  until(slot: number): number {
    return this.ofSlots[slot * SLOT_WIDTH + UNTIL]!;
  }

  /** The next slot of the same offer; −1 after the last. */
  next(slot: number): number {
    return this.ofSlots[slot * SLOT_WIDTH + NEXT]!;
  }

  isPlacement(slot: number): boolean {
    return (this.ofSlots[slot * SLOT_WIDTH + FORM]! & PLACEMENT) !== 0;
  }

  isBroadcast(slot: number): boolean {
    return (this.ofSlots[slot * SLOT_WIDTH + FORM]! & BROADCAST) !== 0;
  }

  starts(slot: number): number {
    return this.ofSlots[slot * SLOT_WIDTH + STARTS]!;
  }

  ends(slot: number): number {
    return this.ofSlots[slot * SLOT_WIDTH + ENDS]!;
  }

  /** How many working days it takes, by arrangement; −1 where its dates are its own. */
  days(slot: number): number {
    return this.ofSlots[slot * SLOT_WIDTH + DAYS]!;
  }

  remaining(slot: number): number {
    return this.ofSlots[slot * SLOT_WIDTH + REMAINING]!;
  }

  /** −1 where there is no limit. */
  maxPupils(slot: number): number {
    return this.ofSlots[slot * SLOT_WIDTH + MAX_PUPILS]!;
  }

  /** A slot as `feasible` takes it, at a moment at which it can still be booked. */
  readSlot(slot: number): MatchSlot {
    const [days, most] = [this.days(slot), this.maxPupils(slot)];
    return {
      kind: this.isPlacement(slot) ? RequestKind.PLACEMENT : RequestKind.ENCOUNTER,
      startsOn: dayOf(this.starts(slot)),
      endsOn: dayOf(this.ends(slot)),
      arranged: days < 0 ? null : { days },
      dates: this.dates.get(slot) ?? [],
      broadcast: this.isBroadcast(slot),
      begun: false,
      remaining: this.remaining(slot),
      maxPupils: most < 0 ? null : most,
    };
  }

  /** Puts slots into rows. @returns the first by day and id; −1 without any */
  protected addSlots(slots: readonly MarketSlot[]): number {
    const late = [...slots].sort(
      (one, other) =>
        byCodePoint(other.slot.startsOn, one.slot.startsOn) || byCodePoint(other.slotId, one.slotId),
    );
    return late.reduce((next, slot) => this.addSlot(slot, next), -1);
  }

  /** Frees the rows of a slot and all that follow it. */
  protected removeSlots(first: number): void {
    for (let slot = first; slot >= 0; slot = this.next(slot)) {
      this.freeSlots.push(slot);
      this.slotId[slot] = '';
      this.dates.delete(slot);
    }
  }

  private addSlot({ slotId, slot, bookableUntil }: MarketSlot, next: number): number {
    const row = this.freeSlots.pop() ?? this.slotId.length;
    this.ofSlots = withRoom(this.ofSlots, (row + 1) * SLOT_WIDTH);
    this.slotId[row] = slotId;
    if (slot.dates.length > 0) this.dates.set(row, slot.dates);
    const [at, numbers] = [row * SLOT_WIDTH, this.ofSlots];
    numbers[at + UNTIL] = bookableUntil;
    numbers[at + NEXT] = next;
    numbers[at + FORM] =
      (slot.kind === RequestKind.PLACEMENT ? PLACEMENT : 0) | (slot.broadcast ? BROADCAST : 0);
    numbers[at + STARTS] = dayNumber(slot.startsOn);
    numbers[at + ENDS] = dayNumber(slot.endsOn);
    numbers[at + DAYS] = slot.arranged?.days ?? -1;
    numbers[at + REMAINING] = slot.remaining;
    numbers[at + MAX_PUPILS] = slot.maxPupils ?? -1;
    return row;
  }
}

import type { LocalDate, Mode, SectorLetter } from '#statutes';
import { RequestKind } from '#statutes';
import { classOf, dayNumber, dayOf, MODES, ofClass } from './market.codes.js';
import type { MatchOffer, MatchSlot } from './pair.js';
import { byCodePoint } from './rank.js';

/** A slot as a market keeps it. */
export interface MarketSlot {
  readonly slotId: string;
  /** Whether it has begun is told by `bookableUntil`. */
  readonly slot: Omit<MatchSlot, 'begun'>;
  /** The instant from which on it is too late to book it, in milliseconds of the epoch. */
  readonly bookableUntil: number;
}

/** A published offer with those of its slots that have something left. */
export interface MarketOffer extends Omit<MatchOffer, 'slotId' | 'slot'> {
  readonly slots: readonly MarketSlot[];
}

const PLACEMENT = 1;
const ARRANGED = 2;
const BROADCAST = 4;

/** Typed arrays are of a length once and for all: the same in one twice as long. */
function doubled<Column extends Uint8Array | Int32Array | Float64Array>(column: Column): Column {
  const more = new (column.constructor as new (length: number) => Column)(column.length * 2);
  more.set(column);
  return more;
}

/**
 * Offers and slots in columns, each in a row that may be used again once it is free: a million offers as objects would
 * fill gigabytes and keep the garbage collector busy. Rows of slots are linked, those of one offer by day and id.
 */
export class Shelf {
  readonly offerId: string[] = [];
  readonly employerId: (string | null)[] = [];
  readonly personId: (string | null)[] = [];
  readonly sectors: (readonly SectorLetter[])[] = [];
  /** Of the few offers that name anybody. */
  readonly excluded = new Map<number, readonly string[]>();
  klass = new Uint8Array(64);
  yearFrom = new Uint8Array(64);
  yearTo = new Uint8Array(64);
  mode = new Uint8Array(64);
  easting = new Float64Array(64);
  northing = new Float64Array(64);
  travelKm = new Float64Array(64);
  answered = new Int32Array(64);
  asked = new Int32Array(64);
  published = new Int32Array(64);
  /** The first slot of each offer; −1 where it has none. */
  first = new Int32Array(64);

  readonly slotId: string[] = [];
  readonly dates = new Map<number, readonly LocalDate[]>();
  private form = new Uint8Array(64);
  /** The next slot of the same offer; −1 after the last. */
  next = new Int32Array(64);
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** How many working days it takes, by arrangement. */
  length = new Int32Array(64);
  remaining = new Int32Array(64);
  /** −1 where there is no limit. */
  maxPupils = new Int32Array(64);
  until = new Float64Array(64);

  private readonly rows = new Map<string, number>();
  private readonly freeOffers: number[] = [];
  private readonly freeSlots: number[] = [];
  /** Texts that many offers share are kept once. */
  private readonly employers = new Map<string, string>();
  private readonly sectorLists = new Map<string, readonly SectorLetter[]>();

  get offers(): number {
    return this.rows.size;
  }

  get slots(): number {
    return this.slotId.length - this.freeSlots.length;
  }

  /** The row of an offer; undefined where it is not there. */
  rowOf(offerId: string): number | undefined {
    return this.rows.get(offerId);
  }

  /** Puts an offer that is not there yet into a row. @returns the row */
  add(offer: MarketOffer): number {
    const row = this.freeOffers.pop() ?? this.offerId.length;
    if (row === this.klass.length) this.moreOffers();
    this.rows.set(offer.offerId, row);
    this.offerId[row] = offer.offerId;
    this.employerId[row] = offer.employerId === null ? null : kept(this.employers, offer.employerId);
    this.personId[row] = offer.personId;
    this.sectors[row] = kept(this.sectorLists, offer.sectors.join(), offer.sectors);
    if (offer.excluded.length > 0) this.excluded.set(row, offer.excluded);
    this.klass[row] = classOf(offer.activityType, offer.employed);
    this.yearFrom[row] = offer.yearFrom;
    this.yearTo[row] = offer.yearTo;
    this.mode[row] = MODES.indexOf(offer.mode);
    this.easting[row] = offer.place.easting;
    this.northing[row] = offer.place.northing;
    this.travelKm[row] = offer.travelKm;
    this.answered[row] = offer.responded.answered;
    this.asked[row] = offer.responded.asked;
    this.published[row] = dayNumber(offer.publishedOn);
    this.first[row] = -1;
    const late = [...offer.slots].sort(
      (one, other) =>
        byCodePoint(other.slot.startsOn, one.slot.startsOn) || byCodePoint(other.slotId, one.slotId),
    );
    for (const slot of late) this.first[row] = this.addSlot(slot, this.first[row]!);
    return row;
  }

  /** Frees the row of an offer and those of its slots. */
  remove(row: number): void {
    for (let slot = this.first[row]!; slot >= 0; slot = this.next[slot]!) {
      this.freeSlots.push(slot);
      this.slotId[slot] = '';
      this.dates.delete(slot);
    }
    this.rows.delete(this.offerId[row]!);
    this.excluded.delete(row);
    this.offerId[row] = '';
    this.personId[row] = null;
    this.freeOffers.push(row);
  }

  isPlacement(slot: number): boolean {
    return (this.form[slot]! & PLACEMENT) !== 0;
  }

  isArranged(slot: number): boolean {
    return (this.form[slot]! & ARRANGED) !== 0;
  }

  isBroadcast(slot: number): boolean {
    return (this.form[slot]! & BROADCAST) !== 0;
  }

  /** A slot with its offer as `feasible` and `score` take it, at a moment at which it can still be booked. */
  read(row: number, slot: number): MatchOffer {
    return {
      offerId: this.offerId[row]!,
      slotId: this.slotId[slot]!,
      employerId: this.employerId[row]!,
      personId: this.personId[row]!,
      ...ofClass(this.klass[row]!),
      sectors: this.sectors[row]!,
      yearFrom: this.yearFrom[row]!,
      yearTo: this.yearTo[row]!,
      mode: MODES[this.mode[row]!] as Mode,
      place: { easting: this.easting[row]!, northing: this.northing[row]! },
      travelKm: this.travelKm[row]!,
      slot: this.readSlot(slot),
      responded: { answered: this.answered[row]!, asked: this.asked[row]! },
      publishedOn: dayOf(this.published[row]!),
      excluded: this.excluded.get(row) ?? [],
    };
  }

  readSlot(slot: number): MatchSlot {
    const most = this.maxPupils[slot]!;
    return {
      kind: this.isPlacement(slot) ? RequestKind.PLACEMENT : RequestKind.ENCOUNTER,
      startsOn: dayOf(this.starts[slot]!),
      endsOn: dayOf(this.ends[slot]!),
      arranged: this.isArranged(slot) ? { days: this.length[slot]! } : null,
      dates: this.dates.get(slot) ?? [],
      broadcast: this.isBroadcast(slot),
      begun: false,
      remaining: this.remaining[slot]!,
      maxPupils: most < 0 ? null : most,
    };
  }

  private addSlot({ slotId, slot, bookableUntil }: MarketSlot, next: number): number {
    const row = this.freeSlots.pop() ?? this.slotId.length;
    if (row === this.next.length) this.moreSlots();
    this.slotId[row] = slotId;
    if (slot.dates.length > 0) this.dates.set(row, slot.dates);
    this.form[row] =
      (slot.kind === RequestKind.PLACEMENT ? PLACEMENT : 0) |
      (slot.arranged ? ARRANGED : 0) |
      (slot.broadcast ? BROADCAST : 0);
    this.next[row] = next;
    this.starts[row] = dayNumber(slot.startsOn);
    this.ends[row] = dayNumber(slot.endsOn);
    this.length[row] = slot.arranged?.days ?? 0;
    this.remaining[row] = slot.remaining;
    this.maxPupils[row] = slot.maxPupils ?? -1;
    this.until[row] = bookableUntil;
    return row;
  }

  private moreOffers(): void {
    for (const column of ['klass', 'yearFrom', 'yearTo', 'mode'] as const)
      this[column] = doubled(this[column]);
    for (const column of ['easting', 'northing', 'travelKm'] as const) this[column] = doubled(this[column]);
    for (const column of ['answered', 'asked', 'published', 'first'] as const)
      this[column] = doubled(this[column]);
  }

  private moreSlots(): void {
    this.form = doubled(this.form);
    for (const column of ['next', 'starts', 'ends', 'length', 'remaining', 'maxPupils'] as const)
      this[column] = doubled(this[column]);
    this.until = doubled(this.until);
  }
}

/** The one kept under a key. */
function kept(texts: Map<string, string>, key: string): string;
function kept<Value>(values: Map<string, Value>, key: string, value: Value): Value;
function kept<Value>(values: Map<string, Value>, key: string, value = key as Value): Value {
  const there = values.get(key);
  if (there !== undefined) return there;
  values.set(key, value);
  return value;
}

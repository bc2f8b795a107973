import type { Mode, SectorLetter } from '#statutes';
import { classOf, dayNumber, dayOf, MODES, ofClass } from './market.codes.js';
import { type MarketSlot, SlotShelf, withRoom } from './market.slots.js';
import type { MatchOffer } from './pair.js';
import { freshnessPoints, responsivenessPoints } from './points.js';

/** A published offer, for which the rule of its activity holds, with those of its slots that have something left. */
export interface MarketOffer extends Omit<MatchOffer, 'slotId' | 'slot' | 'saysAll'> {
  readonly slots: readonly MarketSlot[];
}

/** Numbers of an offer, side by side. */
const EASTING = 0;
const NORTHING = 1;
const TRAVEL_KM = 2;
const CLASS = 3;
const MODE = 4;
const FIRST = 5;
const ANSWERED = 6;
const ASKED = 7;
const PUBLISHED = 8;
const YEAR_FROM = 9;
const YEAR_TO = 10;
const OFFER_WIDTH = 11;

/**
 * Offers and slots in rows of numbers that may be used again once they are free: a million offers as objects would fill
 * gigabytes and keep the garbage collector busy, and as one column for each number every look would wait for the memory
 * several times. Slots are linked, those of one offer by day and id.
 */
export class Shelf extends SlotShelf {
  readonly offerId: string[] = [];
  readonly employerId: (string | null)[] = [];
  readonly personId: (string | null)[] = [];
  readonly sectors: (readonly SectorLetter[])[] = [];
  /** Of the few offers that name anybody. */
  readonly excluded = new Map<number, readonly string[]>();
  private ofOffers: Float64Array = new Float64Array(64 * OFFER_WIDTH);

  private readonly rows = new Map<string, number>();
  private readonly freeOffers: number[] = [];
  /** Texts that many offers share are kept once. */
  private readonly employers = new Map<string, string>();
  private readonly sectorLists = new Map<string, readonly SectorLetter[]>();

  get offers(): number {
    return this.rows.size;
  }

  /** The row of an offer; undefined where it is not there. */
  rowOf(offerId: string): number | undefined {
    return this.rows.get(offerId);
  }

  /** Puts an offer that is not there yet into a row. @returns the row */
  add(offer: MarketOffer): number {
    const row = this.freeOffers.pop() ?? this.offerId.length;
    this.ofOffers = withRoom(this.ofOffers, (row + 1) * OFFER_WIDTH);
    this.rows.set(offer.offerId, row);
    this.offerId[row] = offer.offerId;
    this.employerId[row] = offer.employerId === null ? null : kept(this.employers, offer.employerId);
    this.personId[row] = offer.personId;
    this.sectors[row] = kept(this.sectorLists, offer.sectors.join(), offer.sectors);
    if (offer.excluded.length > 0) this.excluded.set(row, offer.excluded);
    this.writeOffer(row, offer);
    const first = this.addSlots(offer.slots);
    this.ofOffers[row * OFFER_WIDTH + FIRST] = first;
    return row;
  }

  /** Frees the row of an offer and those of its slots. */
  remove(row: number): void {
    this.removeSlots(this.first(row));
    this.rows.delete(this.offerId[row]!);
    this.excluded.delete(row);
    this.offerId[row] = '';
    this.personId[row] = null;
    this.freeOffers.push(row);
  }

  easting(row: number): number {
    return this.ofOffers[row * OFFER_WIDTH + EASTING]!;
  }

  northing(row: number): number {
    return this.ofOffers[row * OFFER_WIDTH + NORTHING]!;
  }

  travelKm(row: number): number {
    return this.ofOffers[row * OFFER_WIDTH + TRAVEL_KM]!;
  }

  classOf(row: number): number {
    return this.ofOffers[row * OFFER_WIDTH + CLASS]!;
  }

  mode(row: number): Mode {
    return MODES[this.ofOffers[row * OFFER_WIDTH + MODE]!]!;
  }

  /** The first slot of an offer; −1 where it has none. */
  first(row: number): number {
    return this.ofOffers[row * OFFER_WIDTH + FIRST]!;
  }

  /** Points of an offer that are the same with every request, on a day. */
  points(row: number, day: number): number {
    const at = row * OFFER_WIDTH;
    const numbers = this.ofOffers;
    return (
      responsivenessPoints(numbers[at + ANSWERED]!, numbers[at + ASKED]!) +
      freshnessPoints(day - numbers[at + PUBLISHED]!)
    );
  }

  /** A slot with its offer as `feasible` and `score` take it, at a moment at which it can still be booked. */
  read(row: number, slot: number): MatchOffer {
    const [at, numbers] = [row * OFFER_WIDTH, this.ofOffers];
    return {
      offerId: this.offerId[row]!,
      slotId: this.slotId[slot]!,
      employerId: this.employerId[row]!,
      personId: this.personId[row]!,
      ...ofClass(this.classOf(row)),
      sectors: this.sectors[row]!,
      yearFrom: numbers[at + YEAR_FROM]!,
      yearTo: numbers[at + YEAR_TO]!,
      mode: this.mode(row),
      place: { easting: this.easting(row), northing: this.northing(row) },
      travelKm: this.travelKm(row),
      slot: this.readSlot(slot),
      responded: { answered: numbers[at + ANSWERED]!, asked: numbers[at + ASKED]! },
      publishedOn: dayOf(numbers[at + PUBLISHED]!),
      excluded: this.excluded.get(row) ?? [],
    };
  }

  private writeOffer(row: number, offer: MarketOffer): void {
    const [at, numbers] = [row * OFFER_WIDTH, this.ofOffers];
    [numbers[at + EASTING], numbers[at + NORTHING]] = [offer.place.easting, offer.place.northing];
    numbers[at + TRAVEL_KM] = offer.travelKm;
    numbers[at + CLASS] = classOf(offer.activityType, offer.employed);
    numbers[at + MODE] = MODES.indexOf(offer.mode);
    numbers[at + ANSWERED] = offer.responded.answered;
    numbers[at + ASKED] = offer.responded.asked;
    numbers[at + PUBLISHED] = dayNumber(offer.publishedOn);
    [numbers[at + YEAR_FROM], numbers[at + YEAR_TO]] = [offer.yearFrom, offer.yearTo];
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

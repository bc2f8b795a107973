import { RequestKind } from '#statutes';
import { BY_VIDEO, dayNumber, IN_PERSON, offeredBits, sectorBits } from './market.codes.js';
import { Cell, cellOf, CELLS, NO_LIMIT, POINTS, ROW, TRAITS, traits, WIDTH } from './market.cells.js';
import type { MarketOffer, Shelf } from './market.shelf.js';
import { freshnessPoints, responsivenessPoints } from './points.js';

/** Bits of the kinds of slots. */
export const ENCOUNTERS = 1;
export const PLACEMENTS = 2;

/**
 * The offers of one class: all of them by place, and those that can be held by video once more by their points alone,
 * since nobody travels to them.
 */
export class Stall {
  private readonly cells: (Cell | undefined)[] = new Array<Cell | undefined>(CELLS).fill(undefined);
  /** By points. */
  private byVideo: Cell[] = [];
  private videoDay = 0;
  /** Nobody travels farther, in metres. It is not lowered when somebody goes. */
  reach = 0;
  /** How many offers there are. */
  count = 0;
  private readonly pointsOf = (row: number, day: number): number =>
    responsivenessPoints(this.shelf.answered[row]!, this.shelf.asked[row]!) +
    freshnessPoints(day - this.shelf.published[row]!);

  constructor(private readonly shelf: Shelf) {}

  add(offer: MarketOffer, row: number): void {
    const number = cellOf(offer.place.easting, offer.place.northing);
    const day = dayNumber(offer.publishedOn);
    const cell = (this.cells[number] ??= new Cell(day));
    const record = recordOf(offer, row, this.shelf.klass[row]!);
    record[POINTS] = this.pointsOf(row, cell.day);
    cell.add(record);
    this.count += 1;
    this.reach = Math.max(this.reach, cell.reach);
    if ((modesOf(record) & BY_VIDEO) === 0) return;
    record[POINTS] = this.pointsOf(row, this.videoDay);
    this.addByVideo(record);
  }

  remove(row: number): void {
    const number = cellOf(this.shelf.easting[row]!, this.shelf.northing[row]!);
    this.cells[number]?.remove(row);
    this.count -= 1;
    this.byVideo[this.pointsOf(row, this.videoDay)]?.remove(row);
  }

  /** The offers of a cell, with their points of the day; undefined where there are none. */
  cell(number: number, day: number): Cell | undefined {
    const cell = this.cells[number];
    if (cell && cell.day !== day) cell.renew(day, (row) => this.pointsOf(row, day));
    return cell;
  }

  /** The offers that can be held by video, by the points that they have on the day; most points last, with gaps. */
  videos(day: number): readonly (Cell | undefined)[] {
    if (this.videoDay === day) return this.byVideo;
    const before = this.byVideo;
    [this.byVideo, this.videoDay] = [[], day];
    for (const cell of before) {
      for (let place = 0; place < (cell?.count ?? 0); place += 1) {
        const record = cell!.records.slice(place * WIDTH, (place + 1) * WIDTH);
        record[POINTS] = this.pointsOf(record[ROW]!, day);
        this.addByVideo(record);
      }
    }
    return this.byVideo;
  }

  private addByVideo(record: Int32Array): void {
    (this.byVideo[record[POINTS]!] ??= new Cell(this.videoDay)).add(record);
  }
}

function modesOf(record: Int32Array): number {
  return (record[TRAITS]! >> 8) & (IN_PERSON | BY_VIDEO);
}

function recordOf(offer: MarketOffer, row: number, klass: number): Int32Array {
  const offered = offeredBits(klass, offer.mode);
  let [modes, kinds, most, from, to] = [0, 0, 0, Infinity, -Infinity];
  for (const { slot } of offer.slots) {
    modes |= slot.broadcast ? offered & BY_VIDEO : offered;
    kinds |= slot.kind === RequestKind.PLACEMENT ? PLACEMENTS : ENCOUNTERS;
    most = Math.max(most, slot.maxPupils ?? NO_LIMIT);
    from = Math.min(from, dayNumber(slot.startsOn));
    to = Math.max(to, dayNumber(slot.endsOn));
  }
  const { easting, northing } = offer.place;
  return Int32Array.of(
    ...[row, 0, sectorBits(offer.sectors), Math.floor(easting), Math.floor(northing)],
    ...[
      Math.ceil(offer.travelKm * 1000),
      traits({ from: offer.yearFrom, to: offer.yearTo }, modes, kinds, most),
    ],
    ...[from, to],
  );
}

import { RequestKind } from '#statutes';
import { BY_VIDEO, dayNumber, offeredBits, sectorBits } from './market.codes.js';
import {
  ALL_SECTORS,
  cellOf,
  Cells,
  CELLS,
  NO_LIMIT,
  POINTS_AT,
  ROW,
  TRAITS,
  traits,
  weeksOf,
  WIDTH,
} from './market.cells.js';
import type { MarketOffer, Shelf } from './market.shelf.js';
import { ScorePartName, WEIGHTS } from './weights.js';

/** Bits of the kinds of slots. */
export const ENCOUNTERS = 1;
export const PLACEMENTS = 2;

/** The most points that an offer can have with every request. */
export const MOST_POINTS = WEIGHTS.max[ScorePartName.RESPONSIVENESS] + WEIGHTS.max[ScorePartName.FRESHNESS];

/**
 * The offers of one class: all of them by place, and those that can be held by video once more by their points alone,
 * since nobody travels to them.
 */
export class Stall {
  /** By place; a cell is only right after `renew`. */
  readonly around = new Cells(CELLS);
  /** By points, from 0 to the most; only right after `renewVideos`. */
  readonly byVideo = new Cells(MOST_POINTS + 1);
  /** Nobody travels farther, in metres. It is not lowered when somebody goes. */
  reach = 0;
  /** How many offers there are. */
  count = 0;
  private videoDay = 0;

  constructor(private readonly shelf: Shelf) {}

  add(offer: MarketOffer, row: number): void {
    const cell = cellOf(offer.place.easting, offer.place.northing);
    const detail = detailOf(offer, row, this.shelf.classOf(row));
    const sectors = sectorBits(offer.sectors);
    this.around.add(cell, this.keyOf(row, this.around.days[cell]!, sectors), detail);
    this.reach = Math.max(this.reach, this.around.reaches[cell]!);
    this.count += 1;
    if ((detail[TRAITS]! & (BY_VIDEO << 8)) !== 0) this.addByVideo(row, sectors, detail);
  }

  remove(row: number): void {
    this.around.remove(cellOf(this.shelf.easting(row), this.shelf.northing(row)), row);
    this.byVideo.remove(this.shelf.points(row, this.videoDay), row);
    this.count -= 1;
  }

  /** Works the points of a cell out again where they are those of another day. */
  renew(cell: number, day: number): void {
    const { around } = this;
    if (around.days[cell] === day) return;
    around.days[cell] = day;
    if (around.counts[cell] === 0) return;
    const [sectors, details] = [this.sectorsIn(around, cell), around.empty(cell)];
    sectors.forEach((bits, index) => {
      const detail = details.subarray(index * WIDTH, (index + 1) * WIDTH);
      around.add(cell, this.keyOf(detail[ROW]!, day, bits), detail);
    });
  }

  /** The same of all offers that can be held by video. */
  renewVideos(day: number): void {
    if (this.videoDay === day) return;
    this.videoDay = day;
    const { byVideo } = this;
    const cells = Array.from(byVideo.counts, (_, cell) => ({
      ...{ sectors: this.sectorsIn(byVideo, cell), details: byVideo.empty(cell) },
    }));
    for (const { sectors, details } of cells) {
      sectors.forEach((bits, index) => {
        const detail = details.subarray(index * WIDTH, (index + 1) * WIDTH);
        this.addByVideo(detail[ROW]!, bits, detail);
      });
    }
  }

  private addByVideo(row: number, sectors: number, detail: Int32Array): void {
    this.byVideo.add(this.shelf.points(row, this.videoDay), sectors, detail);
  }

  private keyOf(row: number, day: number, sectors: number): number {
    return (this.shelf.points(row, day) << POINTS_AT) | sectors;
  }

  private sectorsIn({ keys, starts, counts }: Cells, cell: number): Int32Array {
    const of = keys.slice(starts[cell]!, starts[cell]! + counts[cell]!);
    return of.map((key) => key & ALL_SECTORS);
  }
}

function detailOf(offer: MarketOffer, row: number, klass: number): Int32Array {
  const offered = offeredBits(klass, offer.mode);
  let [modes, kinds, most, from, to, weeks] = [0, 0, 0, Infinity, -Infinity, 0];
  for (const { slot } of offer.slots) {
    modes |= slot.broadcast ? offered & BY_VIDEO : offered;
    kinds |= slot.kind === RequestKind.PLACEMENT ? PLACEMENTS : ENCOUNTERS;
    most = Math.max(most, slot.maxPupils ?? NO_LIMIT);
    const [starts, ends] = [dayNumber(slot.startsOn), dayNumber(slot.endsOn)];
    [from, to] = [Math.min(from, starts), Math.max(to, ends)];
    weeks |= weeksOf(starts, slot.arranged ? ends : starts);
  }
  const { easting, northing } = offer.place;
  const years = { from: offer.yearFrom, to: offer.yearTo };
  return Int32Array.of(
    ...[row, Math.floor(easting), Math.floor(northing), Math.ceil(offer.travelKm * 1000)],
    ...[traits(years, modes, kinds, most), from, to, weeks],
  );
}

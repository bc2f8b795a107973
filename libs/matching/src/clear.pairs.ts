import { type Columns } from './clear.columns.js';
import { suits } from './clear.days.js';
import { Grid } from './clear.grid.js';
import { ScorePartName, WEIGHTS } from './weights.js';

/** Bits of a packed pair that hold the number of a slot or request; its score stands above them. */
export const NUMBER_BITS = 21;

/** As many slots or requests as a packed pair can tell apart. */
export const MOST_NUMBERS = 1 << NUMBER_BITS;

const { max } = WEIGHTS;
const IN_PERSON = 1;
const BOTH = 3;
const fadesAt = WEIGHTS.proximityFadesAtKm * 1000;

/** Finds, for one request after the other, the slots that fit, each with its pair score. */
export class PairFinder {
  /** What `find` found last, each packed as score and slot, in no order. Good until the next call. */
  found = new Int32Array(1024);
  private size = 0;
  private readonly grids: ReadonlyMap<number, readonly Grid[]>;
  private readonly byVideo: readonly Int32Array[];

  constructor(private readonly columns: Columns) {
    const { slots } = columns;
    if (Math.max(slots.count, columns.requests.count) > MOST_NUMBERS)
      throw new RangeError(`Expected at most ${MOST_NUMBERS} slots and as many requests.`);
    this.grids = Grid.of(slots);
    const lists: number[][] = Array.from({ length: 32 }, () => []);
    for (let slot = 0; slot < slots.count; slot += 1)
      if ((slots.modes[slot]! & 2) !== 0) lists[slots.activity[slot]!]!.push(slot);
    this.byVideo = lists.map((list) => Int32Array.from(list));
  }

  /** Looks for the slots that fit a request. @returns how many, at the beginning of `found` */
  find(request: number): number {
    this.size = 0;
    const { requests } = this.columns;
    const modes = requests.modes[request]!;
    for (let left = requests.activities[request]!; left !== 0; left &= left - 1) {
      const activity = 31 - Math.clz32(left & -left);
      if ((modes & IN_PERSON) !== 0)
        for (const grid of this.grids.get(activity) ?? []) this.findNear(request, grid, modes);
      if ((modes & 2) !== 0) this.findByVideo(request, this.byVideo[activity]!);
    }
    return this.size;
  }

  private findNear(request: number, grid: Grid, modes: number): void {
    const { requests } = this.columns;
    const [x, y, reach] = [requests.easting[request]!, requests.northing[request]!, requests.reach[request]!];
    const sectors = requests.sectors[request]!;
    const radius = grid.ofPupils ? reach : grid.reach;
    const [left, right] = grid.columnsWithin(x, radius);
    const [bottom, top] = grid.rowsWithin(y, radius);
    for (let row = bottom; row <= top; row += 1) {
      const first = grid.starts[row * grid.width + left]!;
      const last = grid.starts[row * grid.width + right + 1]!;
      for (let at = first; at < last; at += 1) {
        const offered = grid.sectors[at]!;
        if (offered !== 0 && sectors !== 0 && (offered & sectors) === 0) continue;
        // Whoever would also meet by video is found there when the request would too.
        if (grid.modes[at]! === BOTH && modes === BOTH) continue;
        const [dx, dy] = [grid.x[at]! - x, grid.y[at]! - y];
        const limit = grid.ofPupils ? reach : grid.reaches[at]!;
        const square = dx * dx + dy * dy;
        if (square > limit * limit) continue;
        this.judge(request, grid.slot[at]!, square, offered);
      }
    }
  }

  private findByVideo(request: number, list: Int32Array): void {
    const { requests, slots } = this.columns;
    const sectors = requests.sectors[request]!;
    const inPerson = (requests.modes[request]! & IN_PERSON) !== 0;
    for (let at = 0; at < list.length; at += 1) {
      const slot = list[at]!;
      const offered = slots.sectors[slot]!;
      if (offered !== 0 && sectors !== 0 && (offered & sectors) === 0) continue;
      const near = inPerson && slots.modes[slot] === BOTH ? this.squareWithin(request, slot) : -1;
      this.judge(request, slot, near, offered);
    }
  }

  /** The square of the distance where whoever travels would; −1 where it is too far. */
  private squareWithin(request: number, slot: number): number {
    const { requests, slots } = this.columns;
    const dx = slots.easting[slot]! - requests.easting[request]!;
    const dy = slots.northing[slot]! - requests.northing[request]!;
    const [reach, square] = [slots.reach[slot]!, dx * dx + dy * dy];
    const limit = reach < 0 ? requests.reach[request]! : reach;
    return square <= limit * limit ? square : -1;
  }

  /** What is left to ask of a slot in reach. @param square of the distance; −1 where they would meet by video */
  private judge(request: number, slot: number, square: number, offered: number): void {
    const { requests, slots } = this.columns;
    if (slots.placement[slot] !== requests.placement[request]) return;
    const [from, to] = [slots.yearFrom[slot]!, slots.yearTo[slot]!];
    if (requests.youngest[request]! < from || requests.oldest[request]! > to) return;
    const size = this.sizePoints(request, slot);
    if (size < 0) return;
    if (!suits(slots.times, slot, requests.starts[request]!)) return;
    if (requests.banned[request]?.has(slot)) return;
    const points =
      slots.points[slot]! +
      size +
      (offered !== 0 && requests.sectors[request] !== 0 ? max[ScorePartName.SECTOR] : WEIGHTS.openSector) +
      (square < 0 ? WEIGHTS.byVideo : nearness(square)) +
      yearPoints(requests.years[request]!, to - from + 1);
    this.add(points, slot);
  }

  /** −1 where the session takes fewer pupils. */
  private sizePoints(request: number, slot: number): number {
    const { requests, slots } = this.columns;
    const most = slots.maxPupils[slot]!;
    if (requests.placement[request] === 1) {
      const left = slots.remaining[slot]!;
      return Math.floor((max[ScorePartName.SIZE] * Math.min(left, requests.outstanding[request]!)) / left);
    }
    if (most === 0) return WEIGHTS.unlimitedSize;
    const pupils = requests.pupils[request]!;
    return pupils > most ? -1 : Math.floor((max[ScorePartName.SIZE] * Math.max(0, pupils)) / most);
  }

  private add(points: number, slot: number): void {
    if (this.size === this.found.length) {
      const more = new Int32Array(2 * this.size);
      more.set(this.found);
      this.found = more;
    }
    this.found[this.size] = (points << NUMBER_BITS) | slot;
    this.size += 1;
  }
}

function nearness(square: number): number {
  const left = Math.max(0, fadesAt - Math.ceil(Math.sqrt(square)));
  return Math.floor((max[ScorePartName.PROXIMITY] * left) / fadesAt);
}

function yearPoints(asked: number, span: number): number {
  return span <= 0 ? 0 : Math.floor((max[ScorePartName.YEAR_GROUPS] * Math.min(asked, span)) / span);
}

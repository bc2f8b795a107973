import type { SlotColumns } from './clear.columns.js';

/** Metres along the side of a cell. */
const CELL = 5000;

/** Offerers are sorted by how far they travel, so that nobody is looked for as far as the one who travels farthest. */
const BANDS = [5000, 10_000, 20_000, 40_000, 80_000, 160_000, Number.MAX_SAFE_INTEGER];

/**
 * Slots of one activity that can be held in person, by where they are: cells of five kilometres, row by row from the south-west, with what
 * keeps most of them out beside each.
 */
export class Grid {
  readonly width: number;
  readonly height: number;
  /** Where each cell begins; one more for the end. */
  readonly starts: Int32Array;
  readonly slot: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly sectors: Int32Array;
  readonly modes: Uint8Array;
  readonly reaches: Float64Array;
  /** The farthest that any of them travels, in metres. */
  readonly reach: number;
  private readonly west: number;
  private readonly south: number;

  private constructor(
    slots: SlotColumns,
    numbers: readonly number[],
    /** Whether it is the pupils who travel. */
    readonly ofPupils: boolean,
  ) {
    const xs = numbers.map((slot) => slots.easting[slot]!);
    const ys = numbers.map((slot) => slots.northing[slot]!);
    [this.west, this.south] = [least(xs), least(ys)];
    this.width = Math.floor((most(xs) - this.west) / CELL) + 1;
    this.height = Math.floor((most(ys) - this.south) / CELL) + 1;
    const cellOf = (slot: number) =>
      Math.floor((slots.northing[slot]! - this.south) / CELL) * this.width +
      Math.floor((slots.easting[slot]! - this.west) / CELL);
    this.starts = new Int32Array(this.width * this.height + 1);
    for (const slot of numbers) this.starts[cellOf(slot) + 1]! += 1;
    for (let cell = 1; cell < this.starts.length; cell += 1) this.starts[cell]! += this.starts[cell - 1]!;
    const next = this.starts.slice();
    this.slot = new Int32Array(numbers.length);
    for (const slot of numbers) this.slot[next[cellOf(slot)]!++] = slot;
    this.x = Float64Array.from(this.slot, (slot) => slots.easting[slot]!);
    this.y = Float64Array.from(this.slot, (slot) => slots.northing[slot]!);
    this.sectors = Int32Array.from(this.slot, (slot) => slots.sectors[slot]!);
    this.modes = Uint8Array.from(this.slot, (slot) => slots.modes[slot]!);
    this.reaches = Float64Array.from(this.slot, (slot) => slots.reach[slot]!);
    this.reach = this.reaches.reduce((far, reach) => Math.max(far, reach), 0);
  }

  /** The slots that can be held in person, by activity: those to which pupils travel, and the others by how far the offerer does. */
  static of(slots: SlotColumns): ReadonlyMap<number, readonly Grid[]> {
    const bands = new Map<number, number[][]>();
    for (let slot = 0; slot < slots.count; slot += 1) {
      if ((slots.modes[slot]! & 1) === 0) continue;
      const [reach, activity] = [slots.reach[slot]!, slots.activity[slot]!];
      const lists = bands.get(activity) ?? [[], ...BANDS.map(() => [])];
      bands.set(activity, lists);
      lists[reach < 0 ? 0 : 1 + BANDS.findIndex((farthest) => reach <= farthest)]!.push(slot);
    }
    return new Map(
      [...bands].map(([activity, lists]) => [
        activity,
        lists.flatMap((numbers, band) => (numbers.length > 0 ? [new Grid(slots, numbers, band === 0)] : [])),
      ]),
    );
  }

  /** The first and the last column that a circle may touch; the last is before the first where it touches none. */
  columnsWithin(x: number, radius: number): [number, number] {
    return within(x - this.west, radius, this.width);
  }

  /** The first and the last row that a circle may touch. */
  rowsWithin(y: number, radius: number): [number, number] {
    return within(y - this.south, radius, this.height);
  }
}

function within(at: number, radius: number, count: number): [number, number] {
  const first = Math.max(0, Math.floor((at - radius) / CELL));
  return [first, Math.min(count - 1, Math.floor((at + radius) / CELL))];
}

function least(values: readonly number[]): number {
  return values.reduce((one, other) => Math.min(one, other), Infinity);
}

function most(values: readonly number[]): number {
  return values.reduce((one, other) => Math.max(one, other), -Infinity);
}

/** Metres along the side of a cell. */
const CELL = 5000;

// Great Britain, from the south-west of Scilly to the north of Shetland. What lies outside stands in the cell at the
// edge that is nearest: that brings nothing farther apart, so a bound on a distance stays one.
const COLUMNS = 700_000 / CELL;
const ROWS = 1_250_000 / CELL;

/** How many cells the country has. */
export const CELLS = COLUMNS * ROWS;

/** The cell of a place. */
export function cellOf(easting: number, northing: number): number {
  return at(northing, ROWS) * COLUMNS + at(easting, COLUMNS);
}

function at(metres: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(metres / CELL)));
}

/** The cells around a place, one ring after the other: its own, the eight around it, and so on. */
export class Rings {
  /** The cells of the ring, `count` of them. */
  readonly cells = new Int32Array(2 * (COLUMNS + ROWS));
  count = 0;
  /** Nothing in the ring, nor in any farther out, is nearer than this, in metres. */
  metres = 0;
  private radius = -1;
  private readonly column: number;
  private readonly row: number;

  constructor(
    private readonly easting: number,
    private readonly northing: number,
  ) {
    this.column = at(easting, COLUMNS);
    this.row = at(northing, ROWS);
  }

  /** Goes one ring farther out. @returns false where there is none */
  next(): boolean {
    this.radius += 1;
    const { radius, column, row } = this;
    const [left, right] = [column - radius, column + radius];
    const [bottom, top] = [row - radius, row + radius];
    this.count = 0;
    this.metres = radius === 0 ? 0 : this.nearest(left, right, bottom, top);
    if (this.metres === Infinity) return false;
    const [from, to] = [Math.max(0, left), Math.min(COLUMNS - 1, right)];
    for (let y = Math.max(0, bottom); y <= Math.min(ROWS - 1, top); y += 1) {
      if (y === bottom || y === top) for (let x = from; x <= to; x += 1) this.add(x, y);
      else {
        if (left >= 0) this.add(left, y);
        if (right < COLUMNS && radius > 0) this.add(right, y);
      }
    }
    return true;
  }

  private add(column: number, row: number): void {
    this.cells[this.count] = row * COLUMNS + column;
    this.count += 1;
  }

  /** How far it is to the nearest side of the ring within the country. */
  private nearest(left: number, right: number, bottom: number, top: number): number {
    return Math.max(
      0,
      Math.min(
        left < 0 ? Infinity : this.easting - (left + 1) * CELL,
        right >= COLUMNS ? Infinity : right * CELL - this.easting,
        bottom < 0 ? Infinity : this.northing - (bottom + 1) * CELL,
        top >= ROWS ? Infinity : top * CELL - this.northing,
      ),
    );
  }
}

/** What stands of an offer in a cell beside its key: enough to pass over most of them without looking anywhere else. */
export const WIDTH = 8;
/** Its row on the shelf. */
export const ROW = 0;
/** Whole metres, rounded down. */
export const EASTING = 1;
export const NORTHING = 2;
/** How far the offerer travels, in metres, rounded up. */
export const REACH = 3;
/** See `traits`. */
export const TRAITS = 4;
/** The first day of its slots, and the last. */
export const FROM = 5;
export const TO = 6;
/** A bit for each week in which one of its slots could begin: see `weeksOf`. */
export const WEEKS = 7;

/** A bit for each week from one day to another, of 32 that come again: what shares none with other days is on none of them. */
export function weeksOf(from: number, to: number): number {
  if (to < from) return 0;
  const [first, last] = [Math.floor(from / 7), Math.floor(to / 7)];
  if (last - first >= 31) return -1;
  let weeks = 0;
  for (let week = first; week <= last; week += 1) weeks |= 1 << (week & 31);
  return weeks;
}

/** As many pupils as a session without a limit takes. */
export const NO_LIMIT = 0xffff;

/** What an offer and its slots together allow, in bits: years, ways to meet, kinds, and the most pupils of a session. */
export function traits(
  years: { from: number; to: number },
  modes: number,
  kinds: number,
  mostPupils: number,
): number {
  return years.from | (years.to << 4) | (modes << 8) | (kinds << 10) | (Math.min(NO_LIMIT, mostPupils) << 12);
}

/** A key holds a bit for each sector, none where any will do, and above them the points that are the same with every request. */
export const POINTS_AT = 21;

/** The bits of all sectors. */
export const ALL_SECTORS = (1 << POINTS_AT) - 1;

/**
 * Offers of one class, cell by cell, in each those with the most points first. All cells share two arrays, each has a
 * block of them that is moved to one twice as large when it is full: looking into a cell is one wait for the memory.
 */
export class Cells {
  /** The keys that decide the order; one for each place. */
  keys: Int32Array = new Int32Array(1024);
  /** `WIDTH` numbers for each place. */
  details: Int32Array = new Int32Array(1024 * WIDTH);
  /** Where each cell begins, and how many offers it has. */
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** Nobody in a cell travels farther, in metres. It is not lowered when somebody goes. */
  readonly reaches: Int32Array;
  /** The day on which the points of a cell were right. */
  readonly days: Int32Array;
  private readonly sizes: Uint8Array;
  private readonly free: number[][] = Array.from({ length: 32 }, () => []);
  private end = 0;

  constructor(count: number) {
    [this.starts, this.counts] = [new Int32Array(count), new Int32Array(count)];
    [this.reaches, this.days] = [new Int32Array(count), new Int32Array(count)];
    this.sizes = new Uint8Array(count);
  }

  /** Puts an offer where its points belong. @param detail what stands beside its key */
  add(cell: number, key: number, detail: Int32Array): void {
    const count = this.counts[cell]!;
    if (count === 0 && this.sizes[cell] === 0) this.move(cell, 1);
    else if (count === 1 << (this.sizes[cell]! - 1)) this.move(cell, this.sizes[cell]! + 1);
    const start = this.starts[cell]!;
    let place = start + count;
    while (place > start && this.keys[place - 1]! < key) place -= 1;
    this.shift(place, place + 1, start + count - place);
    this.keys[place] = key;
    this.details.set(detail, place * WIDTH);
    this.counts[cell] = count + 1;
    this.reaches[cell] = Math.max(this.reaches[cell]!, detail[REACH]!);
  }

  /** Takes out the offer of a row. Does nothing where it is not there. */
  remove(cell: number, row: number): void {
    const end = this.starts[cell]! + this.counts[cell]!;
    for (let place = this.starts[cell]!; place < end; place += 1) {
      if (this.details[place * WIDTH + ROW] !== row) continue;
      this.shift(place + 1, place, end - place - 1);
      this.counts[cell]! -= 1;
      return;
    }
  }

  /** Takes all offers out of a cell. @returns what stood beside their keys */
  empty(cell: number): Int32Array {
    const [start, count] = [this.starts[cell]!, this.counts[cell]!];
    [this.counts[cell], this.reaches[cell]] = [0, 0];
    return this.details.slice(start * WIDTH, (start + count) * WIDTH);
  }

  private shift(from: number, to: number, count: number): void {
    if (count === 0) return;
    this.keys.copyWithin(to, from, from + count);
    this.details.copyWithin(to * WIDTH, from * WIDTH, (from + count) * WIDTH);
  }

  /** Moves a cell into a block of such a size: 1, 2, 4 … places. */
  private move(cell: number, size: number): void {
    const length = 1 << (size - 1);
    const start = this.free[size]!.pop() ?? this.end;
    if (start === this.end) this.end += length;
    while (this.end > this.keys.length) this.grow();
    const [before, count, old] = [this.starts[cell]!, this.counts[cell]!, this.sizes[cell]!];
    this.keys.copyWithin(start, before, before + count);
    this.details.copyWithin(start * WIDTH, before * WIDTH, (before + count) * WIDTH);
    if (old > 0) this.free[old]!.push(before);
    [this.starts[cell], this.sizes[cell]] = [start, size];
  }

  private grow(): void {
    const [keys, details] = [this.keys, this.details];
    this.keys = new Int32Array(keys.length * 2);
    this.details = new Int32Array(details.length * 2);
    this.keys.set(keys);
    this.details.set(details);
  }
}

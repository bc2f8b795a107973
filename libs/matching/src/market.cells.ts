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

/** What stands of an offer in a cell: enough to pass over most of them without looking anywhere else. */
export const WIDTH = 9;
/** Its row on the shelf. */
export const ROW = 0;
/** Its points that are the same with every request, on the cell's day. */
export const POINTS = 1;
/** A bit for each sector; none where any will do. */
export const SECTORS = 2;
/** Whole metres, rounded down. */
export const EASTING = 3;
export const NORTHING = 4;
/** How far the offerer travels, in metres, rounded up. */
export const REACH = 5;
/** See `traits`. */
export const TRAITS = 6;
/** The first day of its slots, and the last. */
export const FROM = 7;
export const TO = 8;

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

/** Offers of one class in one place, those with the most points first. */
export class Cell {
  count = 0;
  records: Int32Array = new Int32Array(4 * WIDTH);
  /** Nobody in it travels farther, in metres. It is not lowered when somebody goes. */
  reach = 0;
  /** The day on which the points were right. */
  day: number;

  constructor(day: number) {
    this.day = day;
  }

  /** Puts a record where its points belong. */
  add(record: Int32Array): void {
    if (this.count * WIDTH === this.records.length) {
      const more = new Int32Array(this.records.length * 2);
      more.set(this.records);
      this.records = more;
    }
    let place = this.count;
    while (place > 0 && this.records[(place - 1) * WIDTH + POINTS]! < record[POINTS]!) place -= 1;
    this.records.copyWithin((place + 1) * WIDTH, place * WIDTH, this.count * WIDTH);
    this.records.set(record, place * WIDTH);
    this.count += 1;
    this.reach = Math.max(this.reach, record[REACH]!);
  }

  /** Takes out the record of a row. Does nothing where it is not there. */
  remove(row: number): void {
    for (let place = 0; place < this.count; place += 1) {
      if (this.records[place * WIDTH + ROW] !== row) continue;
      this.records.copyWithin(place * WIDTH, (place + 1) * WIDTH, this.count * WIDTH);
      this.count -= 1;
      return;
    }
  }

  /** Works the points out again for another day. @param pointsOf a row */
  renew(day: number, pointsOf: (row: number) => number): void {
    const records = Array.from({ length: this.count }, (_, place) =>
      this.records.slice(place * WIDTH, (place + 1) * WIDTH),
    );
    for (const record of records) record[POINTS] = pointsOf(record[ROW]!);
    [this.count, this.reach, this.day] = [0, 0, day];
    for (const record of records.sort((one, other) => other[POINTS]! - one[POINTS]!)) this.add(record);
  }
}

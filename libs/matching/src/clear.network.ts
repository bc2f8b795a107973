import { type Columns, columnsOf } from './clear.columns.js';
import { MOST_NUMBERS, NUMBER_BITS, PairFinder } from './clear.pairs.js';
import { type Lanes, type Places, placesOf } from './clear.places.js';
import type { ClearingProblem } from './clearing.js';

const NUMBER = (1 << NUMBER_BITS) - 1;

/** The pairs of a problem, and the places that limit them. */
export interface Network extends Places {
  readonly columns: Columns;
  readonly lanes: Lanes;
  /** The pairs of each lane, rising by slot: `pairs[pairStart[lane]]` up to the next start, packed as score and slot. */
  readonly pairStart: Float64Array;
  readonly pairs: Int32Array;
  /** The pairs of each slot, rising by lane, packed as score and lane. */
  readonly backStart: Float64Array;
  readonly back: Int32Array;
}

/** The score of a packed pair. */
export function scoreOf(packed: number): number {
  return packed >> NUMBER_BITS;
}

/** The slot, or the lane, of a packed pair. */
export function numberOf(packed: number): number {
  return packed & NUMBER;
}

/** Pairs and what limits them, of a problem. @param onRequest is told how many requests have been looked at */
export function networkOf(problem: ClearingProblem, onRequest: (done: number) => void = () => {}): Network {
  const columns = columnsOf(problem);
  const { lanes, ...rows } = pairRows(columns, onRequest);
  if (lanes.count > MOST_NUMBERS) throw new RangeError(`Expected at most ${MOST_NUMBERS} parts of requests.`);
  const back = turned(rows, lanes.count, columns.slots.count);
  const forth = turned(back, columns.slots.count, lanes.count);
  return {
    ...placesOf(problem, columns, lanes),
    ...{ columns, lanes },
    ...{ pairStart: forth.start, pairs: forth.packed, backStart: back.start, back: back.packed },
  };
}

interface Rows {
  readonly start: Float64Array;
  readonly packed: Int32Array;
}

/** How many pairs one piece holds while they are being found: nobody knows how many there will be. */
const PIECE = 1 << 20;

function pairRows(columns: Columns, onRequest: (done: number) => void): Rows & { lanes: Lanes } {
  const finder = new PairFinder(columns);
  const pieces = new Pieces();
  const { slots, requests } = columns;
  const [request, serves, start]: [number[], number[], number[]] = [[], [], [0]];
  for (let number = 0; number < requests.count; number += 1) {
    const count = finder.find(number);
    for (const serving of [1, 0]) {
      const before = pieces.size;
      for (let at = 0; at < count; at += 1) {
        const packed = finder.found[at]!;
        const counts = (slots.serves[packed & NUMBER]! & requests.benchmark[number]!) === 0 ? 0 : 1;
        if (counts === serving) pieces.add(packed);
      }
      if (pieces.size === before) continue;
      request.push(number);
      serves.push(serving);
      start.push(pieces.size);
    }
    onRequest(number + 1);
  }
  const lanes = { count: request.length, request: Int32Array.from(request), serves: Uint8Array.from(serves) };
  return { lanes, start: Float64Array.from(start), packed: pieces.joined() };
}

/** A list of numbers that grows without being copied. */
class Pieces {
  size = 0;
  private readonly full: Int32Array[] = [];
  private last = new Int32Array(PIECE);

  add(value: number): void {
    const at = this.size % PIECE;
    if (at === 0 && this.size > 0) {
      this.full.push(this.last);
      this.last = new Int32Array(PIECE);
    }
    this.last[at] = value;
    this.size += 1;
  }

  joined(): Int32Array {
    const all = new Int32Array(this.size);
    [...this.full, this.last].forEach((piece, index) => {
      const from = index * PIECE;
      all.set(piece.subarray(0, Math.min(PIECE, this.size - from)), from);
    });
    return all;
  }
}

/** The same pairs by their other end, rising by the one they were given by. */
function turned({ start, packed }: Rows, rows: number, columns: number): Rows {
  const counts = new Float64Array(columns + 1);
  for (let at = 0; at < packed.length; at += 1) counts[(packed[at]! & NUMBER) + 1]! += 1;
  for (let column = 1; column <= columns; column += 1) counts[column]! += counts[column - 1]!;
  const next = counts.slice();
  const found = new Int32Array(packed.length);
  for (let row = 0; row < rows; row += 1)
    for (let at = start[row]!; at < start[row + 1]!; at += 1) {
      const pair = packed[at]!;
      found[next[pair & NUMBER]!++] = (pair & ~NUMBER) | row;
    }
  return { start: counts, packed: found };
}

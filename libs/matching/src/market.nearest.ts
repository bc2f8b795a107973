import { Mode } from '#statutes';
import { type Cells, Rings, ROW, WIDTH } from './market.cells.js';
import { classOf } from './market.codes.js';
import type { Question } from './market.question.js';
import { openSlots } from './market.search.js';
import type { Shelf } from './market.shelf.js';
import type { Stall } from './market.stall.js';
import { byCodePoint } from './rank.js';

interface Near {
  readonly row: number;
  readonly square: number;
}

/** Finds the nearest offers of the activities of a request that have a slot open, whether or not they fit. */
export class Nearest {
  constructor(
    private readonly question: Question,
    private readonly shelf: Shelf,
    private readonly stalls: readonly (Stall | undefined)[],
  ) {}

  /** @returns rows, in no order. @param byVideo only those that can be held by video */
  find(count: number, byVideo: boolean): number[] {
    const { easting, northing, request } = this.question;
    const stalls = [...new Set(request.activityTypes)]
      .flatMap((activity) => [classOf(activity, false), classOf(activity, true)])
      .flatMap((klass) => this.stalls[klass] ?? []);
    const rings = new Rings(easting, northing);
    const all = stalls.reduce((sum, stall) => sum + stall.count, 0);
    let [found, seen]: [Near[], number] = [[], 0];
    // Where the few that there are have all been seen, the rest of the country need not be walked.
    while (seen < all && rings.next()) {
      if (found.length >= count) {
        found = found.sort(compareNear(this.shelf)).slice(0, count);
        if (rings.metres * rings.metres > found.at(-1)!.square) break;
      }
      for (const stall of stalls) {
        for (let at = 0; at < rings.count; at += 1) {
          const cell = rings.cells[at]!;
          seen += stall.around.counts[cell]!;
          this.collect(stall.around, cell, byVideo, found);
        }
      }
    }
    return found
      .sort(compareNear(this.shelf))
      .slice(0, count)
      .map(({ row }) => row);
  }

  private collect({ details, starts, counts }: Cells, cell: number, byVideo: boolean, found: Near[]): void {
    const { easting, northing, at: moment } = this.question;
    const [start, end] = [starts[cell]!, starts[cell]! + counts[cell]!];
    for (let place = start; place < end; place += 1) {
      const row = details[place * WIDTH + ROW]!;
      if (byVideo && this.shelf.mode(row) === Mode.IN_PERSON) continue;
      if (openSlots(this.shelf, row, moment.now).length === 0) continue;
      const east = this.shelf.easting(row) - easting;
      const north = this.shelf.northing(row) - northing;
      found.push({ row, square: east * east + north * north });
    }
  }
}

function compareNear(shelf: Shelf) {
  return (one: Near, other: Near): number =>
    one.square - other.square || byCodePoint(shelf.offerId[one.row]!, shelf.offerId[other.row]!);
}

import { feasible } from './feasible.js';
import { Best, type Found, type Wanted } from './market.best.js';
import {
  type Cell,
  EASTING,
  FROM,
  NO_LIMIT,
  NORTHING,
  POINTS,
  REACH,
  Rings,
  ROW,
  SECTORS,
  TO,
  TRAITS,
  WIDTH,
} from './market.cells.js';
import { BY_VIDEO, IN_PERSON, isAtWorkplace } from './market.codes.js';
import type { Question } from './market.question.js';
import type { Shelf } from './market.shelf.js';
import { ENCOUNTERS, PLACEMENTS, type Stall } from './market.stall.js';
import { nearnessPoints, yearPoints } from './points.js';
import { type Standing, standing } from './rank.js';
import { judge, SLOTS_WEIGHED } from './weigh.js';
import { ScorePartName, WEIGHTS } from './weights.js';

const { max } = WEIGHTS;

/** A class that is looked through: its offers, and what need gives them at most. */
interface Shop {
  readonly stall: Stall;
  readonly need: number;
  /** Nothing farther away can be reached, in metres. */
  readonly reach: number;
  readonly pupilsTravel: boolean;
}

/**
 * Looks for the best matches of one request: ring by ring around the school, and by video in the order of what offers
 * bring of themselves; no farther than where nothing could still be among the best. Offers are passed over by numbers
 * that bound their score from above; what is left is judged by `feasible`.
 */
export class Search {
  private readonly best: Best;
  private readonly shops: readonly Shop[];
  private readonly seen = new Set<number>();
  private readonly kind: number;
  /** The most points of what is known of no offer without looking at it. */
  private readonly most: number;

  constructor(
    private readonly question: Question,
    private readonly shelf: Shelf,
    stalls: readonly (Stall | undefined)[],
    wanted: Wanted,
  ) {
    this.best = new Best(wanted);
    this.kind = question.isPlacement ? PLACEMENTS : ENCOUNTERS;
    const sector = question.sectors === 0 ? WEIGHTS.openSector : max[ScorePartName.SECTOR];
    this.most = sector + this.yearsAtMost() + max[ScorePartName.SIZE];
    this.shops = question.classes().flatMap((klass) => {
      const stall = stalls[klass];
      if (!stall) return [];
      const pupilsTravel = isAtWorkplace(klass);
      const reach = pupilsTravel ? question.reach : stall.reach;
      return [{ stall, need: question.mostNeed(klass), reach, pupilsTravel }];
    });
  }

  /** What is looked for, the first of it first. */
  find(): readonly Found[] {
    if ((this.question.modes & BY_VIDEO) !== 0) for (const shop of this.shops) this.lookByVideo(shop);
    if ((this.question.modes & IN_PERSON) !== 0) this.lookAround();
    return this.best.found;
  }

  private yearsAtMost(): number {
    const { years, youngest, oldest } = this.question;
    return years === 0 ? 0 : yearPoints(years, oldest - youngest + 1);
  }

  private lookByVideo(shop: Shop): void {
    const cells = shop.stall.videos(this.question.day);
    const bound = this.most + WEIGHTS.byVideo + shop.need;
    for (let points = cells.length - 1; points >= 0; points -= 1) {
      if (points + bound < this.best.leastPoints) return;
      const cell = cells[points];
      if (cell) this.lookInto(cell, shop, BY_VIDEO, 0);
    }
  }

  private lookAround(): void {
    const rings = new Rings(this.question.easting, this.question.northing);
    let left = this.shops;
    while (left.length > 0 && rings.next()) {
      left = left.filter((shop) => rings.metres <= shop.reach && !this.isBeyond(rings.metres, shop));
      for (const shop of left) {
        for (let at = 0; at < rings.count; at += 1) {
          const cell = shop.stall.cell(rings.cells[at]!, this.question.day);
          if (cell) this.lookInto(cell, shop, IN_PERSON, rings.metres);
        }
      }
    }
  }

  /** Whether nothing so far away could be looked for, whatever else speaks for it. */
  private isBeyond(metres: number, { need }: Shop): boolean {
    const readiness = max[ScorePartName.RESPONSIVENESS] + max[ScorePartName.FRESHNESS];
    return this.isOut(readiness + this.most + need + nearnessPoints(metres), metres);
  }

  /** Whether what has so many points at most, and is so far away at least, is not looked for. */
  private isOut(points: number, metres: number): boolean {
    const { best } = this;
    return points < best.leastPoints || (points === best.leastPoints && metres > best.mostMetres);
  }

  /** @param metres nothing in the cell is nearer; 0 by video, which is as good from anywhere */
  private lookInto({ records, count }: Cell, shop: Shop, way: number, metres: number): void {
    const bound = this.most + shop.need + (way === BY_VIDEO ? WEIGHTS.byVideo : nearnessPoints(metres));
    for (let at = 0; at < count * WIDTH; at += WIDTH) {
      const points = records[at + POINTS]!;
      if (this.isOut(points + bound, metres)) return;
      if (this.isUnfit(records, at, way)) continue;
      const least = way === BY_VIDEO ? 0 : this.leastMetres(records, at);
      if (way !== BY_VIDEO && least > (shop.pupilsTravel ? shop.reach : records[at + REACH]!)) continue;
      const proximity = way === BY_VIDEO ? WEIGHTS.byVideo : nearnessPoints(least);
      const sure = points + this.offerPoints(records, at);
      if (this.isOut(sure + max[ScorePartName.SIZE] + shop.need + proximity, least)) continue;
      this.judge(records[at + ROW]!, sure, shop.need);
    }
  }

  /** Whether its numbers alone say that no slot of an offer fits. */
  private isUnfit(records: Int32Array, at: number, way: number): boolean {
    const { question } = this;
    const traits = records[at + TRAITS]!;
    if (((traits >> 8) & way) === 0 || ((traits >> 10) & this.kind) === 0) return true;
    const sectors = records[at + SECTORS]!;
    if (sectors !== 0 && question.sectors !== 0 && (sectors & question.sectors) === 0) return true;
    if ((traits & 15) > question.youngest || ((traits >> 4) & 15) < question.oldest) return true;
    if (records[at + FROM]! > question.to || records[at + TO]! < question.from) return true;
    return !question.isPlacement && traits >> 12 < Math.min(NO_LIMIT, question.request.pupilsPerSession);
  }

  /** Metres that an offer is away at least: its place stands there in whole metres. */
  private leastMetres(records: Int32Array, at: number): number {
    const east = records[at + EASTING]! - this.question.easting;
    const north = records[at + NORTHING]! - this.question.northing;
    return Math.sqrt(east * east + north * north) - 2;
  }

  /** The points of sector and year groups. */
  private offerPoints(records: Int32Array, at: number): number {
    const open = records[at + SECTORS] === 0 || this.question.sectors === 0;
    const span = ((records[at + TRAITS]! >> 4) & 15) - (records[at + TRAITS]! & 15) + 1;
    return (open ? WEIGHTS.openSector : max[ScorePartName.SECTOR]) + yearPoints(this.question.years, span);
  }

  /** Judges an offer by all its slots, once. @param sure the points that all of them have */
  private judge(row: number, sure: number, need: number): void {
    if (this.seen.has(row)) return;
    this.seen.add(row);
    const { question, shelf, best } = this;
    const metres = question.metresTo(row);
    const at = (points: number): Standing => [
      ...([points, metres, question.request.requestId, shelf.offerId[row]!] as const),
    ];
    const open = openSlots(shelf, row, question.at.now);
    if (open.length > SLOTS_WEIGHED) return this.judgeMany(row, open);
    let [most, chosen] = [-1, -1];
    for (const slot of open) {
      const points = question.slotPoints(row, slot, metres, need);
      if (points <= most || best.isTooLate(at(sure + points)) || !this.fits(row, slot)) continue;
      [most, chosen] = [points, slot];
    }
    if (chosen >= 0) best.add({ standing: at(sure + most), row, slot: chosen });
  }

  private fits(row: number, slot: number): boolean {
    const { question, shelf } = this;
    if (!question.suits(slot) || !question.isWelcome(row, slot)) return false;
    return feasible(shelf.read(row, slot), question.request, question.at.today).length === 0;
  }

  /** Of more slots than are weighed it matters which: that is for `judge` to say. */
  private judgeMany(row: number, open: readonly number[]): void {
    const { question, shelf } = this;
    const slots = open.map((slot) => shelf.read(row, slot));
    const judged = judge(slots, question.request, question.at.today);
    if (!('score' in judged)) return;
    const slot = open.find((number) => shelf.slotId[number] === judged.offer.slotId)!;
    this.best.add({ standing: standing(judged), row, slot });
  }
}

/** The slots of an offer that can still be booked, by day and id. */
export function openSlots(shelf: Shelf, row: number, now: number): number[] {
  const open: number[] = [];
  for (let slot = shelf.first[row]!; slot >= 0; slot = shelf.next[slot]!)
    if (shelf.until[slot]! > now) open.push(slot);
  return open;
}

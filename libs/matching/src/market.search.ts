import { type Order, rankedPoints } from './elsewhere.js';
import { Best, type Found, type Wanted } from './market.best.js';
import {
  ALL_SECTORS,
  EASTING,
  FROM,
  NO_LIMIT,
  NORTHING,
  POINTS_AT,
  REACH,
  Rings,
  ROW,
  TO,
  TRAITS,
  WEEKS,
  weeksOf,
  WIDTH,
} from './market.cells.js';
import { BY_VIDEO, IN_PERSON, isAtWorkplace } from './market.codes.js';
import type { Question } from './market.question.js';
import type { Shelf } from './market.shelf.js';
import { ENCOUNTERS, MOST_POINTS, PLACEMENTS, type Stall } from './market.stall.js';
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

/** What of a request most offers are passed over by, as whole numbers. */
interface Asks {
  readonly sectors: number;
  readonly youngest: number;
  readonly oldest: number;
  readonly kind: number;
  /** At least so many must come into a session; 0 for placements. */
  readonly pupils: number;
  readonly from: number;
  readonly to: number;
  readonly weeks: number;
}

function asksOf(question: Question): Asks {
  const { sectors, youngest, oldest, isPlacement, request, from, to } = question;
  const pupils = isPlacement ? 0 : Math.min(NO_LIMIT, request.pupilsPerSession);
  const kind = isPlacement ? PLACEMENTS : ENCOUNTERS;
  const [first, last] = [from, to].map((day) => Math.max(-FAR, Math.min(FAR, day)));
  return { sectors, youngest, oldest, kind, pupils, from: first!, to: last!, weeks: weeksOf(first!, last!) };
}

/** A day that is beyond all others, as a small whole number. */
const FAR = 1e9;

/**
 * Looks for the best matches of one request: ring by ring around the school, and by video in the order of what offers
 * bring of themselves; no farther than where nothing could still be among the best. Offers are passed over by numbers
 * that bound their score from above, and so whatever a ranking takes off it; what is left is judged by `feasible`.
 */
export class Search {
  private readonly best: Best;
  private readonly shops: readonly Shop[];
  private readonly seen = new Set<number>();
  private readonly asks: Asks;
  /** The most points of what is known of no offer without looking at it. */
  private readonly most: number;

  constructor(
    private readonly question: Question,
    private readonly shelf: Shelf,
    stalls: readonly (Stall | undefined)[],
    wanted: Wanted,
    private readonly order: Order,
  ) {
    this.best = new Best(wanted);
    this.asks = asksOf(question);
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
    shop.stall.renewVideos(this.question.day);
    const { byVideo } = shop.stall;
    const bound = this.most + WEIGHTS.byVideo + shop.need;
    for (let points = MOST_POINTS; points >= 0; points -= 1) {
      if (points + bound < this.best.leastPoints) return;
      const [start, end] = [byVideo.starts[points]!, byVideo.starts[points]! + byVideo.counts[points]!];
      for (let place = start; place < end; place += 1) {
        const sectors = byVideo.keys[place]!;
        if (!this.isAsked(sectors) || !this.isLikely(byVideo.details, place * WIDTH, BY_VIDEO)) continue;
        const sure = points + this.offerPoints(sectors, byVideo.details[place * WIDTH + TRAITS]!);
        if (this.isOut(sure + max[ScorePartName.SIZE] + shop.need + WEIGHTS.byVideo, 0)) continue;
        this.judge(byVideo.details[place * WIDTH + ROW]!, sure, shop.need);
      }
    }
  }

  private lookAround(): void {
    const rings = new Rings(this.question.easting, this.question.northing);
    let left = this.shops;
    while (left.length > 0 && rings.next()) {
      left = left.filter((shop) => rings.metres <= shop.reach && !this.isBeyond(rings.metres, shop));
      for (const shop of left) {
        for (let at = 0; at < rings.count; at += 1) {
          const cell = rings.cells[at]!;
          const { counts, reaches } = shop.stall.around;
          if (counts[cell] === 0 || (!shop.pupilsTravel && rings.metres > reaches[cell]!)) continue;
          shop.stall.renew(cell, this.question.day);
          this.lookInto(cell, shop, rings.metres);
        }
      }
    }
  }

  /** Whether nothing so far away could be looked for, whatever else speaks for it. */
  private isBeyond(metres: number, { need }: Shop): boolean {
    return this.isOut(MOST_POINTS + this.most + need + nearnessPoints(metres), metres);
  }

  /** Whether what has so many points at most, and is so far away at least, is not looked for. */
  private isOut(points: number, metres: number): boolean {
    const { best } = this;
    return points < best.leastPoints || (points === best.leastPoints && metres > best.mostMetres);
  }

  /** @param metres nothing in the cell is nearer */
  private lookInto(cell: number, shop: Shop, metres: number): void {
    const { keys, details, starts, counts } = shop.stall.around;
    const bound = this.most + shop.need + nearnessPoints(metres);
    const [start, end] = [starts[cell]!, starts[cell]! + counts[cell]!];
    for (let place = start; place < end; place += 1) {
      const points = keys[place]! >> POINTS_AT;
      if (this.isOut(points + bound, metres)) return;
      const sectors = keys[place]! & ALL_SECTORS;
      const at = place * WIDTH;
      if (!this.isAsked(sectors) || !this.isLikely(details, at, IN_PERSON)) continue;
      const least = this.leastMetres(details, at);
      if (least > (shop.pupilsTravel ? shop.reach : details[at + REACH]!)) continue;
      const sure = points + this.offerPoints(sectors, details[at + TRAITS]!);
      if (this.isOut(sure + max[ScorePartName.SIZE] + shop.need + nearnessPoints(least), least)) continue;
      this.judge(details[at + ROW]!, sure, shop.need);
    }
  }

  private isAsked(sectors: number): boolean {
    return (sectors & this.asks.sectors) !== 0 || sectors === 0 || this.asks.sectors === 0;
  }

  /** Whether the other numbers of an offer leave room for a slot that fits. */
  private isLikely(details: Int32Array, at: number, way: number): boolean {
    const { asks } = this;
    if ((details[at + WEEKS]! & asks.weeks) === 0) return false;
    if (details[at + FROM]! > asks.to || details[at + TO]! < asks.from) return false;
    const traits = details[at + TRAITS]!;
    if ((traits & 15) > asks.youngest || ((traits >> 4) & 15) < asks.oldest) return false;
    return ((traits >> 8) & way) !== 0 && ((traits >> 10) & asks.kind) !== 0 && traits >> 12 >= asks.pupils;
  }

  /** Metres that an offer is away at least: its place stands there in whole metres. */
  private leastMetres(details: Int32Array, at: number): number {
    const east = details[at + EASTING]! - this.question.easting;
    const north = details[at + NORTHING]! - this.question.northing;
    return Math.sqrt(east * east + north * north) - 2;
  }

  /** The points of sector and year groups. */
  private offerPoints(sectors: number, traits: number): number {
    const open = sectors === 0 || this.asks.sectors === 0;
    const span = ((traits >> 4) & 15) - (traits & 15) + 1;
    return (open ? WEIGHTS.openSector : max[ScorePartName.SECTOR]) + yearPoints(this.question.years, span);
  }

  /** Judges an offer by all its slots, once. @param sure the points that all of them have */
  private judge(row: number, sure: number, need: number): void {
    const { question, shelf, best, order } = this;
    const { requestId } = question.request;
    // Only where both ways are gone can an offer be met twice.
    if (question.modes === (IN_PERSON | BY_VIDEO)) {
      if (this.seen.has(row)) return;
      this.seen.add(row);
    }
    const metres = question.metresTo(row);
    const at = (points: number): Standing => [...([points, metres, requestId, shelf.offerId[row]!] as const)];
    const open = openSlots(shelf, row, question.at.now);
    if (open.length > SLOTS_WEIGHED) return this.judgeMany(row, open);
    let [most, chosen] = [-Infinity, -1];
    for (const slot of open) {
      const own = question.slotPoints(row, slot, metres, need);
      if (own < 0) continue;
      const points = rankedPoints(order, own, shelf.slotId[slot]!, requestId);
      if (points <= most || best.isTooLate(at(sure + points))) continue;
      if (!question.suits(slot) || !question.isWelcome(row, slot)) continue;
      [most, chosen] = [points, slot];
    }
    if (chosen >= 0) best.add({ standing: at(sure + most), row, slot: chosen });
  }

  /** Of more slots than are weighed it matters which: that is for `judge` to say. */
  private judgeMany(row: number, open: readonly number[]): void {
    const { question, shelf } = this;
    const slots = open.map((slot) => shelf.read(row, slot));
    const judged = judge(slots, question.request, question.at.today, this.order);
    if (!('score' in judged)) return;
    const slot = open.find((number) => shelf.slotId[number] === judged.offer.slotId)!;
    this.best.add({ standing: standing(judged, this.order.ranking), row, slot });
  }
}

/** The slots of an offer that can still be booked, by day and id. */
export function openSlots(shelf: Shelf, row: number, now: number): number[] {
  const open: number[] = [];
  for (let slot = shelf.first(row); slot >= 0; slot = shelf.next(slot))
    if (shelf.until(slot) > now) open.push(slot);
  return open;
}

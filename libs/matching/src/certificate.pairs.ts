import { Ban, Bans } from './certificate.bans.js';
import { RequestDays } from './certificate.days.js';
import {
  ANY_SECTOR,
  BY_VIDEO,
  IN_PERSON,
  requestColumns,
  type RequestColumns,
  slotColumns,
  type SlotColumns,
} from './certificate.rows.js';
import { DayNumbers, type SlotTimes, slotTimes } from './certificate.times.js';
import type { ClearingProblem } from './clearing.js';
import type { MatchOffer, MatchRequest } from './pair.js';
import { ScorePartName, WEIGHTS } from './weights.js';

/** Why a slot and a request do not fit; NONE where they do. */
export enum Misfit {
  NONE,
  KIND,
  ACTIVITY,
  SECTOR,
  YEARS,
  SIZE,
  FULL,
  FILLED,
  MODE,
  DISTANCE,
  DATES,
  EXCLUDED_BY_SCHOOL,
  EXCLUDED_BY_OFFERER,
  PERSON_TAKEN,
  FORBIDDEN,
}

const OF_BAN: Readonly<Record<Ban, Misfit>> = {
  [Ban.NONE]: Misfit.NONE,
  [Ban.BY_SCHOOL]: Misfit.EXCLUDED_BY_SCHOOL,
  [Ban.BY_OFFERER]: Misfit.EXCLUDED_BY_OFFERER,
  [Ban.PERSON_TAKEN]: Misfit.PERSON_TAKEN,
  [Ban.FORBIDDEN]: Misfit.FORBIDDEN,
};

const { max } = WEIGHTS;
const FADES = WEIGHTS.proximityFadesAtKm * 1000;

/**
 * The pairs of a problem, judged one by one from numbers alone: the same answers as `feasible` and `score` give, found in
 * another way. Slots are counted in the order of `offers`, requests in that of the problem.
 */
export class Pairs {
  readonly slots: SlotColumns;
  readonly requests: RequestColumns;
  private readonly bans: Bans;
  private readonly times: SlotTimes;
  private readonly days: RequestDays;
  /** Whether a time suits the request in hand: twice the number of its turn, and one more where it does. */
  private readonly suits: Float64Array;
  private turn = 0;
  private request = -1;

  /** Throws RangeError on a malformed date. */
  constructor(
    private readonly problem: ClearingProblem,
    readonly offers: readonly MatchOffer[],
  ) {
    const numbers = new DayNumbers(problem.today);
    this.slots = slotColumns(offers, problem.today);
    this.requests = requestColumns(problem.requests);
    this.bans = new Bans(offers, problem);
    this.times = slotTimes(offers, numbers);
    this.days = new RequestDays(numbers, problem.today, this.times.lastDay);
    this.suits = new Float64Array(this.times.times.length);
  }

  /** Turns to a request: `misfit` and `points` are of it. */
  ask(request: number): void {
    const asked = this.problem.requests[request] as MatchRequest;
    this.request = request;
    this.turn += 1;
    this.bans.ask(asked);
    this.days.ask(asked);
  }

  /** Why a slot does not fit the request: the first reason found, the quickest to find first. */
  misfit(slot: number): Misfit {
    return this.inKind(slot) || this.inRoom(slot) || this.inPlace(slot) || this.inTime(slot);
  }

  /** The pair score of a slot with the request, 0–600, whether or not they fit. */
  points(slot: number): number {
    const { slots, requests, request } = this;
    return (
      (slots.points[slot] as number) +
      sectorPoints(slots.sectors[slot] as number, requests.sectors[request] as number) +
      this.nearPoints(slot) +
      this.yearPoints(slot) +
      this.sizePoints(slot)
    );
  }

  /** Straight-line metres between a slot and the request, rounded up. */
  metres(slot: number): number {
    return Math.ceil(Math.sqrt(this.squareMetres(slot)));
  }

  /** Whether what the slot offers may count for the benchmark that the request is short of. */
  serves(slot: number): boolean {
    return ((this.slots.counts[slot] as number) & (this.requests.benchmark[this.request] as number)) !== 0;
  }

  private inKind(slot: number): Misfit {
    const { slots, requests, request } = this;
    const years = requests.years[request] as number;
    if ((years & (slots.years[slot] as number)) !== years) return Misfit.YEARS;
    const [offered, asked] = [slots.sectors[slot] as number, requests.sectors[request] as number];
    if (((offered | asked) & ANY_SECTOR) === 0 && (offered & asked) === 0) return Misfit.SECTOR;
    if (slots.placement[slot] !== requests.placement[request]) return Misfit.KIND;
    const activity = 1 << (slots.activity[slot] as number);
    return ((requests.activities[request] as number) & activity) === 0 ? Misfit.ACTIVITY : Misfit.NONE;
  }

  private inRoom(slot: number): Misfit {
    const { slots, requests, request } = this;
    if ((slots.remaining[slot] as number) < 1) return Misfit.FULL;
    if ((requests.outstanding[request] as number) < 1) return Misfit.FILLED;
    const tooMany = (requests.pupils[request] as number) > (slots.maxPupils[slot] as number);
    return tooMany && requests.placement[request] === 0 ? Misfit.SIZE : Misfit.NONE;
  }

  private inPlace(slot: number): Misfit {
    const shared = (this.slots.mode[slot] as number) & (this.requests.mode[this.request] as number);
    if (shared === 0) return Misfit.MODE;
    return (shared & BY_VIDEO) !== 0 || this.isNear(slot) ? Misfit.NONE : Misfit.DISTANCE;
  }

  private inTime(slot: number): Misfit {
    const ban = this.bans.of(slot);
    if (ban !== Ban.NONE) return OF_BAN[ban];
    const time = this.times.timeOf[slot] as number;
    let answer = (this.suits[time] as number) - 2 * this.turn;
    if (answer < 0) {
      const when = this.times.times[time];
      answer = Number(when !== undefined && this.days.fits(when));
      this.suits[time] = 2 * this.turn + answer;
    }
    return answer === 1 ? Misfit.NONE : Misfit.DATES;
  }

  private squareMetres(slot: number): number {
    const { slots, requests, request } = this;
    const east = (slots.easting[slot] as number) - (requests.easting[request] as number);
    const north = (slots.northing[slot] as number) - (requests.northing[request] as number);
    return east * east + north * north;
  }

  private isNear(slot: number): boolean {
    const travelled =
      this.slots.workplace[slot] === 1 ? this.requests.reach[this.request] : this.slots.reach[slot];
    const reach = travelled as number;
    return reach >= 0 && this.squareMetres(slot) <= reach * reach;
  }

  private nearPoints(slot: number): number {
    const shared = (this.slots.mode[slot] as number) & (this.requests.mode[this.request] as number);
    // In person where both can and it is within reach.
    if (shared === BY_VIDEO || (shared === (IN_PERSON | BY_VIDEO) && !this.isNear(slot)))
      return WEIGHTS.byVideo;
    return part(max[ScorePartName.PROXIMITY], FADES - this.metres(slot), FADES);
  }

  private yearPoints(slot: number): number {
    const asked = this.requests.years[this.request] as number;
    const served = bitsIn(asked & (this.slots.welcome[slot] as number));
    return part(max[ScorePartName.YEAR_GROUPS], served, this.slots.yearsWide[slot] as number);
  }

  private sizePoints(slot: number): number {
    const { slots, requests, request } = this;
    if (requests.placement[request] === 1) {
      return part(
        max[ScorePartName.SIZE],
        requests.outstanding[request] as number,
        slots.remaining[slot] as number,
      );
    }
    const most = slots.maxPupils[slot] as number;
    if (most === Infinity) return WEIGHTS.unlimitedSize;
    return part(max[ScorePartName.SIZE], requests.pupils[request] as number, most);
  }
}

function sectorPoints(offered: number, asked: number): number {
  if (((offered | asked) & ANY_SECTOR) !== 0) return WEIGHTS.openSector;
  return (offered & asked) === 0 ? 0 : max[ScorePartName.SECTOR];
}

/** Whole points of the most, for an amount of a whole: none of nothing, and no more than the most. */
function part(most: number, amount: number, whole: number): number {
  if (amount <= 0 || whole <= 0) return 0;
  return amount >= whole ? most : Math.floor((most * amount) / whole);
}

function bitsIn(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

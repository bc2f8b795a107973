import { Ban, Bans } from './certificate.bans.js';
import { RequestDays } from './certificate.days.js';
import {
  ANY_SECTOR,
  BY_VIDEO,
  IN_PERSON,
  requestNumbers,
  type RequestNumbers,
  SECTORS,
  SlotColumns,
} from './certificate.rows.js';
import { DayNumbers, slotTimes } from './certificate.times.js';
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
  readonly requests: readonly RequestNumbers[];
  private readonly bans: Bans;
  private readonly days: RequestDays;
  private request: RequestNumbers | undefined;

  /** Throws RangeError on a malformed date. */
  constructor(
    private readonly problem: ClearingProblem,
    readonly offers: readonly MatchOffer[],
  ) {
    const numbers = new DayNumbers(problem.today);
    this.slots = new SlotColumns(offers, numbers);
    this.requests = problem.requests.map(requestNumbers);
    this.bans = new Bans(offers, problem);
    this.days = new RequestDays(slotTimes(offers, numbers), numbers, problem.today);
  }

  /** Turns to a request: all else is asked of it. */
  ask(request: number): void {
    const row = this.problem.requests[request] as MatchRequest;
    this.request = this.requests[request];
    this.bans.ask(row);
    this.days.ask(row);
  }

  /** Why a slot does not fit the request: the first reason found, the quickest to find first. */
  misfit(slot: number): Misfit {
    const request = this.request as RequestNumbers;
    return (
      this.inKind(slot, request) ||
      this.inRoom(slot, request) ||
      this.inPlace(slot, request) ||
      this.inTime(slot)
    );
  }

  /** The pair score of a slot with the request, 0–600, whether or not they fit. */
  points(slot: number): number {
    const { slots } = this;
    const request = this.request as RequestNumbers;
    return (
      (slots.points[slot] as number) +
      sectorPoints(slots.suits[slot] as number, request.sectors) +
      this.nearPoints(slot, request) +
      this.yearPoints(slot, request) +
      this.sizePoints(slot, request)
    );
  }

  /** Straight-line metres between a slot and the request, rounded up. */
  metres(slot: number): number {
    return Math.ceil(Math.sqrt(this.squareMetres(slot, this.request as RequestNumbers)));
  }

  /** Whether what the slot offers may count for the benchmark that the request is short of. */
  serves(slot: number): boolean {
    return ((this.slots.counts[slot] as number) & (this.request as RequestNumbers).benchmark) !== 0;
  }

  private inKind(slot: number, { years, sectors, placement, activities }: RequestNumbers): Misfit {
    const { slots } = this;
    const suits = slots.suits[slot] as number;
    if ((suits & years) !== years) return Misfit.YEARS;
    if ((suits & sectors) === 0) return Misfit.SECTOR;
    if (slots.placement[slot] !== placement) return Misfit.KIND;
    return ((activities >> (slots.activity[slot] as number)) & 1) === 0 ? Misfit.ACTIVITY : Misfit.NONE;
  }

  private inRoom(slot: number, { outstanding, pupils, placement }: RequestNumbers): Misfit {
    if ((this.slots.remaining[slot] as number) < 1) return Misfit.FULL;
    if (outstanding < 1) return Misfit.FILLED;
    return placement === 0 && pupils > (this.slots.maxPupils[slot] as number) ? Misfit.SIZE : Misfit.NONE;
  }

  private inPlace(slot: number, request: RequestNumbers): Misfit {
    const shared = (this.slots.mode[slot] as number) & request.mode;
    if (shared === 0) return Misfit.MODE;
    return (shared & BY_VIDEO) !== 0 || this.isNear(slot, request) ? Misfit.NONE : Misfit.DISTANCE;
  }

  private inTime(slot: number): Misfit {
    const ban = this.bans.of(slot);
    if (ban !== Ban.NONE) return OF_BAN[ban];
    return this.days.fits(slot) ? Misfit.NONE : Misfit.DATES;
  }

  private squareMetres(slot: number, { easting, northing }: RequestNumbers): number {
    const east = (this.slots.easting[slot] as number) - easting;
    const north = (this.slots.northing[slot] as number) - northing;
    return east * east + north * north;
  }

  private isNear(slot: number, request: RequestNumbers): boolean {
    const reach = this.slots.workplace[slot] === 1 ? request.reach : (this.slots.reach[slot] as number);
    return reach >= 0 && this.squareMetres(slot, request) <= reach * reach;
  }

  private nearPoints(slot: number, request: RequestNumbers): number {
    const shared = (this.slots.mode[slot] as number) & request.mode;
    // In person where both can and it is within reach.
    const video = shared === BY_VIDEO || (shared === (IN_PERSON | BY_VIDEO) && !this.isNear(slot, request));
    return video ? WEIGHTS.byVideo : part(max[ScorePartName.PROXIMITY], FADES - this.metres(slot), FADES);
  }

  private yearPoints(slot: number, { years }: RequestNumbers): number {
    const served = bitsIn(years & (this.slots.welcome[slot] as number));
    return part(max[ScorePartName.YEAR_GROUPS], served, this.slots.yearsWide[slot] as number);
  }

  private sizePoints(slot: number, { placement, outstanding, pupils }: RequestNumbers): number {
    if (placement === 1) {
      return part(max[ScorePartName.SIZE], outstanding, this.slots.remaining[slot] as number);
    }
    const most = this.slots.maxPupils[slot] as number;
    return most === Infinity ? WEIGHTS.unlimitedSize : part(max[ScorePartName.SIZE], pupils, most);
  }
}

function sectorPoints(offered: number, asked: number): number {
  if (((offered | asked) & ANY_SECTOR) !== 0) return WEIGHTS.openSector;
  return (offered & asked & SECTORS) === 0 ? 0 : max[ScorePartName.SECTOR];
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

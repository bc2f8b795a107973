import { ACTIVITY_RULES, type LocalDate, RequestKind } from '#statutes';
import { daysOutside, isPast, whyClosed } from './dates.js';
import {
  BY_VIDEO,
  classOf,
  dayNumber,
  IN_PERSON,
  isAtWorkplace,
  modeBits,
  offeredBits,
  ofClass,
  sectorBits,
} from './market.codes.js';
import type { Shelf } from './market.shelf.js';
import { type MatchRequest, servesBenchmark, stillShort, yearsAsked } from './pair.js';
import { nearnessPoints, needPoints, placesPoints, sessionPoints } from './points.js';
import { WEIGHTS } from './weights.js';

/** When a market is asked: the day, and the instant in milliseconds of the epoch. */
export interface Moment {
  readonly today: LocalDate;
  readonly now: number;
}

/** A request as a market looks for it: all that is compared as numbers, worked out once. */
export class Question {
  readonly day: number;
  readonly sectors: number;
  readonly modes: number;
  readonly isPlacement: boolean;
  readonly years: number;
  readonly youngest: number;
  readonly oldest: number;
  readonly easting: number;
  readonly northing: number;
  /** How far its pupils travel, in metres. */
  readonly reach: number;
  /** The first and the last day that could suit. */
  readonly from: number;
  readonly to: number;
  private readonly short: number;
  private readonly kept: ReadonlySet<string>;
  private readonly inTime = new Map<number, boolean>();

  constructor(
    readonly request: MatchRequest,
    readonly at: Moment,
    private readonly shelf: Shelf,
  ) {
    const years = yearsAsked(request);
    this.day = dayNumber(at.today);
    this.sectors = sectorBits(request.sectors);
    this.modes = modeBits(request.mode);
    this.isPlacement = request.kind === RequestKind.PLACEMENT;
    [this.years, this.youngest, this.oldest] = [years.length, years[0] ?? 15, years.at(-1) ?? 0];
    [this.easting, this.northing] = [request.place.easting, request.place.northing];
    this.reach = request.travelKm * 1000;
    this.from = Math.max(this.day, Math.min(...request.windows.map(({ from }) => dayNumber(from))));
    this.to = Math.max(...request.windows.map(({ to }) => dayNumber(to)));
    this.short = stillShort(request);
    this.kept = new Set(request.excluded);
  }

  /** The classes that it asks for and that are for its years, each once. */
  classes(): number[] {
    if (this.request.outstanding < 1) return [];
    const { activityTypes } = this.request;
    const mayCome = [...new Set(activityTypes)].filter(
      (activity) => this.years === 0 || this.youngest >= ACTIVITY_RULES[activity].minimumYear,
    );
    return mayCome.flatMap((activity) => [classOf(activity, false), classOf(activity, true)]);
  }

  /** The most points that need can give an offer of a class. */
  mostNeed(klass: number): number {
    if (!servesBenchmark(ofClass(klass), this.request)) return 0;
    const { outstanding, pupilsPerSession } = this.request;
    return needPoints(Math.min(this.isPlacement ? outstanding : pupilsPerSession, this.short));
  }

  /** Metres to an offer, as `metresBetween` has it. */
  metresTo(row: number): number {
    const east = this.shelf.easting(row) - this.easting;
    const north = this.shelf.northing(row) - this.northing;
    return Math.ceil(Math.sqrt(east * east + north * north));
  }

  /** Whether whoever travels would go so far. */
  isWithinReach(row: number, metres: number): boolean {
    const reach = isAtWorkplace(this.shelf.classOf(row)) ? this.reach : this.shelf.travelKm(row) * 1000;
    return metres <= reach;
  }

  /**
   * The points that a slot decides, as `slotPoints` has them; −1 where its kind, its size or its way to meet does not suit.
   * @param mostNeed what need gives an offer of its class at most
   */
  slotPoints(row: number, slot: number, metres: number, mostNeed: number): number {
    if (this.shelf.isPlacement(slot) !== this.isPlacement) return -1;
    const proximity = this.proximity(row, slot, metres);
    if (proximity < 0) return -1;
    if (this.isPlacement) {
      const remaining = this.shelf.remaining(slot);
      const taken = Math.min(remaining, this.request.outstanding);
      const need = mostNeed === 0 ? 0 : needPoints(Math.min(taken, this.short));
      return proximity + placesPoints(taken, remaining) + need;
    }
    const limit = this.shelf.maxPupils(slot);
    const pupils = this.request.pupilsPerSession;
    if (limit >= 0 && pupils > limit) return -1;
    return proximity + sessionPoints(pupils, limit < 0 ? null : limit) + mostNeed;
  }

  private proximity(row: number, slot: number, metres: number): number {
    const offered = offeredBits(this.shelf.classOf(row), this.shelf.mode(row));
    const shared = (this.shelf.isBroadcast(slot) ? offered & BY_VIDEO : offered) & this.modes;
    if ((shared & IN_PERSON) !== 0 && this.isWithinReach(row, metres)) return nearnessPoints(metres);
    return (shared & BY_VIDEO) === 0 ? -1 : WEIGHTS.byVideo;
  }

  /** Whether neither side would rather not, and the person has no session of it yet. */
  isWelcome(row: number, slot: number): boolean {
    const { request, shelf } = this;
    const [employer, person] = [shelf.employerId[row]!, shelf.personId[row]!];
    if (person !== null && request.personsTaken.includes(person)) return false;
    const excluded = shelf.excluded.size > 0 ? shelf.excluded.get(row) : undefined;
    if (excluded?.includes(request.schoolId) || excluded?.includes(request.requestId)) return false;
    if (this.kept.size === 0) return true;
    const ids = [shelf.offerId[row]!, shelf.slotId[slot]!, employer, person];
    return !ids.some((id) => id !== null && this.kept.has(id));
  }

  /** Whether a slot lies within the windows and the school teaches then. Asked once of slots on the same days. */
  suits(slot: number): boolean {
    const [starts, ends] = [this.shelf.starts(slot), this.shelf.ends(slot)];
    if (starts > this.to || ends < this.from) return false;
    if (this.shelf.dates.has(slot)) return this.isInTime(slot);
    const length = this.shelf.days(slot) + 1;
    const key = (starts * 65_536 + ends) * 1024 + length;
    const known = this.inTime.get(key);
    if (known !== undefined) return known;
    const found = this.isInTime(slot);
    this.inTime.set(key, found);
    return found;
  }

  private isInTime(slot: number): boolean {
    const { request, at } = this;
    const days = this.shelf.readSlot(slot);
    if (isPast(days, request, at.today) || daysOutside(days, request, at.today)) return false;
    return !whyClosed(days, request, at.today);
  }
}

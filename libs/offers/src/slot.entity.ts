import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RequestKind } from '#statutes';

/**
 * How the time of a slot is to be understood: as it stands; by arrangement, somewhere within it; a series of dates that are
 * booked as one; or a broadcast by video, which reaches many at once.
 */
export type SlotForm = 'fixed' | 'arranged' | 'series' | 'broadcast';

/** One meeting of a series. */
export interface SeriesDate {
  startsAt: Date;
  endsAt: Date;
}

const datesColumn = {
  to: (dates: SeriesDate[] | null) => dates,
  from: (dates: { startsAt: string; endsAt: string }[] | null) =>
    dates &&
    dates.map(({ startsAt, endsAt }) => ({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) })),
};

/** A time window of an offer, with what can still be booked in it. */
@Entity('slot')
export class Slot {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'offer_id' })
  offerId: string;

  @Column('text')
  kind: RequestKind;

  @Column('text')
  form: SlotForm;

  /** Of a series the first date begins then; by arrangement the window opens. */
  @Column('timestamptz', { name: 'starts_at' })
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt: Date;

  /** By arrangement: how many minutes an encounter lasts; null otherwise. */
  @Column('integer', { nullable: true })
  minutes: number | null;

  /** By arrangement: how many working days a placement lasts; null otherwise. */
  @Column('integer', { nullable: true })
  days: number | null;

  /** The dates of a series, rising; null otherwise. */
  @Column('jsonb', { nullable: true, transformer: datesColumn })
  dates: SeriesDate[] | null;

  /** By arrangement when the window closes, otherwise when it begins. The database works it out. */
  @Column({ type: 'timestamptz', name: 'bookable_until', insert: false, update: false })
  bookableUntil: Date;

  /** Sessions of an encounter, places of a placement. */
  @Column('integer')
  capacity: number;

  /** What of the capacity is neither held nor booked. Changed only by `takeCapacity` and `giveCapacityBack`. */
  @Column('integer')
  remaining: number;

  /** How many pupils a session takes; null for a placement. */
  @Column('integer', { name: 'max_pupils', nullable: true })
  maxPupils: number | null;

  /** The rule that made it; null for one of its own, as one that was booked when its rule changed. */
  @Column('text', { name: 'rule_id', nullable: true })
  ruleId: string | null;

  /** Whether its offerer took it back: it stays for the proposals it had, and is not shown. */
  @Column('boolean', { name: 'called_off' })
  calledOff: boolean;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RequestKind } from '#statutes';

/** A time window of an offer, with what can still be booked in it. */
@Entity('slot')
export class Slot {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'offer_id' })
  offerId: string;

  @Column('text')
  kind: RequestKind;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt: Date;

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

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Held, booked or released: it leaves `held` once, and only a cancelled booking turns `booked` into `released`. */
export type HoldStatus = 'held' | 'booked' | 'released';

/** Units of a slot kept for a request until both sides have answered. Changed only in `hold.capacity`. */
@Entity('hold')
export class Hold {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'slot_id' })
  slotId: string;

  @Column('text', { name: 'request_id' })
  requestId: string;

  /** The volunteer of the slot's offer; a request holds each of them once. */
  @Column('text', { name: 'person_id', nullable: true })
  personId: string | null;

  /** Sessions of an encounter, places of a placement. */
  @Column('integer')
  units: number;

  /** The time agreed on within a slot by arrangement; null where the slot has a time of its own. */
  @Column('timestamptz', { name: 'starts_at', nullable: true })
  startsAt: Date | null;

  /** When that ends. */
  @Column('timestamptz', { name: 'ends_at', nullable: true })
  endsAt: Date | null;

  @Column('timestamptz', { name: 'hold_until' })
  holdUntil: Date;

  @Column('text')
  status: HoldStatus;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

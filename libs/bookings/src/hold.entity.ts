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

  @Column('timestamptz', { name: 'hold_until' })
  holdUntil: Date;

  @Column('text')
  status: HoldStatus;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

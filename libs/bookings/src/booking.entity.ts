import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActivityType } from '#statutes';
import type { BookingStatus, CancelReason } from './booking.graphql.js';

/** A meeting that both sides agreed to. What it says of the offer is as it was on confirmation. */
@Entity('booking')
export class Booking {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'hold_id' })
  holdId: string;

  @Column('text', { name: 'slot_id' })
  slotId: string;

  @Column('text', { name: 'request_id' })
  requestId: string;

  @Column('text', { name: 'school_id' })
  schoolId: string;

  @Column('text', { name: 'employer_id' })
  employerId: string;

  /** The volunteer or young ambassador who comes, where the offer named one. */
  @Column('text', { name: 'person_id', nullable: true })
  personId: string | null;

  @Column('text', { name: 'activity_type' })
  activityType: ActivityType;

  /** Sessions of an encounter, places of a placement. */
  @Column('integer')
  units: number;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt: Date;

  @Column('text')
  status: BookingStatus;

  /** Why it was cancelled. */
  @Column('text', { nullable: true })
  reason: CancelReason | null;

  /** Goes up by one with every change; a change names the version it was made from. */
  @Column('integer')
  version: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

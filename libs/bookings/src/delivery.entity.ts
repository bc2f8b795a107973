import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { Side } from '#matching';
import type { GivenBy } from '#offers';
import type { ActivityType, MeaningfulPoint, Mode } from '#statutes';

/** What happened with pupils of a school. Without a booking it was brought in from elsewhere. */
@Entity('delivery')
export class Delivery {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'booking_id', nullable: true })
  bookingId: string | null;

  @Column('text', { name: 'school_id' })
  schoolId: string;

  @Column('text', { name: 'activity_type' })
  activityType: ActivityType;

  @Column('text', { name: 'given_by' })
  givenBy: GivenBy;

  /** Whether a provider of further or higher education or training gave it. */
  @Column('boolean', { name: 'by_provider' })
  byProvider: boolean;

  /** Whether whoever came is employed. */
  @Column('boolean')
  employed: boolean;

  /** Whether each pupil's own interaction is on record. */
  @Column('boolean', { name: 'interaction_recorded' })
  interactionRecorded: boolean;

  @Column('boolean', { name: 'at_workplace' })
  atWorkplace: boolean;

  @Column('boolean', { name: 'in_lessons' })
  inLessons: boolean;

  /** Its first day in England. */
  @Column('date', { name: 'delivered_on' })
  deliveredOn: string;

  /** The academic year of that day. */
  @Column('smallint', { name: 'academic_year' })
  academicYear: number;

  /** How long a pupil took part. */
  @Column('integer')
  minutes: number;

  /** Face to face or over a video link; never `both`. */
  @Column('text')
  mode: Mode;

  /** Made for the demonstration. */
  @Column('boolean')
  simulated: boolean;

  /** The id of whoever recorded it, or `system`. */
  @Column('text', { name: 'recorded_by' })
  recordedBy: string;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt: Date;

  /** Goes up by one with every correction; a correction names the version it was made from. */
  @Column('integer')
  version: number;
}

/** How many pupils of a group, or of a year without saying which group, took part in a delivery. */
@Entity('attendance')
export class Attendance {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id: number;

  @Column('text', { name: 'delivery_id' })
  deliveryId: string;

  @Column('smallint', { name: 'year_group' })
  yearGroup: number;

  /** Null where only the year was recorded. */
  @Column('text', { name: 'group_id', nullable: true })
  groupId: string | null;

  @Column('integer')
  pupils: number;
}

/** A point of meaningfulness as one side recorded it. */
@Entity('evidence')
export class Evidence {
  @PrimaryColumn('text', { name: 'delivery_id' })
  deliveryId: string;

  @PrimaryColumn('text')
  side: Side;

  @PrimaryColumn('text')
  point: MeaningfulPoint;

  /** False where the side denies it. */
  @Column('boolean')
  stands: boolean;
}

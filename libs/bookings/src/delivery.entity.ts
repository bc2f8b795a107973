import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { Side } from '#matching';
import type { GivenBy } from '#offers';
import type { ActivityType, MeaningfulPoint, Mode, ProviderKind } from '#statutes';

/** What happened with pupils of a school. Without a booking it was brought in from elsewhere, as by `recordEvidence`. */
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

  /** Null where nobody came from outside, as for an interview by the school's own adviser. */
  @Column('text', { name: 'given_by', nullable: true })
  givenBy: GivenBy | null;

  /** Whether a provider of further or higher education or training gave it. */
  @Column('boolean', { name: 'by_provider' })
  byProvider: boolean;

  /** The kinds of provider that each pupil who took part met. */
  @Column('text', { name: 'provider_kinds', array: true })
  providerKinds: ProviderKind[];

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

  /** Whether pupils went to the provider. */
  @Column('boolean', { name: 'at_provider' })
  atProvider: boolean;

  /** The level that the adviser of a guidance interview is qualified to; null where it is not recorded. */
  @Column('smallint', { name: 'adviser_level', nullable: true })
  adviserLevel: number | null;

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

  /** When the school took the record back; it counts for nothing then. Only without a booking. */
  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt: Date | null;

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

  /** How many days each of them completed of a placement; null of everything else. */
  @Column('smallint', { nullable: true })
  days: number | null;

  /** How many pupils could have taken part, whether or not they did; null where that was not recorded. */
  @Column('integer', { nullable: true })
  offered: number | null;
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

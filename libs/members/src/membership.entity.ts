import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MembershipStatus, Role } from './membership.graphql.js';

/** A person's role in one school, employer or broker, once somebody who may has approved it. */
@Entity('membership')
export class Membership {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'person_id' })
  personId: string;

  @Column('text', { name: 'school_id', nullable: true })
  schoolId: string | null;

  @Column('text', { name: 'employer_id', nullable: true })
  employerId: string | null;

  @Column('text', { name: 'broker_id', nullable: true })
  brokerId: string | null;

  @Column('text')
  role: Role;

  @Column('text')
  status: MembershipStatus;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt: Date;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;

  /** The id of the person who decided, or of the e-mail domain by which the person joined at once. */
  @Column('text', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  /** Whether it was asked for anew after it had ended: then a person decides, whatever the address. */
  @Column('boolean')
  returns: boolean;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Side } from '#matching';
import type { DeclineReason, ProposalStatus, ProposedBy } from './proposal.graphql.js';

/** A match put to both sides. It holds its capacity until its deadline. */
@Entity('proposal')
export class Proposal {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'request_id' })
  requestId: string;

  @Column('text', { name: 'offer_id' })
  offerId: string;

  @Column('text', { name: 'slot_id' })
  slotId: string;

  @Column('text', { name: 'hold_id' })
  holdId: string;

  @Column('text', { name: 'school_id' })
  schoolId: string;

  @Column('text', { name: 'employer_id' })
  employerId: string;

  /** Sessions of an encounter, places of a placement. */
  @Column('integer')
  units: number;

  /** When it would take place: the slot's own time or, by arrangement, the one that was named. */
  @Column('timestamptz', { name: 'starts_at' })
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt: Date;

  @Column('text')
  status: ProposalStatus;

  @Column('text', { name: 'proposed_by' })
  proposedBy: ProposedBy;

  /** The score when it was proposed, 0 to 1000. */
  @Column('smallint')
  score: number;

  /** The match in one sentence, as it was when it was proposed. */
  @Column('text')
  explanation: string;

  @Column('text', { name: 'decline_reason', nullable: true })
  declineReason: DeclineReason | null;

  @Column('text', { name: 'declined_by', nullable: true })
  declinedBy: Side | null;

  @Column('timestamptz', { name: 'hold_until' })
  holdUntil: Date;

  @Column('integer')
  version: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;
}

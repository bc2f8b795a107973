import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JobProfileStatus } from './job-profile.graphql.js';

/** What somebody does for a living and what pupils can ask them about it. It holds no name. */
@Entity('job_profile')
export class JobProfile {
  @PrimaryColumn('text')
  id: string;

  /** Whose job it is: they alone write it, and it is shown to nobody. */
  @Column('text', { name: 'person_id' })
  personId: string;

  @Column('text', { name: 'employer_id' })
  employerId: string;

  @Column('text')
  status: JobProfileStatus;

  /** Goes up by one with every change; an edit names the version it was made from. */
  @Column('integer')
  version: number;

  /** Code of a SOC 2020 unit group. */
  @Column('text')
  occupation: string;

  @Column('text')
  story: string;

  @Column('text', { name: 'can_ask', array: true })
  canAsk: string[];

  @Column('text', { array: true })
  subjects: string[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt: Date | null;

  /** The title of the occupation and of jobs in it, searched with the rest. */
  @Column('text', { name: 'occupation_words', select: false })
  occupationWords?: string;
}

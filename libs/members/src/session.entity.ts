import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SessionEnd } from './session.graphql.js';

/** A sign-in of a person on some device, from which access tokens come until it ends. */
@Entity('session')
export class Session {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'person_id' })
  personId: string;

  /** What the browser or program said it is. */
  @Column('text')
  device: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** When it last gave out a token. */
  @Column('timestamptz', { name: 'last_used_at' })
  lastUsedAt: Date;

  /** When it ends by itself, unless it is used before. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text', { name: 'end_reason', nullable: true })
  endReason: SessionEnd | null;
}

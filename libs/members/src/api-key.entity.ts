import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ApiScope } from './api-key.graphql.js';

/** A key through which a broker's programs ask. Of the key itself only a hash is kept, and that is never read. */
@Entity('api_key')
export class ApiKey {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'broker_id' })
  brokerId: string;

  @Column('text', { name: 'public_id' })
  publicId: string;

  @Column('bytea', { select: false })
  hash: Buffer;

  @Column('text')
  name: string;

  @Column('text', { array: true })
  scopes: ApiScope[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('text', { name: 'created_by' })
  createdBy: string;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;
}

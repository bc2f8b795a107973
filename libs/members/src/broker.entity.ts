import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A scheme that acts for others; what it brings carries its licence and attribution. */
@Entity('broker')
export class Broker {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  licence: string;

  @Column('text')
  attribution: string;

  /** When an operator approved its first admin; null until then: only its own see it. */
  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt: Date | null;
}

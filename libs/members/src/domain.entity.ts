import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An e-mail domain at which the staff of a school have their addresses. */
@Entity('email_domain')
export class EmailDomain {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'school_id' })
  schoolId: string;

  /** In small letters, an international one in its ASCII form. */
  @Column('text')
  domain: string;

  @Column('timestamptz', { name: 'declared_at' })
  declaredAt: Date;

  /** The id of the person who declared it. */
  @Column('text', { name: 'declared_by' })
  declaredBy: string;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One human being: a canonical record, whatever schools, employers and brokers know them. */
@Entity('person')
export class Person {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  email: string;

  /** When the person last followed a link that was mailed to the address. */
  @Column('timestamptz', { name: 'email_verified_at', nullable: true })
  emailVerifiedAt: Date | null;

  /** Argon2id; null for a person who came through a broker and never signed up. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash: string | null;

  @Column('boolean', { name: 'is_operator' })
  isOperator: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AcademicYear, DeclaredCalendar, ExamWindow, LocalDate, Term } from '#statutes';

/** What a school, or a local authority for its schools, has said of an academic year. */
@Entity('school_calendar')
export class CalendarDeclaration implements DeclaredCalendar {
  @PrimaryColumn('text')
  id: string;

  /** The school's id, or `la_` and the code of the authority. */
  @Column('text')
  scope: string;

  @Column('smallint', { name: 'academic_year' })
  academicYear: AcademicYear;

  /** Null where the school leaves them to its authority. */
  @Column('jsonb', { nullable: true })
  terms: Term[] | null;

  @Column('jsonb', { name: 'inset_days' })
  insetDays: LocalDate[];

  @Column('jsonb', { name: 'open_days' })
  openDays: LocalDate[];

  /** Null where the usual ones are right. */
  @Column('jsonb', { nullable: true })
  exams: ExamWindow[] | null;

  /** Goes up by one with every declaration. */
  @Column('integer')
  version: number;

  @Column('timestamptz', { name: 'declared_at' })
  declaredAt: Date;
}

/** The scope of what a local authority declares. @param code three digits */
export function authorityScope(code: string): string {
  return `la_${code}`;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#platform';

/** How many pupils a year group has, as the school declared it on a day; it stands until a later declaration. */
@Entity('roll')
export class Roll {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'school_id' })
  schoolId: string;

  /** The calendar year that the academic year begins in. */
  @Column('smallint', { name: 'academic_year' })
  academicYear: number;

  @Column('smallint', { name: 'year_group' })
  yearGroup: number;

  @Column('integer')
  pupils: number;

  /** Goes up with every declaration of another number for the year group, over the days. */
  @Column('integer')
  version: number;

  @Column('date', { name: 'declared_on' })
  declaredOn: LocalDate;

  /** The person who declared it, or `system`. */
  @Column('text', { name: 'declared_by' })
  declaredBy: string;
}

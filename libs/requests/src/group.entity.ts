import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Pupils whom a school teaches together in one academic year. It has a code and a size, never names. */
@Entity('pupil_group')
export class PupilGroup {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'school_id' })
  schoolId: string;

  /** The calendar year that the academic year begins in. */
  @Column('smallint', { name: 'academic_year' })
  academicYear: number;

  @Column('smallint', { name: 'year_group' })
  yearGroup: number;

  /** What the school calls it: `9A`. Capital and small letters are the same. */
  @Column('text')
  code: string;

  /** How many pupils it has. */
  @Column('integer')
  size: number;

  /** Goes up with every change of code or size. */
  @Column('integer')
  version: number;
}

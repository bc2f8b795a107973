import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Place, placeColumn } from '#platform';
import type { Region, SchoolGender, SchoolKind, SchoolPhase } from './school.words.js';

/** An institution of the national register. The import alone writes it; a school that closes stays, marked so. */
@Entity('school')
export class School {
  /** `school_` and the URN. */
  @PrimaryColumn('text')
  id: string;

  @Column('integer')
  urn: number;

  @Column('text')
  name: string;

  @Column('point', { transformer: placeColumn })
  place: Place;

  @Column('text', { nullable: true })
  postcode: string | null;

  @Column('text', { name: 'la_code', nullable: true })
  laCode: string | null;

  @Column('text', { name: 'la_ons_code', nullable: true })
  laOnsCode: string | null;

  @Column('text', { name: 'la_name', nullable: true })
  laName: string | null;

  @Column('text', { nullable: true })
  region: Region | null;

  @Column('text')
  phase: SchoolPhase;

  @Column('text')
  kind: SchoolKind;

  @Column('text', { nullable: true })
  gender: SchoolGender | null;

  @Column('smallint', { name: 'age_low', nullable: true })
  ageLow: number | null;

  @Column('smallint', { name: 'age_high', nullable: true })
  ageHigh: number | null;

  @Column('integer', { nullable: true })
  pupils: number | null;

  @Column('boolean', { name: 'has_sixth_form', nullable: true })
  hasSixthForm: boolean | null;

  @Column('text', { nullable: true })
  trust: string | null;

  @Column('boolean')
  open: boolean;

  /** Date of the edition of the register that last changed this row. */
  @Column('date', { name: 'source_date' })
  sourceDate: string;

  /** What the search compares: name, place and codes in small letters. Not read back. */
  @Column('text', { name: 'search_text', select: false })
  searchText: string;
}

/** The global id of a school. @param urn its number in the national register */
export function schoolId(urn: number): string {
  return `school_${urn}`;
}

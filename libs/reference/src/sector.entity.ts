import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The five levels of the UK Standard Industrial Classification 2007, coarse to fine. */
export enum SectorLevel {
  SECTION = 'section',
  DIVISION = 'division',
  GROUP = 'group',
  CLASS = 'class',
  SUBCLASS = 'subclass',
}

/** One code of the UK Standard Industrial Classification 2007. The import alone writes it. */
@Entity('sector')
export class Sector {
  /** A letter for a section; two, three, four or five digits without dots for the levels below: `J`, `62`, `620`, `6201`, `62010`. */
  @PrimaryColumn('text')
  code: string;

  @Column('text')
  level: SectorLevel;

  /** Code one level up, or further where the classification skips a level; null for a section and for dormant companies. */
  @Column('text', { nullable: true })
  parent: string | null;

  @Column('text')
  name: string;
}

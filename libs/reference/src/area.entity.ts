import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The kinds of area that offers and schools are looked for in. */
export enum AreaKind {
  REGION = 'region',
  LOCAL_AUTHORITY = 'local_authority',
  SKILLS_PLAN = 'skills_plan',
  COMBINED_AUTHORITY = 'combined_authority',
}

/** An area of England: a local authority district, or several together. The import alone writes it. */
@Entity('area')
export class Area {
  /** The code of the Office for National Statistics, `E09000007`; of a skills-plan area, which has none, `LSIP-` and its name. */
  @PrimaryColumn('text')
  code: string;

  @Column('text')
  kind: AreaKind;

  @Column('text')
  name: string;

  /** The codes of the local authorities that it is made of; a local authority’s own. */
  @Column('text', { array: true })
  districts: string[];
}

/** The nine regions of England, as the Office for National Statistics draws them. */
export enum Region {
  NORTH_EAST = 'north_east',
  NORTH_WEST = 'north_west',
  YORKSHIRE_AND_THE_HUMBER = 'yorkshire_and_the_humber',
  EAST_MIDLANDS = 'east_midlands',
  WEST_MIDLANDS = 'west_midlands',
  EAST_OF_ENGLAND = 'east_of_england',
  LONDON = 'london',
  SOUTH_EAST = 'south_east',
  SOUTH_WEST = 'south_west',
}

/** The statistical code of each region (ONS, E12). */
export const REGION_CODES: Record<Region, string> = {
  [Region.NORTH_EAST]: 'E12000001',
  [Region.NORTH_WEST]: 'E12000002',
  [Region.YORKSHIRE_AND_THE_HUMBER]: 'E12000003',
  [Region.EAST_MIDLANDS]: 'E12000004',
  [Region.WEST_MIDLANDS]: 'E12000005',
  [Region.EAST_OF_ENGLAND]: 'E12000006',
  [Region.LONDON]: 'E12000007',
  [Region.SOUTH_EAST]: 'E12000008',
  [Region.SOUTH_WEST]: 'E12000009',
};

/** The phase of education as the national register (GIAS) words it, as far as this product goes. */
export enum SchoolPhase {
  SECONDARY = 'secondary',
  ALL_THROUGH = 'all_through',
  MIDDLE_DEEMED_SECONDARY = 'middle_deemed_secondary',
  SIXTEEN_PLUS = 'sixteen_plus',
  NOT_APPLICABLE = 'not_applicable',
}

/** What kind of institution it is. One word a school; the phase says which ages a state secondary takes. */
export enum SchoolKind {
  STATE_SECONDARY = 'state_secondary',
  CITY_TECHNOLOGY_COLLEGE = 'city_technology_college',
  SPECIAL = 'special',
  NON_MAINTAINED_SPECIAL = 'non_maintained_special',
  ALTERNATIVE_PROVISION = 'alternative_provision',
  INDEPENDENT = 'independent',
  POST_16 = 'post_16',
}

/** Whom the school admits. */
export enum SchoolGender {
  MIXED = 'mixed',
  GIRLS = 'girls',
  BOYS = 'boys',
}

/** A school as an import reads it from a file, before it has an id. */
export interface SchoolRecord {
  /** Unique reference number of the national register, six digits. */
  urn: number;
  name: string;
  /** Metres of the National Grid. */
  easting: number;
  northing: number;
  /** Written with one space. */
  postcode: string | null;
  /** The Department for Education's three digits of the local authority. */
  laCode: string | null;
  /** The Office for National Statistics' code of it. */
  laOnsCode: string | null;
  laName: string | null;
  region: Region | null;
  phase: SchoolPhase;
  kind: SchoolKind;
  gender: SchoolGender | null;
  /** Youngest and oldest age in years; both or neither. */
  ageLow: number | null;
  ageHigh: number | null;
  /** Pupils on roll, all ages. */
  pupils: number | null;
  hasSixthForm: boolean | null;
  /** Name of the academy trust. */
  trust: string | null;
}

/** Words of open data as one form: `Yorkshire and the Humber` and `yorkshire_and_the_humber` are the same. */
export function slug(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

/**
 * A text as the search compares it: small letters without accents, apostrophes or punctuation, so that `st marys`
 * finds `St. Mary's`.
 */
export function searchable(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’`]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

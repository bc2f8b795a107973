import type { CsvRow } from './csv.js';
import { isOnGrid } from './grid.js';
import type { ImportReport } from './import-report.js';
import { isPostcodeProblem, parsePostcode } from './postcode.rules.js';
import { Region, SchoolGender, SchoolPhase, type SchoolRecord, SchoolKind, slug } from './school.words.js';

/** The headings each value may have: this product's own file, the joined open data, and the raw register (GIAS). */
export const HEADINGS = {
  urn: ['urn', 'URN'],
  name: ['name', 'EstablishmentName'],
  easting: ['easting', 'Easting'],
  northing: ['northing', 'Northing'],
  postcode: ['postcode', 'Postcode'],
  laCode: ['la_code', 'LAId', 'LA (code)'],
  laOnsCode: ['ons_la_code', 'GSSLACode (name)'],
  laName: ['la_name', 'LAName', 'LA (name)'],
  region: ['region', 'RegionName', 'GOR (name)'],
  phase: ['phase', 'PhaseOfEducationName', 'PhaseOfEducation (name)'],
  kind: ['kind', 'school_type_census', 'TypeOfEstablishmentName', 'TypeOfEstablishment (name)'],
  status: ['EstablishmentStatusName', 'EstablishmentStatus (name)'],
  gender: ['gender', 'GenderName', 'Gender (name)'],
  ageLow: ['age_low', 'AgeRangeLow', 'StatutoryLowAge'],
  ageHigh: ['age_high', 'AgeRangeHigh', 'StatutoryHighAge'],
  pupils: ['pupils', 'TotalPupils', 'NumberOfPupils'],
  sixthForm: ['sixth_form', 'OfficialSixthFormName', 'OfficialSixthForm (name)'],
  trust: ['trust', 'trust_name', 'TrustName', 'Trusts (name)'],
} as const;

/** What a file must have to be a list of schools at all. */
export const REQUIRED_HEADINGS: string[][] = [
  HEADINGS.urn,
  HEADINGS.name,
  HEADINGS.easting,
  HEADINGS.northing,
  HEADINGS.phase,
  HEADINGS.kind,
].map((headings) => [...headings]);

/** What a row turned out to be. `urn` is there whenever it could be read: a school with a bad row is not a closed one. */
export type SchoolRow =
  | { kind: 'school'; urn: number; record: SchoolRecord }
  | { kind: 'closed' | 'outside' | 'rejected'; urn?: number };

const PHASES: Record<string, SchoolPhase> = {
  secondary: SchoolPhase.SECONDARY,
  all_through: SchoolPhase.ALL_THROUGH,
  middle_deemed_secondary: SchoolPhase.MIDDLE_DEEMED_SECONDARY,
  '16_plus': SchoolPhase.SIXTEEN_PLUS,
  sixteen_plus: SchoolPhase.SIXTEEN_PLUS,
  not_applicable: SchoolPhase.NOT_APPLICABLE,
};

/** Phases below the age of careers work. A middle school deemed primary ends at 12 or so and is counted with primaries. */
const OUTSIDE_PHASES = new Set(['primary', 'nursery', 'middle_deemed_primary']);

/** Institutions of the raw register that no English school-age pupil attends by day, or that have no careers programme. */
const OUTSIDE_KINDS =
  /welsh|overseas|offshore|online_provider|higher_education|children_s_centre|secure_unit|service_children|miscellaneous/;

/** Kinds of institution without a phase, by the words of the census and of the register. */
const KINDS: readonly (readonly [RegExp, SchoolKind])[] = [
  [/^(city_technology_college|state_funded_secondary)$/, SchoolKind.CITY_TECHNOLOGY_COLLEGE],
  [/^non_maintained_special(_school)?$/, SchoolKind.NON_MAINTAINED_SPECIAL],
  [/^(other_)?independent(_special)?(_school)?$/, SchoolKind.INDEPENDENT],
  [/(alternative_provision|pupil_referral_unit|state_funded_ap_school)/, SchoolKind.ALTERNATIVE_PROVISION],
  [/special/, SchoolKind.SPECIAL],
  [/^post_16$|further_education|sixth_form_college|16_to_19|special_post_16/, SchoolKind.POST_16],
];

const GENDERS: Record<string, SchoolGender> = {
  mixed: SchoolGender.MIXED,
  girls: SchoolGender.GIRLS,
  boys: SchoolGender.BOYS,
};
const SIXTH_FORMS: Record<string, boolean> = {
  has_a_sixth_form: true,
  yes: true,
  does_not_have_a_sixth_form: false,
  no: false,
};
const REGIONS = new Map<string, Region>(Object.values(Region).map((region) => [region, region]));
const NOT_AVAILABLE = new Set(['', 'na', 'n_a', 'supp', 'not_applicable', 'not_recorded']);

/** Reads one value of a row after another and reports the first that is wrong. */
class RowReader {
  wrong = false;

  constructor(
    private readonly row: CsvRow,
    private readonly report: ImportReport,
  ) {}

  text(field: keyof typeof HEADINGS): string {
    return this.row.get(...HEADINGS[field]);
  }

  /** Reports the value of a field, unless the row has been reported already. */
  fault(field: keyof typeof HEADINGS, expected: string): void {
    if (!this.wrong) {
      this.report.reject({
        line: this.row.line,
        column: this.row.heading(...HEADINGS[field]),
        expected,
        came: this.text(field),
      });
    }
    this.wrong = true;
  }

  /** A whole number between the two, or null where the file has none. */
  optionalWhole(field: keyof typeof HEADINGS, low: number, high: number): number | null {
    const text = this.text(field);
    if (NOT_AVAILABLE.has(slug(text))) return null;
    const value = Number(text);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    this.fault(field, `a whole number from ${low} to ${high}, or nothing`);
    return null;
  }

  whole(field: keyof typeof HEADINGS, low: number, high: number, expected: string): number {
    const text = this.text(field);
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(value >= low && value <= high)) this.fault(field, expected);
    return value;
  }

  /** A text no longer than the limit, or null where the file has none. */
  optionalText(field: keyof typeof HEADINGS, limit: number): string | null {
    const text = this.text(field).replace(/\s+/g, ' ');
    if (text.length > limit) this.fault(field, `at most ${limit} characters`);
    if (!text.includes('\ufffd')) return text === '' ? null : text;
    // A name must be right; elsewhere a damaged value is no value.
    if (field === 'name') this.fault(field, 'text without lost characters');
    return null;
  }

  /** A word of a list, or null where the file has none. */
  optionalWord<T>(
    field: keyof typeof HEADINGS,
    known: (word: string) => T | undefined,
    expected: string,
  ): T | null {
    const word = slug(this.text(field));
    if (NOT_AVAILABLE.has(word)) return null;
    const value = known(word);
    if (value === undefined) this.fault(field, expected);
    return value ?? null;
  }
}

function kindOf(phase: SchoolPhase, words: string): SchoolKind | undefined {
  if (phase === SchoolPhase.SIXTEEN_PLUS) return SchoolKind.POST_16;
  if (phase !== SchoolPhase.NOT_APPLICABLE) return SchoolKind.STATE_SECONDARY;
  const word = slug(words);
  return KINDS.find(([pattern]) => pattern.test(word))?.[1];
}

function isOutside(reader: RowReader): boolean {
  return OUTSIDE_PHASES.has(slug(reader.text('phase'))) || OUTSIDE_KINDS.test(slug(reader.text('kind')));
}

function isClosed(status: string): boolean {
  return status !== '' && !slug(status).startsWith('open');
}

/** Reads a row of any of the three kinds of file. Reports it if it is wrong. */
export function readSchoolRow(row: CsvRow, report: ImportReport): SchoolRow {
  const reader = new RowReader(row, report);
  const urn = reader.whole('urn', 100_000, 999_999, 'six digits');
  if (reader.wrong) return { kind: 'rejected' };
  if (isOutside(reader)) return { kind: 'outside', urn };
  if (isClosed(reader.text('status'))) return { kind: 'closed', urn };
  const phase = PHASES[slug(reader.text('phase'))];
  if (!phase) reader.fault('phase', 'a phase of education such as Secondary, All-through or 16 plus');
  const kind = phase && kindOf(phase, reader.text('kind'));
  if (phase && !kind)
    reader.fault(
      'kind',
      'a kind of school without a phase: independent, special, alternative provision or post-16',
    );
  const record = phase && kind && readRecord(reader, urn, phase, kind);
  return record && !reader.wrong ? { kind: 'school', urn, record } : { kind: 'rejected', urn };
}

function readRecord(reader: RowReader, urn: number, phase: SchoolPhase, kind: SchoolKind): SchoolRecord {
  const name = reader.optionalText('name', 200);
  if (name === null) reader.fault('name', 'the name of the school');
  const place = {
    easting: reader.whole('easting', 0, 699_999, 'whole metres east on the National Grid'),
    northing: reader.whole('northing', 0, 1_299_999, 'whole metres north on the National Grid'),
  };
  // The register has 0, 0 where it knows no place.
  if (!isOnGrid(place) || (place.easting === 0 && place.northing === 0))
    reader.fault('easting', 'a place in England');
  const ageLow = reader.optionalWhole('ageLow', 0, 25);
  const ageHigh = reader.optionalWhole('ageHigh', 0, 99);
  if ((ageLow === null) !== (ageHigh === null) || (ageLow ?? 0) > (ageHigh ?? 0))
    reader.fault('ageHigh', 'an age not below the lowest one');
  return {
    urn,
    name: name ?? '',
    ...place,
    postcode: readPostcode(reader),
    laCode: reader.optionalText('laCode', 3),
    laOnsCode: reader.optionalText('laOnsCode', 9),
    laName: reader.optionalText('laName', 100),
    region: reader.optionalWord('region', (word) => REGIONS.get(word), 'a region of England'),
    phase,
    kind,
    gender: reader.optionalWord('gender', (word) => GENDERS[word], 'Mixed, Girls or Boys'),
    ageLow,
    ageHigh,
    pupils: reader.optionalWhole('pupils', 0, 50_000),
    hasSixthForm: reader.optionalWord(
      'sixthForm',
      (word) => SIXTH_FORMS[word],
      'whether it has a sixth form',
    ),
    trust: reader.optionalText('trust', 200),
  };
}

function readPostcode(reader: RowReader): string | null {
  const text = reader.text('postcode');
  if (text === '') return null;
  const parsed = parsePostcode(text);
  if (!isPostcodeProblem(parsed)) return parsed.postcode;
  reader.fault('postcode', 'a postcode, or nothing');
  return null;
}

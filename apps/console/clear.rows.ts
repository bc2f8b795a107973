import { Readable } from 'node:stream';
import type { Place } from '#matching';
import {
  type CsvRow,
  decoded,
  type ImportReport,
  type PostcodeRegister,
  readCsv,
  type SchoolRecord,
} from '#reference';
import {
  type ActivityType,
  Benchmark,
  type LocalDate,
  Mode,
  type SectorLetter,
  type YearGroup,
} from '#statutes';
import { Fields } from './clear.fields.js';

/** What an offer and a request of the spreadsheet form have alike. */
interface Row {
  readonly id: string;
  readonly place: Place;
  /** Any of these, in alphabetical order. */
  readonly activities: readonly ActivityType[];
  /** SIC sections, in alphabetical order; none means any. */
  readonly sectors: readonly SectorLetter[];
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly mode: Mode;
}

/** A row of a file of offers. */
export interface OfferRow extends Row {
  /** Null where the row names nobody: the offer is then a person of its own, who may meet a request several times. */
  readonly person: string | null;
  readonly employer: string | null;
  readonly travelMetres: number;
  /** Sessions it can give in all. */
  readonly capacity: number;
  readonly yearFrom: YearGroup;
  readonly yearTo: YearGroup;
}

/** A row of a file of requests. */
export interface RequestRow extends Row {
  /** A URN, or whatever the file calls the school. */
  readonly school: string;
  /** As the register of schools has them; null for a school that it does not know. */
  readonly region: string | null;
  readonly type: string | null;
  readonly sessions: number;
  readonly year: YearGroup;
  /** In one session. */
  readonly pupils: number;
  readonly benchmark: Benchmark;
  /** Pupils short of the benchmark; null where the file does not say. */
  readonly need: number | null;
}

/** The registers that rows refer to. */
export interface Registers {
  readonly postcodes: PostcodeRegister;
  /** By URN. */
  readonly schools: ReadonlyMap<string, SchoolRecord>;
}

const OFFER_COLUMNS = [
  ...[['id'], ['postcode', 'easting'], ['postcode', 'northing'], ['travel_km'], ['activities'], ['sectors']],
  ...[['capacity'], ['from'], ['to'], ['mode'], ['year_from'], ['year_to']],
];
const REQUEST_COLUMNS = [
  ...[['id'], ['school'], ['activities'], ['sectors'], ['sessions'], ['from'], ['to'], ['mode'], ['year']],
  ...[['pupils'], ['benchmark'], ['need']],
];

const MOST_SESSIONS = 10_000;
const MOST_PUPILS = 100_000;
/** Longer than Great Britain. */
const FARTHEST_KM = 1500;
const BENCHMARKS: ReadonlySet<string> = new Set(Object.values(Benchmark));

/**
 * The good rows of a file of offers, in its order. Every bad one is reported and passed over.
 * @throws WrongFile where the file is empty or lacks a column
 */
export function readOffers(
  source: Readable,
  registers: Registers,
  report: ImportReport,
): Promise<OfferRow[]> {
  return readRows(source, OFFER_COLUMNS, report, (fields) => readOffer(fields, registers));
}

/**
 * The good rows of a file of requests, in its order. Every bad one is reported and passed over.
 * @throws WrongFile where the file is empty or lacks a column
 */
export function readRequests(
  source: Readable,
  registers: Registers,
  report: ImportReport,
): Promise<RequestRow[]> {
  return readRows(source, REQUEST_COLUMNS, report, (fields) => readRequest(fields, registers));
}

async function readRows<T extends Row>(
  source: Readable,
  columns: readonly (readonly string[])[],
  report: ImportReport,
  read: (fields: Fields) => T,
): Promise<T[]> {
  const rows: T[] = [];
  const lines = new Map<string, number>();
  for await (const row of readCsv(Readable.from(decoded(source)), columns, report)) {
    const fields = new Fields(row, report);
    const value = read(fields);
    requireNew(value.id, row, fields, lines);
    if (fields.good) rows.push(value);
  }
  return rows;
}

/** Also a row that is bad has its id: which of two was meant is not ours to guess. */
function requireNew(id: string, { line }: CsvRow, fields: Fields, lines: Map<string, number>): void {
  const other = lines.get(id);
  if (other !== undefined) fields.fault('id', `an id of its own, since line ${other} has this one`);
  else if (id !== '') lines.set(id, line);
}

function readOffer(fields: Fields, { postcodes }: Registers): OfferRow {
  const common = readCommon(fields);
  const place = fields.grid() ?? fields.postcode(postcodes);
  // Whoever only meets by video need not say how far they would travel.
  const stays = common.mode === Mode.VIRTUAL && fields.text('travel_km') === '';
  return {
    ...common,
    place,
    person: fields.text('person') || null,
    employer: fields.text('employer') || null,
    travelMetres: stays ? 0 : fields.metres('travel_km', FARTHEST_KM),
    capacity: fields.whole('capacity', 0, MOST_SESSIONS),
    ...fields.years(),
  };
}

function readRequest(fields: Fields, { schools }: Registers): RequestRow {
  const common = readCommon(fields);
  const school = fields.named('school', 'a URN or, beside easting and northing, a name');
  const known = schools.get(school);
  const place = fields.grid() ?? placeOf(known);
  if (!place && school !== '')
    fields.fault('school', 'the URN of a school in the register, or a place beside it');
  return {
    ...common,
    place: place ?? NOWHERE,
    school,
    region: known?.region ?? null,
    type: known?.kind ?? null,
    sessions: fields.whole('sessions', 0, MOST_SESSIONS),
    year: fields.year('year'),
    pupils: fields.whole('pupils', 1, MOST_PUPILS),
    benchmark: readBenchmark(fields),
    need: fields.text('need') === '' ? null : fields.whole('need', 0, MOST_PUPILS),
  };
}

const NOWHERE: Place = { easting: 0, northing: 0 };

function placeOf(school: SchoolRecord | undefined): Place | undefined {
  return school && { easting: school.easting, northing: school.northing };
}

function readCommon(fields: Fields): Omit<Row, 'place'> {
  return {
    id: fields.named('id', 'an id'),
    activities: fields.activities(),
    sectors: fields.sectors(),
    ...fields.days(),
    mode: fields.mode(),
  };
}

/** As the schema has it, `B5`, in small letters or as the number alone. */
function readBenchmark(fields: Fields): Benchmark {
  const word = fields.text('benchmark').toLowerCase().replace(/^b?/, 'b');
  if (BENCHMARKS.has(word)) return word as Benchmark;
  fields.fault('benchmark', 'a benchmark from B1 to B8');
  return Benchmark.B5;
}

import type { Place } from '#matching';
import { type CsvRow, type ImportReport, isPostcodeProblem, type PostcodeRegister } from '#reference';
import {
  ActivityType,
  isLocalDate,
  type LocalDate,
  Mode,
  SECTORS,
  type SectorLetter,
  YEAR_GROUPS,
  type YearGroup,
} from '#statutes';

/** The first and last day that a file may name: far from today is a slip of the keyboard. */
const [FIRST_DAY, LAST_DAY] = ['2000-01-01', '2099-12-31'];

const YOUNGEST = Math.min(...YEAR_GROUPS);
const OLDEST = Math.max(...YEAR_GROUPS);
const ACTIVITIES: ReadonlySet<string> = new Set(Object.values(ActivityType));
const MODES: ReadonlySet<string> = new Set(Object.values(Mode));

/**
 * Reads the fields of one row, and reports every one that is wrong: the column, what was expected and what came. A wrong
 * field reads as something of its kind, so that the reading goes on to the next; `good` says whether the row can be used.
 */
export class Fields {
  private faults = 0;

  constructor(
    private readonly row: CsvRow,
    private readonly report: ImportReport,
  ) {}

  /** Whether nothing was wrong with what has been read. */
  get good(): boolean {
    return this.faults === 0;
  }

  /** The line of the file on which the row ends, the header being line 1. */
  get line(): number {
    return this.row.line;
  }

  /** What stands in a column, without spaces around it; empty where there is nothing, or no such column. */
  text(column: string): string {
    return this.row.get(column);
  }

  /** Reports a column. @param came what of it is wrong; all that stands there without */
  fault(column: string, expected: string, came = this.text(column)): void {
    this.faults += 1;
    this.report.reject({ line: this.line, column, expected, came });
  }

  /** A text that must be there. */
  named(column: string, what: string): string {
    const text = this.text(column);
    if (text === '') this.fault(column, what);
    return text;
  }

  /** A whole number between the two, both included. */
  whole(column: string, least: number, most: number): number {
    const text = this.text(column);
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    this.fault(column, `a whole number from ${least} to ${most.toLocaleString('en-GB')}`);
    return least;
  }

  /** A length in km as whole metres, rounded down: nobody is sent farther than they said. */
  metres(column: string, mostKm: number): number {
    const text = this.text(column);
    const [, km = '', rest = ''] = /^(\d{1,6})(?:\.(\d+))?$/.exec(text) ?? [];
    // Not km · 1000, which makes 1000.9999999999999 of 1.001.
    const metres = Number(km) * 1000 + Number(rest.padEnd(3, '0').slice(0, 3));
    if (km !== '' && metres <= mostKm * 1000) return metres;
    this.fault(column, `a number of km from 0 to ${mostKm.toLocaleString('en-GB')}, such as 25 or 12.5`);
    return 0;
  }

  private day(column: string): LocalDate {
    const text = this.text(column);
    if (isLocalDate(text) && text >= FIRST_DAY && text <= LAST_DAY) return text;
    this.fault(column, `a day from ${FIRST_DAY} to ${LAST_DAY} as YYYY-MM-DD`);
    return FIRST_DAY;
  }

  /** The days of `from` and `to`, both included. */
  days(): { from: LocalDate; to: LocalDate } {
    const before = this.faults;
    const [from, to] = [this.day('from'), this.day('to')];
    if (from > to && this.faults === before) this.fault('to', `a day not before ${from}, as "from" has it`);
    return { from, to };
  }

  year(column: string): YearGroup {
    return this.whole(column, YOUNGEST, OLDEST);
  }

  /** The year groups of `year_from` and `year_to`, both included. */
  years(): { yearFrom: YearGroup; yearTo: YearGroup } {
    const before = this.faults;
    const [yearFrom, yearTo] = [this.year('year_from'), this.year('year_to')];
    if (yearFrom > yearTo && this.faults === before)
      this.fault('year_to', `a year group not below ${yearFrom}, as "year_from" has it`);
    return { yearFrom, yearTo };
  }

  activities(): ActivityType[] {
    return this.words('activities', ACTIVITIES, (word) => word.toLowerCase(), {
      expected: 'names of activities such as careers_talk|mock_interview',
      least: 1,
    }) as ActivityType[];
  }

  /** SIC sections, each once, in the order of the alphabet; none means any. */
  sectors(): SectorLetter[] {
    const letters = this.words('sectors', new Set(Object.keys(SECTORS)), (word) => word.toUpperCase(), {
      expected: 'SIC sections, letters from A to U such as C|F, or nothing for any',
      least: 0,
    });
    return letters as SectorLetter[];
  }

  mode(): Mode {
    const word = this.text('mode').toLowerCase();
    if (MODES.has(word)) return word as Mode;
    this.fault('mode', [...MODES].join(', '));
    return Mode.BOTH;
  }

  /** The place that easting and northing give; undefined where neither is there. */
  grid(): Place | undefined {
    if (this.text('easting') === '' && this.text('northing') === '') return undefined;
    return {
      easting: this.metresOnGrid('easting', 700_000),
      northing: this.metresOnGrid('northing', 1_300_000),
    };
  }

  /** The place of a postcode. */
  postcode(postcodes: PostcodeRegister): Place {
    const found = postcodes.resolve(this.text('postcode'));
    if (!isPostcodeProblem(found)) return found.place;
    const held = 'a postcode that the register of Great Britain holds';
    this.fault('postcode', found.reason === 'unknown' ? held : 'a postcode such as EC2Y 5AA');
    return { easting: 0, northing: 0 };
  }

  private metresOnGrid(column: string, below: number): number {
    const text = this.text(column);
    const value = /^\d{1,7}(\.\d+)?$/.test(text) ? Math.round(Number(text)) : NaN;
    if (value < below) return value;
    this.fault(column, `metres on the National Grid, from 0 to ${(below - 1).toLocaleString('en-GB')}`);
    return 0;
  }

  /** The words of a list, each once, in alphabetical order. */
  private words(
    column: string,
    known: ReadonlySet<string>,
    spelt: (word: string) => string,
    { expected, least }: { expected: string; least: number },
  ): string[] {
    const typed = this.text(column).split('|');
    const words = typed.map((word) => word.trim()).filter((word) => word !== '');
    const strange = words.filter((word) => !known.has(spelt(word)));
    if (strange.length > 0) this.fault(column, expected, strange.join('|'));
    else if (words.length < least) this.fault(column, expected);
    return [...new Set(words.map(spelt))].sort();
  }
}

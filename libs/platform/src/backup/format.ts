import { createHash } from 'node:crypto';
import { StartupProblem } from '../embedded/startup-problem.js';

/** The form of the file that this release writes and reads. */
export const FORMAT = 1;

/** The first line of a backup. */
export interface Header {
  readonly firsthand: 'backup';
  readonly format: number;
  /** When the snapshot was taken, ISO 8601. */
  readonly takenAt: string;
  /** The steps that had led to the schema, in order. */
  readonly migrations: readonly string[];
  /** The tables that follow, in an order in which each refers to earlier ones only. */
  readonly tables: readonly string[];
}

/** The line before the rows of a table, which are in PostgreSQL's COPY text format and end with `\.`. */
export interface TableHead {
  readonly table: string;
  readonly columns: readonly string[];
}

/** What a table's rows must come to. */
export interface Sum {
  readonly rows: number;
  /** SHA-256 of the rows as they stand in the file. */
  readonly sha256: string;
}

/** The last line of a backup: where it is missing, so is a part. */
export interface Footer {
  readonly sums: Readonly<Record<string, Sum>>;
  /** By name: the last value, and whether it was given out. */
  readonly sequences: Readonly<Record<string, readonly [last: string, used: boolean]>>;
}

/** What stands where in a file that is read. */
export type Part =
  | { readonly header: Header }
  | { readonly head: TableHead; readonly rows: AsyncGenerator<Buffer> }
  | { readonly footer: Footer };

const END_OF_ROWS = Buffer.from('\\.\n');
const LONGEST_LINE = 10_000_000; // bytes of a line of ours; a larger one is of another file
const NEWLINE = 0x0a;

/** A line of ours. */
export function line(content: Header | TableHead | Footer): Buffer {
  return Buffer.from(`${JSON.stringify(content)}\n`);
}

/** What ends the rows of a table. */
export function endOfRows(): Buffer {
  return END_OF_ROWS;
}

/** Counts and sums rows as they pass: COPY writes each on one line, whatever it holds. */
export class Tally {
  private rows = 0;
  private readonly hash = createHash('sha256');

  add(chunk: Buffer): void {
    this.hash.update(chunk);
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) this.rows += 1;
  }

  /** How many rows have passed. */
  get count(): number {
    return this.rows;
  }

  /** Ends the tally. */
  sum(): Sum {
    return { rows: this.rows, sha256: this.hash.digest('hex') };
  }
}

/**
 * Reads an unpacked backup part by part; the rows of a table have to be read to their end before the next part.
 *
 * @throws StartupProblem where it is none, is of another form, or breaks off
 */
export async function* readParts(unpacked: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const input = new Input(unpacked);
  const header = parsed<Header>(await input.line());
  if (header?.firsthand !== 'backup') throw new StartupProblem('It is not a backup of Firsthand.');
  if (header.format !== FORMAT)
    throw new StartupProblem(
      `It is of form ${header.format}, and this release reads form ${FORMAT}: restore it with the release that made it.`,
    );
  yield { header };
  for (;;) {
    const text = await input.line();
    if (text === undefined) throw new StartupProblem('It breaks off before its end: fetch it again.');
    const next = parsed<TableHead & Footer>(text);
    if (next?.sums) {
      await input.toTheEnd();
      return yield { footer: next };
    }
    if (!next?.table) throw damaged();
    yield { head: next, rows: input.rows() };
  }
}

/** @param table the first that is known to be wrong */
export function damaged(table?: string): StartupProblem {
  return new StartupProblem(
    `It is damaged${table ? ` (in the table ${table})` : ''}: use another copy of it, or another backup.`,
  );
}

function parsed<T>(text: string | undefined): T | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

/** Cuts a stream of bytes into lines of ours and blocks of rows. */
class Input {
  private readonly chunks: AsyncIterator<Buffer>;
  private left: Buffer = Buffer.alloc(0);

  constructor(unpacked: AsyncIterable<Buffer>) {
    this.chunks = unpacked[Symbol.asyncIterator]();
  }

  /** The next line, without its end; undefined at the end of the input. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.left.indexOf(NEWLINE);
      if (end >= 0) {
        const text = this.left.toString('utf8', 0, end);
        this.left = this.left.subarray(end + 1);
        return text;
      }
      if (this.left.length > LONGEST_LINE || !(await this.more())) return undefined;
    }
  }

  /** Whole rows, in blocks, up to the end of the table. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = endIn(this.left);
      if (end !== undefined) {
        if (end > 0) yield this.left.subarray(0, end);
        this.left = this.left.subarray(end + END_OF_ROWS.length);
        return;
      }
      const whole = this.left.lastIndexOf(NEWLINE) + 1;
      if (whole > 0) yield this.left.subarray(0, whole);
      this.left = this.left.subarray(whole);
      if (!(await this.more())) throw new StartupProblem('It breaks off before its end: fetch it again.');
    }
  }

  /** The checksum of the packing is looked at when everything has been read. */
  async toTheEnd(): Promise<void> {
    do this.left = Buffer.alloc(0);
    while (await this.more());
  }

  private async more(): Promise<boolean> {
    const { value, done } = await this.chunks.next();
    if (done) return false;
    this.left = this.left.length > 0 ? Buffer.concat([this.left, value]) : value;
    return true;
  }
}

/** Where the mark that ends the rows begins, at the beginning of a line. */
function endIn(block: Buffer): number | undefined {
  if (block.subarray(0, END_OF_ROWS.length).equals(END_OF_ROWS)) return 0;
  const at = block.indexOf('\n\\.\n');
  return at < 0 ? undefined : at + 1;
}

/** One thing wrong with one row of a file that was being imported. */
export interface RowFault {
  /** Line of the file, the header being line 1. */
  line: number;
  /** The column as the file names it, or `row` when the row as a whole is wrong. */
  column: string;
  expected: string;
  /** What the file has there, cut to 80 characters. */
  came: string;
}

/** What an import did, in rows. */
export interface ImportCounts {
  inserted: number;
  updated: number;
  /** Already as the file has it: not written. */
  unchanged: number;
  /** No longer in the file, or closed there: marked closed, kept. */
  closed: number;
  /** Well-formed rows of kinds that the register leaves out on purpose (primary schools, say). */
  leftOut: number;
  /** Rows with a fault. */
  rejected: number;
}

/**
 * Collects what an import did and every bad row on the way; the import itself goes on. The listener hears
 * each fault at once and each note; the report keeps the first thousand faults, so that a file of the wrong kind
 * cannot fill the memory.
 */
export class ImportReport {
  readonly counts: ImportCounts = {
    inserted: 0,
    updated: 0,
    unchanged: 0,
    closed: 0,
    leftOut: 0,
    rejected: 0,
  };
  readonly faults: RowFault[] = [];
  /** Things to know that belong to no row. */
  readonly notes: string[] = [];
  /** The file broke off: what it would still have held is not known. */
  cutShort = false;
  /** Rejected rows of which it is not even known what they were about. */
  unreadable = 0;

  /** @param onFault called for every fault, also past the first thousand */
  constructor(private readonly onFault: (fault: RowFault) => void = () => undefined) {}

  /** Counts a row as rejected and keeps why. */
  reject({ line, column, expected, came }: RowFault): void {
    const fault = { line, column, expected, came: came.length > 80 ? `${came.slice(0, 79)}…` : came };
    this.counts.rejected++;
    if (this.faults.length < 1000) this.faults.push(fault);
    this.onFault(fault);
  }

  /** Adds a sentence that belongs to no row. */
  note(sentence: string): void {
    this.notes.push(sentence);
  }

  /** The counts in one line, the zeros left out. */
  summary(): string {
    const words: Record<keyof ImportCounts, string> = {
      inserted: 'inserted',
      updated: 'updated',
      unchanged: 'unchanged',
      closed: 'closed',
      leftOut: 'left out',
      rejected: 'rejected',
    };
    const parts = (Object.keys(words) as (keyof ImportCounts)[])
      .filter((key) => this.counts[key] > 0)
      .map((key) => `${this.counts[key].toLocaleString('en-GB')} ${words[key]}`);
    return parts.length > 0 ? parts.join(', ') : 'no rows';
  }
}

/** A fault in one line: `line 12, URN: expected six digits, came "12A"`. */
export function faultLine({ line, column, expected, came }: RowFault): string {
  return `line ${line}, ${column}: expected ${expected}, came ${came === '' ? 'nothing' : JSON.stringify(came)}`;
}

import { faultLine, ImportReport, type RowFault } from '#reference';
import type { Sink } from './clear.sinks.js';

/** How many faults are told as they are found: a file of another kind would have one on every line. */
const SHOWN = 1000;

/** The rows that cannot be used: what is wrong with them is told as it is found, and kept. */
export class BadRows {
  private readonly faults: (RowFault & { readonly file: string })[] = [];
  private readonly rows = new Set<string>();

  /** Hears of the faults of one file. */
  report(file: string): ImportReport {
    return new ImportReport((fault) => {
      this.faults.push({ file, ...fault });
      this.rows.add(`${fault.line} ${file}`);
      if (this.faults.length <= SHOWN) console.error(`${file}, ${faultLine(fault)}`);
    });
  }

  /** Rows with a fault: one may have several. */
  get count(): number {
    return this.rows.size;
  }

  /** Faults that were not told. */
  get hidden(): number {
    return Math.max(0, this.faults.length - SHOWN);
  }

  /** Writes all faults as a table. */
  write(sink: Sink): void {
    sink.row('file', 'line', 'column', 'expected', 'came');
    for (const { file, line, column, expected, came } of this.faults)
      sink.row(file, line, column, expected, came);
  }
}

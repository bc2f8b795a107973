import type { Readable } from 'node:stream';
import { parse, CsvError } from 'csv-parse';
import type { ImportReport } from './import-report.js';

/** One row of a CSV file with the line it stands on. */
export interface CsvRow {
  line: number;
  /** The value under the first of these headings that the file has, trimmed; empty if it has none of them. */
  get(...headings: string[]): string;
  /** The heading among these that the file uses, for messages; the first if it has none of them. */
  heading(...headings: string[]): string;
}

/** A file that is not of the expected kind: nothing of it is imported. */
export class WrongFile extends Error {}

type Parsed = { record: string[]; info: { lines: number } };

function rowsOver(headings: string[]): (line: number, values: string[]) => CsvRow {
  const columns = new Map(headings.map((heading, i) => [heading.trim(), i]));
  const used = (names: string[]): string | undefined => names.find((name) => columns.has(name));
  return (line, values) => ({
    line,
    get: (...names) => values[columns.get(used(names) ?? '') ?? -1]?.trim() ?? '',
    heading: (...names) => used(names) ?? names[0] ?? 'row',
  });
}

function requireHeadings(came: string[], required: readonly (readonly string[])[]): void {
  const names = came.map((name) => name.trim());
  const missing = required.filter((alternatives) => !alternatives.some((name) => names.includes(name)));
  if (missing.length === 0) return;
  const expected = missing.map((alternatives) => alternatives.join(' or ')).join(', ');
  throw new WrongFile(
    `This is not the expected file: expected the columns ${expected}; the first line has ${names.slice(0, 12).join(', ') || 'nothing'}.`,
  );
}

const OPTIONS = {
  bom: true,
  info: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: 100_000,
} as const;

/**
 * Reads a CSV row by row. A row with too few or too many fields is reported and passed over; a file that breaks off
 * inside a quoted field ends with a report of that.
 * @param required for each needed column the headings it may have
 * @throws WrongFile if the first line lacks a required column
 */
export async function* readCsv(
  source: Readable,
  required: readonly (readonly string[])[],
  report: ImportReport,
): AsyncGenerator<CsvRow> {
  const parser = source.pipe(parse(OPTIONS));
  source.on('error', (error) => parser.destroy(error));
  let width = 0;
  let row: ReturnType<typeof rowsOver> | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (!row) {
        requireHeadings(record, required);
        width = record.length;
        row = rowsOver(record);
      } else if (record.length === width) {
        yield row(info.lines, record);
      } else {
        const came = `${record.length} fields: ${record.join(',')}`;
        report.reject({ line: info.lines, column: 'row', expected: `${width} fields`, came });
        report.unreadable++;
      }
    }
  } catch (error) {
    breakOff(error, report);
  }
  if (!row) throw new WrongFile('This is not the expected file: it is empty.');
}

function breakOff(error: unknown, report: ImportReport): void {
  if (!(error instanceof CsvError)) throw error;
  const line = Number(error.lines);
  report.reject({ line, column: 'row', expected: 'a CSV row with closed quotes', came: error.code });
  report.cutShort = true;
}

/** Values as one line of a CSV file, quoted where they need it. */
export function csvLine(values: readonly (string | number | boolean | null | undefined)[]): string {
  const fields = values.map((value) => {
    const text = value === null || value === undefined ? '' : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${fields.join(',')}\n`;
}

import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type CsvError, parse } from 'csv-parse';
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

/** How many headings of a wrong file are told. */
const MOST_NAMED = 20;

function requireHeadings(came: string[], required: readonly (readonly string[])[]): void {
  const names = came.map((name) => name.trim());
  const known = new Set(required.flat());
  const twice = names.find((name, at) => known.has(name) && names.indexOf(name) < at);
  if (twice !== undefined)
    throw new WrongFile(`This is not the expected file: the column ${twice} stands in it twice.`);
  const missing = required.filter((alternatives) => !alternatives.some((name) => names.includes(name)));
  if (missing.length === 0) return;
  const expected = missing.map((alternatives) => alternatives.join(' or ')).join(', ');
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  throw new WrongFile(
    `This is not the expected file: expected the columns ${expected}, spelt like that and parted by commas; the first line has ${names.slice(0, MOST_NAMED).join(', ') || 'nothing'}${more}.`,
  );
}

const OPTIONS = {
  bom: true,
  info: true,
  relax_column_count: true,
  relax_quotes: true,
  // An error in the stream would throw away the rows that wait in it.
  skip_records_with_error: true,
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
  const parser = source.pipe(parse({ ...OPTIONS, on_skip: (error) => skip(error, report) }));
  source.on('error', (error) => parser.destroy(error));
  let width = 0;
  let row: ReturnType<typeof rowsOver> | undefined;
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
  if (!row) throw new WrongFile('This is not the expected file: it is empty.');
}

/** A quote that is never closed swallows the rest of the file; a huge record is one that was closed much later. */
function skip(error: CsvError | undefined, report: ImportReport): undefined {
  const line = Number(error?.lines ?? 0);
  const isOpen = error?.code === 'CSV_QUOTE_NOT_CLOSED';
  const came = isOpen ? 'a quote that is open to the end of the file' : (error?.code ?? '');
  report.reject({ line, column: 'row', expected: 'a row whose quotes are closed', came });
  report.unreadable++;
  if (isOpen) report.cutShort = true;
  return undefined;
}

/**
 * The text of a file: as UTF-8, or as UTF-16 where it begins with its mark, or as Windows-1252 where it cannot be UTF-8, which
 * is how the register of schools is handed out. Reads the whole file into memory.
 */
export async function* decoded(source: Readable): AsyncGenerator<string> {
  const bytes = await buffer(source);
  yield new TextDecoder(encodingOf(bytes), { ignoreBOM: true }).decode(bytes);
}

function encodingOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'windows-1252';
}

/** Values as one line of a CSV file, quoted where they need it. */
export function csvLine(values: readonly (string | number | boolean | null | undefined)[]): string {
  const fields = values.map((value) => {
    const text = value === null || value === undefined ? '' : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${fields.join(',')}\n`;
}

import { rename, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type CsvRow, readCsv, WrongFile } from './csv.js';
import { isOnGrid, toGrid } from './grid.js';
import type { ImportReport } from './import-report.js';
import { type PostcodeEntry, writePostcodeFile } from './postcode-file.js';
import { isPostcodeProblem, packInward, parsePostcode } from './postcode.rules.js';

/**
 * Makes the postcode file from a CSV of postcodes with WGS84 latitude and longitude (the ONS directory's columns
 * `pcds`, `lat`, `long`, or `Postcode`, `lat`, `long`). Postcodes without a place, off the grid, malformed or
 * repeated are reported and left out. The file replaces the old one only when it is complete.
 * @param source the unpacked CSV
 * @param sourceDate date of the source, `YYYY-MM-DD`
 * @throws WrongFile if the CSV is of another kind, broke off, or held no postcode
 */
export async function convertPostcodes(
  source: Readable,
  outPath: string,
  sourceDate: string,
  report: ImportReport,
): Promise<void> {
  const entries: PostcodeEntry[] = [];
  const seen = new Map<string, Set<number>>();
  for await (const row of readCsv(source, [['Postcode', 'pcds'], ['lat'], ['long']], report)) {
    const entry = readEntry(row, report);
    if (!entry) continue;
    const inwards = seen.get(entry.outward) ?? new Set();
    seen.set(entry.outward, inwards);
    const packed = packInward(entry.inward);
    if (inwards.has(packed)) {
      report.reject({ ...at(row, 'Postcode', 'pcds'), expected: 'each postcode once' });
      continue;
    }
    inwards.add(packed);
    entries.push(entry);
  }
  if (report.cutShort || entries.length === 0)
    throw new WrongFile('The file broke off or held no postcode: the register was left as it was.');
  const bytes = writePostcodeFile(entries, sourceDate);
  await writeFile(`${outPath}.new`, bytes);
  await rename(`${outPath}.new`, outPath);
  report.counts.inserted = entries.length;
}

const at = (row: CsvRow, ...headings: string[]) => ({
  line: row.line,
  column: row.heading(...headings),
  came: row.get(...headings),
});

function readEntry(row: CsvRow, report: ImportReport): PostcodeEntry | undefined {
  const parsed = parsePostcode(row.get('Postcode', 'pcds'));
  if (isPostcodeProblem(parsed)) {
    report.reject({ ...at(row, 'Postcode', 'pcds'), expected: 'a postcode' });
    return undefined;
  }
  const latitude = degrees(row, 'lat', report);
  const longitude = latitude === undefined ? undefined : degrees(row, 'long', report);
  if (latitude === undefined || longitude === undefined) return undefined;
  const place = toGrid(latitude, longitude);
  if (!isOnGrid(place)) {
    report.reject({
      line: row.line,
      column: 'lat',
      expected: 'a place in Great Britain',
      came: `${latitude}, ${longitude}`,
    });
    return undefined;
  }
  return { outward: parsed.outward, inward: parsed.inward, place };
}

function degrees(row: CsvRow, heading: string, report: ImportReport): number | undefined {
  const text = row.get(heading);
  const value = Number(text);
  // The directory marks "no place" with 99.999999 or leaves the latitude empty.
  if (text !== '' && Number.isFinite(value) && Math.abs(value) < 99) return value;
  report.reject({ ...at(row, heading), expected: 'degrees' });
  return undefined;
}

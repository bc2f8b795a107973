import { crc32 } from 'node:zlib';
import type { Place } from '#platform';
import { packInward, unpackInward, type PostcodeText } from './postcode.rules.js';

/**
 * The postcode file, all numbers unsigned. It is small enough to ship (8 bytes a postcode) and is searched
 * as it lies, without unpacking.
 *
 * | bytes | what |
 * |---|---|
 * | 0–3 | `FHPC` |
 * | 4–5 | version of this format, 1 (big-endian, as every number here) |
 * | 6–7 | bytes of an entry, 8 |
 * | 8–11 | number of outward codes, n |
 * | 12–15 | number of postcodes |
 * | 16–19 | CRC-32 of all that follows the header |
 * | 20–29 | date of the source, `YYYY-MM-DD` in ASCII |
 * | 30–31 | zero |
 * | then n × 8 | outward code in ASCII, padded with spaces to 4; number of its first entry (32 bits); ascending |
 * | then entries | packed inward code (16 bits), easting (24 bits), northing (24 bits), in whole metres; ascending |
 */
const MAGIC = 'FHPC';
const VERSION = 1;
const HEADER_BYTES = 32;
const OUTWARD_BYTES = 8;
const ENTRY_BYTES = 8;
/** Packed inward codes that begin with the same digit: two letters. */
const PER_DIGIT = 26 * 26;

/** One postcode on its way into the file. */
export interface PostcodeEntry extends Pick<PostcodeText, 'outward' | 'inward'> {
  place: Place;
}

/** The file's bytes, checked, with its index of outward codes read out. */
export interface PostcodeFile {
  bytes: Buffer;
  /** Date of the source file, `YYYY-MM-DD`. */
  sourceDate: string;
  /** Number of postcodes. */
  count: number;
  /** Outward code → offsets in bytes of its first entry and of the end of its last. */
  outwards: Map<string, { start: number; end: number }>;
}

/** A file that is not a postcode file, or one that was damaged on its way. */
export class BrokenPostcodeFile extends Error {}

const byOutwardThenInward = (a: PostcodeEntry, b: PostcodeEntry): number =>
  a.outward === b.outward ? packInward(a.inward) - packInward(b.inward) : a.outward < b.outward ? -1 : 1;

/** The bytes of a postcode file; sorts the given entries in place. Every place must lie on the grid, no postcode twice. */
export function writePostcodeFile(entries: PostcodeEntry[], sourceDate: string): Buffer {
  entries.sort(byOutwardThenInward);
  const starts = new Map<string, number>();
  entries.forEach(({ outward }, i) => starts.has(outward) || starts.set(outward, i));
  const bytes = Buffer.alloc(HEADER_BYTES + starts.size * OUTWARD_BYTES + entries.length * ENTRY_BYTES);
  let at = HEADER_BYTES;
  for (const [outward, first] of starts) {
    bytes.write(outward.padEnd(4), at, 'ascii');
    bytes.writeUInt32BE(first, at + 4);
    at += OUTWARD_BYTES;
  }
  for (const { inward, place } of entries) {
    bytes.writeUInt16BE(packInward(inward), at);
    bytes.writeUIntBE(Math.round(place.easting), at + 2, 3);
    bytes.writeUIntBE(Math.round(place.northing), at + 5, 3);
    at += ENTRY_BYTES;
  }
  bytes.write(MAGIC, 0, 'ascii');
  bytes.writeUInt16BE(VERSION, 4);
  bytes.writeUInt16BE(ENTRY_BYTES, 6);
  bytes.writeUInt32BE(starts.size, 8);
  bytes.writeUInt32BE(entries.length, 12);
  bytes.writeUInt32BE(crc32(bytes.subarray(HEADER_BYTES)), 16);
  bytes.write(sourceDate, 20, 'ascii');
  return bytes;
}

function whyBroken(bytes: Buffer): string | undefined {
  if (bytes.length < HEADER_BYTES) return `expected at least ${HEADER_BYTES} bytes, came ${bytes.length}`;
  const magic = bytes.toString('latin1', 0, 4);
  if (magic !== MAGIC) return `expected it to begin with ${MAGIC}, it begins with ${JSON.stringify(magic)}`;
  const version = bytes.readUInt16BE(4);
  if (version !== VERSION) return `expected version ${VERSION} of the format, came version ${version}`;
  const expected =
    HEADER_BYTES + bytes.readUInt32BE(8) * OUTWARD_BYTES + bytes.readUInt32BE(12) * ENTRY_BYTES;
  if (bytes.length !== expected)
    return `expected ${expected} bytes, came ${bytes.length}: it was cut or added to`;
  if (crc32(bytes.subarray(HEADER_BYTES)) !== bytes.readUInt32BE(16))
    return 'its checksum does not fit: it was damaged';
  return undefined;
}

/**
 * Checks the bytes and reads the index.
 * @throws BrokenPostcodeFile saying what was expected and what came
 */
export function readPostcodeFile(bytes: Buffer): PostcodeFile {
  const broken = whyBroken(bytes);
  if (broken) throw new BrokenPostcodeFile(`The postcode file cannot be used: ${broken}.`);
  const outwardCount = bytes.readUInt32BE(8);
  const count = bytes.readUInt32BE(12);
  const entries = HEADER_BYTES + outwardCount * OUTWARD_BYTES;
  const outwards = new Map<string, { start: number; end: number }>();
  for (let i = 0; i < outwardCount; i++) {
    const at = HEADER_BYTES + i * OUTWARD_BYTES;
    const next = i + 1 < outwardCount ? bytes.readUInt32BE(at + OUTWARD_BYTES + 4) : count;
    outwards.set(bytes.toString('ascii', at, at + 4).trimEnd(), {
      start: entries + bytes.readUInt32BE(at + 4) * ENTRY_BYTES,
      end: entries + next * ENTRY_BYTES,
    });
  }
  return { bytes, count, outwards, sourceDate: bytes.toString('ascii', 20, 30) };
}

const inwardAt = (bytes: Buffer, at: number): number => bytes.readUInt16BE(at);

const placeAt = (bytes: Buffer, at: number): Place => ({
  easting: bytes.readUIntBE(at + 2, 3),
  northing: bytes.readUIntBE(at + 5, 3),
});

/** Offset of the first entry of an outward code whose packed inward code is at least the given one. */
function lowerBound({ bytes }: PostcodeFile, range: { start: number; end: number }, packed: number): number {
  let low = 0;
  let high = (range.end - range.start) / ENTRY_BYTES;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (inwardAt(bytes, range.start + middle * ENTRY_BYTES) < packed) low = middle + 1;
    else high = middle;
  }
  return range.start + low * ENTRY_BYTES;
}

/** Where a postcode is, or undefined if the file does not hold it. */
export function findPlace(
  file: PostcodeFile,
  { outward, inward }: Pick<PostcodeText, 'outward' | 'inward'>,
): Place | undefined {
  const range = file.outwards.get(outward);
  if (!range) return undefined;
  const packed = packInward(inward);
  const at = lowerBound(file, range, packed);
  return at < range.end && inwardAt(file.bytes, at) === packed ? placeAt(file.bytes, at) : undefined;
}

/** Every postcode of a sector (`EC2Y 5`) or, without the digit, of an outward code; ascending. */
export function listEntries(file: PostcodeFile, outward: string, digit?: number): PostcodeEntry[] {
  const range = file.outwards.get(outward);
  if (!range) return [];
  const start = digit === undefined ? range.start : lowerBound(file, range, digit * PER_DIGIT);
  const end = digit === undefined ? range.end : lowerBound(file, range, (digit + 1) * PER_DIGIT);
  const entries: PostcodeEntry[] = [];
  for (let at = start; at < end; at += ENTRY_BYTES) {
    entries.push({ outward, inward: unpackInward(inwardAt(file.bytes, at)), place: placeAt(file.bytes, at) });
  }
  return entries;
}

import fc from 'fast-check';
import {
  BrokenPostcodeFile,
  findPlace,
  listEntries,
  type PostcodeEntry,
  readPostcodeFile,
  writePostcodeFile,
} from './postcode-file.js';

const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const entry: fc.Arbitrary<PostcodeEntry> = fc.record({
  outward: fc.constantFrom('B1', 'B10', 'B11', 'EC2Y', 'M1', 'W1A', 'NPT', 'ZE3'),
  inward: fc.tuple(fc.nat({ max: 9 }), letter, letter).map((parts) => parts.join('')),
  place: fc.record({ easting: fc.nat({ max: 699_999 }), northing: fc.nat({ max: 1_299_999 }) }),
});
const key = ({ outward, inward }: { outward: string; inward: string }): string => `${outward} ${inward}`;
const entries = fc.uniqueArray(entry, { selector: key, maxLength: 300 });

const small = (): Buffer =>
  writePostcodeFile(
    [{ outward: 'EC2Y', inward: '5AA', place: { easting: 532202, northing: 181500 } }],
    '2025-05-01',
  );

describe('The postcode file', () => {
  it('gives back every entry that went in, and no other', () => {
    fc.assert(
      fc.property(entries, entry, (written, other) => {
        const expected = new Map(written.map((one) => [key(one), one.place]));
        const file = readPostcodeFile(writePostcodeFile([...written], '2025-05-01'));
        expect(file.count).toBe(written.length);
        for (const one of written) expect(findPlace(file, one)).toEqual(one.place);
        expect(findPlace(file, other)).toEqual(expected.get(key(other)));
      }),
    );
  });

  it('lists a sector in ascending order, neither more nor less', () => {
    fc.assert(
      fc.property(entries, fc.nat({ max: 9 }), (written, digit) => {
        const file = readPostcodeFile(writePostcodeFile([...written], '2025-05-01'));
        const expected = written
          .filter((one) => one.outward === 'B1' && one.inward.startsWith(String(digit)))
          .map(key);
        expect(listEntries(file, 'B1', digit).map(key)).toEqual(expected.sort());
      }),
    );
  });

  it('keeps the date of its source', () => {
    expect(readPostcodeFile(small()).sourceDate).toBe('2025-05-01');
  });

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['another kind of file', () => Buffer.alloc(500, 'x'), 'begin with FHPC'],
    ['an empty file', () => Buffer.alloc(0), 'at least 32 bytes'],
    ['a file cut short', (bytes) => bytes.subarray(0, -3), 'it was cut'],
    ['a later format', (bytes) => bytes.fill(9, 5, 6), 'version 9'],
    ['one changed byte', (bytes) => bytes.fill(1, bytes.length - 1), 'checksum'],
  ])('refuses %s and says why', (_, damage, reason) => {
    const bytes = damage(small());
    expect(() => readPostcodeFile(bytes)).toThrow(BrokenPostcodeFile);
    expect(() => readPostcodeFile(bytes)).toThrow(reason);
  });
});

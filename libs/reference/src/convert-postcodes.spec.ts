import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { convertPostcodes } from './convert-postcodes.js';
import { faultLine, ImportReport } from './import-report.js';
import { PostcodeRegister } from './postcodes.js';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'postcodes-'))));
afterEach(() => rm(folder, { recursive: true }));

async function convert(...lines: string[]): Promise<{ path: string; report: ImportReport }> {
  const path = join(folder, 'postcodes.bin');
  const report = new ImportReport();
  await convertPostcodes(Readable.from(lines.join('\n')), path, '2026-02-01', report);
  return { path, report };
}

describe('Making the postcode file', () => {
  it('resolves the good rows and names the bad ones', async () => {
    const { path, report } = await convert(
      'Postcode,lat,long',
      'EC2Y5AA,51.51712,-0.09498',
      'B1 1AA,52.47667,-1.90353',
      'GIR 0AA,,0.00000',
      'JE2 3AB,49.18,-2.10',
      'NONSENSE,51.5,-0.1',
      'B11AA,52.47667,-1.90353',
      'M1 1AE,99.999999,0.0',
    );
    expect(report.faults.map(faultLine)).toEqual([
      'line 4, lat: expected degrees, came nothing',
      'line 5, lat: expected a place in Great Britain, came "49.18, -2.1"',
      'line 6, Postcode: expected a postcode, came "NONSENSE"',
      'line 7, Postcode: expected each postcode once, came "B11AA"',
      'line 8, lat: expected degrees, came "99.999999"',
    ]);
    const register = new PostcodeRegister(path);
    expect(register.count).toBe(2);
    expect(register.sourceDate).toBe('2026-02-01');
    expect(register.find('ec2y 5aa')).toEqual({
      postcode: 'EC2Y 5AA',
      place: { easting: 532278, northing: 181520 },
    });
    expect(register.resolve('M1 1AE')).toMatchObject({ reason: 'unknown' });
    expect(register.resolve('M1')).toMatchObject({ reason: 'malformed' });
  });

  it('leaves the old file alone when the new one is of another kind, empty or cut', async () => {
    const { path } = await convert('Postcode,lat,long', 'EC2Y5AA,51.51712,-0.09498');
    const before = await readFile(path);
    await expect(convert('urn,name', '1,x')).rejects.toThrow('Postcode or pcds');
    await expect(convert('Postcode,lat,long')).rejects.toThrow('held no postcode');
    await expect(convert('Postcode,lat,long', 'B1 1AA,52.47667,-1.90353', '"B1 1AB,52')).rejects.toThrow(
      'broke off',
    );
    expect(await readFile(path)).toEqual(before);
    await expect(stat(`${path}.new`)).rejects.toThrow('ENOENT');
  });
});

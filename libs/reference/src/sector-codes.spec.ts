import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { faultLine, ImportReport } from './import-report.js';
import { convertSic, normaliseSic, readSectors } from './sector-codes.js';

const from = (...lines: string[]): Readable => Readable.from(lines.join('\n'));

describe('A code of the classification', () => {
  it.each([
    ['01470', '01470'],
    ['1470', '01470'],
    ['62.01/2', '62012'],
    [' 62020 ', '62020'],
  ])('%j is %s', (text, code) => expect(normaliseSic(text)).toBe(code));

  it.each(['1', '', '123', '123456', 'J', 'abcde'])('%j is none', (text) =>
    expect(normaliseSic(text)).toBeUndefined(),
  );
});

describe('A file of the classification', () => {
  it('names bad rows and reads the rest', async () => {
    const report = new ImportReport();
    const codes: string[] = [];
    const file = from(
      'level,code,name,section',
      'section,A,FARMING AND FISHING,A',
      'division,1,Crops,A',
      'group,01.1,Growing,A',
      'group,01.1,Growing again,A',
      'family,01.2,Odd,A',
      'class,01.11,,A',
    );
    for await (const { code } of readSectors(file, report)) codes.push(code);
    expect(codes).toEqual(['A', '011']);
    expect(report.faults.map(faultLine)).toEqual([
      'line 3, code: expected the code of a division, came "1"',
      'line 5, code: expected each code once, came "011"',
      'line 6, level: expected section, division, group, class or subclass, came "family"',
      'line 7, name: expected a name of 1 to 300 characters, came nothing',
    ]);
  });

  it('is joined with the codes that companies declare', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sic-'));
    const path = join(folder, 'sic.csv');
    const structure = from(
      'level,code,name,section',
      'section,M,PROFESSIONAL,M',
      'division,74,Other,M',
      'group,74.9,Other n.e.c.,M',
      'class,74.90,"Other, not elsewhere",M',
    );
    const list = from(
      'code,description',
      '74901,Environmental',
      '74990,Non-trading company',
      '99999,Dormant Company',
      '7,Odd',
    );
    const report = new ImportReport();
    await convertSic(structure, list, path, report);
    expect((await readFile(path, 'utf8')).split('\n')).toEqual([
      'code,level,parent,name',
      '74,division,M,Other',
      '749,group,74,Other n.e.c.',
      '7490,class,749,"Other, not elsewhere"',
      '74901,subclass,7490,Environmental',
      '74990,subclass,749,Non-trading company',
      '99999,subclass,,Dormant Company',
      'M,section,,Professional',
      '',
    ]);
    expect(report.counts.rejected).toBe(1);
    await rm(folder, { recursive: true });
  });
});

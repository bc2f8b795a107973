import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { faultLine, ImportReport } from './import-report.js';
import { likeness, spellingOf } from './likeness.js';
import { convertOccupations, OccupationLevel, readOccupations } from './occupation-codes.js';
import { Occupations } from './occupations.js';

const shipped = fileURLToPath(new URL('../../../data/occupations.csv', import.meta.url));
const register = new Occupations(shipped);
const from = (...lines: string[]): Readable => Readable.from(lines.join('\n'));

describe('The occupations that ship', () => {
  it('are SOC 2020: nine major groups down to 412 unit groups with 2,091 jobs, each below its parent', async () => {
    const tree = await register.tree();
    const sizes = Object.values(OccupationLevel).map((level) => [level, tree.ofLevel(level).length]);
    expect(Object.fromEntries(sizes)).toEqual({ major: 9, sub_major: 26, minor: 104, unit: 412 });
    const units = tree.ofLevel(OccupationLevel.UNIT);
    expect(units.reduce((sum, { jobTitles }) => sum + jobTitles.length, 0)).toBe(2_091);
    expect(units.filter(({ description, entryRoutes }) => !description || !entryRoutes)).toEqual([]);
    for (const level of ['sub_major', 'minor', 'unit'] as OccupationLevel[])
      expect(tree.ofLevel(level).filter((one) => !tree.parentOf(one))).toEqual([]);
  });

  it('are in the form that is read: not one bad row', async () => {
    const report = new ImportReport();
    const codes: string[] = [];
    for await (const { code } of readOccupations(createReadStream(shipped), report)) codes.push(code);
    expect([codes.length, report.faults]).toEqual([551, []]);
  });

  it('are walked up and down', async () => {
    const tree = await register.tree();
    const codes = (code: string) => tree.childrenOf(tree.get(code)!).map((child) => child.code);
    expect(codes('2')).toEqual(['21', '22', '23', '24']);
    expect(codes('213')).toEqual(['2131', '2132', '2133', '2134', '2135', '2136', '2137', '2139']);
    expect(codes('2134')).toEqual([]);
    expect(tree.parentOf(tree.get('2134')!)?.code).toBe('213');
    expect(tree.parentOf(tree.get('2')!)).toBeUndefined();
  });

  it.each([
    ['electrician', '5241'],
    ['electrisian', '5241'],
    ['plummer', '5315'],
    ['vetinary surgeon', '2240'],
    ['software enginering', '2134'],
    ['paramedics', '2255'],
    ['hairdreser', '6221'],
    ['programers', '2134'],
    ['acountant', '2421'],
  ])('%j finds %s among the first five', async (typed, code) => {
    const found = await register.list(OccupationLevel.UNIT, typed);
    expect(found.slice(0, 5).map((one) => one.code)).toContain(code);
  });

  it('are not found by what is like nothing, and are by the digits they begin with', async () => {
    expect(await register.list(undefined, 'xyzzyq')).toEqual([]);
    expect(await register.list(undefined, '--')).toEqual([]);
    expect((await register.list(undefined, '213')).map(({ code }) => code)[0]).toBe('213');
    await expect(register.list(undefined, ' n ')).rejects.toThrow('2 to 100 characters');
  });

  it('are named by the codes of unit groups and by nothing else', async () => {
    expect((await register.units(['2134', '5241'], 'codes')).map(({ code }) => code)).toEqual([
      '2134',
      '5241',
    ]);
    for (const code of ['213', '9998', 'x'])
      await expect(register.units(['2134', code], 'codes')).rejects.toThrow(
        'codes[1]: expected the code of a SOC',
      );
  });
});

describe('Two words', () => {
  it('are alike by the letters they share, whatever the plural', () => {
    const alike = (typed: string, word: string) => likeness(spellingOf(typed), spellingOf(word));
    expect(alike('nurses', 'nurse')).toBe(1);
    expect(alike('engin', 'engineer')).toBe(0.95);
    expect(alike('enginering', 'engineering')).toBeGreaterThan(0.6);
    expect(alike('nurse', 'purse')).toBe(0);
  });
});

describe('A file of occupations', () => {
  it('is made of two, names bad rows and converts the rest', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'occupations-'));
    const report = new ImportReport();
    const groups = from(
      'level,code,title,description,entry_routes',
      'major,1,Managers,What they do,',
      'unit,1111,Chiefs,"Two\n lines",By election',
      'unit,111,Too short,x,',
      'family,12,Odd,x,',
      'unit,1111,Again,x,',
    );
    const titles = from('unit_group,job_title', '1111,Chairman', '9999,Nobody', '1111,');
    await convertOccupations(groups, titles, `${folder}/out.csv`, report);
    expect(readFileSync(`${folder}/out.csv`, 'utf8').split('\n').slice(1)).toEqual([
      'major,1,Managers,What they do,,',
      'unit,1111,Chiefs,Two lines,By election,Chairman',
      '',
    ]);
    expect(report.faults.map(faultLine)).toEqual([
      'line 5, code: expected the code of a unit group, 4 digits, came "111"',
      'line 6, level: expected major, sub_major, minor, unit, came "family"',
      'line 7, code: expected each code once, came "1111"',
      'line 3, unit_group: expected a unit group of the structure, came "9999"',
      'line 4, job_title: expected a job title, came nothing',
    ]);
    rmSync(folder, { recursive: true });
  });
});

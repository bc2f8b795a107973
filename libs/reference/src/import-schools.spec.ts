import { Readable } from 'node:stream';
import { WrongFile } from './csv.js';
import { faultLine, ImportReport } from './import-report.js';
import { readSchools } from './import-schools.js';
import type { SchoolRow } from './school-row.js';
import { Region, SchoolGender, SchoolKind, SchoolPhase, type SchoolRecord } from './school.words.js';

interface Read {
  schools: SchoolRecord[];
  faults: string[];
  report: ImportReport;
  rows: Map<number, SchoolRow['kind']>;
}

async function read(...lines: (string | Buffer)[]): Promise<Read> {
  const report = new ImportReport();
  const rows: Read['rows'] = new Map();
  const schools: SchoolRecord[] = [];
  for await (const school of readSchools(
    Readable.from([Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]))]),
    rows,
    report,
  ))
    schools.push(school);
  return { schools, faults: report.faults.map(faultLine), report, rows };
}

const header = 'urn,name,easting,northing,postcode,la_code,phase,kind,age_low,age_high,pupils';
const good = '100049,Haverstock School,528159,184498,NW3 2BQ,202,secondary,,11,18,878';

describe('A file of schools with bad rows', () => {
  it('names each bad row by line and column and reads the rest', async () => {
    const { schools, faults, report } = await read(
      header,
      good,
      '10005X,Bad Number,528159,184498,,202,secondary,,,,',
      '100051,No Place,,,,202,secondary,,,,',
      '100052,Nowhere,0,0,,202,secondary,,,,',
      '100049,Haverstock Again,528159,184498,,202,secondary,,,,',
      '100054,Truncated,5281',
      `100055,${'Long '.repeat(50)},528159,184498,,202,secondary,,,,`,
      '100056,Odd Postcode,528159,184498,NW32,202,secondary,,,,',
      '100057,Odd Phase,528159,184498,,202,tertiary,,,,',
      '100058,Odd Kind,528159,184498,,202,not_applicable,circus,,,',
      '100059,Ages Crossed,528159,184498,,202,secondary,,18,11,',
      '100060,Minus Pupils,528159,184498,,202,secondary,,11,18,-4',
      '100061,Sound,528159,184498,,,all_through,,,,NA',
    );
    expect(schools.map(({ urn }) => urn)).toEqual([100049, 100061]);
    expect(faults).toEqual([
      'line 3, urn: expected six digits, came "10005X"',
      'line 4, easting: expected whole metres east on the National Grid, came nothing',
      'line 5, easting: expected a place in England, came "0"',
      'line 6, urn: expected each URN once, came "100049"',
      'line 7, row: expected 11 fields, came "3 fields: 100054,Truncated,5281"',
      expect.stringMatching(/^line 8, name: expected at most 200 characters, came "Long Long/),
      'line 9, postcode: expected a postcode, or nothing, came "NW32"',
      'line 10, phase: expected a phase of education such as Secondary, All-through or 16 plus, came "tertiary"',
      expect.stringMatching(/^line 11, kind: expected a kind of school .* came "circus"$/),
      'line 12, age_high: expected an age not below the lowest one, came "11"',
      'line 13, pupils: expected a whole number from 0 to 50000, or nothing, came "-4"',
    ]);
    expect(report.counts.rejected).toBe(11);
  });

  it('knows how many rows it could not even attribute, and which schools a bad row named', async () => {
    const { report, rows } = await read(
      header,
      'x,Bad,1,1,,,secondary,,,,',
      '100054,Cut',
      '100051,No Place,,,,,secondary,,,,',
    );
    expect(report.unreadable).toBe(2);
    expect([...rows]).toEqual([[100051, 'rejected']]);
  });

  it('takes the sound row of a school whose first row was bad', async () => {
    const { schools, faults } = await read(header, good.replace('528159', ''), good);
    expect(schools).toHaveLength(1);
    expect(faults).toHaveLength(1);
  });

  it('notices that a file broke off inside a quoted name', async () => {
    const { schools, report } = await read(header, good, '100050,"Parliament Hill');
    expect(schools).toHaveLength(1);
    expect(report.cutShort).toBe(true);
    expect(report.counts.rejected).toBe(1);
  });

  it('refuses a file of another kind and says which columns it misses', async () => {
    await expect(read('code,description', '01110,Growing')).rejects.toThrow(WrongFile);
    await expect(read('code,description', '01110,Growing')).rejects.toThrow(
      /urn or URN.*first line has code, description/,
    );
    await expect(read('')).rejects.toThrow('empty');
  });
});

describe('The forms a file of schools may have', () => {
  it('reads what ships', async () => {
    const { schools } = await read(
      'urn,name,easting,northing,postcode,la_code,ons_la_code,la_name,region,phase,kind,gender,age_low,age_high,pupils,sixth_form,trust',
      '100049,"St. John, Camden",528159,184498,nw32bq,202,E09000007,Camden,london,secondary,state_secondary,mixed,11,18,878,yes,A Trust',
    );
    expect(schools).toEqual([
      {
        urn: 100049,
        name: 'St. John, Camden',
        easting: 528159,
        northing: 184498,
        postcode: 'NW3 2BQ',
        laCode: '202',
        laOnsCode: 'E09000007',
        laName: 'Camden',
        region: Region.LONDON,
        phase: SchoolPhase.SECONDARY,
        kind: SchoolKind.STATE_SECONDARY,
        gender: SchoolGender.MIXED,
        ageLow: 11,
        ageHigh: 18,
        pupils: 878,
        hasSixthForm: true,
        trust: 'A Trust',
      },
    ]);
  });

  it('reads Windows-1252 where the file is not UTF-8, and takes no name with a lost character', async () => {
    const latin = Buffer.from(
      `${header}\n${good.replace('Haverstock', 'St Thomas \u00e0 Becket')}`,
      'latin1',
    );
    expect((await read(latin)).schools[0]?.name).toBe('St Thomas \u00e0 Becket School');
    const lost = await read(header, good.replace('Haverstock', 'St Thomas \ufffd Becket'));
    expect(lost.faults).toEqual([
      'line 2, name: expected text without lost characters, came "St Thomas \ufffd Becket School"',
    ]);
  });

  it('reads the raw register: what is closed, and what is outside, is neither imported nor a fault', async () => {
    const { schools, faults, report, rows } = await read(
      '\ufeffURN,EstablishmentName,EstablishmentStatusName,PhaseOfEducationName,TypeOfEstablishmentName,RegionName,Easting,Northing,GenderName',
      '100025,Gospel Oak,Open,Primary,Community school,London,528230,185638,Mixed',
      '100459,St Aloysius,Closed,Secondary,Voluntary aided school,London,529000,187000,Boys',
      '137181,The UCL Academy,"Open, but proposed to close",Secondary,Academy sponsor led,Yorkshire and the Humber,526800,184300,Mixed',
      '100900,A Middle School,Open,Middle deemed primary,Community school,South West,380000,110000,Mixed',
      '402000,Ysgol,Open,Not applicable,Welsh establishment,Wales (pseudo),300000,200000,Mixed',
      '135000,A Unit,Open,Not applicable,Pupil referral unit,,528230,185638,Not applicable',
      '135001,A Special,Open,Not applicable,Academy special converter,,528230,185638,',
      '135002,Another,Open,Not applicable,Other independent special school,,528230,185638,',
      '135003,A College,Open,16 plus,Further education,,528230,185638,',
    );
    expect(faults).toEqual([]);
    expect(report.counts.leftOut).toBe(3);
    expect(rows.get(100459)).toBe('closed');
    expect(schools.map(({ urn, kind }) => [urn, kind])).toEqual([
      [137181, SchoolKind.STATE_SECONDARY],
      [135000, SchoolKind.ALTERNATIVE_PROVISION],
      [135001, SchoolKind.SPECIAL],
      [135002, SchoolKind.INDEPENDENT],
      [135003, SchoolKind.POST_16],
    ]);
    expect(schools[0]?.region).toBe(Region.YORKSHIRE_AND_THE_HUMBER);
  });
});

import { Readable } from 'node:stream';
import { faultLine, ImportReport, PostcodeRegister, type SchoolRecord } from '#reference';
import { readOffers, readRequests, type Registers } from './clear.rows.js';

const haverstock = {
  urn: 100049,
  easting: 528159,
  northing: 184498,
  region: 'london',
  kind: 'state_secondary',
};
const registers: Registers = {
  postcodes: new PostcodeRegister('data/postcodes.bin'),
  schools: new Map([['100049', haverstock as SchoolRecord]]),
};

const OFFER = {
  ...{ id: 'o1', person: 'ada', employer: 'Acme', postcode: 'EC2Y 5AA', travel_km: '25' },
  ...{ activities: 'careers_talk|mock_interview', sectors: 'C|F', capacity: '3' },
  ...{ from: '2027-01-04', to: '2027-03-26', mode: 'both', year_from: '8', year_to: '11' },
};
const REQUEST = {
  ...{ id: 'r1', school: '100049', activities: 'careers_talk', sectors: '', sessions: '2' },
  ...{ from: '2027-02-01', to: '2027-02-12', mode: 'in_person', year: '9', pupils: '30' },
  ...{ benchmark: 'B5', need: '55' },
};
type Row = Record<string, string>;

const without = (column: string): Row =>
  Object.fromEntries(Object.entries(OFFER).filter(([name]) => name !== column));

/** A file of such rows, with the columns of the first. */
function csv(...rows: Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  return [columns.join(','), ...rows.map((row) => columns.map((column) => row[column]).join(','))].join('\n');
}

async function reading<T>(read: typeof readOffers | typeof readRequests, text: string | Buffer) {
  const faults: string[] = [];
  const report = new ImportReport((fault) => faults.push(faultLine(fault)));
  const rows = (await read(
    Readable.from([typeof text === 'string' ? Buffer.from(text) : text]),
    registers,
    report,
  )) as T[];
  return { rows, faults };
}
const offers = (text: string | Buffer) =>
  reading<Awaited<ReturnType<typeof readOffers>>[0]>(readOffers, text);
const requests = (text: string) => reading<Awaited<ReturnType<typeof readRequests>>[0]>(readRequests, text);

describe('a file of offers', () => {
  it('may be in any of the encodings that spreadsheets write', async () => {
    const text = csv({ ...OFFER, id: 'café' });
    for (const bytes of [text, Buffer.from(text, 'latin1'), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      const { rows, faults } = await offers(bytes);
      expect([rows.map(({ id }) => id), faults]).toEqual([['café'], []]);
    }
  });

  it('has each column once', async () => {
    const text = csv(OFFER).replace('employer', 'id');
    await expect(offers(text)).rejects.toThrow(/the column id stands in it twice/);
  });

  it('is read field by field', async () => {
    expect(await offers(csv(OFFER))).toEqual({
      faults: [],
      rows: [
        {
          ...{ id: 'o1', person: 'ada', employer: 'Acme', place: { easting: 532202, northing: 181500 } },
          ...{ activities: ['careers_talk', 'mock_interview'], sectors: ['C', 'F'], travelMetres: 25_000 },
          ...{ from: '2027-01-04', to: '2027-03-26', mode: 'both', yearFrom: 8, yearTo: 11, capacity: 3 },
        },
      ],
    });
  });

  it('may have its columns in any order, more of them, and no person', async () => {
    const turned = Object.fromEntries([
      ['remark', 'by phone'],
      ...Object.entries(without('person')).reverse(),
    ]);
    expect((await offers(csv(turned))).rows).toEqual([expect.objectContaining({ id: 'o1', person: null })]);
    expect((await offers(csv({ ...OFFER, person: ' ' }))).rows[0]?.person).toBeNull();
  });

  it('may come from a spreadsheet: with a byte order mark, CRLF, quotes and empty lines', async () => {
    const rows = [
      OFFER,
      { ...OFFER, id: '"o ""2"", late"', employer: '"Two\r\nlines"' },
      { ...OFFER, id: 'o3' },
    ];
    const { rows: read, faults } = await offers(`\ufeff${csv(...rows).replaceAll('\n', '\r\n')}\r\n\r\n`);
    expect(faults).toEqual([]);
    expect(read.map(({ id }) => id)).toEqual(['o1', 'o "2", late', 'o3']);
  });

  it('may give its place by easting and northing, in the whole file or in some rows', async () => {
    const placed = await offers(csv({ ...without('postcode'), easting: '400000', northing: '300000.4' }));
    expect(placed.rows[0]?.place).toEqual({ easting: 400_000, northing: 300_000 });
    const mixed = await offers(
      csv(
        { ...OFFER, easting: '', northing: '' },
        { ...OFFER, id: 'o2', postcode: '', easting: '1', northing: '2' },
      ),
    );
    expect(mixed.rows.map(({ place }) => place.easting)).toEqual([532_202, 1]);
  });

  it('takes a distance to the metre, and none is needed by video alone', async () => {
    const metresOf = async (row: Row) => (await offers(csv(row))).rows[0]?.travelMetres;
    expect(await metresOf({ ...OFFER, travel_km: '1.001' })).toBe(1001);
    expect(await metresOf({ ...OFFER, travel_km: '12.3456' })).toBe(12_345);
    expect(await metresOf({ ...OFFER, travel_km: '', mode: 'virtual' })).toBe(0);
  });

  it.each<[string, string, string]>([
    ['id', '', 'line 2, id: expected an id, came nothing'],
    ['postcode', 'London', 'line 2, postcode: expected a postcode such as EC2Y 5AA, came "London"'],
    [
      'postcode',
      'ZZ1 1ZZ',
      'line 2, postcode: expected a postcode that the register of Great Britain holds, came "ZZ1 1ZZ"',
    ],
    [
      'travel_km',
      '-3',
      'line 2, travel_km: expected a number of km from 0 to 1,500, such as 25 or 12.5, came "-3"',
    ],
    [
      'travel_km',
      '',
      'line 2, travel_km: expected a number of km from 0 to 1,500, such as 25 or 12.5, came nothing',
    ],
    [
      'travel_km',
      '1501',
      'line 2, travel_km: expected a number of km from 0 to 1,500, such as 25 or 12.5, came "1501"',
    ],
    [
      'activities',
      '',
      'line 2, activities: expected names of activities such as careers_talk|mock_interview, came nothing',
    ],
    [
      'activities',
      'careers_talk|juggling',
      'line 2, activities: expected names of activities such as careers_talk|mock_interview, came "juggling"',
    ],
    [
      'sectors',
      'C|Z',
      'line 2, sectors: expected SIC sections, letters from A to U such as C|F, or nothing for any, came "Z"',
    ],
    ['capacity', 'many', 'line 2, capacity: expected a whole number from 0 to 10,000, came "many"'],
    ['capacity', '2.5', 'line 2, capacity: expected a whole number from 0 to 10,000, came "2.5"'],
    ['capacity', '1e3', 'line 2, capacity: expected a whole number from 0 to 10,000, came "1e3"'],
    [
      'from',
      '2027-02-30',
      'line 2, from: expected a day from 2000-01-01 to 2099-12-31 as YYYY-MM-DD, came "2027-02-30"',
    ],
    [
      'to',
      '26/03/2027',
      'line 2, to: expected a day from 2000-01-01 to 2099-12-31 as YYYY-MM-DD, came "26/03/2027"',
    ],
    [
      'to',
      '2027-01-03',
      'line 2, to: expected a day not before 2027-01-04, as "from" has it, came "2027-01-03"',
    ],
    ['mode', 'phone', 'line 2, mode: expected in_person, virtual, both, came "phone"'],
    ['year_from', '6', 'line 2, year_from: expected a whole number from 7 to 13, came "6"'],
    ['year_to', '7', 'line 2, year_to: expected a year group not below 8, as "year_from" has it, came "7"'],
  ])('says of %s %j what was expected and what came, and goes on', async (column, value, line) => {
    const { rows, faults } = await offers(csv({ ...OFFER, [column]: value }, { ...OFFER, id: 'o2' }));
    expect(faults).toEqual([line]);
    expect(rows.map(({ id }) => id)).toEqual(['o2']);
  });

  it('lists everything that is wrong with a row', async () => {
    const { faults } = await offers(csv({ ...OFFER, capacity: 'x', mode: 'y', year_from: '0' }));
    expect(faults.map((line) => line.split(':')[0])).toEqual([
      'line 2, mode',
      'line 2, capacity',
      'line 2, year_from',
    ]);
  });

  it('has each id once', async () => {
    const { rows, faults } = await offers(csv(OFFER, { ...OFFER, id: 'o2' }, OFFER));
    expect(faults).toEqual(['line 4, id: expected an id of its own, since line 2 has this one, came "o1"']);
    expect(rows.map(({ id }) => id)).toEqual(['o1', 'o2']);
  });

  it('passes over a row of another width, and an end inside quotes', async () => {
    const { rows, faults } = await offers(
      `${csv(OFFER)}\no2,too short\n${Object.values(OFFER).join(',')}\n"o4`,
    );
    expect(faults.sort()).toEqual([
      'line 3, row: expected 13 fields, came "2 fields: o2,too short"',
      'line 4, id: expected an id of its own, since line 2 has this one, came "o1"',
      expect.stringMatching(/^line 5, row: expected a row whose quotes are closed/),
    ]);
    expect(rows).toHaveLength(1);
  });

  it.each<[string, string, RegExp]>([
    [
      'lacks a column',
      csv({ id: 'o1', postcode: 'EC2Y 5AA' }),
      /expected the columns travel_km, activities, .*; the first line has id, postcode\.$/,
    ],
    [
      'has an easting without a northing',
      csv({ ...OFFER, postcode: '' }).replace('postcode', 'easting'),
      /expected the columns postcode or northing, spelt like that and parted by commas;/,
    ],
    ['is empty', '', /it is empty/],
  ])('that %s is refused as a whole', async (_, text, message) => {
    await expect(offers(text)).rejects.toThrow(message);
  });
});

describe('a file of requests', () => {
  it('is read field by field; a URN gives the place, the region and the type', async () => {
    expect(await requests(csv(REQUEST))).toEqual({
      faults: [],
      rows: [
        {
          ...{ id: 'r1', school: '100049', place: { easting: 528159, northing: 184498 } },
          ...{ region: 'london', type: 'state_secondary', activities: ['careers_talk'], sectors: [] },
          ...{ sessions: 2, from: '2027-02-01', to: '2027-02-12', mode: 'in_person', year: 9 },
          ...{ pupils: 30, benchmark: 'b5', need: 55 },
        },
      ],
    });
  });

  it('may name a school that is in no register, beside its place', async () => {
    const { rows } = await requests(csv({ ...REQUEST, school: 'Hill', easting: '1', northing: '2' }));
    expect(rows[0]).toMatchObject({ school: 'Hill', region: null, place: { easting: 1, northing: 2 } });
  });

  it.each(['B5', 'b5', '5'])(
    'takes %s for Benchmark 5, and no need for one that nobody worked out',
    async (benchmark) => {
      const { rows } = await requests(csv({ ...REQUEST, benchmark, need: '' }));
      expect(rows[0]).toMatchObject({ benchmark: 'b5', need: null });
    },
  );

  it.each<[string, string, string]>([
    [
      'school',
      '999999',
      'line 2, school: expected the URN of a school in the register, or a place beside it, came "999999"',
    ],
    ['school', '', 'line 2, school: expected a URN or, beside easting and northing, a name, came nothing'],
    ['sessions', '-1', 'line 2, sessions: expected a whole number from 0 to 10,000, came "-1"'],
    ['year', '14', 'line 2, year: expected a whole number from 7 to 13, came "14"'],
    ['pupils', '0', 'line 2, pupils: expected a whole number from 1 to 100,000, came "0"'],
    ['benchmark', '9', 'line 2, benchmark: expected a benchmark from B1 to B8, came "9"'],
    ['benchmark', '', 'line 2, benchmark: expected a benchmark from B1 to B8, came nothing'],
    ['need', 'all', 'line 2, need: expected a whole number from 0 to 100,000, came "all"'],
  ])('says of %s %j what was expected and what came, and goes on', async (column, value, line) => {
    const { rows, faults } = await requests(csv({ ...REQUEST, [column]: value }, { ...REQUEST, id: 'r2' }));
    expect(faults).toEqual([line]);
    expect(rows.map(({ id }) => id)).toEqual(['r2']);
  });

  it('with half a place says which half is missing', async () => {
    const { faults } = await requests(csv({ ...REQUEST, easting: '400000', northing: '' }));
    expect(faults).toEqual([
      'line 2, northing: expected metres on the National Grid, from 0 to 1,299,999, came nothing',
    ]);
  });
});

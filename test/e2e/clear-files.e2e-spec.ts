import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bestOf,
  chance,
  csvOf,
  gainOf,
  meeting,
  objectiveOf,
  pointsOf,
  type Row,
  rowsOf,
  someRows,
  sums,
  type Written,
} from '../support/clear-files.js';
import { Command } from '../support/embedded-start.js';

const BUILDING = 180_000; // the first command compiles everything

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'firsthand-clear-'))));
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

/** Runs `npm run clear` in the folder, without a database. */
async function typed(...words: string[]) {
  const env = { INIT_CWD: folder, DATABASE_URL: '', FIRSTHAND_DATA_DIR: at('no-database') };
  const command = Command.run(env, 'apps/console/run.mjs', 'clear', ...words);
  return { code: await command.ended, lines: command.lines };
}

const INPUTS = ['--offers', 'offers.csv', '--requests', 'requests.csv'];
const OUTPUTS = ['out', 'pairs', 'gains', 'bonus'] as const;

interface Summary extends Record<
  'objective' | 'score' | 'gain' | 'bonus' | 'dual' | 'gap' | 'units' | 'pairs',
  number
> {
  badRows: number;
  inputsHash: string;
  certificate: { valid: boolean; faults: string[] };
  fairness: { rule: string; overall: { schools: number; withNothing: number; median: number } };
}

/** Writes two files, clears them and reads all that was written. */
async function cleared(rows: { offers: Row[]; requests: Row[] }, ...more: string[]) {
  writeFileSync(at('offers.csv'), csvOf(rows.offers));
  writeFileSync(at('requests.csv'), csvOf(rows.requests));
  const outputs = OUTPUTS.flatMap((name) => [`--${name}`, `${name}.csv`]);
  const ran = await typed(...INPUTS, ...outputs, '--summary', 'summary.json', ...more);
  expect(ran).toMatchObject({ code: 0 });
  const written = Object.fromEntries(OUTPUTS.map((name) => [name, rowsOf(at(`${name}.csv`))]));
  const summary = JSON.parse(readFileSync(at('summary.json'), 'utf8')) as Summary;
  return { ...ran, summary, written: { ...rows, ...written } as unknown as Written };
}

/** Every pair that fits with its score, by a plain double loop. */
function pairsOf({ offers, requests }: { offers: Row[]; requests: Row[] }): string[] {
  const points = (offer: Row, request: Row) =>
    Object.values(pointsOf(offer, request)).reduce((sum, part) => sum + part, 0);
  return requests
    .flatMap((request) =>
      offers
        .filter((offer) => meeting(offer, request))
        .map((offer) => `${request['id']},${offer['id']},${points(offer, request)}`),
    )
    .sort();
}

/** What is wrong with the written sessions, by the rows alone. */
function brokenCaps({ offers, requests, out, pairs }: Written): string[] {
  const fitting = new Set(pairs.map(({ request, offer, score }) => `${request},${offer},${score}`));
  const personOf = new Map(offers.map(({ id, person }) => [id, person]));
  const sessions = (row: Row) => Number(row['sessions']);
  const byOffer = sums(out, ({ offer }) => offer!, sessions);
  const byRequest = sums(out, ({ request }) => request!, sessions);
  const byPerson = sums(
    out.filter(({ offer }) => personOf.get(offer!) !== ''),
    ({ request, offer }) => `${request} of ${personOf.get(offer!)}`,
    sessions,
  );
  return [
    ...out.filter(({ request, offer, score }) => !fitting.has(`${request},${offer},${score}`)),
    ...out.filter((row) => !(sessions(row) >= 1)),
    ...[
      ...sums(
        out,
        ({ request, offer }) => `${request},${offer}`,
        () => 1,
      ),
    ].filter(([, lines]) => lines > 1),
    ...offers.filter(({ id, capacity }) => (byOffer.get(id!) ?? 0) > Number(capacity)),
    ...requests.filter((row) => (byRequest.get(row['id']!) ?? 0) > Number(row['sessions'])),
    ...[...byPerson].filter(([, given]) => given > 1),
  ].map((row) => JSON.stringify(row));
}

describe('Clearing files', () => {
  it.each(['none', 'harmonic', 'quadratic'])(
    'finds all pairs, keeps every cap and has what another solver has at best, with fairness %s',
    async (fairness) => {
      const rows = someRows(1, 60, 40);
      const { summary, written } = await cleared(rows, '--fairness', fairness, '--exact');
      const pairs = written.pairs.map(({ request, offer, score }) => `${request},${offer},${score}`);
      expect(pairs.sort()).toEqual(pairsOf(rows));
      expect(pairs.length).toBeGreaterThan(150);
      expect(brokenCaps(written)).toEqual([]);
      const objective = objectiveOf(written);
      const total = objective.score + objective.gain + objective.bonus;
      expect(summary).toMatchObject({ ...objective, objective: total, pairs: pairs.length });
      expect(summary).toMatchObject({ dual: total, gap: 0, certificate: { valid: true, faults: [] } });
      expect(await bestOf(written)).toBe(total);
      expect(objective.units).toBeGreaterThan(20);
      expect(objective.bonus > 0).toBe(fairness !== 'none');
    },
    BUILDING,
  );

  it(
    'takes the best pair first where that is asked for, and says how much better it could be',
    async () => {
      const rows = someRows(2, 60, 40);
      const { summary, written } = await cleared(rows, '--greedy');
      expect(brokenCaps(written)).toEqual([]);
      const { score, gain, bonus } = objectiveOf(written);
      expect(summary).toMatchObject({ objective: score + gain + bonus, certificate: { valid: true } });
      const best = await bestOf(written);
      expect(summary.objective).toBeLessThan(best);
      expect(summary.dual).toBeGreaterThanOrEqual(best);
    },
    BUILDING,
  );

  it(
    'writes scores as the sum of their parts, distances, and the gain of every session',
    async () => {
      const rows = someRows(4, 60, 40);
      const { written } = await cleared(rows);
      const offers = new Map(rows.offers.map((row) => [row['id'], row]));
      const requests = new Map(rows.requests.map((row) => [row['id'], row]));
      for (const { request, offer, sessions, score, km, ...parts } of written.out) {
        const points = pointsOf(offers.get(offer)!, requests.get(request)!);
        expect(Number(sessions)).toBeGreaterThan(0);
        expect(parts).toEqual(
          Object.fromEntries(Object.entries(points).map(([name, value]) => [name, `${value}`])),
        );
        expect(Number(score)).toBe(Object.values(points).reduce((sum, value) => sum + value, 0));
        const along = (axis: string) =>
          Number(offers.get(offer)![axis]) - Number(requests.get(request)![axis]);
        expect(Number(km)).toBe(Math.ceil(Math.hypot(along('easting'), along('northing'))) / 1000);
      }
      expect(written.out.length).toBeGreaterThan(10);
      expect(written.gains).toEqual(
        rows.requests.flatMap((row) =>
          Array.from({ length: Number(row['sessions']) }, (_, n) => ({
            ...{ request: row['id'], k: `${n + 1}`, gain: `${gainOf(row, n + 1)}` },
          })),
        ),
      );
    },
    BUILDING,
  );

  it(
    'answers the same in whatever order the rows come',
    async () => {
      const rows = someRows(5, 60, 40);
      const first = await cleared(rows);
      const below = chance(6);
      const shuffled = (list: Row[]) =>
        list
          .map((row) => ({ row, at: below(1_000_000) }))
          .sort((one, other) => one.at - other.at)
          .map(({ row }) => row);
      const second = await cleared({ offers: shuffled(rows.offers), requests: shuffled(rows.requests) });
      expect(second.written.out).toEqual(first.written.out);
      expect(second.summary.inputsHash).toBe(first.summary.inputsHash);
      const [one, ...others] = rows.offers;
      const other = await cleared({ ...rows, offers: [{ ...one, capacity: '9' } as Row, ...others] });
      expect(other.summary.inputsHash).not.toBe(first.summary.inputsHash);
    },
    BUILDING,
  );
});

const OFFER = {
  ...{ id: 'o1', person: 'Ada', employer: 'Acme', postcode: 'NW3 2RR', travel_km: '25' },
  ...{ activities: 'careers_talk', sectors: '', capacity: '3', from: '2027-01-04', to: '2027-03-26' },
  ...{ mode: 'both', year_from: '7', year_to: '13' },
};
const REQUEST = {
  ...{ id: 'r1', school: '100049', activities: 'careers_talk', sectors: 'C', sessions: '2' },
  ...{ from: '2027-02-01', to: '2027-02-12', mode: 'in_person', year: '9', pupils: '30' },
  ...{ benchmark: 'B5', need: '55' },
};

describe('Files as people have them', () => {
  it(
    'name places by postcode and URN, and come from a spreadsheet; no database is made for them',
    async () => {
      const late = { id: '"Q ""2"", late"', person: '', postcode: 'ls1 1ur' };
      const offers = [
        { ...OFFER, mode: 'in_person' },
        { ...OFFER, ...late },
      ];
      writeFileSync(at('offers.csv'), `\ufeff${csvOf(offers).replaceAll('\n', '\r\n')}\r\n`);
      writeFileSync(at('requests.csv'), csvOf([REQUEST, { ...REQUEST, id: 'r2', mode: 'virtual' }]));
      const { code } = await typed(...INPUTS, '--out', 'out.csv', '--summary', 'summary.json');
      expect(code).toBe(0);
      const given = rowsOf(at('out.csv')).map(({ request, offer, sessions }) => [request, offer, sessions]);
      expect(given).toEqual([
        ['r1', 'o1', '1'],
        ['r2', 'Q "2", late', '2'],
      ]);
      const { fairness } = JSON.parse(readFileSync(at('summary.json'), 'utf8')) as Summary;
      expect(fairness).toMatchObject({
        byRegion: [{ name: 'london' }],
        byType: [{ name: 'state_secondary' }],
      });
      expect(readdirSync(folder).sort()).toEqual(['offers.csv', 'out.csv', 'requests.csv', 'summary.json']);
    },
    BUILDING,
  );

  it(
    'have bad rows, which are listed by line and column while the good ones go on',
    async () => {
      const bad = { ...OFFER, id: 'o2', capacity: 'many', postcode: 'ZZ1 1ZZ' };
      const rows = { offers: [OFFER, bad, OFFER], requests: [REQUEST, { ...REQUEST, id: 'r2', year: '6' }] };
      const { lines, summary, written } = await cleared(rows, '--report', 'report.csv');
      expect(lines.filter((line) => line.startsWith(folder))).toEqual([
        `${at('offers.csv')}, line 3, postcode: expected a postcode that the register of Great Britain holds, came "ZZ1 1ZZ"`,
        `${at('offers.csv')}, line 3, capacity: expected a whole number from 0 to 10,000, came "many"`,
        `${at('offers.csv')}, line 4, id: expected an id of its own, since line 2 has this one, came "o1"`,
        `${at('requests.csv')}, line 3, year: expected a whole number from 7 to 13, came "6"`,
      ]);
      expect(lines).toContain('1 offer and 1 request; 3 bad rows left out. 1 pair fits.');
      expect(rowsOf(at('report.csv')).map(({ line, column }) => `${line} ${column}`)).toEqual([
        ...['3 postcode', '3 capacity', '4 id', '3 year'],
      ]);
      expect(summary).toMatchObject({ badRows: 3, units: 1 });
      expect(written.out).toHaveLength(1);
    },
    BUILDING,
  );

  const csv = (row: Row) => csvOf([row]);
  it.each<[string, RegExp, { offers?: string; words?: string[] }]>([
    [
      'a column is missing',
      /^\S+offers\.csv: .* expected the columns travel_km, .*the first line has id, postcode\.$/,
      { offers: 'id,postcode\no1,N1 1AA' },
    ],
    ['a file is empty', /^\S+offers\.csv: .* it is empty\.$/, { offers: '' }],
    [
      'no row is good',
      /^\S+offers\.csv has no row that can be used\.$/,
      { offers: csv({ ...OFFER, mode: 'x' }) },
    ],
    [
      'there is a first line and nothing else',
      /^\S+offers\.csv has no row that can be used\.$/,
      { offers: csv(OFFER).split('\n')[0]! },
    ],
    [
      'there is no such file',
      /^There is no file \S+nope\.csv\.$/,
      { words: ['--offers', 'nope.csv', '--requests', 'requests.csv'] },
    ],
    [
      'only one file is named',
      /^--offers and --requests: expected both, or neither/,
      { words: ['--offers', 'offers.csv'] },
    ],
    ['an option is none', /^Unknown option '--fast'\.$/, { words: [...INPUTS, '--fast'] }],
    [
      'a rule of fairness is none',
      /^--fairness: expected none, harmonic, quadratic, came equal\.$/,
      { words: [...INPUTS, '--fairness', 'equal'] },
    ],
    [
      'two methods are asked for',
      /^--exact or --greedy: expected one of them, came both\.$/,
      { words: [...INPUTS, '--exact', '--greedy'] },
    ],
    [
      'an output would replace an input',
      /^\S+offers\.csv is named twice/,
      { words: [...INPUTS, '--out', 'offers.csv'] },
    ],
    [
      'an output has no folder',
      /^There is no folder \S+nowhere to write into\.$/,
      { words: [...INPUTS, '--out', 'nowhere/out.csv'] },
    ],
  ])(
    'are refused in one line where %s, and what was written before stays',
    async (_, line, { offers = csv(OFFER), words = INPUTS }) => {
      writeFileSync(at('offers.csv'), offers);
      writeFileSync(at('requests.csv'), csv(REQUEST));
      writeFileSync(at('pairs.csv'), 'of yesterday');
      const { code, lines } = await typed(...words, '--pairs', 'pairs.csv');
      expect(code).toBe(1);
      expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(line)]));
      expect(lines.filter((text) => /^\s+at /.test(text))).toEqual([]);
      expect(readFileSync(at('pairs.csv'), 'utf8')).toBe('of yesterday');
      expect(readdirSync(folder).sort()).toEqual(['offers.csv', 'pairs.csv', 'requests.csv']);
    },
    BUILDING,
  );

  it(
    'are cleared as docs/clearing.md shows it',
    async () => {
      const page = readFileSync('docs/clearing.md', 'utf8');
      const blocks = (kind: string) =>
        [...page.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
          ([, text = '']) => text,
        );
      const [offers = '', requests = '', out] = blocks('csv');
      writeFileSync(at('offers.csv'), offers);
      writeFileSync(at('requests.csv'), requests);
      const commands = blocks('sh').flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'));
      const words = commands
        .filter((line) => line.startsWith('npm run clear -- '))
        .map((line) => line.replace(/#.*/, '').split(' ').filter(Boolean).slice(4));
      expect(words.length).toBeGreaterThan(0);
      for (const typedWords of words) expect(await typed(...typedWords)).toMatchObject({ code: 0 });
      expect(readFileSync(at('out.csv'), 'utf8')).toBe(out);
    },
    BUILDING,
  );
});

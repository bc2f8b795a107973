import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import highs from 'highs';

// What a clearing of files must be, worked out from the files alone: nothing here is the product's own code.

// Its types know it as a module of modules, which Node does not.
const load = highs as unknown as () => Promise<{
  solve: (model: string) => { Status: string; ObjectiveValue: number };
}>;

/** A row of a CSV file by its columns. */
export type Row = Record<string, string>;

export function rowsOf(path: string): Row[] {
  return parse(readFileSync(path, 'utf8'), { columns: true }) as Row[];
}

export function csvOf(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  return [columns.join(','), ...rows.map((row) => columns.map((column) => row[column]).join(','))].join('\n');
}

/** Whole numbers from 0, the same ones for the same seed. */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const ACTIVITIES = ['careers_talk', 'workplace_visit', 'work_experience_placement', 'mentoring'];
const MODES = ['in_person', 'in_person', 'virtual', 'both'];
const day = (number: number) => new Date(Date.UTC(2027, 0, 4 + number)).toISOString().slice(0, 10);

/** Rows of some corner of the grid, 20 km wide: enough fits that schools and offers compete. */
export function someRows(seed: number, offers: number, requests: number): { offers: Row[]; requests: Row[] } {
  const below = chance(seed);
  const some = (words: readonly string[], most: number) =>
    [...new Set(Array.from({ length: below(most + 1) }, () => words[below(words.length)]!))].join('|');
  const common = () => {
    const from = below(60);
    return {
      ...{ easting: `${400_000 + below(20_000)}`, northing: `${300_000 + below(20_000)}` },
      ...{ activities: some(ACTIVITIES, 3) || 'careers_talk', sectors: some(['C', 'F', 'J'], 1) },
      ...{ from: day(from), to: day(from + 15 + below(40)), mode: MODES[below(4)]! },
    };
  };
  return {
    offers: Array.from({ length: offers }, (_, n) => {
      const year = 7 + below(4);
      return {
        ...{
          id: `offer ${n}`,
          person: below(3) === 0 ? '' : `person ${below(offers)}`,
          employer: `e${n % 7}`,
        },
        ...common(),
        ...{ travel_km: `${5 + below(15)}`, capacity: `${1 + below(3)}` },
        ...{ year_from: `${year}`, year_to: `${Math.min(13, year + 1 + below(5))}` },
      };
    }),
    requests: Array.from({ length: requests }, (_, n) => ({
      ...{ id: `request ${n}`, school: `school ${below(Math.ceil(requests / 2))}` },
      ...common(),
      ...{ sessions: `${1 + below(4)}`, year: `${7 + below(7)}`, pupils: `${5 + below(30)}` },
      ...{ benchmark: `B${5 + below(2)}`, need: `${below(120)}` },
    })),
  };
}

const listed = (text = '') => text.split('|').filter((word) => word !== '');
const meets = (one: string[], other: string[]) => one.some((word) => other.includes(word));

function metresBetween(offer: Row, request: Row): number {
  const along = (axis: string) => Number(offer[axis]) - Number(request[axis]);
  return Math.sqrt(along('easting') ** 2 + along('northing') ** 2);
}

/** How a pair of rows would meet; undefined where it does not fit. */
export function meeting(offer: Row, request: Row): 'in_person' | 'virtual' | undefined {
  const asked = listed(request['activities']).filter(
    (activity) => activity !== 'work_experience_placement' || Number(request['year']) >= 10,
  );
  const [offered, wanted] = [listed(offer['sectors']), listed(request['sectors'])];
  const fits =
    meets(listed(offer['activities']), asked) &&
    (offered.length === 0 || wanted.length === 0 || meets(offered, wanted)) &&
    offer['from']! <= request['to']! &&
    request['from']! <= offer['to']! &&
    Number(offer['year_from']) <= Number(request['year']) &&
    Number(request['year']) <= Number(offer['year_to']);
  if (!fits) return undefined;
  const can = (mode: string) => [offer, request].every((row) => [mode, 'both'].includes(row['mode']!));
  if (can('in_person') && metresBetween(offer, request) <= Number(offer['travel_km']) * 1000)
    return 'in_person';
  return can('virtual') ? 'virtual' : undefined;
}

/** The points of a pair that fits, as docs/methods/matching.md has them. */
export function pointsOf(offer: Row, request: Row): Record<string, number> {
  const span = Number(offer['year_to']) - Number(offer['year_from']) + 1;
  const near = Math.max(0, 50_000 - Math.ceil(metresBetween(offer, request)));
  return {
    sector: offer['sectors'] === '' || request['sectors'] === '' ? 90 : 150,
    proximity: meeting(offer, request) === 'virtual' ? 75 : Math.floor((150 * near) / 50_000),
    ...{ responsiveness: 90, freshness: 60 },
    year_groups: Math.floor(60 / span),
    size: 30,
  };
}

/** Points of the k-th session of a request. */
export function gainOf(request: Row, k: number): number {
  const pupils = Number(request['pupils']);
  const short = Math.max(0, Number(request['need']) - (k - 1) * pupils);
  return Math.min(400, 4 * Math.min(pupils, short));
}

/** Adds up numbers by key. */
export function sums<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  valueOf: (row: T) => number,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const row of rows) found.set(keyOf(row), (found.get(keyOf(row)) ?? 0) + valueOf(row));
  return found;
}

/** What is written of a clearing, and the rows it is of. */
export interface Written {
  offers: Row[];
  requests: Row[];
  out: Row[];
  pairs: Row[];
  gains: Row[];
  bonus: Row[];
}

/** The points that the written sessions have by the written scores, gains and bonuses. */
export function objectiveOf({ requests, out, gains, bonus }: Written) {
  const schoolOf = new Map(requests.map(({ id, school }) => [id, school!]));
  const units = (row: Row) => Number(row['sessions']);
  const byRequest = sums(out, ({ request }) => request!, units);
  const bySchool = sums(out, ({ request }) => schoolOf.get(request)!, units);
  const reached = (rows: Row[], keyOf: (row: Row) => string, given: Map<string, number>, column: string) =>
    rows
      .filter((row) => Number(row['k']) <= (given.get(keyOf(row)) ?? 0))
      .reduce((sum, row) => sum + Number(row[column]), 0);
  return {
    units: out.reduce((sum, row) => sum + units(row), 0),
    score: out.reduce((sum, row) => sum + units(row) * Number(row['score']), 0),
    gain: reached(gains, ({ request }) => request!, byRequest, 'gain'),
    bonus: reached(bonus, ({ school }) => school!, bySchool, 'bonus'),
  };
}

/** The most points that any clearing of the written pairs could have, by another solver. */
export async function bestOf({ offers, requests, pairs, gains, bonus }: Written): Promise<number> {
  const personOf = new Map(offers.map(({ id, person }) => [id, person!]));
  const schoolOf = new Map(requests.map(({ id, school }) => [id, school!]));
  const x = pairs.map((row, n) => ({ ...row, name: `x${n}` }) as Row);
  const g = gains.map((row, n) => ({ ...row, name: `g${n}` }) as Row);
  const b = bonus.map((row, n) => ({ ...row, name: `b${n}` }) as Row);
  const terms = (rows: Row[], column?: string) =>
    rows.map((row) => `+ ${column ? row[column] : 1} ${row['name']}`).join(' ');
  const minus = (rows: Row[]) => rows.map(({ name }) => `- 1 ${name}`).join(' ');
  const lines: string[] = [];
  const add = (left: string, right: string) =>
    left !== '' && lines.push(`c${lines.length}: ${left} ${right}`);
  for (const { id } of requests) {
    const own = x.filter(({ request }) => request === id);
    add(`${terms(own)} ${minus(g.filter(({ request }) => request === id))}`, '= 0');
    for (const person of new Set(own.map(({ offer }) => personOf.get(offer)).filter((name) => name)))
      add(terms(own.filter(({ offer }) => personOf.get(offer) === person)), '<= 1');
  }
  for (const school of new Set(schoolOf.values())) {
    const given = terms(x.filter(({ request }) => schoolOf.get(request) === school));
    add(`${given} ${minus(b.filter((row) => row['school'] === school))}`, '= 0');
  }
  for (const { id, capacity } of offers) add(terms(x.filter(({ offer }) => offer === id)), `<= ${capacity}`);
  const bounded = [...g, ...b].map(({ name }) => `0 <= ${name} <= 1`);
  const names = [...x, ...g, ...b].map(({ name }) => name).join(' ');
  const model = [
    ...['Maximize', `obj: ${terms(x, 'score')} ${terms(g, 'gain')} ${terms(b, 'bonus')}`],
    ...['Subject To', ...lines, 'Bounds', ...bounded, 'Generals', names, 'End'],
  ].join('\n');
  const solved = (await load()).solve(model);
  if (solved.Status !== 'Optimal') throw new Error(`HiGHS ended with ${solved.Status}`);
  return Math.round(solved.ObjectiveValue);
}

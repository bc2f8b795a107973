import { createReadStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import {
  faultLine,
  ImportReport,
  importSchools,
  importShippedRegisters,
  type SchoolImport,
} from '#reference';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/count-queries.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await importShippedRegisters(app.dataSource, 'data', () => undefined);
});
afterAll(() => app.stop());

const fields = (answer: {
  errors?: readonly { extensions: { code: string; fields?: { path: string }[] } }[];
}) => answer.errors?.map(({ extensions }) => [extensions.code, extensions.fields?.map(({ path }) => path)]);

describe('Anybody can look a school up', () => {
  it('by URN, with its place and authority, and as a node', async () => {
    const { school } = await app.anyone.ask<{ school: Record<string, unknown> }>(
      '{ school(urn: 100049) { id name place { easting northing } region kind phase localAuthority { code name onsCode } pupils open sourceDate } }',
    );
    expect(school).toEqual({
      id: 'school_100049',
      name: 'Haverstock School',
      place: { easting: 528159, northing: 184498 },
      region: 'LONDON',
      kind: 'STATE_SECONDARY',
      phase: 'SECONDARY',
      localAuthority: { code: '202', name: 'Camden', onsCode: 'E09000007' },
      pupils: 878,
      open: true,
      sourceDate: '2026-01-30',
    });
    const { node } = await app.anyone.ask<{ node: { __typename: string } }>(
      '{ node(id: "school_100049") { __typename id } }',
    );
    expect(node).toEqual({ __typename: 'School', id: 'school_100049' });
  });

  it('an unknown URN and one that cannot be one are told apart', async () => {
    const unknown = await app.anyone.send('{ school(urn: 999999) { id } }');
    expect(unknown.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(fields(await app.anyone.send('{ school(urn: 5) { id } }'))).toEqual([['BAD_USER_INPUT', ['urn']]]);
  });

  it('by words of name and authority, whatever the punctuation', async () => {
    const find = async (search: string): Promise<string[]> => {
      const query =
        'query ($search: String) { schools(search: $search, first: 100) { nodes { name localAuthority { name } } } }';
      const { schools } = await app.anyone.ask<{ schools: { nodes: { name: string }[] } }>(query, { search });
      return schools.nodes.map(({ name }) => name);
    };
    expect(await find('haverstock CAMDEN')).toEqual(['Haverstock School']);
    expect(await find('100049')).toEqual(['Haverstock School']);
    expect(await find('st pauls cathedral')).toEqual(["St Paul's Cathedral School"]);
    expect(await find('100% _ \\')).toEqual(await find('100'));
    expect(await find('%%%')).toEqual([]);
  });

  it('nearest first, page by page, without repeating or dropping one', async () => {
    const seen: string[] = [];
    const kilometres: number[] = [];
    let after: string | null = null;
    do {
      const { schools }: { schools: Page } = await app.anyone.ask<{ schools: Page }>(
        `query ($after: String) { schools(near: { postcode: "ec2y5aa" }, within: 5, first: 40, after: $after)
          { edges { distanceKm node { id } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      seen.push(...schools.edges.map(({ node }) => node.id));
      kilometres.push(...schools.edges.map(({ distanceKm }) => distanceKm));
      after = schools.pageInfo.hasNextPage ? schools.pageInfo.endCursor : null;
    } while (after);
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*) AS n FROM school WHERE open AND place <-> point(532202,181500) <= 5000`,
    );
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(row?.n ?? 0);
    expect(seen.length).toBeGreaterThan(80);
    expect(kilometres).toEqual([...kilometres].sort((a, b) => a - b));
  });

  it('by name through a whole region', async () => {
    const query = `query ($after: String) { schools(region: NORTH_EAST, first: 100, after: $after)
      { edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
    const seen = new Set<string>();
    let after: string | null = null;
    do {
      const { schools }: { schools: Page } = await app.anyone.ask<{ schools: Page }>(query, { after });
      for (const { node } of schools.edges) seen.add(node.id);
      after = schools.pageInfo.hasNextPage ? schools.pageInfo.endCursor : null;
    } while (after);
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*) AS n FROM school WHERE region = 'north_east'`,
    );
    expect(seen.size).toBe(row?.n);
  });

  it.each([
    ['near: {postcode: "ZZ99 9ZZ"}', 'near.postcode'],
    ['near: {postcode: "nonsense"}', 'near.postcode'],
    ['near: {urn: 999999}', 'near.urn'],
    ['near: {}', 'near'],
    ['near: {urn: 100049, postcode: "EC2Y 5AA"}', 'near'],
    ['within: 5', 'near'],
    ['near: {urn: 100049}, within: 0', 'within'],
    ['first: 101', 'first'],
    ['first: -1', 'first'],
    ['localAuthority: "x"', 'localAuthority'],
    [`search: "${'x'.repeat(101)}"`, 'search'],
    ['after: "bm9uc2Vuc2U"', 'after'],
  ])('%s is refused and %s named', async (args, path) => {
    expect(fields(await app.anyone.send(`{ schools(${args}) { nodes { id } } }`))).toEqual([
      ['BAD_USER_INPUT', [path]],
    ]);
  });
});

interface Page {
  edges: { distanceKm: number; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

describe('Anybody can look a postcode and a sector up', () => {
  it('a postcode however typed', async () => {
    const { postcode } = await app.anyone.ask<{ postcode: object }>(
      '{ postcode(code: "ec2y5aa") { postcode place { easting northing } } }',
    );
    expect(postcode).toEqual({ postcode: 'EC2Y 5AA', place: { easting: 532202, northing: 181500 } });
    expect(fields(await app.anyone.send('{ postcode(code: "M1 OAA") { postcode } }'))).toEqual([
      ['BAD_USER_INPUT', ['code']],
    ]);
  });

  it('the classification from the sections down and from a code up', async () => {
    const { sectors, sector } = await app.anyone.ask<{
      sectors: { code: string; children: unknown[] }[];
      sector: object;
    }>(
      '{ sectors { code children { code } } sector(code: "62012") { code parent { code parent { code parent { code parent { code name } } } } children { code } } }',
    );
    expect(sectors).toHaveLength(21);
    expect(sectors.flatMap(({ children }) => children)).toHaveLength(88);
    expect(sector).toEqual({
      code: '62012',
      parent: {
        code: '6201',
        parent: {
          code: '620',
          parent: { code: '62', parent: { code: 'J', name: 'Information and communication' } },
        },
      },
      children: [],
    });
  });
});

describe('The whole classification at once', () => {
  it('comes without a statement for each branch', async () => {
    type Branch = { code: string; children?: Branch[] };
    const query =
      '{ sectors { code children { code children { code children { code children { code name } } } } } }';
    const result = await app.anyone.ask<{ sectors: Branch[] }>(query);
    const statements = await countQueries(app, () => app.anyone.ask(query));
    const leaves = (branch: Branch): number =>
      branch.children ? branch.children.reduce((sum, child) => sum + leaves(child), 0) : 1;
    expect(result.sectors.reduce((sum, branch) => sum + leaves(branch), 0)).toBeGreaterThan(700);
    expect(statements).toBe(0);
  });
});

describe('A newer edition of the register', () => {
  const shipped = readFileSync('data/schools.csv', 'utf8').trimEnd().split('\n');

  async function take(lines: string[], options: Partial<SchoolImport> = {}): Promise<ImportReport> {
    const report = new ImportReport();
    await importSchools(
      app.dataSource,
      Readable.from(lines.join('\n')),
      { sourceDate: '2026-06-30', ...options },
      report,
    );
    return report;
  }

  it('changes nothing when it is the same', async () => {
    expect((await take(shipped)).counts).toEqual({
      inserted: 0,
      updated: 0,
      unchanged: 7284,
      closed: 0,
      leftOut: 0,
      rejected: 0,
    });
  });

  it('adds, renames, closes what it lacks, keeps what it leaves empty, and names what is wrong', async () => {
    const lines = shipped
      .filter((line) => !line.startsWith('100003,'))
      .map((line) =>
        line.replace('Haverstock School,528159,184498,NW3 2BQ', 'Haverstock Academy,528159,184498,'),
      )
      .map((line) =>
        line.replace(
          /^100001,City of London School for Girls,532301/,
          '100001,City of London School for Girls,here',
        ),
      );
    const report = await take([
      ...lines,
      '199999,New School,528000,184000,,,,,,secondary,state_secondary,,,,,,',
    ]);
    expect(report.counts).toEqual({
      inserted: 1,
      updated: 1,
      unchanged: 7281,
      closed: 1,
      leftOut: 0,
      rejected: 1,
    });
    expect(report.faults.map(faultLine)).toEqual([
      'line 2, easting: expected whole metres east on the National Grid, came "here"',
    ]);
    const { a, b, c } = await app.anyone.ask<Record<string, object>>(
      '{ a: school(urn: 100049) { name postcode sourceDate } b: school(urn: 100003) { open } c: school(urn: 100001) { open name } }',
    );
    expect(a).toEqual({ name: 'Haverstock Academy', postcode: 'NW3 2BQ', sourceDate: '2026-06-30' });
    expect(b).toEqual({ open: false });
    expect(c).toEqual({ open: true, name: 'City of London School for Girls' });
  });

  it('closes nobody when it looks like an extract, or has rows that cannot be read, unless told to', async () => {
    await take(shipped);
    const extract = await take(shipped.slice(0, 1000));
    expect(extract.counts.closed).toBe(0);
    expect(extract.notes[0]).toContain('looks like an extract');
    const broken = await take([...shipped.filter((line) => !line.startsWith('100003,')), '"100003,City']);
    expect(broken.counts).toMatchObject({ closed: 0, rejected: 1 });
    const told = await take(shipped.slice(0, 7001), { closeMissing: true });
    expect(told.counts.closed).toBeGreaterThan(280);
    expect((await take(shipped)).counts.updated).toBe(told.counts.closed);
  });

  it('is not put back by the next start', async () => {
    const result = await importShippedRegisters(app.dataSource, 'data', () => undefined);
    expect(result).toEqual({ schools: 'held', sic: 'held', areas: 'held' });
  });

  it('of another kind changes nothing', async () => {
    const report = new ImportReport();
    const file = createReadStream('data/sic.csv');
    await expect(importSchools(app.dataSource, file, { sourceDate: '2027-01-01' }, report)).rejects.toThrow(
      'not the expected file',
    );
  });
});

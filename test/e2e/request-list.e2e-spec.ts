import { ChangeSequencer } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/count-queries.js';
import { askingSchool, list, open, WITHDRAW } from '../support/requests.js';

describe('the list of requests', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it('is by distance with a place, else by age', async () => {
    const far = await askingSchool(app, 1004);
    const at = await askingSchool(app, 1000);
    const [one, two] = [await open(far), await open(at)];
    const three = await open(far, { title: 'Again' });
    const near = { urn: at.school.urn };
    expect((await list(at.teacher, { near, within: 10 })).edges).toMatchObject([
      { distanceKm: 0, node: { id: two.id } },
      { distanceKm: 4, node: { id: one.id } },
      { distanceKm: 4, node: { id: three.id } },
    ]);
    expect((await list(at.teacher, { near, within: 3 })).edges).toHaveLength(1);
    expect(
      (await list(at.teacher, { first: 3 })).edges.map((edge) => [edge.node.id, edge.distanceKm]),
    ).toEqual([three, two, one].map(({ id }) => [id, null]));
    const { edges } = await list(at.teacher, { filter: null, near: null, within: null, after: null });
    expect(edges[0]?.node.id).toBe(three.id);
  });

  it('filters by sector, activity and year; a request for any sector is in every sector', async () => {
    const at = await askingSchool(app, 2000);
    const any = (await open(at, { title: 'Any', sectors: [] })).id;
    const care = (await open(at, { title: 'Care', sectors: ['Q'] })).id;
    const ten = { groupIds: [at.tenA], pupilsPerSession: 24 };
    const fair = (await open(at, { title: 'Fair', sectors: ['F'], activityTypes: ['CAREERS_FAIR'], ...ten }))
      .id;
    const find = async (filter: object) => {
      const { edges } = await list(at.teacher, { near: { urn: at.school.urn }, within: 1, filter });
      return edges.map(({ node }) => node.id);
    };
    expect(await find({})).toEqual([any, care, fair]);
    expect(await find({ sector: 'Q' })).toEqual([any, care]);
    expect(await find({ sector: 'A' })).toEqual([any]);
    expect(await find({ activityType: 'CAREERS_FAIR' })).toEqual([fair]);
    expect(await find({ activityType: 'MOCK_INTERVIEW' })).toEqual([any, care]);
    expect(await find({ yearGroup: 10 })).toEqual([fair]);
    expect(await find({ sector: 'F', yearGroup: 9 })).toEqual([any]);
  });

  it('leaves out what has no day left', async () => {
    const at = await askingSchool(app, 2500);
    const { id } = await open(at);
    const variables = { near: { urn: at.school.urn }, within: 1 };
    expect((await list(at.teacher, variables)).edges).toHaveLength(1);
    await app.dataSource.query(`UPDATE request_place SET last_day = '2026-01-31' WHERE request_id = $1`, [
      id,
    ]);
    expect((await list(at.teacher, variables)).edges).toEqual([]);
  });

  it('pages without a gap or a repeat while others come and go, also at one distance', async () => {
    const schools = [];
    for (const km of [3000, 3000, 3000, 3001, 3002]) schools.push(await askingSchool(app, km));
    const ids: string[] = [];
    for (const school of schools) ids.push((await open(school)).id);
    const near = { urn: schools[0]?.school.urn };
    const page = (after?: string | null) => list(at.teacher, { near, within: 50, first: 2, after });
    const at = await askingSchool(app, 3000);

    const one = await page();
    await schools[0]?.teacher.ask(WITHDRAW, { input: { id: ids[0], version: 2 } });
    const late = (await open(at)).id;
    const two = await page(one.pageInfo.endCursor);
    const three = await page(two.pageInfo.endCursor);
    const [a, b, c, d, e] = ids;
    const seen = [one, two, three].map(({ edges }) => edges.map(({ node }) => node.id));
    expect(seen).toEqual([
      [a, b],
      [c, late],
      [d, e],
    ]);
    expect([one, two, three].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
  });

  it('costs six statements, however many requests', async () => {
    const at = await askingSchool(app, 4000);
    for (let n = 0; n < 6; n += 1)
      await open(n % 2 ? await askingSchool(app, 4000) : at, { title: `No. ${n}` });
    // Changes are numbered over the same connections, now and then.
    await app.app.get(ChangeSequencer, { strict: false }).stop();
    const deep = `query ($urn: Int!, $first: Int!) { requests(near: { urn: $urn }, first: $first) {
      nodes { id school { id } groups { id } } } }`;
    for (const first of [2, 6]) {
      // Who asks, the place, the search, the requests, and one each for schools and groups.
      expect(await countQueries(app, () => at.teacher.ask(deep, { urn: at.school.urn, first }))).toBe(6);
    }
  });
});

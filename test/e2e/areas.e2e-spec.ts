import { pointOf } from '#platform';
import { importShippedRegisters } from '#reference';
import { startTestApp, type TestApp } from '../support/app.js';
import { publishedOffer } from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => {
  world = await startTestApp();
  await importShippedRegisters(world.dataSource, 'data', () => undefined);
}, 60_000);
afterAll(() => world?.stop());

/** Real places. */
const at = {
  Stockport: { easting: 389_500, northing: 390_400 },
  // In High Peak, 2 km from the boundary of Greater Manchester and 18 km from its middle.
  'New Mills': { easting: 400_300, northing: 385_700 },
  'Hugh Town on St Mary’s': { easting: 90_300, northing: 10_600 },
  Penzance: { easting: 147_200, northing: 30_300 },
  'Cambridge market': { easting: 544_900, northing: 258_400 },
  'Great Shelford': { easting: 546_000, northing: 252_000 },
  Wrexham: { easting: 333_500, northing: 350_300 },
} as const;
type Town = keyof typeof at;

const district = async (town: Town) => {
  const [row] = await world.dataSource.query<{ district: string | null }[]>(
    'SELECT district_at($1::point) AS district',
    [pointOf(at[town])],
  );
  return row?.district;
};

describe('The areas of England', () => {
  it('are 296 local authorities and what is made of them, found by kind and by name', async () => {
    const LIST =
      'query ($kind: AreaKind, $search: String) { areas(kind: $kind, search: $search) { kind code name } }';
    const list = async (variables: object) =>
      (await world.anyone.ask<{ areas: { kind: string; code: string; name: string }[] }>(LIST, variables))
        .areas;
    const sizes = await Promise.all(
      ['REGION', 'LOCAL_AUTHORITY', 'SKILLS_PLAN', 'COMBINED_AUTHORITY'].map(
        async (kind) => (await list({ kind })).length,
      ),
    );
    expect(sizes).toEqual([9, 296, 42, 16]);
    expect(await list({ search: 'stokport' })).toEqual([
      { kind: 'LOCAL_AUTHORITY', code: 'E08000007', name: 'Stockport' },
    ]);
    expect((await list({ search: 'greater manchester' })).map(({ code }) => code)).toEqual([
      'LSIP-GREATER-MANCHESTER',
      'E47000001',
    ]);
  });

  it('are made of local authorities, and know what they belong to', async () => {
    const { area } = await world.anyone.ask<{ area: object }>(
      `{ area(code: "E08000007") { id partOf { code kind localAuthorities { name } } localAuthorities { name } } }`,
    );
    expect(area).toMatchObject({
      id: 'area_e08000007',
      partOf: [
        { code: 'E12000002', kind: 'REGION' },
        { code: 'LSIP-GREATER-MANCHESTER', kind: 'SKILLS_PLAN' },
        { code: 'E47000001', kind: 'COMBINED_AUTHORITY' },
      ],
      localAuthorities: [],
    });
    const { node } = await world.anyone.ask<{ node: object }>(
      '{ node(id: "area_lsipgreaterdevon") { ... on Area { code localAuthorities { name } } } }',
    );
    expect(node).toMatchObject({ code: 'LSIP-GREATER-DEVON' });
    expect((node as { localAuthorities: [] }).localAuthorities).toHaveLength(10);
    expect(await world.anyone.ask('{ area(code: "E99999999") { id } }')).toEqual({ area: null });
  });

  it.each([
    ['Stockport', 'E08000007'],
    ['New Mills', 'E07000037'],
    ['Hugh Town on St Mary’s', 'E06000053'],
    ['Penzance', 'E06000052'],
    ['Cambridge market', 'E07000008'],
    ['Great Shelford', 'E07000012'],
    ['Wrexham', null],
  ] as const)('%s lies in %s', async (town, code) => {
    expect(await district(town)).toBe(code);
  });

  it('have the schools in them that the register says; by the outlines alone, 97 in 100 and the rest hard by a border', async () => {
    const [row] = await world.dataSource.query<
      Record<'named' | 'right' | 'drawn' | 'far' | 'nowhere', number>[]
    >(
      `SELECT count(*)::int AS named, count(*) FILTER (WHERE district = la_ons_code)::int AS right,
              count(*) FILTER (WHERE drawn = la_ons_code)::int AS drawn, percentile_cont(0.99) WITHIN GROUP (ORDER BY metres) AS far,
              (SELECT count(*)::int FROM school WHERE district IS NULL) AS nowhere
       FROM (SELECT la_ons_code, district, district_at(place) AS drawn,
               (SELECT min(part.outline <-> place) FROM area_part part WHERE part.district = la_ons_code) AS metres
             FROM school WHERE la_ons_code IN (SELECT district FROM area_part)) school`,
    );
    expect(row!.named).toBeGreaterThan(4_000);
    expect(row!.right).toBe(row!.named);
    expect(row!.drawn / row!.named).toBeGreaterThan(0.97);
    expect(row!.far).toBeLessThan(1_500);
    expect(row!.nowhere).toBe(0);
  });

  it('draw the enclave of Cambridge out of South Cambridgeshire: no point is in both', async () => {
    const [row] = await world.dataSource.query<{ inside: number; both: number; area: number }[]>(
      `SELECT count(*) FILTER (WHERE city.outline @> p)::int AS inside,
              count(*) FILTER (WHERE city.outline @> p AND around.outline @> p)::int AS both
       FROM area_part city, area_part around,
         (SELECT point(x, y) AS p FROM generate_series(540013, 553013, 500) x, generate_series(252017, 264017, 500) y) grid
       WHERE city.district = 'E07000008' AND around.district = 'E07000012'`,
    );
    expect(row!.inside).toBeGreaterThan(100);
    expect(row!.both).toBe(0);
  });
});

describe('Offers in or near an area', () => {
  const titles = async (area: object, more: object = {}) => {
    const { offers } = await world.anyone.ask<{ offers: { nodes: { title: string }[] } }>(
      'query ($filter: OfferFilter, $near: NearInput) { offers(filter: $filter, near: $near, first: 50) { nodes { title } } }',
      { filter: { area }, ...more },
    );
    return offers.nodes.map(({ title }) => title).sort();
  };

  beforeAll(async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    for (const [town, place] of Object.entries(at)) {
      const { id } = await publishedOffer(world, volunteer, employer, { title: town });
      const moved = [id, pointOf(place)];
      await world.dataSource.query('UPDATE offer SET place = $2 WHERE id = $1', moved);
      await world.dataSource.query(
        'UPDATE offer_place SET place = $2::point, district = district_at($2::point) WHERE offer_id = $1',
        moved,
      );
    }
  });

  it.each([
    ['in a combined authority', { code: 'E47000001' }, ['Stockport']],
    ['just outside it, far from its middle', { code: 'E47000001', nearKm: 3 }, ['New Mills', 'Stockport']],
    ['outside by less than that, but not by less than 1 km', { code: 'E47000001', nearKm: 1 }, ['Stockport']],
    ['on islands', { code: 'E06000053' }, ['Hugh Town on St Mary’s']],
    ['near islands, over the sea', { code: 'E06000053', nearKm: 70 }, ['Hugh Town on St Mary’s', 'Penzance']],
    ['not near enough to islands', { code: 'E06000053', nearKm: 30 }, ['Hugh Town on St Mary’s']],
    [
      'in a plan that holds islands',
      { code: 'LSIP-CORNWALL-AND-THE-ISLES-OF-SCILLY' },
      ['Hugh Town on St Mary’s', 'Penzance'],
    ],
    ['in an enclave', { code: 'E07000008' }, ['Cambridge market']],
    ['around an enclave, not in it', { code: 'E07000012' }, ['Great Shelford']],
    ['around an enclave, or near', { code: 'E07000012', nearKm: 5 }, ['Cambridge market', 'Great Shelford']],
    ['over the border of Wales', { code: 'E06000050', nearKm: 10 }, ['Wrexham']],
    ['in a region', { code: 'E12000006' }, ['Cambridge market', 'Great Shelford']],
  ])('%s', async (_what, area, expected) => {
    expect(await titles(area)).toEqual([...expected].sort());
    // The order asked for changes nothing of what is found.
    expect(await titles(area, { near: { postcode: 'M1 1AE' } })).toEqual([...expected].sort());
  });

  it('are refused for an area that there is not', async () => {
    const { errors } = await world.anyone.send(
      '{ offers(filter: { area: { code: "E99999999" } }) { nodes { id } } }',
    );
    expect(errors?.[0]?.extensions.fields?.map(({ path }) => path)).toEqual(['filter.area.code']);
  });
});

describe('Schools in or near an area', () => {
  it('are found by its boundary', async () => {
    const find = async (area: object) => {
      const { schools } = await world.anyone.ask<{ schools: { nodes: { name: string }[] } }>(
        'query ($area: AreaInput) { schools(area: $area, first: 100) { nodes { name localAuthority { name } } } }',
        { area },
      );
      return schools.nodes.map(({ name }) => name);
    };
    expect(await find({ code: 'E06000053' })).toEqual(['The Five Islands Academy']);
    const [inCity, near] = [await find({ code: 'E07000008' }), await find({ code: 'E07000008', nearKm: 3 })];
    expect(inCity).toContain('The Netherhall School');
    expect(near.length).toBeGreaterThan(inCity.length);
    expect(near).toEqual(expect.arrayContaining(inCity));
  });
});

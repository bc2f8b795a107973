import { importShippedRegisters } from '#reference';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/count-queries.js';
import { inDays, publishedOffer } from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => {
  world = await startTestApp();
  await importShippedRegisters(world.dataSource, 'data', () => undefined);
  await market();
}, 60_000);
afterAll(() => world?.stop());

interface Facets {
  offers: number;
  complete: boolean;
  sectors: { sector: string; name: string; offers: number }[];
  activityTypes: { activityType: string; offers: number }[];
  yearGroups: { yearGroup: number; offers: number }[];
  modes: { mode: string; offers: number }[];
}

const FACETS = `query ($near: NearInput, $within: Int, $search: String, $filter: OfferFilter) {
  offers(near: $near, within: $within, search: $search, filter: $filter, first: 1) { facets { offers complete
    sectors { sector name offers } activityTypes { activityType offers } yearGroups { yearGroup offers } modes { mode offers } } } }`;
const LIST = `query ($near: NearInput, $within: Int, $search: String, $filter: OfferFilter) {
  offers(near: $near, within: $within, search: $search, filter: $filter, first: 100) { nodes { id } pageInfo { hasNextPage } } }`;

type Asked = { filter?: Record<string, unknown> } & Record<string, unknown>;

async function facetsOf(asked: Asked): Promise<Facets> {
  return (await world.anyone.ask<{ offers: { facets: Facets } }>(FACETS, asked)).offers.facets;
}

async function foundBy(asked: Asked): Promise<number> {
  const { offers } = await world.anyone.ask<{
    offers: { nodes: object[]; pageInfo: { hasNextPage: boolean } };
  }>(LIST, asked);
  expect(offers.pageInfo.hasNextPage).toBe(false);
  return offers.nodes.length;
}

/** Forty offers that differ in all that facets tell apart; one is a draft, one is full and one is over. */
async function market(): Promise<void> {
  const employer = await world.given.employer();
  const volunteer = await world.given.volunteer(employer);
  const activities = ['CAREERS_TALK', 'WORKPLACE_VISIT', 'MENTORING'];
  const modes = ['IN_PERSON', 'VIRTUAL', 'BOTH'];
  const sectors = [['C'], ['C', 'F'], [], ['Q']];
  for (let n = 0; n < 40; n += 1) {
    const activityType = activities[n % 3];
    await publishedOffer(world, volunteer, employer, {
      ...{
        km: n,
        activityType,
        mode: activityType === 'WORKPLACE_VISIT' ? 'IN_PERSON' : (modes[n % 5] ?? 'BOTH'),
      },
      ...{ sectors: sectors[n % 4], yearFrom: 7 + (n % 4), yearTo: 11 + (n % 3), travelKm: 10 + n },
      title: `${n % 2 === 0 ? 'Bridges' : 'Bakeries'} and how they are made, ${n}`,
      slots: [{ startsAt: inDays(30), endsAt: inDays(30, 11), sessions: 1, maxPupils: 30 }],
    });
  }
  await world.dataSource.query(`UPDATE slot SET remaining = 0 WHERE id = (SELECT min(id) FROM slot)`);
  await world.dataSource.query(
    `UPDATE slot SET starts_at = now() - interval '2 days', ends_at = now() - interval '1 day' WHERE id = (SELECT max(id) FROM slot)`,
  );
}

const near = { postcode: 'M1 1AE' };

describe('the facets of a search', () => {
  it.each<[string, Asked]>([
    ['of everything', {}],
    ['near a place', { near }],
    ['within so many kilometres', { near, within: 20 }],
    ['that reach me', { near, filter: { reachesMe: true } }],
    ['in a sector', { filter: { sector: 'F' } }],
    [
      'of an activity, for a year, by video',
      {
        filter: { activityType: 'CAREERS_TALK', yearGroup: 9, mode: 'VIRTUAL' },
      },
    ],
    [
      'with all filters',
      {
        near,
        within: 30,
        filter: { sector: 'C', activityType: 'MENTORING', yearGroup: 12, mode: 'BOTH' },
      },
    ],
    ['with words, one misspelt', { near, search: 'brigdes', filter: { yearGroup: 8 } }],
    ['in a region', { filter: { area: { code: 'E12000002' } } }],
    ['of nothing', { near, within: 1, filter: { sector: 'A', activityType: 'MENTORING', yearGroup: 13 } }],
  ])('tell how many one would find with each other value: %s', async (_what, asked) => {
    const facets = await facetsOf(asked);
    expect(facets.complete).toBe(true);
    expect(facets.offers).toBe(await foundBy(asked));
    const withValue = (field: string, value: unknown) =>
      foundBy({ ...asked, filter: { ...asked.filter, [field]: value } });
    for (const { sector, offers } of facets.sectors) expect(await withValue('sector', sector)).toBe(offers);
    for (const { activityType, offers } of facets.activityTypes)
      expect(await withValue('activityType', activityType)).toBe(offers);
    for (const { yearGroup, offers } of facets.yearGroups)
      expect(await withValue('yearGroup', yearGroup)).toBe(offers);
    for (const { mode, offers } of facets.modes) expect(await withValue('mode', mode)).toBe(offers);
    // What is left out would find nothing.
    for (const yearGroup of [7, 8, 9, 10, 11, 12, 13].filter(
      (year) => !facets.yearGroups.some((facet) => facet.yearGroup === year),
    ))
      expect(await withValue('yearGroup', yearGroup)).toBe(0);
  });

  it('name each sector', async () => {
    const { sectors } = await facetsOf({});
    expect(sectors.find(({ sector }) => sector === 'C')).toMatchObject({ name: 'manufacturing' });
    // Offers for any sector are in every one of them.
    expect(sectors).toHaveLength(21);
  });

  it('are counted in one statement more, however many there are, and only where they are asked for', async () => {
    expect(await countQueries(world, () => facetsOf({}))).toBe(
      (await countQueries(world, () => foundBy({}))) + 1,
    );
  });

  it('are null of a list that is no search', async () => {
    const { employers } = await world.anyone.ask<{ employers: { nodes: { offers: { facets: null } }[] } }>(
      '{ employers(first: 1) { nodes { offers(first: 1) { facets { offers } } } } }',
    );
    expect(employers.nodes[0]?.offers.facets).toBeNull();
  });
});

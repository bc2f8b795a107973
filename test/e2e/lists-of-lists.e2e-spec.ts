import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { countQueries } from '../support/count-queries.js';
import { openRequest, publishedOffer, schoolWithPupils } from '../support/introductions.js';

/** A page of offers by employer, as the API answers it. */
interface Answered {
  employers: { nodes: { id: string; offers: List }[] };
}

interface List {
  nodes: { id: string; status: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

const OFFERS = `query ($first: Int!, $each: Int! = 2, $after: String, $search: String = "Lists ") {
  employers(search: $search, first: $first) { nodes { id
    offers(first: $each, after: $after) { nodes { id status } pageInfo { hasNextPage endCursor } } } } }`;

const SCHOOLS = `query ($first: Int!) { viewer { memberships { school { name
    requests(first: $first) { nodes { id } }
    deliveries(first: $first) { nodes { id } }
    now: benchmarks(policy: GATSBY_2025) { asOf }
    positions(policy: GATSBY_2025) { met } earlier: positions(policy: GATSBY_2014) { met }
    providerAccess { met } workExperience { met }
    before: benchmarks(policy: GATSBY_2014, asOf: "2025-12-31") { asOf } } } } }`;

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world.stop());

describe('a list in a list', () => {
  const offers = new Map<string, string[]>();
  let volunteer: Client;

  beforeAll(async () => {
    for (let n = 0; n < 3; n += 1) {
      const employer = await world.given.employer({ name: `Lists ${n}` });
      volunteer = await world.given.volunteer(employer);
      const made: string[] = [];
      for (let m = 0; m <= n; m += 1) made.unshift((await publishedOffer(world, volunteer, employer)).id);
      offers.set(employer.id, made);
    }
    const [last = ''] = [...offers.keys()].slice(-1);
    await volunteer.ask(
      `mutation ($input: OfferVersionInput!) { pauseOffer(input: $input) { __typename } }`,
      {
        input: { id: offers.get(last)?.[0], version: 2 },
      },
    );
  });

  it('has for each parent its own rows, the newest first, and goes on from their cursor', async () => {
    const { employers } = await volunteer.ask<Answered>(OFFERS, { first: 3 });
    expect(employers.nodes.map(({ id, offers }) => [id, offers.nodes.map((offer) => offer.id)])).toEqual(
      [...offers].map(([id, all]) => [id, all.slice(0, 2)]),
    );
    expect(employers.nodes.map((node) => node.offers.pageInfo.hasNextPage)).toEqual([false, false, true]);

    const after = employers.nodes[2]?.offers.pageInfo.endCursor;
    const rest = await volunteer.ask<Answered>(OFFERS, { search: 'Lists 2', first: 1, after });
    expect(rest.employers.nodes[0]?.offers.nodes.map(({ id }) => id)).toEqual([[...offers.values()][2]?.[2]]);
    expect(await volunteer.refusal(OFFERS, { search: 'Lists 1', first: 1, after })).toBe('BAD_USER_INPUT');
  });

  it('shows strangers what is published, and no cursor of somebody who sees more', async () => {
    const { employers } = await world.anyone.ask<Answered>(OFFERS, { first: 3, each: 5 });
    expect(employers.nodes.map((node) => node.offers.nodes.map(({ status }) => status))).toEqual([
      ['PUBLISHED'],
      ['PUBLISHED', 'PUBLISHED'],
      ['PUBLISHED', 'PUBLISHED'],
    ]);
    const own = await volunteer.ask<Answered>(OFFERS, { search: 'Lists 2', first: 1 });
    const after = own.employers.nodes[0]?.offers.pageInfo.endCursor;
    expect(await world.anyone.refusal(OFFERS, { search: 'Lists 2', first: 1, after })).toBe('BAD_USER_INPUT');
  });

  it('costs the same for one parent and for many', async () => {
    for (const first of [1, 3]) {
      // The employers, then the offers of them all.
      expect(await countQueries(world, () => world.anyone.ask(OFFERS, { first }))).toBe(2);
    }
  });

  it('costs the same for one school of a teacher and for several', async () => {
    const one = await schoolWithPupils(world);
    await openRequest(one.teacher, one);
    const costs: number[] = [];
    for (let schools = 1; schools <= 3; schools += 1) {
      costs.push(await countQueries(world, () => one.teacher.ask(SCHOOLS, { first: 2 })));
      const another = await schoolWithPupils(world);
      await openRequest(another.teacher, another);
      await world.dataSource.query(
        `UPDATE membership SET person_id = (SELECT person_id FROM membership WHERE school_id = $1) WHERE school_id = $2`,
        [one.school.id, another.school.id],
      );
    }
    expect(costs).toEqual([costs[0], costs[0], costs[0]]);
  });
});

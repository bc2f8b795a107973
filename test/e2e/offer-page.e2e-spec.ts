import { Employer } from '#members';
import { Offer, Slot } from '#offers';
import { type JsonRow, readNamed, rowsOf } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import { manchester } from '../support/given.js';
import { publishedOffer } from '../support/introductions.js';

let world: TestApp;
let near: () => { urn: number };
beforeAll(async () => {
  world = await startTestApp({ JOBS: 'off' });
  const school = await world.given.school({ place: manchester });
  near = () => ({ urn: school.urn });
  const employer = await world.given.employer();
  const volunteer = await world.given.volunteer(employer);
  const description = 'A “quoted” \\ and "é" talk,\nin two lines.';
  for (const title of ['The first talk', 'A second talk', 'A third talk', 'A fourth talk'])
    await publishedOffer(world, volunteer, employer, { title, description });
});
afterAll(() => world?.stop());

describe('A page of offers, read in one statement', () => {
  it('says of an offer what the offer says of itself, its slots in their order and those called off left out', async () => {
    const { manager } = world.dataSource;
    const [first] = await manager.find(Offer, { where: { title: 'The first talk' } });
    const [slot] = await manager.findBy(Slot, { offerId: first!.id });
    const at = (days: number) => {
      const startsAt = new Date(slot!.startsAt.getTime() + days * 86_400_123);
      return { startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) };
    };
    const more = (id: string, days: number, as: Partial<Slot> = {}) => ({ ...slot!, id, ...at(days), ...as });
    await manager.insert(Slot, [
      more('slot_later', 2),
      more('slot_gone', 1, { calledOff: true, remaining: 0 }),
      more('slot_earlier', -3),
      more('slot_series', 3, { form: 'series', dates: [at(3), at(4)] }),
      more('slot_arranged', 5, { form: 'arranged', minutes: 30 }),
    ]);
    const OFFER = `id status version title description activityType sectors yearFrom yearTo mode postcode travelKm givenBy
      ambassadorKind publishedAt employer { id name sizeBand } slots { __typename id startsAt endsAt remaining }`;
    type Listed = { id: string; slots: { id: string }[] };
    const { offers } = await world.anyone.ask<{ offers: { edges: { node: Listed }[] } }>(
      `query ($near: NearInput!) { offers(near: $near) { edges { ...E } } }
       fragment E on OfferEdge { node { ${OFFER} } }`,
      { near: near() },
    );
    expect(offers.edges.length).toBeGreaterThan(3);
    const listed = offers.edges.map(({ node }) => node);
    for (const offer of listed) {
      const alone = await world.anyone.ask(
        `query ($id: ID!) { node(id: $id) { ... on Offer { ${OFFER} } } }`,
        {
          id: offer.id,
        },
      );
      expect(alone).toEqual({ node: offer });
    }
    expect(listed.find(({ id }) => id === first!.id)?.slots.map(({ id }) => id)).toEqual([
      'slot_earlier',
      slot!.id,
      'slot_later',
      'slot_series',
      'slot_arranged',
    ]);
  });

  it.each([
    ['Offer', Offer],
    ['Slot', Slot],
    ['Employer', Employer],
  ])('%s is read from JSON as the ORM reads it', async (_name, entity) => {
    const { manager } = world.dataSource;
    const rows = rowsOf<{ id: string }>(manager, entity);
    const read = await readNamed<{ row: JsonRow }>(
      manager,
      `SELECT ${rows.json('one')} AS row FROM ${manager.connection.getMetadata(entity).tableName} one ORDER BY id`,
      [],
    );
    const expected = await manager.find<{ id: string }>(entity, { order: { id: 'ASC' } });
    expect(expected.length).toBeGreaterThan(0);
    expect(read.map(({ row }) => rows.readJson(row))).toStrictEqual(expected);
  });

  it('refuses a school that is none, however the list is ordered and whatever else is asked', async () => {
    for (const args of ['', 'search: "talk"', 'within: 30', 'first: 1', 'filter: { reachesMe: true }']) {
      const query = `{ offers(near: { urn: 999999 } ${args}) { nodes { id } pageInfo { hasNextPage } } }`;
      const { errors, data } = await world.anyone.send(query);
      expect([data ?? null, errors?.[0]?.extensions.fields?.map(({ path }) => path)]).toEqual([
        null,
        ['near.urn'],
      ]);
    }
  });
});

import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { countQueries } from '../support/count-queries.js';
import { east } from '../support/given.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

const DRAFT = `mutation ($input: DraftOfferInput!) { draftOffer(input: $input) {
  ... on OfferSuccess { offer { id version status title slots { id startsAt remaining ... on EncounterSlot { sessions maxPupils } ... on PlacementSlot { places } } } }
  ... on DuplicateOffer { code existing { id } } } }`;
const change = (
  name: string,
  type = 'OfferVersionInput',
) => `mutation ($input: ${type}!) { ${name}(input: $input) {
  __typename ... on OfferSuccess { offer { id version status } }
  ... on Problem { code message } ... on OfferChangedMeanwhile { current { version } } } }`;
const LIST = `query ($near: NearInput, $within: Int, $filter: OfferFilter, $first: Int! = 20, $after: String) {
  offers(near: $near, within: $within, filter: $filter, first: $first, after: $after) {
    edges { cursor distanceKm node { id title employer { name sites { postcode } } slots { remaining } } }
    pageInfo { hasNextPage endCursor } } }`;

type Made = { id: string; version: number; status: string; slots: { id: string }[] };
type List = {
  offers: {
    edges: { cursor: string; distanceKm: number | null; node: { id: string; title: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
};

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const slot = (days = 30) => ({
  startsAt: inDays(days),
  endsAt: inDays(days + 0.1),
  sessions: 2,
  maxPupils: 30,
});
let titles = 0;
const draft = (employer: { id: string }, more: object = {}) => ({
  employerId: employer.id,
  title: `Engineering in practice ${(titles += 1)}`,
  activityType: 'CAREERS_TALK',
  sectors: ['C'],
  yearFrom: 7,
  yearTo: 11,
  mode: 'IN_PERSON',
  postcode: 'm1 1ae',
  travelKm: 30,
  slots: [slot()],
  ...more,
});

async function drafted(volunteer: Client, employer: { id: string }, more: object = {}): Promise<Made> {
  const { draftOffer } = await volunteer.ask<{ draftOffer: { offer: Made } }>(DRAFT, {
    input: draft(employer, more),
  });
  return draftOffer.offer;
}

async function published(volunteer: Client, employer: { id: string }, more: object = {}): Promise<Made> {
  const { id, version } = await drafted(volunteer, employer, more);
  const answer = await volunteer.ask<{ publishOffer: { offer: Made } }>(change('publishOffer'), {
    input: { id, version },
  });
  return answer.publishOffer.offer;
}

describe('an employer gives', () => {
  it('drafts, publishes, pauses, publishes again and withdraws; schools see it only while it is published', async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const offer = await drafted(volunteer, employer);
    expect(offer).toMatchObject({
      status: 'DRAFT',
      version: 1,
      slots: [{ remaining: 2, sessions: 2, maxPupils: 30 }],
    });
    const NODES = `query ($offer: ID!, $slot: ID!) { offer: node(id: $offer) { id } slot: node(id: $slot) { __typename } }`;
    const seen = async () => {
      const nodes = await world.anyone.ask<{ offer: object | null; slot: { __typename: string } | null }>(
        NODES,
        {
          offer: offer.id,
          slot: offer.slots[0]?.id,
        },
      );
      expect(nodes.slot).toEqual(nodes.offer && { __typename: 'EncounterSlot' });
      return nodes.offer !== null;
    };
    const listed = async () =>
      (await world.anyone.ask<List>(LIST, { first: 100 })).offers.edges.some(
        ({ node }) => node.id === offer.id,
      );
    expect([await seen(), await listed()]).toEqual([false, false]);

    let version = offer.version;
    for (const [step, status, visible] of [
      ['publishOffer', 'PUBLISHED', true],
      ['pauseOffer', 'PAUSED', false],
      ['publishOffer', 'PUBLISHED', true],
      ['withdrawOffer', 'WITHDRAWN', false],
    ] as const) {
      const answer = await volunteer.ask<Record<string, { offer: Made }>>(change(step), {
        input: { id: offer.id, version },
      });
      expect(answer[step]?.offer).toMatchObject({ status, version: version + 1 });
      expect([await seen(), await listed()]).toEqual([visible, visible]);
      version += 1;
    }
    const kinds = await world.dataSource.query<{ kind: string; actor: string }[]>(
      'SELECT kind, actor FROM change WHERE noun_id = $1 ORDER BY id',
      [offer.id],
    );
    expect(kinds.map(({ kind }) => kind)).toEqual([
      'drafted',
      'published',
      'paused',
      'published',
      'withdrawn',
    ]);
    expect(new Set(kinds.map(({ actor }) => actor)).size).toBe(1);
  });

  it('is told what stands in the way, and nothing is written', async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const empty = await drafted(volunteer, employer, { slots: [] });
    const publish = (id: string, version: number) =>
      volunteer.ask<Record<string, unknown>>(change('publishOffer'), { input: { id, version } });
    expect(await publish(empty.id, 1)).toMatchObject({ publishOffer: { code: 'OFFER_HAS_NO_FUTURE_SLOT' } });
    expect(await publish(empty.id, 7)).toMatchObject({
      publishOffer: { code: 'OFFER_CHANGED_MEANWHILE', current: { version: 1 } },
    });
    expect(await volunteer.ask(change('pauseOffer'), { input: { id: empty.id, version: 1 } })).toMatchObject({
      pauseOffer: { code: 'OFFER_NOT_IN_RIGHT_STATUS' },
    });
    expect(
      await volunteer.ask(change('addSlots', 'AddSlotsInput'), {
        input: { id: empty.id, version: 1, slots: [slot()] },
      }),
    ).toMatchObject({ addSlots: { offer: { version: 2 } } });
    expect(await publish(empty.id, 2)).toMatchObject({ publishOffer: { offer: { status: 'PUBLISHED' } } });
  });

  it('finds all its own offers; others find those that are published', async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const [hidden, open] = [await drafted(volunteer, employer), await published(volunteer, employer)];
    const OWN = `query ($id: ID!, $after: String) { node(id: $id) { ... on Employer {
      offers(first: 1, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } } }`;
    type Own = {
      node: { offers: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    };
    const page = async (client: Client, after?: string) =>
      (await client.ask<Own>(OWN, { id: employer.id, after })).node.offers;
    const newest = await page(volunteer);
    const oldest = await page(volunteer, newest.pageInfo.endCursor);
    expect([newest.nodes, oldest.nodes]).toEqual([[{ id: open.id }], [{ id: hidden.id }]]);
    expect([newest.pageInfo.hasNextPage, oldest.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(await page(world.anyone)).toMatchObject({
      nodes: [{ id: open.id }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('cannot write down the same offer twice, even at the same time', async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const input = draft(employer);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        volunteer.ask<{ draftOffer: { offer?: Made; code?: string; existing?: { id: string } } }>(DRAFT, {
          input,
        }),
      ),
    );
    const made = answers.filter(({ draftOffer }) => draftOffer.offer);
    expect(made).toHaveLength(1);
    expect(
      answers.filter(({ draftOffer }) => draftOffer.existing?.id === made[0]?.draftOffer.offer?.id),
    ).toHaveLength(7);
  });

  it('acts only for its own employers', async () => {
    const [own, other] = [await world.given.employer(), await world.given.employer()];
    const [mine, theirs] = [await world.given.volunteer(own), await world.given.volunteer(other)];
    const [hidden, open] = [await drafted(mine, own), await published(mine, own)];
    const teacher = await world.given.teacher(await world.given.school());
    const pause = (offer: Made) =>
      [change('pauseOffer'), { input: { id: offer.id, version: offer.version } }] as const;
    expect(await theirs.refusal(...pause(hidden))).toBe('NOT_FOUND');
    expect(await theirs.refusal(...pause(open))).toBe('FORBIDDEN');
    expect(await teacher.refusal(...pause(open))).toBe('FORBIDDEN');
    expect(await world.anyone.refusal(...pause(open))).toBe('UNAUTHENTICATED');
    expect(await theirs.refusal(DRAFT, { input: draft(own) })).toBe('FORBIDDEN');
    expect(await mine.refusal(DRAFT, { input: draft({ id: 'employer_00' }) })).toBe('NOT_FOUND');
  });

  it.each([
    ['a postcode that is none', { postcode: 'M1' }, 'input.postcode'],
    ['years out of order', { yearFrom: 11, yearTo: 9 }, 'input.yearTo'],
    ['a year that is none', { yearFrom: 3 }, 'input.yearFrom'],
    ['a sector that is none', { sectors: ['C', 'Z'] }, 'input.sectors'],
    ['negative travel', { travelKm: -1 }, 'input.travelKm'],
    ['an over-long title', { title: 'x'.repeat(201) }, 'input.title'],
    ['an over-long description', { description: 'x'.repeat(5001) }, 'input.description'],
    ['times out of order', { slots: [{ ...slot(), endsAt: inDays(29) }] }, 'input.slots[0].endsAt'],
    ['a time that is over', { slots: [{ ...slot(), startsAt: inDays(-1) }] }, 'input.slots[0].startsAt'],
    ['negative capacity', { slots: [{ ...slot(), sessions: -1 }] }, 'input.slots[0].sessions'],
    ['places of an encounter', { slots: [{ ...slot(), places: 3 }] }, 'input.slots[0].places'],
    [
      'a placement for Year 9',
      { activityType: 'WORK_EXPERIENCE_PLACEMENT', yearFrom: 9, slots: [] },
      'input.yearFrom',
    ],
    ['a workplace visit by video', { activityType: 'WORKPLACE_VISIT', mode: 'VIRTUAL' }, 'input.mode'],
    ['an ambassador of no kind', { givenBy: 'YOUNG_AMBASSADOR' }, 'input.ambassadorKind'],
  ])('refuses %s and names the field', async (_what, more, path) => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const { errors } = await volunteer.send(DRAFT, { input: draft(employer, more) });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.extensions.fields?.map((field) => field.path)).toContain(path);
    expect(
      await world.dataSource.query('SELECT id FROM offer WHERE employer_id = $1', [employer.id]),
    ).toEqual([]);
  });
});

describe('a teacher looks around', () => {
  let school: { id: string; urn: number };
  const near = () => ({ urn: school.urn });

  beforeAll(async () => {
    const far = east(200);
    school = await world.given.school({ place: far });
    const employer = await world.given.employer({ place: far });
    const volunteer = await world.given.volunteer(employer);
    for (const [km, more] of [
      [1, { title: 'near talk' }],
      [5, { title: 'near law', sectors: ['M'] }],
      [9, { title: 'anything', sectors: [] }],
      [20, { title: 'sixth form', yearFrom: 12, yearTo: 13 }],
      [60, { title: 'far talk' }],
      [61, { title: 'far by video', mode: 'VIRTUAL' }],
    ] as const) {
      const offer = await published(volunteer, employer, more);
      const place = `(${east(km, far).easting},${far.northing})`;
      await world.dataSource.query('UPDATE offer SET place = $2 WHERE id = $1', [offer.id, place]);
      await world.dataSource.query('UPDATE offer_place SET place = $2 WHERE offer_id = $1', [
        offer.id,
        place,
      ]);
    }
  });

  const titlesOf = async (variables: object) =>
    (await world.anyone.ask<List>(LIST, { near: near(), within: 100, ...variables })).offers.edges.map(
      ({ node }) => node.title,
    );

  it('sees the nearest first, with the distance', async () => {
    const { offers } = await world.anyone.ask<List>(LIST, { near: near(), within: 100 });
    expect(offers.edges.map(({ node, distanceKm }) => [node.title, distanceKm])).toEqual([
      ['near talk', 1],
      ['near law', 5],
      ['anything', 9],
      ['sixth form', 20],
      ['far talk', 60],
      ['far by video', 61],
    ]);
  });

  it.each([
    ['within', { within: 10 }, ['near talk', 'near law', 'anything']],
    ['sector', { filter: { sector: 'M' } }, ['near law', 'anything']],
    ['year', { filter: { yearGroup: 12 } }, ['sixth form']],
    ['activity', { filter: { activityType: 'MENTORING' } }, []],
    [
      'reach',
      { filter: { reachesMe: true } },
      ['near talk', 'near law', 'anything', 'sixth form', 'far by video'],
    ],
  ])('narrows by %s', async (_what, variables, expected) => {
    expect(await titlesOf(variables)).toEqual(expected);
  });

  it('takes an explicit null for saying nothing', async () => {
    const all = await titlesOf({});
    expect(await titlesOf({ filter: null, after: null })).toEqual(all);
    expect(await titlesOf({ within: null, first: 100 })).toEqual(expect.arrayContaining(all));
    expect(
      await titlesOf({ filter: { sector: null, yearGroup: null, activityType: null, reachesMe: null } }),
    ).toEqual(all);
  });

  it('pages without a gap or a double, however long the pages', async () => {
    const all = await titlesOf({});
    for (const first of [1, 2, 4]) {
      const paged: string[] = [];
      let after: string | undefined;
      do {
        const { offers }: List = await world.anyone.ask<List>(LIST, {
          near: near(),
          within: 100,
          first,
          after,
        });
        paged.push(...offers.edges.map(({ node }) => node.title));
        after = offers.pageInfo.hasNextPage ? offers.pageInfo.endCursor : undefined;
      } while (after);
      expect(paged).toEqual(all);
    }
  });

  it('is told what is wrong with the question', async () => {
    const { offers } = await world.anyone.ask<List>(LIST, { near: near(), first: 1 });
    for (const [variables, path] of [
      [{ after: offers.pageInfo.endCursor }, 'after'],
      [{ near: near(), after: 'nonsense' }, 'after'],
      [{ first: 101 }, 'first'],
      [{ first: 0 }, 'first'],
      [{ near: { postcode: 'XX1 1XX' } }, 'near.postcode'],
      [{ near: { urn: 1 } }, 'near.urn'],
      [{ near: near(), within: -5 }, 'within'],
      [{ within: 5 }, 'near'],
      [{ filter: { reachesMe: true } }, 'near'],
    ] as const) {
      const { errors } = await world.anyone.send(LIST, variables);
      expect([errors?.[0]?.extensions.code, errors?.[0]?.extensions.fields?.[0]?.path]).toEqual([
        'BAD_USER_INPUT',
        path,
      ]);
    }
  });

  it('may say the same as a colleague’s, each their own; a window stands in it once', async () => {
    const employer = await world.given.employer();
    const [ann, bob] = [await world.given.volunteer(employer), await world.given.volunteer(employer)];
    const window = { startsAt: inDays(9), endsAt: inDays(9.04), sessions: 1, maxPupils: 30 };
    const input = {
      ...{ employerId: employer.id, activityType: 'CAREERS_TALK', title: 'My work', mode: 'IN_PERSON' },
      ...{ yearFrom: 7, yearTo: 11, postcode: 'M1 1AE', travelKm: 30, slots: [window] },
      ...{ givenBy: 'VOLUNTEER', byMe: true },
    };
    const DRAFT = `mutation ($input: DraftOfferInput!) { draftOffer(input: $input) { __typename ... on DuplicateOffer { existing { id } } } }`;
    for (const who of [ann, bob])
      expect(await who.ask(DRAFT, { input })).toEqual({ draftOffer: { __typename: 'OfferSuccess' } });
    expect(await bob.ask(DRAFT, { input })).toMatchObject({ draftOffer: { __typename: 'DuplicateOffer' } });
    for (const [wrong, path] of [
      [{ slots: [window, window] }, 'input.slots[1]'],
      [{ givenBy: 'EMPLOYER' }, 'input.byMe'],
      [{ activityType: 'AMBASSADOR_VISIT' }, 'input.givenBy'],
    ] as const) {
      const { errors } = await ann.send(DRAFT, { input: { ...input, ...wrong } });
      expect(errors?.[0]?.extensions.fields?.map((field) => field.path)).toEqual([path]);
    }
  });

  it('costs two statements, however many offers', async () => {
    for (const first of [2, 6]) {
      // The search with its school, employers and slots, and one for sites.
      expect(await countQueries(world, () => world.anyone.ask(LIST, { near: near(), first }))).toBe(2);
    }
  });
});

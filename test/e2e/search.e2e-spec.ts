import { startTestApp, type TestApp } from '../support/app.js';
import { broker, issue, through } from '../support/broker.js';
import type { Client } from '../support/client.js';
import { countQueries } from '../support/count-queries.js';
import { publishedOffer } from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp({ JOBS: 'off' })));
afterAll(() => world?.stop());

const PROFILE = `__typename ... on JobProfileSuccess { jobProfile { id version status story canAsk subjects occupation { title } } }
  ... on Problem { code }`;
type Answer = {
  __typename: string;
  code?: string;
  jobProfile?: { id: string; version: number; status: string };
};
const write = async (client: Client, name: string, input: object): Promise<Answer> => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`.replace(
    /^(Publish|Withdraw)JobProfile/,
    'JobProfileVersion',
  );
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${PROFILE} } }`;
  return (await client.ask<Record<string, Answer>>(query, { input }))[name]!;
};
const texts = (employer: { id: string }, more: object = {}) => ({
  employerId: employer.id,
  occupation: '5241',
  story: 'I wire hospitals. Every day is another riddle.',
  canAsk: ['What does a short circuit smell like?'],
  subjects: ['Physics'],
  ...more,
});
const menu = async (client: Client, args: object = {}) => {
  const query = `query ($search: String, $occupation: String, $mine: Boolean! = false, $first: Int! = 20, $after: String) {
    jobProfiles(search: $search, occupation: $occupation, mine: $mine, first: $first, after: $after) {
      nodes { id status employer { name } occupation { code } } pageInfo { hasNextPage endCursor } } }`;
  type Menu = {
    jobProfiles: {
      nodes: { id: string; status: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  };
  return (await client.ask<Menu>(query, args)).jobProfiles;
};

describe('A job profile', () => {
  it('that is a draft or withdrawn is absent to a broker’s key as to everybody, also behind an offer', async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const key = through(world, await issue(await broker(world)));
    const NODE = 'query ($id: ID!) { node(id: $id) { id ... on Offer { jobProfile { id } } } }';
    const { jobProfile } = await write(volunteer, 'draftJobProfile', texts(employer));
    expect(await key.ask(NODE, { id: jobProfile?.id })).toEqual({ node: null });

    const { id = '', version } = jobProfile ?? {};
    await write(volunteer, 'publishJobProfile', { id, version });
    const offer = await publishedOffer(world, volunteer, employer, {
      ...{ givenBy: 'VOLUNTEER', byMe: true, jobProfileId: id },
    });
    expect(await key.ask(NODE, offer)).toEqual({ node: { id: offer.id, jobProfile: { id } } });
    await write(volunteer, 'withdrawJobProfile', { id, version: 2 });
    expect(await key.ask(NODE, offer)).toEqual({ node: { id: offer.id, jobProfile: null } });
    expect(await key.ask(NODE, { id })).toEqual({ node: null });
  });

  it('is drafted, published, edited and withdrawn by its volunteer; others see it while it is published', async () => {
    const employer = await world.given.employer();
    const [volunteer, colleague] = [
      await world.given.volunteer(employer),
      await world.given.volunteer(employer),
    ];
    const drafted = await write(volunteer, 'draftJobProfile', texts(employer));
    expect(drafted).toMatchObject({
      jobProfile: {
        status: 'DRAFT',
        version: 1,
        occupation: { title: 'Electricians and electrical fitters' },
      },
    });
    const { id } = drafted.jobProfile!;
    const sees = async (client: Client) => {
      const { node } = await client.ask<{ node: object | null }>(
        'query ($id: ID!) { node(id: $id) { id } }',
        { id },
      );
      const listed = (await menu(client, { search: 'wire hospitals' })).nodes.some((one) => one.id === id);
      expect(listed).toBe(node !== null && client !== volunteer ? true : listed);
      return [node !== null, listed];
    };
    expect([await sees(world.anyone), await sees(colleague), (await sees(volunteer))[0]]).toEqual([
      [false, false],
      [false, false],
      true,
    ]);
    expect((await menu(volunteer, { mine: true })).nodes.map((one) => one.id)).toEqual([id]);
    expect(await world.anyone.refusal('{ jobProfiles(mine: true) { nodes { id } } }')).toBe(
      'UNAUTHENTICATED',
    );

    expect(await write(volunteer, 'publishJobProfile', { id, version: 9 })).toMatchObject({
      code: 'JOB_PROFILE_CHANGED_MEANWHILE',
    });
    expect(await write(volunteer, 'publishJobProfile', { id, version: 1 })).toMatchObject({
      jobProfile: { status: 'PUBLISHED', version: 2 },
    });
    expect([await sees(world.anyone), await sees(colleague)]).toEqual([
      [true, true],
      [true, true],
    ]);
    const edited: Partial<ReturnType<typeof texts>> = texts(employer, {
      story: 'I wire hospitals and theatres.',
    });
    delete edited.employerId;
    expect(await write(volunteer, 'editJobProfile', { ...edited, id, version: 2 })).toMatchObject({
      jobProfile: { status: 'PUBLISHED', version: 3, story: 'I wire hospitals and theatres.' },
    });
    expect((await menu(world.anyone, { search: 'theatres' })).nodes).toHaveLength(1);
    expect((await menu(world.anyone, { search: 'riddle' })).nodes).toHaveLength(0);

    const ask = (name: string) =>
      `mutation ($input: JobProfileVersionInput!) { ${name}(input: $input) { __typename } }`;
    for (const other of [colleague, await world.given.teacher(await world.given.school())])
      expect(['NOT_FOUND', 'FORBIDDEN']).toContain(
        await other.refusal(ask('withdrawJobProfile'), { input: { id, version: 3 } }),
      );
    expect(await write(volunteer, 'withdrawJobProfile', { id, version: 3 })).toMatchObject({
      jobProfile: { status: 'WITHDRAWN' },
    });
    expect(await sees(world.anyone)).toEqual([false, false]);
    expect(await write(volunteer, 'publishJobProfile', { id, version: 4 })).toMatchObject({
      code: 'JOB_PROFILE_NOT_IN_RIGHT_STATUS',
    });
  });

  it('is there once, even when it is written down eight times at once; and of an occupation that there is', async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => write(volunteer, 'draftJobProfile', texts(employer))),
    );
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      ...Array.from({ length: 7 }, () => 'DuplicateJobProfile'),
      'JobProfileSuccess',
    ]);
    const DRAFT =
      'mutation ($input: DraftJobProfileInput!) { draftJobProfile(input: $input) { __typename } }';
    for (const [more, path] of [
      [{ occupation: '9998' }, 'input.occupation[0]'],
      [{ occupation: '52' }, 'input.occupation'],
      [{ story: ' ' }, 'input.story'],
      [{ canAsk: ['', 'x'] }, 'input.canAsk'],
    ] as const) {
      const { errors } = await volunteer.send(DRAFT, { input: texts(employer, more) });
      expect(errors?.[0]?.extensions.fields?.map((field) => field.path)).toEqual([path]);
    }
    expect(await volunteer.refusal(DRAFT, { input: texts(await world.given.employer()) })).toBe('FORBIDDEN');
  });

  it('is shown with an offer, and its words find the offer, until it is withdrawn', async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const { jobProfile } = await write(
      volunteer,
      'draftJobProfile',
      texts(employer, { story: 'Lighthouses at night.' }),
    );
    const draftOf = { byMe: true, givenBy: 'VOLUNTEER', occupations: ['1111'], jobProfileId: jobProfile!.id };
    await expect(publishedOffer(world, volunteer, employer, draftOf)).rejects.toThrow('input.jobProfileId');
    await write(
      volunteer,
      'publishJobProfile',
      jobProfile!.version ? { id: jobProfile!.id, version: 1 } : {},
    );
    const offer = await publishedOffer(world, volunteer, employer, draftOf);
    const look = () =>
      world.anyone.ask<{ offers: { nodes: object[] } }>(
        '{ offers(search: "lighthouses") { nodes { id occupations { code } jobProfile { story } } } }',
      );
    expect((await look()).offers.nodes).toEqual([
      { id: offer.id, occupations: [{ code: '1111' }], jobProfile: { story: 'Lighthouses at night.' } },
    ]);
    await write(volunteer, 'withdrawJobProfile', { id: jobProfile!.id, version: 2 });
    expect((await look()).offers.nodes).toEqual([]);
    const { node } = await world.anyone.ask<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { ... on Offer { jobProfile { id } } } }',
      { id: offer.id },
    );
    expect(node).toEqual({ jobProfile: null });
  });
});

const FIND = `query ($search: String, $near: NearInput, $filter: OfferFilter, $first: Int! = 20, $after: String) {
  offers(search: $search, near: $near, filter: $filter, first: $first, after: $after) {
    edges { distanceKm node { id title } } pageInfo { hasNextPage endCursor } } }`;
type Found = {
  offers: {
    edges: { distanceKm: number | null; node: { id: string; title: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
};
const find = async (variables: object) => (await world.anyone.ask<Found>(FIND, variables)).offers;
const titles = async (search: string, more: object = {}) =>
  (await find({ search, ...more })).edges.map(({ node }) => node.title);

describe('Words', () => {
  let volunteer: Client;
  let employer: { id: string };
  beforeAll(async () => {
    employer = await world.given.employer({ name: 'Zephyr Turbines' });
    volunteer = await world.given.volunteer(employer);
    for (const offer of [
      { title: 'Engineering a glider', description: 'We fold one.' },
      { title: 'A day in the hangar', description: 'Talks about engineering, and a tour.' },
      { title: 'Currents', occupations: ['5241'] },
      { title: 'Caring for cattle', occupations: ['2240'], sectors: ['A'] },
      { title: 'A nurse and two builders write software', description: 'They do.' },
    ])
      await publishedOffer(world, volunteer, employer, offer);
  });

  it.each([
    ['engineering', ['Engineering a glider', 'Currents', 'A day in the hangar']],
    ['engineers', ['Engineering a glider', 'Currents', 'A day in the hangar']],
    ['enginering', ['Engineering a glider', 'Currents', 'A day in the hangar']],
    ['electrisian', ['Currents']],
    ['vetinary', ['Caring for cattle']],
    ['glidder', ['Engineering a glider']],
    ['nurce', ['A nurse and two builders write software']],
    ['bilder', ['A nurse and two builders write software']],
    ['softwear', ['A nurse and two builders write software']],
    ['engineering the tour', ['A day in the hangar']],
    ['xyzzyq', []],
    ["glider') | !('x", []],
  ])('%j finds %j, the best match first', async (typed, expected) => {
    expect(await titles(typed)).toEqual(expected);
  });

  it('find by the employer, and together with a filter', async () => {
    expect((await titles('zephir')).sort()).toEqual(
      [
        ...['A day in the hangar', 'Caring for cattle', 'Currents', 'Engineering a glider'],
        'A nurse and two builders write software',
      ].sort(),
    );
    expect(await titles('zephyr', { filter: { sector: 'A' } })).toEqual(['Caring for cattle']);
  });

  it('find nothing that is not published, nor what was', async () => {
    const DRAFT = 'mutation ($input: OfferVersionInput!) { withdrawOffer(input: $input) { __typename } }';
    const { id, version } = await publishedOffer(world, volunteer, employer, { title: 'Quokkas' });
    expect(await titles('quokkas')).toEqual(['Quokkas']);
    await volunteer.ask(DRAFT, { input: { id, version } });
    expect(await titles('quokkas')).toEqual([]);
  });

  it('that every text has find nothing and say so; a forged cursor is refused', async () => {
    for (const [variables, path] of [
      [{ search: 'the of' }, 'search'],
      [{ search: 'glider', after: 'nonsense' }, 'after'],
    ] as const) {
      const { errors } = await world.anyone.send(FIND, variables);
      expect(errors?.[0]?.extensions.fields?.map((field) => field.path)).toEqual([path]);
    }
    const mark = JSON.parse(
      Buffer.from((await find({ search: 'zephyr', first: 1 })).pageInfo.endCursor, 'base64url').toString(),
    ) as string[];
    const forged = Buffer.from(JSON.stringify([mark[0], "x' | !y", 0.6, 0, 'offer_1'])).toString('base64url');
    const { errors } = await world.anyone.send(FIND, { search: 'zephyr', first: 1, after: forged });
    expect(errors?.[0]?.extensions.fields?.map((field) => field.path)).toEqual(['after']);
  });

  it('cost one statement more than none, however many offers they find', async () => {
    for (const first of [1, 4])
      expect(await countQueries(world, () => find({ search: 'zephyr', first }))).toBe(2);
  });
});

describe('Pages of the ranked list', () => {
  it('hold what was there at the first page once each, while others are published, withdrawn and reworded', async () => {
    const employer = await world.given.employer({ name: 'Paging' });
    const volunteer = await world.given.volunteer(employer);
    const made = [];
    for (let nth = 0; nth < 9; nth += 1)
      made.push(
        await publishedOffer(world, volunteer, employer, {
          km: 1 + (nth % 3),
          title: nth % 2 ? `Wombats ${nth}` : `Marsupial ${nth}`,
          description: 'About wombats.',
        }),
      );
    const near = { postcode: 'M1 1AE' };
    const pages = async (
      first: number,
      between: (page: number) => Promise<unknown> = async () => undefined,
    ) => {
      const seen: string[] = [];
      let after: string | undefined;
      for (let page = 0; ; page += 1) {
        const { edges, pageInfo } = await find({ search: 'wombatts', near, first, after });
        seen.push(...edges.map(({ node }) => node.id));
        if (!pageInfo.hasNextPage) return seen;
        after = pageInfo.endCursor;
        await between(page);
      }
    };
    const all = await pages(100);
    expect(all).toHaveLength(9);
    for (const first of [1, 2, 4]) expect(await pages(first)).toEqual(all);

    const WITHDRAW = 'mutation ($input: OfferVersionInput!) { withdrawOffer(input: $input) { __typename } }';
    const last = made.find(({ id }) => id === all[8])!;
    const seen = await pages(3, async (page) => {
      // A word that is even more like what was typed must not change what the pages look for.
      await publishedOffer(world, volunteer, employer, { km: 1, title: `Wombatts and wombats ${page}` });
      if (page === 0) await volunteer.ask(WITHDRAW, { input: { id: last.id, version: last.version } });
    });
    expect(seen.filter((id) => all.includes(id))).toEqual(all.slice(0, 8));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

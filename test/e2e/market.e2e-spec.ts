import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { type MirrorState, Mirrors, readConfig } from '#platform';
import { createApi } from '../../apps/api/main.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { cleared } from '../support/clearings.js';
import {
  accept,
  dayInDays,
  decline,
  inDays,
  openRequest,
  propose,
  publishedOffer,
  schoolWithPupils,
} from '../support/introductions.js';

// One process finds matches in its memory, the other asks the database each time. What changes is changed through the
// other one, so that nothing reaches the memory but by the changes that all follow.
const TOKEN_SECRET = 'x'.repeat(32);
let world: TestApp;
let other: NestFastifyApplication;
let otherUrl: string;

beforeAll(async () => {
  world = await startTestApp({ TOKEN_SECRET, MATCHES: 'memory' });
  const { url: DATABASE_URL } = world.dataSource.options as { url: string };
  const plain = { PORT: '0', LOG_LEVEL: 'silent', JOBS: 'off', COST_PER_PERSON: '1000000000' };
  other = await createApi(readConfig({ ...plain, DATABASE_URL, TOKEN_SECRET, MATCHES: 'database' }));
  await other.listen(0, '127.0.0.1');
  otherUrl = await other.getUrl();
  await until(() => market().loaded);
});
afterAll(async () => {
  await other?.close();
  await world?.stop();
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(10);
}

const market = (app = world.app): MirrorState => app.get(Mirrors).states()[0]!;
const elsewhere = (client: Client) => new Client(otherUrl, client.token);

const PAGES = `query ($id: ID!, $ranking: MatchRanking, $first: Int, $after: String, $last: Int, $before: String) { node(id: $id) { ... on SchoolRequest {
  matches(ranking: $ranking, first: $first, after: $after, last: $last, before: $before) { considered obstacles { code candidates }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor } nodes { score neededElsewhere pairScore gain explanation distanceKm firstDay newlyReachedPupils mode parts { name points max because }
      offer { id } slot { id remaining } } } } } }`;

interface Paged {
  node: {
    matches: {
      considered: number;
      obstacles: { code: string }[];
      nodes: { neededElsewhere: number; offer: { id: string }; slot: { id: string } }[];
      pageInfo: { hasNextPage: boolean; startCursor: string; endCursor: string };
    };
  };
}

/** All pages of a request's matches, forwards and backwards, as both processes tell them; throws where they differ. */
async function agreed(teacher: Client, id: string, ranking = 'BY_SCORE'): Promise<Paged['node']['matches']> {
  const ask = async (page: object): Promise<Paged['node']['matches']> => {
    const [here, there] = [
      await teacher.ask<Paged>(PAGES, { id, ranking, ...page }),
      await elsewhere(teacher).ask(PAGES, { id, ranking, ...page }),
    ];
    expect(here).toEqual(there);
    return here.node.matches;
  };
  const all = await ask({ first: 100 });
  const end = await ask({ last: 2 });
  if (end.pageInfo.startCursor) await ask({ last: 2, before: end.pageInfo.startCursor });
  for (let after: string | null = null; ;) {
    const page: Paged['node']['matches'] = await ask({ first: 3, after });
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  return all;
}

const hour = (days: number, more: object = {}) => ({
  ...{ startsAt: inDays(days, 9), endsAt: inDays(days, 10), sessions: 2, maxPupils: 30 },
  ...more,
});
const series = hour(20, { furtherDates: [{ startsAt: inDays(27, 9), endsAt: inDays(27, 10) }] });
const arranged = hour(5, { endsAt: inDays(50, 17), minutes: 60, sessions: 3 });
const broadcast = hour(30, { sessions: 500, maxPupils: 90, broadcast: true });
const placements = [
  { startsAt: inDays(21, 9), endsAt: inDays(25, 16), places: 3 },
  { startsAt: inDays(10, 9), endsAt: inDays(40, 16), places: 1, days: 2 },
];
/** One of each form, and several in one. */
const FORMS: object[][] = [
  [hour(15)],
  [hour(16, { maxPupils: 60 }), hour(17, { maxPupils: 32 }), hour(80)],
  [series],
  [arranged],
  [broadcast],
  [broadcast, hour(18), arranged],
  [hour(12, { sessions: 1, maxPupils: 20 })],
];

/** A market of every form and mode, near and far; what varies is fixed by its place in the list. */
async function offersOfEveryForm() {
  const made: { offer: Awaited<ReturnType<typeof publishedOffer>>; volunteer: Client }[] = [];
  const employers = [await world.given.employer(), await world.given.employer()];
  const volunteers = await Promise.all(employers.map((employer) => world.given.volunteer(employer)));
  const modes = ['IN_PERSON', 'BOTH', 'VIRTUAL'];
  for (let n = 0; n < 21; n += 1) {
    const isVirtual = FORMS[n % FORMS.length]!.some((slot) => 'broadcast' in slot) && n % 3 === 0;
    const offer = await publishedOffer(world, elsewhere(volunteers[n % 2]!), employers[n % 2]!, {
      ...{ km: (n * 7) % 45, travelKm: 10 + ((n * 5) % 40), mode: isVirtual ? 'BOTH' : modes[n % 3] },
      ...{ slots: FORMS[n % FORMS.length], sectors: [['C'], ['C', 'J'], [], ['T']][n % 4] },
      ...{
        yearFrom: 7 + (n % 3),
        yearTo: 9 + (n % 5),
        activityType: n % 5 === 0 ? 'MENTORING' : 'CAREERS_TALK',
      },
    });
    made.push({ offer, volunteer: elsewhere(volunteers[n % 2]!) });
  }
  for (const slot of placements) {
    const placement = { activityType: 'WORK_EXPERIENCE_PLACEMENT', yearFrom: 10, km: 4, slots: [slot] };
    await publishedOffer(world, elsewhere(volunteers[0]!), employers[0]!, placement);
  }
  return made;
}

async function requestsOfEveryKind() {
  const pupils = await schoolWithPupils(world, 3);
  const { declareGroups } = await pupils.teacher.ask<{ declareGroups: { groups: { id: string }[] } }>(
    `mutation ($input: DeclareGroupsInput!) { declareGroups(input: $input) { ... on DeclareGroupsSuccess { groups { id } } } }`,
    { input: { schoolId: pupils.school.id, groups: [{ yearGroup: 10, code: '10A', size: 20 }] } },
  );
  const placement = {
    ...{
      kind: 'PLACEMENT',
      activityTypes: ['WORK_EXPERIENCE_PLACEMENT'],
      benchmark: 'B6',
      places: 2,
      travelKm: 30,
    },
    ...{ sessions: undefined, pupilsPerSession: undefined, sectors: [] },
  };
  const asked = [
    {},
    { mode: 'BOTH', sectors: [] },
    { mode: 'VIRTUAL', activityTypes: ['CAREERS_TALK', 'MENTORING'] },
    { mode: 'BOTH', pupilsPerSession: 20, windows: [{ from: dayInDays(10), to: dayInDays(19) }] },
  ];
  const requests = [];
  for (const more of asked) requests.push(await openRequest(pupils.teacher, pupils, more));
  requests.push(await openRequest(pupils.teacher, { ...pupils, groups: declareGroups.groups }, placement));
  return { ...pupils, requests };
}

describe('the market in memory', () => {
  it('finds what the database finds, whatever another process changes meanwhile', async () => {
    const offers = await offersOfEveryForm();
    const { teacher, requests } = await requestsOfEveryKind();
    const everywhere = async () => {
      const counts: number[] = [];
      for (const { id } of requests) counts.push((await agreed(teacher, id)).nodes.length);
      return counts;
    };
    expect((await everywhere()).every((count) => count > 1)).toBe(true);

    const [first, second] = (await agreed(teacher, requests[0]!.id)).nodes;
    const of = (id?: string) => offers.find(({ offer }) => offer.id === id)!;
    // Held, and given back with a no; booked; on record for all that the employer offers.
    const { proposal } = await propose(elsewhere(teacher), requests[0]!.id, first!.slot.id);
    await everywhere();
    await decline(of(first?.offer.id).volunteer, proposal!);
    expect(await everywhere()).toHaveLength(requests.length);
    const { proposal: again } = await propose(elsewhere(teacher), requests[0]!.id, second!.slot.id);
    expect((await accept(of(second?.offer.id).volunteer, again!)).booking).toBeDefined();
    await everywhere();

    const state = (which: number, mutation: string, input = 'OfferVersionInput', more: object = {}) => {
      const { volunteer, offer } = offers[which]!;
      return volunteer.ask<{ [name: string]: { offer?: object } }>(
        `mutation ($input: ${input}!) { ${mutation}(input: $input) { ... on OfferSuccess { offer { id } } ... on Problem { code } } }`,
        { input: { id: offer.id, version: offer.version, ...more } },
      );
    };
    const size = market().sizes['offers']!;
    expect(await state(1, 'withdrawOffer')).toHaveProperty('withdrawOffer.offer');
    expect(await state(2, 'pauseOffer')).toHaveProperty('pauseOffer.offer');
    await everywhere();
    expect(market().sizes['offers']).toBe(size - 2);

    const others = await schoolWithPupils(world, 8);
    await openRequest(others.teacher, others, { sessions: 40, mode: 'BOTH', sectors: [] });
    // The clearing runs in one process; the other has only its change to go by.
    const { result } = await cleared(await world.given.person({ operator: true }));
    expect(result?.certified).toBe(true);
    let [elsewhereToo, turned] = [0, 0];
    for (const { id } of requests) {
      const { nodes } = await agreed(teacher, id);
      const { nodes: forAll } = await agreed(teacher, id, 'BEST_FOR_ALL');
      elsewhereToo += nodes.filter(({ neededElsewhere }) => neededElsewhere > 0).length;
      if (nodes.some(({ slot }, place) => slot.id !== forAll[place]?.slot.id)) turned += 1;
    }
    expect([elsewhereToo > 2, turned > 0]).toEqual([true, true]);
  }, 240_000);

  it('is up to date when it is asked, and keeps itself so when nobody asks', async () => {
    const employer = await world.given.employer();
    const volunteer = elsewhere(await world.given.volunteer(employer));
    const { teacher, school, groups } = await schoolWithPupils(world, 900);
    const request = await openRequest(teacher, { school, groups });
    const found = async () => (await agreed(teacher, request.id)).nodes.map(({ offer }) => offer.id);
    expect(await found()).toEqual([]);
    const before = market().sizes['offers']!;
    const offer = await publishedOffer(world, volunteer, employer, { km: 900 });
    expect(await found()).toEqual([offer.id]);
    await publishedOffer(world, volunteer, employer, { km: 900 });
    await until(() => market().sizes['offers'] === before + 2);
  });

  it('holds nothing that is not on the list, nor what has nothing left', async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const { teacher, school, groups } = await schoolWithPupils(world, 700);
    const asked = [
      await openRequest(teacher, { school, groups }),
      await openRequest(teacher, { school, groups }),
    ];
    const { slots } = await publishedOffer(world, volunteer, employer, { km: 700 });
    expect((await agreed(teacher, asked[0]!.id)).nodes).toHaveLength(1);
    const { offers } = market().sizes;
    expect((await propose(elsewhere(teacher), asked[1]!.id, slots[0]!.id)).proposal).toBeDefined();
    expect((await agreed(teacher, asked[0]!.id)).nodes).toEqual([]);
    expect(market().sizes['offers']).toBe(offers! - 1);
  });

  it('is told of by health and figures, and is not kept where it is not wanted', async () => {
    const health = (url: string) =>
      fetch(`${url}/health/ready`).then((answer) => answer.json() as Promise<object>);
    expect(await health(world.url)).toMatchObject({
      info: {
        market: { status: 'up', loaded: true, ageSeconds: expect.any(Number), offers: expect.any(Number) },
      },
    });
    expect(await health(otherUrl)).not.toHaveProperty('info.market');
    expect(other.get(Mirrors).states()).toEqual([]);
  });
});

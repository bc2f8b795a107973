import { GraphQLSchemaHost } from '@nestjs/graphql';
import fc from 'fast-check';
import { getNamedType, isObjectType } from 'graphql';
import { newId } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import { clearingRow } from '../support/clearings.js';
import type { Client } from '../support/client.js';
import { countQueries } from '../support/count-queries.js';
import { openRequest, propose, publishedOffer, schoolWithPupils } from '../support/introductions.js';
import { Meetings } from '../support/meetings.js';
import { save } from '../support/searches.js';

/** A list of the schema: who asks, where it stands, and how something is added to it. */
interface List {
  readonly client: Client;
  /** What stands around the field: the field itself, with `$PAGE` for its arguments. */
  readonly query: string;
  readonly add: () => Promise<unknown>;
  /** What tells one of its nodes from another. */
  readonly node?: string;
}

interface Listed {
  edges: { cursor: string; node: object }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
}

const MATCH = 'offer { id } slot { id } request { id }';
const near = 'near: { postcode: "M1 1AE" }';
let app: TestApp;
let lists: Record<string, List>;
beforeAll(async () => {
  app = await startTestApp();
  lists = await listsOf();
  for (const { add } of Object.values(lists)) for (let n = 0; n < 5; n += 1) await add();
}, 120_000);
afterAll(() => app?.stop());

/** Every list, by the field it is: a new one needs one entry here. One that begins near a place has another, `near …`. */
async function listsOf(): Promise<Record<string, List>> {
  const pupils = await schoolWithPupils(app);
  const { school, teacher } = pupils;
  const employer = await app.given.employer();
  const [admin, volunteer] = [
    await app.given.teacher(school, 'school_admin'),
    await app.given.volunteer(employer, 'employer_admin'),
  ];
  const meetings = new Meetings(app.dataSource);
  const [brokerAdmin, brokerId] = [await app.given.person(), newId('broker')];
  await app.dataSource.query(
    `INSERT INTO broker (id, name, licence, attribution, approved_at) VALUES ($1, $1::text, 'OGL', 'A scheme', now())`,
    [brokerId],
  );
  await brokersMember(brokerId, brokerAdmin.personId, 'approved');
  const join = async (of: object) => {
    const { schoolId = null, employerId = null } = of as { schoolId?: string; employerId?: string };
    await app.dataSource.query(
      `INSERT INTO membership (id, person_id, school_id, employer_id, role, status, requested_at)
       VALUES ($1, $2, $3, $4, $5, 'requested', now())`,
      [
        newId('membership'),
        (await app.given.person()).personId,
        schoolId,
        employerId,
        schoolId ? 'teacher' : 'volunteer',
      ],
    );
  };
  const offer = () => publishedOffer(app, volunteer, employer, { km: 1, sessions: 20 });
  const request = () => openRequest(teacher, pupils);
  const [operator, cleared] = [await app.given.person({ operator: true }), await clearingRow(app, {})];
  const [offered, asked] = [await offer(), await request()];
  const of = (id: string, type: string, field: string) =>
    `{ node(id: "${id}") { ... on ${type} { list: ${field}($PAGE) $LIST } } }`;
  const root = (field: string, more = '') => `{ list: ${field}($PAGE ${more}) $LIST }`;
  return {
    'Query.bookings': {
      client: teacher,
      query: root('bookings'),
      add: () => meetings.booking(school, employer),
    },
    'Broker.apiKeys': {
      ...{ client: brokerAdmin, query: of(brokerId, 'Broker', 'apiKeys') },
      add: () =>
        app.dataSource.query(
          `INSERT INTO api_key (id, broker_id, public_id, hash, name, scopes, created_at, created_by, revoked_at)
           VALUES ($1, $2, $1::text, sha256($1::text::bytea), 'A program', '{request:browse}', now(), $3, now())`,
          [newId('api_key'), brokerId, brokerAdmin.personId],
        ),
    },
    'Broker.members': {
      ...{ client: brokerAdmin, query: of(brokerId, 'Broker', 'members') },
      add: async () => brokersMember(brokerId, (await app.given.person()).personId, 'requested'),
    },
    'Query.clearings': { client: operator, query: root('clearings'), add: () => clearingRow(app, {}) },
    'Clearing.pairs': {
      ...{ client: operator, query: of(cleared, 'Clearing', 'pairs'), node: 'place' },
      add: async () =>
        app.dataSource.query(
          `INSERT INTO clearing_pair (clearing_id, place, request_id, slot_id, units, score, pair_score, explanation, outcome)
           SELECT $1, count(*) + 1, $2, $3, 1, 1, 1, '', 'open' FROM clearing_pair WHERE clearing_id = $1`,
          [cleared, asked.id, offered.slots[0]?.id],
        ),
    },
    'Query.employers': { client: app.anyone, query: root('employers'), add: () => app.given.employer() },
    'Query.history': {
      ...{ client: admin, query: root('history'), add: request, node: 'number' },
    },
    'Query.jobProfiles': {
      ...{ client: app.anyone, query: root('jobProfiles') },
      add: async () =>
        app.dataSource.query(
          `INSERT INTO job_profile (id, person_id, employer_id, status, version, occupation, story, can_ask, subjects,
             created_at, occupation_words, document)
           VALUES ($1, $2, $3, 'published', 1, '5241', 'A story', '{}', '{}', now(), '', ''::tsvector)`,
          [newId('job_profile'), (await app.given.person()).personId, employer.id],
        ),
    },
    'Query.membersToApprove': {
      ...{ client: admin, query: root('membersToApprove') },
      add: () => join({ schoolId: school.id }),
    },
    'Query.offers': { client: app.anyone, query: root('offers'), add: offer },
    'near Query.offers': { client: app.anyone, query: root('offers', near), add: offer },
    'Query.proposals': {
      ...{ client: teacher, query: root('proposals') },
      add: async () => propose(teacher, (await request()).id, offered.slots[0]?.id ?? ''),
    },
    'Query.requests': { client: volunteer, query: root('requests'), add: request },
    'near Query.requests': { client: volunteer, query: root('requests', near), add: request },
    'Query.schools': { client: app.anyone, query: root('schools'), add: () => app.given.school() },
    'near Query.schools': { client: app.anyone, query: root('schools', near), add: () => app.given.school() },
    'Employer.members': {
      ...{ client: volunteer, query: of(employer.id, 'Employer', 'members') },
      add: () => join({ employerId: employer.id }),
    },
    'Employer.offers': {
      client: app.anyone,
      query: of(employer.id, 'Employer', 'offers'),
      add: () => meetings.slot(employer),
    },
    'Offer.matches': {
      client: volunteer,
      query: of(offered.id, 'Offer', 'matches'),
      add: request,
      node: MATCH,
    },
    'School.deliveries': {
      ...{ client: teacher, query: of(school.id, 'School', 'deliveries') },
      add: () => meetings.delivery(school, [{ yearGroup: 9, pupils: 1 }]),
    },
    'School.emailDomains': {
      ...{ client: admin, query: of(school.id, 'School', 'emailDomains') },
      add: () =>
        app.dataSource.query(
          `INSERT INTO email_domain (id, school_id, domain, declared_at, declared_by) VALUES ($1, $2, $3, now(), $4)`,
          [newId('domain'), school.id, `${newId('x').slice(-12)}.example`, admin.personId],
        ),
    },
    'School.members': {
      client: admin,
      query: of(school.id, 'School', 'members'),
      add: () => join({ schoolId: school.id }),
    },
    'School.requests': {
      client: teacher,
      query: of(school.id, 'School', 'requests'),
      add: () => meetings.request(school),
    },
    'Viewer.savedSearches': {
      ...{ client: teacher, query: '{ viewer { list: savedSearches($PAGE) $LIST } }' },
      add: () => save(teacher, {}),
    },
    'SavedSearch.offers': {
      ...{ client: teacher, query: of((await save(teacher, {})).id, 'SavedSearch', 'offers') },
      add: offer,
    },
    'SchoolRequest.matches': {
      client: teacher,
      query: of(asked.id, 'SchoolRequest', 'matches'),
      add: offer,
      node: MATCH,
    },
  };
}

async function brokersMember(brokerId: string, personId: string, status: string) {
  await app.dataSource.query(
    `INSERT INTO membership (id, person_id, broker_id, role, status, requested_at)
     VALUES ($1, $2, $3, 'broker_admin', $4, now())`,
    [newId('membership'), personId, brokerId, status],
  );
}

async function page({ client, query, node = 'id' }: List, args: string): Promise<Listed> {
  const whole = query
    .replace('$PAGE', args)
    .replace(
      '$LIST',
      `{ edges { cursor node { ${node} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`,
    );
  const answer = await client.ask<{ list?: Listed } & Record<'node' | 'viewer', { list: Listed }>>(whole);
  const found = answer.list ?? answer.node?.list ?? answer.viewer?.list;
  if (!found) throw new Error(`There is no list in ${whole}`);
  return found;
}

const keysOf = ({ edges }: Listed) => edges.map(({ node }) => JSON.stringify(node));

/** Walks a whole list in pages of these sizes, again and again; `meanwhile` happens after each page. */
async function walk(list: List, way: 'on' | 'back', sizes: number[], meanwhile?: () => Promise<unknown>) {
  const [some, from] = way === 'on' ? ['first', 'after'] : ['last', 'before'];
  const found: string[] = [];
  let cursor: string | undefined;
  for (let turn = 0; turn < 200; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const got = await page(list, `${some}: ${size} ${cursor ? `${from}: "${cursor}"` : ''}`);
    const { hasNextPage, hasPreviousPage, endCursor, startCursor } = got.pageInfo;
    if (way === 'on') found.push(...keysOf(got));
    else found.unshift(...keysOf(got));
    expect(got.edges.length).toBeLessThanOrEqual(size);
    // What one came from is on the other side.
    expect(way === 'on' ? hasPreviousPage : hasNextPage).toBe(cursor !== undefined);
    if (!(way === 'on' ? hasNextPage : hasPreviousPage)) return found;
    cursor = way === 'on' ? endCursor : startCursor;
    await meanwhile?.();
  }
  throw new Error('The list has no end.');
}

/**
 * How many SQL statements a page of each list takes, however long it is: who asks is one or two of them, the noun that the
 * list belongs to another one.
 */
const statements: Readonly<Record<string, number>> = {
  'Query.bookings': 2,
  'Query.clearings': 2,
  'Clearing.pairs': 3,
  'Query.employers': 1,
  'Query.membersToApprove': 2,
  'Query.offers': 1,
  'near Query.offers': 1,
  'Query.proposals': 2,
  'Query.requests': 3,
  'near Query.requests': 3,
  'Query.schools': 1,
  'near Query.schools': 1,
  'Employer.members': 3,
  'Employer.offers': 2,
  'Offer.matches': 12,
  'School.deliveries': 3,
  'School.members': 3,
  'School.requests': 3,
  'SchoolRequest.matches': 10,
  'Broker.apiKeys': 3,
  'Broker.members': 3,
  'Query.history': 2,
  'Query.jobProfiles': 1,
  'School.emailDomains': 3,
  'Viewer.savedSearches': 3,
  'SavedSearch.offers': 3,
};
const names = Object.keys(statements);

describe('the pages of every list', () => {
  it('are walked here: add a new list to `listsOf` and its name to `names`', () => {
    const { schema } = app.app.get(GraphQLSchemaHost);
    const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
      !isObjectType(type)
        ? []
        : Object.values(type.getFields())
            .filter(({ type: of }) => getNamedType(of).name.endsWith('Connection'))
            .map(({ name, args }) => ({
              name: `${type.name}.${name}`,
              near: args.some((arg) => arg.name === 'near'),
            })),
    );
    const wanted = fields.flatMap(({ name, near: also }) => (also ? [name, `near ${name}`] : [name]));
    expect({ unexplained: wanted.filter((name) => !names.includes(name)) }).toEqual({ unexplained: [] });
    expect(Object.keys(lists).sort()).toEqual([...names].sort());
  });

  it.each(names)('%s: nothing twice, nothing left out, back as on, whatever the sizes', async (name) => {
    const list = lists[name] as List;
    const all = keysOf(await page(list, 'first: 100'));
    expect(all.length).toBeGreaterThan(4);
    expect(new Set(all).size).toBe(all.length);
    expect(keysOf(await page(list, 'last: 100'))).toEqual(all);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
        async (sizes) => {
          expect(await walk(list, 'on', sizes)).toEqual(all);
          expect(await walk(list, 'back', sizes)).toEqual(all);
        },
      ),
      { numRuns: 2 },
    );
  });

  it.each(Object.entries(statements))('%s: a page in %i statements, however long', async (name, stated) => {
    const list = lists[name] as List;
    const taken = (first: number) => countQueries(app, () => page(list, `first: ${first}`));
    expect([await taken(1), await taken(5), await taken(100)]).toEqual([stated, stated, stated]);
  });

  it.each(names)('%s: nothing twice and nothing left out while others add to it', async (name) => {
    const list = lists[name] as List;
    for (const way of ['on', 'back'] as const) {
      const before = keysOf(await page(list, 'first: 100'));
      let added = 0;
      const meanwhile = async () => ((added += 1) <= 3 ? list.add() : undefined);
      const found = await walk(list, way, [Math.ceil(before.length / 4)], meanwhile);
      expect(new Set(found).size).toBe(found.length);
      expect(before.filter((key) => !found.includes(key))).toEqual([]);
      expect(found.filter((key) => before.includes(key))).toEqual(before);
    }
  });

  it.each([
    ['first: 2 last: 2', 'last'],
    ['last: 2 after: "x"', 'after'],
    ['first: 2 before: "x"', 'before'],
    ['before: "x"', 'before'],
    ['last: 0', 'last'],
    ['last: 101', 'last'],
    ['last: 2 before: "nonsense"', 'before'],
  ])('say what is wrong with (%s)', async (args, path) => {
    const { errors } = await app.anyone.send(`{ schools(${args}) { nodes { id } } }`);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.extensions.fields?.map((field) => field.path)).toContain(path);
  });

  it('cost what they hold, forwards and backwards', async () => {
    const cost = async (args: string) => {
      const answer = (await app.anyone.send(`{ schools(${args}) { nodes { id } } }`)) as unknown as {
        extensions: { cost: { requested: number } };
      };
      return answer.extensions.cost.requested;
    };
    expect(await cost('last: 50')).toBe(await cost('first: 50'));
    expect(await cost('last: 20')).toBe(await cost('includeClosed: false'));
  });

  it('cost what they hold though they have no pages', async () => {
    const cost = async (level: string) => {
      const query = 'query ($level: SectorLevel) { sectors(level: $level) { code } }';
      const answer = (await app.anyone.send(query, { level })) as unknown as {
        extensions: { cost: { requested: number } };
      };
      return answer.extensions.cost.requested;
    };
    expect(await cost('SECTION')).toBe(22);
    expect(await cost('SUBCLASS')).toBe(732);
  });
});

import { addDays } from '#statutes';
import { localDateOf, system, Transactions, type Tx } from '#platform';
import { fillSessions, giveSessionsBack, reopenSessions, takeSessions } from '#requests';
import { startTestApp, type TestApp } from '../support/app.js';
import { east } from '../support/given.js';
import {
  askingSchool,
  DRAFT,
  draft,
  january,
  LIST,
  list,
  nextYear,
  node,
  OPEN,
  open,
  OWN,
  type Shown,
  WITHDRAW,
} from '../support/requests.js';

const today = localDateOf(new Date());

describe('a school asks', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const world = (km?: number) => askingSchool(app, km);

  it('drafts, opens, is found by an employer near by, and withdraws', async () => {
    const at = await world(7);
    const employer = await app.given.volunteer(await app.given.employer());
    const near = { urn: (await app.given.school({ place: east(9) })).urn };
    const request = await draft(at);
    expect(request).toEqual({
      ...{ id: expect.stringMatching(/^request_[0-9a-f]{32}$/) as string, status: 'DRAFT', version: 1 },
      ...{
        title: 'Engineers for Year 9',
        kind: 'ENCOUNTER',
        mode: 'IN_PERSON',
        travelKm: 0,
        benchmark: 'B5',
      },
      ...{ activityTypes: ['CAREERS_TALK', 'MOCK_INTERVIEW'], sectors: ['C', 'M'], openedAt: null },
      ...{ sessions: 3, pupilsPerSession: 30, places: null, remaining: 3, booked: 0, academicYear: nextYear },
      ...{ windows: [january], school: { id: at.school.id } },
      groups: [
        { code: '9A', size: 30 },
        { code: '9B', size: 28 },
      ],
    });
    expect((await list(employer, { near, within: 3 })).edges).toEqual([]);

    const { id } = request;
    expect(await at.teacher.ask(OPEN, { input: { id, version: 1 } })).toMatchObject({
      openRequest: { request: { status: 'OPEN', version: 2, openedAt: expect.any(String) as string } },
    });
    expect((await list(employer, { near, within: 3 })).edges).toMatchObject([
      { distanceKm: 2, node: { id } },
    ]);

    expect(await at.teacher.ask(WITHDRAW, { input: { id, version: 2 } })).toMatchObject({
      withdrawRequest: { request: { status: 'WITHDRAWN', version: 3 } },
    });
    expect((await list(employer, { near, within: 3 })).edges).toEqual([]);
    const changes = await app.dataSource.query<{ kind: string }[]>(
      'SELECT kind, actor FROM change WHERE noun_id = $1 ORDER BY at',
      [id],
    );
    const actor = at.teacher.personId;
    expect(changes).toEqual(['drafted', 'open', 'withdrawn'].map((kind) => ({ kind, actor })));
  });

  it('asks for placements by place', async () => {
    const at = await world();
    const request = await draft(at, {
      ...{ kind: 'PLACEMENT', activityTypes: ['WORK_EXPERIENCE_PLACEMENT'], groupIds: [at.tenA] },
      ...{ sessions: null, pupilsPerSession: null, places: 24, travelKm: 15 },
    });
    expect(request).toMatchObject({
      ...{ kind: 'PLACEMENT', sessions: null, pupilsPerSession: null, places: 24, remaining: 24 },
      benchmark: 'B6',
    });
  });

  describe('is told of problems', () => {
    it('the same request twice, unless the first has ended', async () => {
      const at = await world();
      const { id, version } = await draft(at);
      const again = {
        ...at.talk,
        title: 'engineers FOR Year 9',
        activityTypes: ['CAREERS_TALK', 'MOCK_INTERVIEW'],
      };
      expect(await at.teacher.ask(DRAFT, { input: again })).toMatchObject({
        draftRequest: { __typename: 'DuplicateRequest', code: 'DUPLICATE_REQUEST', existing: { id } },
      });
      await at.teacher.ask(WITHDRAW, { input: { id, version } });
      expect(await draft(at, again)).toMatchObject({ status: 'DRAFT' });
    });

    it('ten drafts of the same at once leave one', async () => {
      const at = await world();
      const answers = await Promise.all(
        Array.from({ length: 10 }, () =>
          at.teacher.ask<{ draftRequest: { __typename: string } }>(DRAFT, { input: at.talk }),
        ),
      );
      const names = answers.map(({ draftRequest }) => draftRequest.__typename).sort();
      expect(names).toEqual([...Array.from({ length: 9 }, () => 'DuplicateRequest'), 'RequestSuccess']);
    });

    it('a version that is not the present one', async () => {
      const at = await world();
      const { id } = await open(at);
      for (const [name, mutation] of [
        ['openRequest', OPEN],
        ['withdrawRequest', WITHDRAW],
      ] as const) {
        expect(await at.teacher.ask(mutation, { input: { id, version: 1 } })).toMatchObject({
          [name]: { __typename: 'RequestChangedMeanwhile', current: { version: 2 } },
        });
      }
    });

    it('a status that does not allow it', async () => {
      const at = await world();
      const { id, version } = await open(at);
      expect(await at.teacher.ask(OPEN, { input: { id, version } })).toMatchObject({
        openRequest: { __typename: 'RequestNotInRightStatus', status: 'OPEN' },
      });
      await at.teacher.ask(WITHDRAW, { input: { id, version } });
      expect(await at.teacher.ask(WITHDRAW, { input: { id, version: version + 1 } })).toMatchObject({
        withdrawRequest: { __typename: 'RequestNotInRightStatus', status: 'WITHDRAWN' },
      });
    });

    it('a draft whose days have passed', async () => {
      const at = await world();
      const { id, version } = await draft(at);
      const past = { from: addDays(today, -9), to: addDays(today, -1) };
      await app.dataSource.query(
        'UPDATE request SET windows = $2, first_day = $3, last_day = $4 WHERE id = $1',
        [id, JSON.stringify([past]), past.from, past.to],
      );
      expect(await at.teacher.ask(OPEN, { input: { id, version } })).toMatchObject({
        openRequest: { __typename: 'RequestHasNoFutureWindow', code: 'REQUEST_HAS_NO_FUTURE_WINDOW' },
      });
      expect(await node(at.teacher, id)).toMatchObject({ status: 'DRAFT', version: 1 });
    });
  });

  describe('bad input names the field', () => {
    it.each<[string, object, string]>([
      ['dates out of order', { windows: [{ from: january.to, to: january.from }] }, 'input.windows[0].to'],
      ['a past window', { windows: [{ from: '2020-01-01', to: '2020-01-02' }] }, 'input.windows[0].from'],
      ['no window', { windows: [] }, 'input.windows'],
      ['negative capacity', { sessions: -1 }, 'input.sessions'],
      ['over-long text', { title: 'x'.repeat(201) }, 'input.title'],
      [
        'another kind',
        { activityTypes: ['WORK_EXPERIENCE_PLACEMENT'], travelKm: 9 },
        'input.activityTypes[0]',
      ],
      ['no such group', { groupIds: ['group_0'] }, 'input.groupIds[0]'],
      ['a sector that is none', { sectors: ['Z'] }, 'input.sectors'],
    ])('%s', async (_, given, path) => {
      const at = await world();
      const { errors } = await at.teacher.send(DRAFT, { input: { ...at.talk, ...given } });
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(errors?.[0]?.extensions.fields?.map((fault) => fault.path)).toContain(path);
    });

    it('another school’s group looks like none', async () => {
      const [at, other] = [await world(), await world()];
      const { errors } = await at.teacher.send(DRAFT, { input: { ...at.talk, groupIds: [other.tenA] } });
      expect(errors?.[0]?.extensions.fields).toMatchObject([{ path: 'input.groupIds[0]', got: other.tenA }]);
    });

    it('a day that does not exist, within without near, a cursor from elsewhere', async () => {
      const at = await world();
      const windows = [{ from: '2027-02-30', to: '2027-03-01' }];
      expect(await at.teacher.refusal(DRAFT, { input: { ...at.talk, windows } })).toBe('BAD_USER_INPUT');
      expect(await at.teacher.refusal(LIST, { within: 5 })).toBe('BAD_USER_INPUT');
      await open(at);
      const { edges } = await list(at.teacher, { first: 1 });
      const elsewhere = [{ filter: { yearGroup: 9 } }, { near: { urn: at.school.urn } }];
      for (const variables of elsewhere)
        expect(await at.teacher.refusal(LIST, { ...variables, after: edges[0]?.cursor })).toBe(
          'BAD_USER_INPUT',
        );
      expect(await at.teacher.refusal(OWN, { urn: at.school.urn, after: edges[0]?.cursor })).toBe(
        'BAD_USER_INPUT',
      );
      expect(await at.teacher.refusal(OWN, { urn: at.school.urn, first: 101 })).toBe('BAD_USER_INPUT');
    });
  });

  describe('and is seen by those who may', () => {
    it('a draft by its school alone, an open one by every approved member', async () => {
      const at = await world();
      const drafted = (await draft(at, { title: 'Not yet' })).id;
      const opened = (await open(at)).id;
      const other = await app.given.teacher(await app.given.school());
      const employer = await app.given.volunteer(await app.given.employer());
      const outsider = await app.given.person();
      for (const [client, sees] of [
        [at.teacher, [true, true]],
        [other, [false, true]],
        [employer, [false, true]],
        [outsider, [false, false]],
        [app.anyone, [false, false]],
      ] as const) {
        const seen = [await node(client, drafted), await node(client, opened)];
        expect(seen.map((found) => found !== null)).toEqual(sees);
      }
      expect(await outsider.refusal(LIST)).toBe('FORBIDDEN');
      expect(await app.anyone.refusal(LIST)).toBe('UNAUTHENTICATED');
    });

    it('unseen and absent look alike; seen and another’s is FORBIDDEN', async () => {
      const at = await world();
      const drafted = await draft(at, { title: 'Not yet' });
      const opened = await open(at);
      const other = await app.given.teacher(await app.given.school());
      const employer = await app.given.volunteer(await app.given.employer());
      for (const mutation of [OPEN, WITHDRAW]) {
        expect(await other.refusal(mutation, { input: { id: drafted.id, version: 1 } })).toBe('NOT_FOUND');
        expect(await other.refusal(mutation, { input: { id: 'request_0', version: 1 } })).toBe('NOT_FOUND');
        expect(await other.refusal(mutation, { input: { id: opened.id, version: 2 } })).toBe('FORBIDDEN');
        expect(await employer.refusal(mutation, { input: { id: opened.id, version: 2 } })).toBe('FORBIDDEN');
      }
      expect(await other.refusal(DRAFT, { input: at.talk })).toBe('FORBIDDEN');
      expect(await other.refusal(DRAFT, { input: { ...at.talk, schoolId: 'school_1' } })).toBe('NOT_FOUND');
    });

    it('a school’s own list has everything, page by page, for its people only', async () => {
      const at = await world();
      const ids = [];
      for (const title of ['One', 'Two', 'Three']) ids.unshift((await draft(at, { title })).id);
      interface Own {
        school: { requests: { nodes: Shown[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
      }
      const { urn } = at.school;
      const page = (await at.teacher.ask<Own>(OWN, { urn, first: 2 })).school.requests;
      const rest = (await at.teacher.ask<Own>(OWN, { urn, first: 2, after: page.pageInfo.endCursor })).school;
      expect([...page.nodes, ...rest.requests.nodes].map(({ id }) => id)).toEqual(ids);
      expect([page.pageInfo.hasNextPage, rest.requests.pageInfo.hasNextPage]).toEqual([true, false]);
      const other = await app.given.teacher(await app.given.school());
      for (const client of [other, app.anyone])
        expect((await client.ask<Own>(OWN, { urn })).school.requests.nodes).toEqual([]);
    });
  });

  describe('for sessions that are taken, filled and opened again', () => {
    const run = <T>(work: (tx: Tx) => Promise<T>) =>
      app.app.get(Transactions, { strict: false }).run(system, work);

    it('twenty at once take three sessions three times', async () => {
      const at = await world();
      const { id } = await open(at);
      const taken = await Promise.all(Array.from({ length: 20 }, () => run((tx) => takeSessions(tx, id, 1))));
      expect(taken.filter(Boolean)).toHaveLength(3);
      expect(await node(at.teacher, id)).toMatchObject({ remaining: 0, booked: 0, status: 'OPEN' });
      await run((tx) => giveSessionsBack(tx, id, 1));
      expect(await run((tx) => takeSessions(tx, id, 2))).toBe(false);
      expect(await run((tx) => takeSessions(tx, id, 1))).toBe(true);
    });

    it('a request that does not look for anybody gives none', async () => {
      const at = await world();
      const drafted = await draft(at, { title: 'Not yet' });
      expect(await run((tx) => takeSessions(tx, drafted.id, 1))).toBe(false);
      const { id } = await open(at);
      await app.dataSource.query('UPDATE request SET first_day = $2, last_day = $2 WHERE id = $1', [
        id,
        addDays(today, -1),
      ]);
      expect(await run((tx) => takeSessions(tx, id, 1))).toBe(false);
    });

    it('booked in full it is matched and leaves the list; a cancelled booking brings it back', async () => {
      const at = await world(5000);
      const { id } = await open(at);
      const listed = async () =>
        (await list(at.teacher, { near: { urn: at.school.urn }, within: 1 })).edges.map(
          (edge) => edge.node.id,
        );
      await run((tx) => takeSessions(tx, id, 3));
      await run((tx) => fillSessions(tx, id, 1));
      expect(await node(at.teacher, id)).toMatchObject({ status: 'PART_MATCHED', version: 3, booked: 1 });
      expect(await listed()).toEqual([id]);
      await run((tx) => fillSessions(tx, id, 2));
      expect(await node(at.teacher, id)).toMatchObject({ status: 'MATCHED', version: 4, booked: 3 });
      expect(await listed()).toEqual([]);
      expect(await at.teacher.ask(WITHDRAW, { input: { id, version: 4 } })).toMatchObject({
        withdrawRequest: { __typename: 'RequestNotInRightStatus', status: 'MATCHED' },
      });
      await run((tx) => reopenSessions(tx, id, 2));
      expect(await node(at.teacher, id)).toMatchObject({ status: 'PART_MATCHED', remaining: 2, booked: 1 });
      expect(await listed()).toEqual([id]);
      await run((tx) => reopenSessions(tx, id, 1));
      expect(await node(at.teacher, id)).toMatchObject({
        status: 'OPEN',
        remaining: 3,
        booked: 0,
        version: 6,
      });
    });

    it('a booking that comes after the withdrawal counts and changes no status', async () => {
      const at = await world();
      const { id, version } = await open(at);
      await run((tx) => takeSessions(tx, id, 3));
      await at.teacher.ask(WITHDRAW, { input: { id, version } });
      await run((tx) => fillSessions(tx, id, 3));
      expect(await node(at.teacher, id)).toMatchObject({ status: 'WITHDRAWN', booked: 3 });
    });
  });
});

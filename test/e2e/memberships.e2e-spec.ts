import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';

const JOIN = `mutation ($input: JoinSchoolInput!) { joinSchool(input: $input) {
  ... on JoinSuccess { membership { id status role waitsFor } } ... on Problem { code } } }`;
const decide = (name: string) => `mutation ($input: DecideMemberInput!) { ${name}(input: $input) {
  ... on DecideMemberSuccess { membership { status waitsFor } } ... on Problem { code message } } }`;
const MEMBERS = `query ($urn: Int!) { school(urn: $urn) {
  members(first: 50) { nodes { id role status applicant { name } } } } }`;

/** A person who is signed in, with their id. */
type Person = Client & { personId: string };

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world.stop());

async function ask(person: Person, urn: number, role = 'TEACHER') {
  const { joinSchool } = await person.ask<{
    joinSchool: { code?: string; membership: { id: string; waitsFor: string } };
  }>(JOIN, { input: { urn, role } });
  return joinSchool;
}

async function answer(client: Client, name: string, membershipId: string) {
  const { data, errors } = await client.send<
    Record<string, { code?: string; membership?: { status: string } }>
  >(decide(name), { input: { membershipId } });
  return errors?.[0]?.extensions.code ?? data[name]?.code ?? data[name]?.membership?.status;
}

describe('a membership', () => {
  it('says whose decision it waits for', async () => {
    const school = await world.given.school();
    const [teacher, head, other] = [
      await world.given.person(),
      await world.given.person(),
      await world.given.person(),
    ];
    expect((await ask(teacher, school.urn)).membership.waitsFor).toBe('FIRST_ADMIN');
    const headship = (await ask(head, school.urn, 'SCHOOL_ADMIN')).membership;
    expect(headship.waitsFor).toBe('OPERATOR');
    const operator = await world.given.person({ operator: true });
    expect(await operator.ask(decide('approveMember'), { input: { membershipId: headship.id } })).toEqual({
      approveMember: { membership: { status: 'APPROVED', waitsFor: null } },
    });
    expect((await ask(other, school.urn)).membership.waitsFor).toBe('ADMIN');
    expect(await teacher.ask('{ viewer { memberships { waitsFor } } }')).toEqual({
      viewer: { memberships: [{ waitsFor: 'ADMIN' }] },
    });
  });

  it('is undone: a declined one approved after all, an approved one ended, and asked for again', async () => {
    const school = await world.given.school();
    const head = await world.given.teacher(school, 'school_admin');
    const teacher = await world.given.person();
    const { id } = (await ask(teacher, school.urn)).membership;
    const GROUPS = `mutation ($input: DeclareGroupsInput!) { declareGroups(input: $input) { __typename } }`;
    const input = { schoolId: school.id, groups: [{ yearGroup: 9, code: '9A', size: 30 }] };

    expect(await answer(head, 'declineMember', id)).toBe('DECLINED');
    expect((await ask(teacher, school.urn)).code).toBe('ALREADY_ASKED');
    expect(await answer(head, 'approveMember', id)).toBe('APPROVED');
    expect(await answer(head, 'declineMember', id)).toBe('ALREADY_DECIDED');
    expect(await teacher.ask(GROUPS, { input })).toEqual({
      declareGroups: { __typename: 'DeclareGroupsSuccess' },
    });

    expect(await answer(head, 'endMembership', id)).toBe('ENDED');
    expect(await answer(head, 'endMembership', id)).toBe('ALREADY_DECIDED');
    // From this very moment, with the token that was good a moment ago.
    expect(await teacher.refusal(GROUPS, { input })).toBe('FORBIDDEN');

    const again = (await ask(teacher, school.urn, 'SCHOOL_ADMIN')).membership;
    expect(again).toMatchObject({ id, role: 'SCHOOL_ADMIN', status: 'REQUESTED', waitsFor: 'ADMIN' });
    expect(await answer(teacher, 'endMembership', id)).toBe('ENDED');
  });

  it('is ended by its person or an admin of the place, and by nobody else', async () => {
    const school = await world.given.school();
    const teacher = await world.given.teacher(school);
    const [membership] = await world.dataSource.query<{ id: string }[]>(
      'SELECT id FROM membership WHERE person_id = $1',
      [teacher.personId],
    );
    const id = membership?.id ?? '';
    const colleague = await world.given.teacher(school);
    expect(await answer(colleague, 'endMembership', id)).toBe('NOT_FOUND');
    const elsewhere = await world.given.teacher(await world.given.school(), 'school_admin');
    expect(await answer(elsewhere, 'endMembership', id)).toBe('NOT_FOUND');
    const operator = await world.given.person({ operator: true });
    expect(await answer(operator, 'endMembership', id)).toBe('NOT_FOUND');
    expect(await answer(teacher, 'endMembership', id)).toBe('ENDED');
    expect(await teacher.ask('{ viewer { memberships { status } } }')).toEqual({
      viewer: { memberships: [{ status: 'ENDED' }] },
    });
  });

  it('comes to one answer when it is asked for again many times at once', async () => {
    const school = await world.given.school();
    const teacher = await world.given.person();
    const { id } = (await ask(teacher, school.urn)).membership;
    await answer(teacher, 'endMembership', id);
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(teacher, school.urn)));
    expect(answers.filter(({ code }) => code === 'ALREADY_ASKED')).toHaveLength(5);
  });
});

describe('what waits for a decision', () => {
  it('is listed page by page, the oldest first', async () => {
    const school = await world.given.school();
    const head = await world.given.teacher(school, 'school_admin');
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1)
      ids.push((await ask(await world.given.person(), school.urn)).membership.id);
    const PAGE = `query ($after: String) { membersToApprove(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
    type Page = {
      membersToApprove: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const one = (await head.ask<Page>(PAGE)).membersToApprove;
    const two = (await head.ask<Page>(PAGE, { after: one.pageInfo.endCursor })).membersToApprove;
    expect([...one.nodes, ...two.nodes].map(({ id }) => id)).toEqual(ids);
    expect([one.pageInfo.hasNextPage, two.pageInfo.hasNextPage]).toEqual([true, false]);
  });
});

describe('who acts for a school', () => {
  it('is listed for its admin, and for nobody else', async () => {
    const school = await world.given.school();
    const head = await world.given.teacher(school, 'school_admin');
    const teacher = await world.given.teacher(school);
    const { urn } = school;
    const { school: seen } = await head.ask<{ school: { members: { nodes: object[] } } }>(MEMBERS, { urn });
    expect(seen.members.nodes).toMatchObject([
      { role: 'TEACHER', status: 'APPROVED', applicant: { name: expect.any(String) } },
      { role: 'SCHOOL_ADMIN', status: 'APPROVED' },
    ]);
    const none = { school: { members: { nodes: [] } } };
    for (const other of [teacher, world.anyone, await world.given.person({ operator: true })])
      expect(await other.ask(MEMBERS, { urn })).toEqual(none);
  });
});

describe('an employer that nobody has approved', () => {
  const REGISTER = `mutation ($input: RegisterEmployerInput!) { registerEmployer(input: $input) {
    ... on RegisterEmployerSuccess { employer { id sites { id } } } } }`;
  const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
  const LIST = 'query ($search: String!) { employers(search: $search) { nodes { name } } }';

  it('is seen by whoever registered it, and by everybody once its admin is approved', async () => {
    const founder = await world.given.person();
    const name = 'Hitherto Unheard Ltd';
    const { registerEmployer } = await founder.ask<{
      registerEmployer: { employer: { id: string; sites: { id: string }[] } };
    }>(REGISTER, {
      input: {
        ...{ name, sizeBand: 'MICRO', sectors: ['C'] },
        sites: [{ name: 'Works', postcode: 'M1 1AE' }],
      },
    });
    const { id, sites } = registerEmployer.employer;
    const site = sites[0]?.id;
    for (const seen of [id, site]) {
      expect(await founder.ask(NODE, { id: seen })).toEqual({ node: { id: seen } });
      expect(await world.anyone.ask(NODE, { id: seen })).toEqual({ node: null });
    }
    expect(await world.anyone.ask(LIST, { search: name })).toEqual({ employers: { nodes: [] } });

    const operator = await world.given.person({ operator: true });
    const { membersToApprove } = await operator.ask<{
      membersToApprove: { nodes: { id: string; employer: { id: string } | null }[] };
    }>('{ membersToApprove(first: 100) { nodes { id employer { id } } } }');
    const wish = membersToApprove.nodes.find(({ employer }) => employer?.id === id)?.id ?? '';
    expect(await answer(operator, 'approveMember', wish)).toBe('APPROVED');
    expect(await world.anyone.ask(LIST, { search: name })).toEqual({ employers: { nodes: [{ name }] } });
    expect(await world.anyone.ask(NODE, { id: site })).toEqual({ node: { id: site } });
  });
});

import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isObjectType } from 'graphql';
import { startTestApp, type TestApp } from '../support/app.js';
import { Client } from '../support/client.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { ... on SignInSuccess { accessToken viewer { id } } ... on Problem { code message } } }`;
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignInSuccess { accessToken expiresInSeconds viewer { name email } } ... on Problem { code message } } }`;
const JOIN_SCHOOL = `mutation ($input: JoinSchoolInput!) { joinSchool(input: $input) { ... on JoinSuccess { membership { id status } } ... on Problem { code } ... on AlreadyAsked { existing { id } } } }`;
const JOIN_EMPLOYER = `mutation ($input: JoinEmployerInput!) { joinEmployer(input: $input) { ... on JoinSuccess { membership { id status } } ... on Problem { code } } }`;
const REGISTER = `mutation ($input: RegisterEmployerInput!) { registerEmployer(input: $input) { ... on RegisterEmployerSuccess { employer { id name sites { postcode } } } ... on Problem { code } ... on EmployerAlreadyRegistered { existing { id } } } }`;
const decide = (name: string) =>
  `mutation ($input: DecideMemberInput!) { ${name}(input: $input) { ... on DecideMemberSuccess { membership { status } } ... on Problem { code } } }`;
const WAITING =
  '{ membersToApprove(first: 100) { nodes { id role applicant { name email } school { urn } employer { name } } } }';
const ME = '{ viewer { id name memberships { role status school { urn } employer { id } } } }';

let people = 0;
async function signedUp(): Promise<Client> {
  const input = {
    name: 'Ada Example',
    email: `ada${(people += 1)}@school.example`,
    password: 'correct horse battery',
  };
  const { signUp } = await world.anyone.ask<{ signUp: { accessToken: string } }>(SIGN_UP, { input });
  return new Client(world.url, signUp.accessToken);
}

async function asksToJoin(client: Client, query: string, input: object): Promise<string> {
  const answer = await client.ask<Record<string, { membership: { id: string } }>>(query, { input });
  return Object.values(answer)[0]?.membership.id ?? '';
}

describe('an account', () => {
  it('is made once, signed in to with its password alone, and keeps its secrets', async () => {
    const input = { name: 'Grace Example', email: 'Grace@School.example', password: 'correct horse battery' };
    expect(await world.anyone.ask(SIGN_UP, { input })).toMatchObject({
      signUp: { accessToken: expect.any(String) },
    });
    expect(
      await world.anyone.ask(SIGN_UP, { input: { ...input, email: 'grace@school.EXAMPLE' } }),
    ).toMatchObject({ signUp: { code: 'EMAIL_ALREADY_USED' } });
    const { signIn } = await world.anyone.ask<{ signIn: { accessToken: string; expiresInSeconds: number } }>(
      SIGN_IN,
      { input: { email: 'grace@school.example', password: input.password } },
    );
    expect(signIn).toMatchObject({
      expiresInSeconds: 1800,
      viewer: { name: 'Grace Example', email: 'Grace@School.example' },
    });
    expect(await new Client(world.url, signIn.accessToken).ask(ME)).toMatchObject({
      viewer: { memberships: [] },
    });
    for (const wrong of [
      { email: 'grace@school.example', password: 'wrong' },
      { email: 'nobody@school.example', password: input.password },
    ]) {
      expect(await world.anyone.ask(SIGN_IN, { input: wrong })).toMatchObject({
        signIn: { code: 'SIGN_IN_REFUSED' },
      });
    }
    const [row] = await world.dataSource.query<{ password_hash: string }[]>(
      `SELECT password_hash FROM person WHERE lower(email) = 'grace@school.example'`,
    );
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('is made once, however many ask at the same time', async () => {
    const input = { name: 'Twice', email: 'twice@school.example', password: 'correct horse battery' };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => world.anyone.ask<{ signUp: { code?: string } }>(SIGN_UP, { input })),
    );
    expect(answers.filter(({ signUp }) => signUp.code === 'EMAIL_ALREADY_USED')).toHaveLength(5);
  });

  it.each([
    ['email', { email: 'not an address' }],
    ['password', { password: 'short' }],
    ['name', { name: '' }],
  ])('is refused for a wrong %s, which the error does not repeat', async (field, wrong) => {
    const { errors } = await world.anyone.send(SIGN_UP, {
      input: { name: 'A', email: 'a@b.example', password: 'long enough to pass', ...wrong },
    });
    expect(errors?.[0]?.extensions.fields).toEqual([
      { path: `input.${field}`, expected: expect.any(String) },
    ]);
  });
});

describe('names and addresses of people', () => {
  it('are in no answer but one about oneself, or to whoever decides on a membership', () => {
    const { schema } = world.app.get(GraphQLSchemaHost);
    const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
    const telling = objects.filter((type) => 'email' in type.getFields()).map(({ name }) => name);
    const leading = objects.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => telling.includes(getNamedType(field.type).name))
        .map((field) => `${type.name}.${field.name}`),
    );
    expect(telling).toEqual(['Applicant', 'Viewer']);
    expect(leading.sort()).toEqual([
      'ExchangeSignInSuccess.viewer',
      'Membership.applicant',
      'Query.viewer',
      'SignInSuccess.viewer',
    ]);
  });
});

describe('acting for a school', () => {
  it('takes an operator for the first admin, and that admin for the rest', async () => {
    const school = await world.given.school();
    const [head, teacher, operator] = [
      await signedUp(),
      await signedUp(),
      await world.given.person({ operator: true }),
    ];
    const headship = await asksToJoin(head, JOIN_SCHOOL, { urn: school.urn, role: 'SCHOOL_ADMIN' });
    const post = await asksToJoin(teacher, JOIN_SCHOOL, { urn: school.urn, role: 'TEACHER' });
    const approve = (client: Client, membershipId: string) =>
      client.send(decide('approveMember'), { input: { membershipId } });

    // Nobody approves themselves, and an operator sees nobody but who would be the first admin.
    expect((await approve(head, headship)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await approve(operator, post)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
    expect(await operator.ask(NODE, { id: headship })).toEqual({ node: { id: headship } });
    expect(await operator.ask(NODE, { id: post })).toEqual({ node: null });
    expect(await operator.ask(WAITING)).toEqual({
      membersToApprove: {
        nodes: [
          {
            id: headship,
            role: 'SCHOOL_ADMIN',
            applicant: { name: 'Ada Example', email: expect.stringContaining('@school.example') },
            school: { urn: school.urn },
            employer: null,
          },
        ],
      },
    });
    expect((await approve(operator, headship)).data).toMatchObject({
      approveMember: { membership: { status: 'APPROVED' } },
    });
    expect((await approve(operator, headship)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await operator.ask(NODE, { id: headship })).toEqual({ node: null });
    expect((await approve(head, headship)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');

    expect(await head.ask(WAITING)).toMatchObject({ membersToApprove: { nodes: [{ id: post }] } });
    expect((await approve(head, post)).data).toMatchObject({
      approveMember: { membership: { status: 'APPROVED' } },
    });
    expect((await approve(head, post)).data).toMatchObject({ approveMember: { code: 'ALREADY_DECIDED' } });
    expect(await teacher.ask(ME)).toMatchObject({
      viewer: { memberships: [{ role: 'TEACHER', status: 'APPROVED', school: { urn: school.urn } }] },
    });
    expect((await approve(teacher, post)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('is asked for once, of a school that exists, as somebody of a school', async () => {
    const school = await world.given.school();
    const teacher = await signedUp();
    const id = await asksToJoin(teacher, JOIN_SCHOOL, { urn: school.urn, role: 'TEACHER' });
    expect(await teacher.ask(JOIN_SCHOOL, { input: { urn: school.urn, role: 'TEACHER' } })).toMatchObject({
      joinSchool: { code: 'ALREADY_ASKED', existing: { id } },
    });
    expect(await teacher.refusal(JOIN_SCHOOL, { input: { urn: 999_999, role: 'TEACHER' } })).toBe(
      'NOT_FOUND',
    );
    expect(await teacher.refusal(JOIN_SCHOOL, { input: { urn: school.urn, role: 'VOLUNTEER' } })).toBe(
      'BAD_USER_INPUT',
    );
  });

  it('is not for an admin of another school to decide', async () => {
    const [one, other] = [await world.given.school(), await world.given.school()];
    const head = await world.given.teacher(one, 'school_admin');
    const post = await asksToJoin(await signedUp(), JOIN_SCHOOL, { urn: other.urn, role: 'TEACHER' });
    for (const membershipId of [post, 'membership_0'])
      expect(await head.refusal(decide('approveMember'), { input: { membershipId } })).toBe('NOT_FOUND');
    expect(await head.ask(WAITING)).toEqual({ membersToApprove: { nodes: [] } });
  });

  it('is not for operators to give to themselves', async () => {
    const [school, operator] = [await world.given.school(), await world.given.person({ operator: true })];
    const membershipId = await asksToJoin(operator, JOIN_SCHOOL, { urn: school.urn, role: 'SCHOOL_ADMIN' });
    expect(await operator.refusal(decide('approveMember'), { input: { membershipId } })).toBe('FORBIDDEN');
  });

  it.each(['school', 'employer'] as const)(
    'of a %s begins with one first admin, however many operators decide at once',
    async (kind) => {
      const [school, employer] = [await world.given.school(), await world.given.employer()];
      const [query, input] =
        kind === 'school'
          ? [JOIN_SCHOOL, { urn: school.urn, role: 'SCHOOL_ADMIN' }]
          : [JOIN_EMPLOYER, { employerId: employer.id, role: 'EMPLOYER_ADMIN' }];
      const wishes = await Promise.all(
        Array.from({ length: 8 }, async () => asksToJoin(await world.given.person(), query, input)),
      );
      const operators = await Promise.all(wishes.map(() => world.given.person({ operator: true })));

      const answers = await Promise.all(
        operators.map((operator, index) =>
          operator.send(decide('approveMember'), { input: { membershipId: wishes[index] } }),
        ),
      );

      const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'APPROVED').sort();
      expect(codes).toEqual(['APPROVED', ...Array<string>(7).fill('NOT_FOUND')]);
    },
  );
});

describe('an employer', () => {
  const input = (companyNumber: string) => ({
    name: 'Pike & Sons',
    companyNumber,
    sizeBand: 'SMALL',
    sectors: ['C'],
    sites: [{ name: 'Works', postcode: 'm11ae' }],
  });

  it('is registered once; whoever did so is its admin when an operator agrees', async () => {
    const [founder, rival, operator] = [
      await signedUp(),
      await signedUp(),
      await world.given.person({ operator: true }),
    ];
    const { registerEmployer } = await founder.ask<{ registerEmployer: { employer: { id: string } } }>(
      REGISTER,
      { input: input('01234567') },
    );
    expect(registerEmployer.employer).toMatchObject({ name: 'Pike & Sons', sites: [{ postcode: 'M1 1AE' }] });
    const { id } = registerEmployer.employer;
    const again = () => rival.ask(REGISTER, { input: input('01234567') });
    const registered = { code: 'EMPLOYER_ALREADY_REGISTERED' };
    // What its founder calls it is nobody's business until somebody has agreed to it.
    expect(await again()).toMatchObject({ registerEmployer: { ...registered, existing: null } });

    const { viewer } = await founder.ask<{ viewer: { memberships: object[] } }>(ME);
    expect(viewer.memberships).toEqual([
      { role: 'EMPLOYER_ADMIN', status: 'REQUESTED', school: null, employer: { id } },
    ]);
    const { membersToApprove } = await operator.ask<{
      membersToApprove: { nodes: { id: string; employer: { name: string } | null }[] };
    }>(WAITING);
    const membershipId = membersToApprove.nodes.find(({ employer }) => employer?.name === 'Pike & Sons')?.id;
    await operator.ask(decide('approveMember'), { input: { membershipId } });
    expect(await again()).toMatchObject({ registerEmployer: { ...registered, existing: { id } } });
    const application = await asksToJoin(rival, JOIN_EMPLOYER, { employerId: id, role: 'VOLUNTEER' });
    expect(
      await founder.ask(decide('declineMember'), { input: { membershipId: application } }),
    ).toMatchObject({ declineMember: { membership: { status: 'DECLINED' } } });
  });

  it('is registered once, however many ask at the same time', async () => {
    const founders = await Promise.all(Array.from({ length: 5 }, signedUp));
    const answers = await Promise.all(
      founders.map((founder) =>
        founder.ask<{ registerEmployer: { code?: string } }>(REGISTER, { input: input('07654321') }),
      ),
    );
    expect(
      answers
        .filter(({ registerEmployer }) => registerEmployer.code)
        .map(({ registerEmployer }) => registerEmployer.code),
    ).toEqual(Array(4).fill('EMPLOYER_ALREADY_REGISTERED'));
  });

  it('sits at a postcode that exists', async () => {
    const { errors } = await (
      await signedUp()
    ).send(REGISTER, { input: { ...input('00000001'), sites: [{ name: 'Works', postcode: 'ZZ99 9ZZ' }] } });
    expect(errors?.[0]?.extensions.fields?.[0]?.path).toBe('input.sites[0].postcode');
  });

  it('is found by a part of its name, page by page', async () => {
    for (const name of ['Quince Alpha', 'Quince Beta', 'Quince Gamma']) await world.given.employer({ name });
    const LIST =
      'query ($after: String) { employers(search: "quince", first: 2, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } }';
    const first = await world.anyone.ask<{
      employers: { nodes: object[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
    }>(LIST);
    const second = await world.anyone.ask<typeof first>(LIST, { after: first.employers.pageInfo.endCursor });
    expect([first.employers.nodes, second.employers.nodes]).toEqual([
      [{ name: 'Quince Alpha' }, { name: 'Quince Beta' }],
      [{ name: 'Quince Gamma' }],
    ]);
    expect([first.employers.pageInfo.hasNextPage, second.employers.pageInfo.hasNextPage]).toEqual([
      true,
      false,
    ]);
  });
});

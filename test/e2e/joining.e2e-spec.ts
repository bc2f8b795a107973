import { startTestApp, type TestApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { Mailbox, tokenIn } from '../support/mailbox.js';

const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { ... on SignInSuccess { accessToken } } }`;
const VERIFY = `mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) { __typename } }`;
const JOIN = `mutation ($input: JoinSchoolInput!) { joinSchool(input: $input) {
  ... on JoinSuccess { membership { id role status joinedByEmailDomain waitsFor } } ... on Problem { code message } } }`;
const DECLARE = `mutation ($input: DeclareEmailDomainInput!) { declareEmailDomain(input: $input) {
  ... on DeclareEmailDomainSuccess { emailDomain { id domain } } ... on EmailDomainAlreadyDeclared { existing { id } }
  ... on Problem { code } } }`;
const WITHDRAW = `mutation ($input: WithdrawEmailDomainInput!) { withdrawEmailDomain(input: $input) {
  ... on WithdrawEmailDomainSuccess { domain } } }`;
const END = `mutation ($input: DecideMemberInput!) { endMembership(input: $input) {
  ... on DecideMemberSuccess { membership { status } } ... on Problem { code } } }`;
const DOMAINS = 'query ($urn: Int!) { school(urn: $urn) { emailDomains(first: 5) { nodes { id domain } } } }';
const GROUPS = `mutation ($input: DeclareGroupsInput!) { declareGroups(input: $input) { __typename } }`;
const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
const JOINED = /^A colleague has joined/;

let mailbox: Mailbox;
let world: TestApp;
beforeAll(async () => {
  mailbox = await Mailbox.open();
  world = await startTestApp(mailbox.settings);
});
afterAll(async () => {
  await world?.stop();
  await mailbox?.close();
});

let counter = 0;
const domain = () => `trinity${(counter += 1)}.example`;

/** A school that looks after itself, with a domain. */
async function schoolWithDomain() {
  const school = await world.given.school();
  const head = await world.given.teacher(school, 'school_admin');
  const at = domain();
  const { emailDomain } = await declare(head, school.urn, at);
  const [{ email } = { email: '' }] = await world.dataSource.query<{ email: string }[]>(
    'SELECT email FROM person WHERE id = $1',
    [head.personId],
  );
  return { ...school, head, headEmail: email, at, domainId: emailDomain?.id ?? '' };
}

async function declare(by: Client, urn: number, name: string, onlyStaffHaveAddresses = true) {
  const { declareEmailDomain } = await by.ask<{
    declareEmailDomain: {
      code?: string;
      emailDomain?: { id: string; domain: string };
      existing?: { id: string };
    };
  }>(DECLARE, { input: { urn, domain: name, onlyStaffHaveAddresses } });
  return declareEmailDomain;
}

async function signedUp(at: string, name = 'Ada Example') {
  const email = `ada${(counter += 1)}@${at}`;
  const input = { name, email, password: 'correct horse battery' };
  const { signUp } = await world.anyone.ask<{ signUp: { accessToken: string } }>(SIGN_UP, { input });
  return { email, client: new Client(world.url, signUp.accessToken) };
}

/** Somebody who has followed the link. */
async function verified(at: string, name?: string) {
  const person = await signedUp(at, name);
  const token = tokenIn(await mailbox.newest(person.email, /^Confirm/));
  await world.anyone.ask(VERIFY, { input: { token } });
  return person;
}

async function join(client: Client, urn: number, role = 'TEACHER') {
  const { joinSchool } = await client.ask<{
    joinSchool: {
      code?: string;
      message?: string;
      membership?: { id: string; status: string; waitsFor: string | null };
    };
  }>(JOIN, { input: { urn, role } });
  return joinSchool;
}

const statusOf = async (client: Client, urn: number, role?: string) => {
  const { code, membership } = await join(client, urn, role);
  return code ?? membership?.status;
};

describe('whoever has a verified address at a domain of the school', () => {
  it('signs up, follows the link, joins at once, and may act; the head is told, and it is on record', async () => {
    const { urn, id: schoolId, head, headEmail, at, domainId } = await schoolWithDomain();
    const { email, client } = await verified(at.toUpperCase());
    const { membership } = await join(client, urn);
    expect(membership).toEqual({
      ...{ id: expect.any(String), role: 'TEACHER', status: 'APPROVED' },
      ...{ joinedByEmailDomain: true, waitsFor: null },
    });
    const groups = [{ yearGroup: 9, code: '9A', size: 30 }];
    expect(await client.ask(GROUPS, { input: { schoolId, groups } })).toEqual({
      declareGroups: { __typename: 'DeclareGroupsSuccess' },
    });
    const told = await mailbox.newest(headEmail, JOINED);
    expect(told.text).toContain(`Ada Example (${email}) has joined`);
    const changes = await world.dataSource.query(
      `SELECT kind, actor, reason, after FROM change WHERE noun_id = $1 ORDER BY kind`,
      [membership?.id],
    );
    const [{ id: personId } = { id: '' }] = await world.dataSource.query<{ id: string }[]>(
      'SELECT id FROM person WHERE email = $1',
      [email],
    );
    expect(changes).toMatchObject([
      { kind: 'approved', actor: personId, reason: 'email_domain', after: { emailDomain: domainId } },
      { kind: 'requested', actor: personId, reason: null },
    ]);
    expect(await statusOf(client, urn)).toBe('ALREADY_ASKED');

    // The head sees how it came about, and ends it; whoever comes back waits for the head.
    const MEMBERS = `query ($urn: Int!) { school(urn: $urn) { members(first: 1) {
      nodes { id joinedByEmailDomain applicant { email emailVerifiedAt } } } } }`;
    expect(await head.ask(MEMBERS, { urn })).toEqual({
      school: {
        members: {
          nodes: [
            {
              ...{ id: membership?.id, joinedByEmailDomain: true },
              applicant: { email, emailVerifiedAt: expect.any(String) },
            },
          ],
        },
      },
    });
    expect(await head.ask(END, { input: { membershipId: membership?.id } })).toMatchObject({
      endMembership: { membership: { status: 'ENDED' } },
    });
    for (const expected of ['REQUESTED', 'ALREADY_ASKED']) expect(await statusOf(client, urn)).toBe(expected);
    expect(mailbox.to(headEmail, JOINED)).toHaveLength(1);
  });

  it('joins at once though they had asked before they followed the link', async () => {
    const { urn, at } = await schoolWithDomain();
    const { email, client } = await signedUp(at);
    expect(await statusOf(client, urn)).toBe('REQUESTED');
    expect(await statusOf(client, urn)).toBe('ALREADY_ASKED');
    await world.anyone.ask(VERIFY, { input: { token: tokenIn(await mailbox.newest(email, /^Confirm/)) } });
    expect(await statusOf(client, urn)).toBe('APPROVED');
  });

  it('joins each school of a trust that shares the domain, once, however often at once', async () => {
    const [one, other] = [await schoolWithDomain(), await schoolWithDomain()];
    await declare(other.head, other.urn, one.at);
    const { client } = await verified(one.at);
    for (const { urn } of [one, other]) {
      const answers = await Promise.all(Array.from({ length: 6 }, () => statusOf(client, urn)));
      expect(answers.sort()).toEqual([...Array<string>(5).fill('ALREADY_ASKED'), 'APPROVED']);
    }
  });

  it('where there is no admin yet, is told of to an operator, who may end it until there is one', async () => {
    const school = await world.given.school();
    const operator = await world.given.person({ operator: true });
    const at = domain();
    expect(await declare(operator, school.urn, at)).toMatchObject({ emailDomain: { domain: at } });
    const [first, second] = [await verified(at), await verified(at)];
    const one = (await join(first.client, school.urn)).membership;
    const two = (await join(second.client, school.urn)).membership;
    expect([one?.status, two?.status]).toEqual(['APPROVED', 'APPROVED']);
    const [{ email } = { email: '' }] = await world.dataSource.query<{ email: string }[]>(
      'SELECT email FROM person WHERE id = $1',
      [operator.personId],
    );
    await mailbox.newest(email, JOINED, 2);
    expect(await operator.ask(END, { input: { membershipId: one?.id } })).toMatchObject({
      endMembership: { membership: { status: 'ENDED' } },
    });
    await world.given.teacher(school, 'school_admin');
    expect(await operator.refusal(END, { input: { membershipId: two?.id } })).toBe('NOT_FOUND');
  });
});

describe('whoever has not, waits for approval:', () => {
  it('an address that is not verified, or was too long ago', async () => {
    const { urn, at } = await schoolWithDomain();
    expect(await statusOf((await signedUp(at)).client, urn)).toBe('REQUESTED');
    const { email, client } = await verified(at);
    await world.dataSource.query(
      `UPDATE person SET email_verified_at = now() - interval '31 days' WHERE email = $1`,
      [email],
    );
    expect(await statusOf(client, urn)).toBe('REQUESTED');
  });

  it('an address below the domain, above it, or of another school', async () => {
    const { urn, at } = await schoolWithDomain();
    const other = await schoolWithDomain();
    for (const elsewhere of [`pupils.${at}`, `x${at}`, other.at])
      expect(await statusOf((await verified(elsewhere)).client, urn)).toBe('REQUESTED');
  });

  it('a wish to be an admin: an address does not show who leads', async () => {
    const { urn, at } = await schoolWithDomain();
    const { client } = await verified(at);
    expect(await statusOf(client, urn, 'SCHOOL_ADMIN')).toBe('REQUESTED');
    expect(await statusOf(client, urn, 'SCHOOL_ADMIN')).toBe('ALREADY_ASKED');
    // Who then asks to be a teacher after all is one at once: for that the address is enough.
    expect(await statusOf(client, urn)).toBe('APPROVED');
  });

  it('who was declined', async () => {
    const { urn, at, head } = await schoolWithDomain();
    const { email, client } = await signedUp(at);
    const membershipId = (await join(client, urn)).membership?.id;
    await head.ask(END.replace('endMembership', 'declineMember'), { input: { membershipId } });
    await world.anyone.ask(VERIFY, { input: { token: tokenIn(await mailbox.newest(email, /^Confirm/)) } });
    expect(await statusOf(client, urn)).toBe('ALREADY_ASKED');
    expect(await client.ask('{ viewer { memberships { status } } }')).toEqual({
      viewer: { memberships: [{ status: 'DECLINED' }] },
    });
  });

  it('a domain that was withdrawn; who has joined stays', async () => {
    const { urn, at, head, domainId } = await schoolWithDomain();
    const [before, after] = [await verified(at), await verified(at)];
    expect(await statusOf(before.client, urn)).toBe('APPROVED');
    const input = { emailDomainId: domainId };
    expect(await head.ask(WITHDRAW, { input })).toEqual({ withdrawEmailDomain: { domain: at } });
    expect(await head.refusal(WITHDRAW, { input })).toBe('NOT_FOUND');
    expect(await statusOf(after.client, urn)).toBe('REQUESTED');
    expect(await before.client.ask('{ viewer { memberships { status } } }')).toEqual({
      viewer: { memberships: [{ status: 'APPROVED' }] },
    });
  });
});

describe('a domain', () => {
  it('is declared and seen by the school’s admins and operators alone', async () => {
    const { urn, at, head, domainId } = await schoolWithDomain();
    const teacher = await world.given.teacher({ id: `school_${urn}` });
    const elsewhere = (await schoolWithDomain()).head;
    const operator = await world.given.person({ operator: true });
    const input = { urn, domain: domain(), onlyStaffHaveAddresses: true };
    for (const other of [teacher, elsewhere]) {
      expect(await other.refusal(DECLARE, { input })).toBe('FORBIDDEN');
      expect(await other.refusal(WITHDRAW, { input: { emailDomainId: domainId } })).toMatch(
        /FORBIDDEN|NOT_FOUND/,
      );
    }
    for (const other of [teacher, elsewhere, world.anyone]) {
      expect(await other.ask(DOMAINS, { urn })).toEqual({ school: { emailDomains: { nodes: [] } } });
      expect(await other.ask(NODE, { id: domainId })).toEqual({ node: null });
    }
    for (const seeing of [head, operator]) {
      const nodes = [{ id: domainId, domain: at }];
      expect(await seeing.ask(DOMAINS, { urn })).toEqual({ school: { emailDomains: { nodes } } });
      expect(await seeing.ask(NODE, { id: domainId })).toEqual({ node: { id: domainId } });
    }
  });

  it('is refused where it is anybody’s, many organisations’, or open to pupils, and where it is none', async () => {
    const { urn, head, at } = await schoolWithDomain();
    expect((await declare(head, urn, 'GMail.com')).code).toBe('PERSONAL_MAIL_DOMAIN');
    expect((await declare(head, urn, 'manchester.sch.uk')).code).toBe('SHARED_DOMAIN');
    expect((await declare(head, urn, domain(), false)).code).toBe('DOMAIN_OPEN_TO_PUPILS');
    expect((await declare(head, urn, `@${at}`)).code).toBe('EMAIL_DOMAIN_ALREADY_DECLARED');
    const { errors } = await head.send(DECLARE, {
      input: { urn, domain: 'head@x.example', onlyStaffHaveAddresses: true },
    });
    expect(errors?.[0]?.extensions.fields).toEqual([{ path: 'input.domain', expected: expect.any(String) }]);
  });

  it('is declared once, however many declare it at once', async () => {
    const { urn, head } = await schoolWithDomain();
    const at = domain();
    const answers = await Promise.all(Array.from({ length: 6 }, () => declare(head, urn, at)));
    expect(answers.filter(({ code }) => code === 'EMAIL_DOMAIN_ALREADY_DECLARED')).toHaveLength(5);
  });
});

describe('a wish that waits', () => {
  it('can become one to lead where nobody does, so that an operator can decide', async () => {
    const school = await world.given.school();
    const first = await world.given.person();
    expect((await join(first, school.urn)).membership).toMatchObject({ waitsFor: 'FIRST_ADMIN' });
    const leads = await join(first, school.urn, 'SCHOOL_ADMIN');
    expect(leads.membership).toMatchObject({ role: 'SCHOOL_ADMIN', waitsFor: 'OPERATOR' });
    expect((await join(first, school.urn, 'SCHOOL_ADMIN')).code).toBe('ALREADY_ASKED');
    const changes = await world.dataSource.query<object[]>(
      `SELECT before, after FROM change WHERE noun_id = $1 ORDER BY at`,
      [leads.membership?.id],
    );
    expect(changes).toEqual([
      { before: null, after: { role: 'teacher' } },
      { before: { role: 'teacher' }, after: { role: 'school_admin' } },
    ]);
  });

  it('becomes no greater one where somebody leads, who may have read it already; the answer says what to do', async () => {
    const school = await schoolWithDomain();
    const colleague = await world.given.person();
    await join(colleague, school.urn);
    const again = await join(colleague, school.urn, 'SCHOOL_ADMIN');
    expect(again).toMatchObject({
      code: 'ALREADY_ASKED',
      message: expect.stringContaining('take the wish back with endMembership') as string,
    });
    const other = await world.given.person();
    await join(other, school.urn, 'SCHOOL_ADMIN');
    expect((await join(other, school.urn)).membership).toMatchObject({ role: 'TEACHER', waitsFor: 'ADMIN' });
  });
});

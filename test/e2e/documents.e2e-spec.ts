import { readdirSync, readFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { makeDemonstration } from '#demonstration';
import { importShippedRegisters } from '#reference';
import { startTestApp, type TestApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { dayInDays } from '../support/introductions.js';

const readme = readFileSync('README.md', 'utf8');
const documents = ['README.md', 'CHANGELOG.md', 'data/README.md', ...markdownIn('docs')];

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));
}

/** The blocks of a kind in a document, in order. */
function blocks(text: string, kind: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, block]) => block ?? '',
  );
}

describe('the documents', () => {
  it('name only commands that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const document of documents) {
      const text = readFileSync(document, 'utf8');
      for (const [, run, plain] of text.matchAll(/npm (?:run ([a-z:]+)|(start|test)\b)/g)) {
        expect([document, run ?? plain, Object.keys(scripts)]).toEqual([
          document,
          run ?? plain,
          expect.arrayContaining([run ?? plain]),
        ]);
      }
    }
  });

  it('ask only for what the contract has', () => {
    const schema = buildSchema(readFileSync('apps/api/schema.graphql', 'utf8'));
    let checked = 0;
    for (const document of documents) {
      for (const block of blocks(readFileSync(document, 'utf8'), 'graphql')) {
        const wrong = validate(schema, parse(block)).map(({ message }) => message);
        expect([document, block, wrong]).toEqual([document, block, []]);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(30);
  });

  it('tell brokers of every code of a top-level error', () => {
    const page = readFileSync('docs/brokers.md', 'utf8');
    const known = [
      'graphql/format-error',
      'graphql/fault.filter',
      'idempotency/idempotency.interceptor',
    ].flatMap(
      (file) =>
        readFileSync(`libs/platform/src/${file}.ts`, 'utf8').match(/(?<=')[A-Z]+(_[A-Z]+)+(?=')/g) ?? [],
    );
    expect(known.length).toBeGreaterThan(10);
    expect(known.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });

  it('point only at files that there are', () => {
    for (const document of documents) {
      for (const [, target = ''] of readFileSync(document, 'utf8').matchAll(/\]\(([^)#]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        expect([document, target, existsSync(join(dirname(document), target))]).toEqual([
          document,
          target,
          true,
        ]);
      }
    }
  });
});

/** How many pupils of the school's Year 9 count for Benchmark 5. */
async function reachedOfYear9(teacher: Client): Promise<number | undefined> {
  type Years = { yearGroups: { yearGroup: number; numerator: number }[] };
  const { viewer } = await teacher.ask<{ viewer: { memberships: { school: { benchmarks: Years } }[] } }>(
    '{ viewer { memberships { school { benchmarks(policy: GATSBY_2025) { yearGroups { yearGroup numerator } } } } } }',
  );
  const years = viewer.memberships[0]?.school.benchmarks.yearGroups;
  return years?.find(({ yearGroup }) => yearGroup === 9)?.numerator;
}

describe('the main job, as the README tells it', () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await startTestApp();
    await importShippedRegisters(world.dataSource, 'data', () => undefined);
    await makeDemonstration(world.dataSource, {
      seed: 1,
      now: new Date(),
      registersDir: 'data',
      progress: () => undefined,
    });
  }, 120_000);
  afterAll(() => world?.stop());

  it('is done by its queries alone', async () => {
    const [signIn = '', look = '', propose = '', waiting = '', accept = '', record = '', ...more] = blocks(
      readme,
      'graphql',
    );
    expect(more).toEqual([]);
    const as = async (query: string) =>
      new Client(
        world.url,
        (await world.anyone.ask<{ signIn: { accessToken: string } }>(query)).signIn.accessToken,
      );

    const teacher = await as(signIn);
    type Match = { slot: { id: string }; explanation: string };
    const { viewer } = await teacher.ask<{
      viewer: {
        memberships: { school: { requests: { nodes: { id: string; matches: { nodes: Match[] } }[] } } }[];
      };
    }>(look);
    const request = viewer.memberships[0]?.school.requests.nodes[0];
    const best = request?.matches.nodes[0];
    expect(best?.explanation).toMatch(/would newly reach \d+ Year 9 pupils/);
    const proposed = await teacher.ask<{ proposeMatch: { proposal: { id: string } } }>(propose, {
      requestId: request?.id,
      slotId: best?.slot.id,
    });
    expect(proposed).toMatchObject({ proposeMatch: { proposal: { status: 'ACCEPTED_BY_SCHOOL' } } });

    const employer = await as(signIn.replace('teacher@', 'employer@'));
    const { proposals } = await employer.ask<{ proposals: { nodes: { id: string; version: number }[] } }>(
      waiting,
    );
    expect(proposals.nodes[0]?.id).toBe(proposed.proposeMatch.proposal.id);
    const { id, version } = proposals.nodes[0] ?? {};
    expect(await employer.ask(accept, { id, version })).toMatchObject({
      acceptProposal: { proposal: { status: 'CONFIRMED' }, booking: { id: expect.any(String) } },
    });

    const [, toRecord = ''] = /`(\{ bookings\(toRecord[^`]*)`/.exec(readme) ?? [];
    const { bookings } = await teacher.ask<{ bookings: { nodes: { id: string }[] } }>(toRecord);
    expect(bookings.nodes).toHaveLength(1);
    expect(await teacher.ask(record, { bookingId: bookings.nodes[0]?.id })).toMatchObject({
      recordDelivery: {
        delivery: { meaningful: expect.arrayContaining([{ benchmark: 'B5', meaningful: true }]) },
      },
    });
    expect(await teacher.ask(toRecord)).toEqual({ bookings: { nodes: [] } });
    expect(await reachedOfYear9(teacher)).toBe(20);
  });
});

/** The operation of a name, or the first without one that asks for a field, in a document. */
function operation(page: string, name: string): string {
  const text = readFileSync(page, 'utf8');
  const found = blocks(text, 'graphql').find((block) =>
    new RegExp(`^(mutation|query) ${name}\\b|^{ ${name}\\b`).test(block),
  );
  if (!found) throw new Error(`${page} has no operation ${name}`);
  return found;
}

/** What an operation answers in whichever member of its union, of what the pages ask for. */
interface Had {
  id: string;
  version: number;
  status: string;
}
type Answered = Record<string, Record<string, Had> & { code?: string }>;

describe('the pages for schools and for employers', () => {
  let world: TestApp;
  let operator: Client;
  let used: string[];
  beforeAll(async () => {
    world = await startTestApp();
    operator = await world.given.person({ operator: true });
    used = [];
  });
  afterAll(() => world?.stop());

  /** Runs an operation of a page, and says what it had to do with, which is no problem. */
  async function run<Data = Answered>(
    client: Client,
    page: string,
    name: string,
    variables: object = {},
  ): Promise<Data> {
    used.push(`${page} ${name}`);
    const answer = await client.ask<Data>(operation(`docs/${page}.md`, name), variables);
    expect(JSON.stringify(answer)).not.toMatch(/"code":"[A-Z_]+","message"/);
    return answer;
  }

  async function signedUp(): Promise<Client> {
    const email = `guide${used.length}@example.org`;
    const { signUp } = await run<{ signUp: { accessToken: string } }>(world.anyone, 'schools', 'SignUp', {
      ...{ name: 'Ada Example', email, password: 'correct horse battery' },
    });
    return new Client(world.url, signUp.accessToken);
  }

  /** An operator finds who waits and approves, as the page tells it. */
  async function approveAll(): Promise<void> {
    const { membersToApprove } = await run<{ membersToApprove: { nodes: Had[] } }>(
      ...([operator, 'schools', 'membersToApprove'] as const),
    );
    expect(membersToApprove.nodes).toHaveLength(1);
    await run(operator, 'schools', 'Approve', { membershipId: membersToApprove.nodes[0]?.id });
  }

  /** An employer with an offer that schools see, and its fixed slot. */
  async function employer() {
    const client = await signedUp();
    const registered = await run(client, 'employers', 'Register', { name: 'Makers', postcode: 'M1 1AE' });
    const employerId = registered['registerEmployer']?.['employer']?.id;
    await approveAll();
    const profile = await run(client, 'employers', 'Profile', {
      ...{ employerId, occupation: '5241', story: 'I wire houses, and find out why the lights went out.' },
    });
    const { id: jobProfileId, version } = profile['draftJobProfile']?.['jobProfile'] ?? {};
    await run(client, 'employers', 'PublishProfile', { id: jobProfileId, version });
    const [json = ''] = blocks(readFileSync('docs/employers.md', 'utf8'), 'json');
    const days = ['2027-03-01', '2027-03-03', '2027-03-04', '2027-03-05', '2027-03-10', '2027-04-30'];
    const slots = days.reduce(
      (text, day, n) => text.replaceAll(day, dayInDays([5, 10, 20, 25, 30, 50][n] ?? 0)),
      json,
    );
    const drafted = await run(client, 'employers', 'Draft', {
      ...{ employerId, jobProfileId, postcode: 'M1 1AE', slots: JSON.parse(slots) as object[] },
    });
    const repeated = await run(client, 'employers', 'Repeat', {
      ...drafted['draftOffer']?.['offer'],
      startsAt: `${dayInDays(6)}T14:00`,
    });
    const rule = repeated['repeatSlots']?.['rule'];
    const ended = await run(client, 'employers', 'EndRule', {
      ...{ ruleId: rule?.id, version: rule?.version, from: dayInDays(20) },
    });
    const { publishOffer } = await run<{
      publishOffer: { offer: Had & { slots: (Had & { startsAt: string })[] } };
    }>(...([client, 'employers', 'Publish', { ...ended['changeSlotRule']?.['offer'] }] as const));
    expect(publishOffer.offer.status).toBe('PUBLISHED');
    const fixed = publishOffer.offer.slots.find(({ startsAt }) => startsAt.startsWith(dayInDays(20)));
    return { client, offerId: publishOffer.offer.id, slotId: fixed?.id };
  }

  /** A school with its pupils, and its admin. */
  async function school() {
    const { id: schoolId, urn } = await world.given.school();
    const client = await signedUp();
    const joined = await run(client, 'schools', 'Join', { urn, role: 'SCHOOL_ADMIN' });
    expect(joined['joinSchool']?.['membership']).toMatchObject({
      waitsFor: 'OPERATOR',
      school: { id: schoolId },
    });
    await approveAll();
    const groups = [{ yearGroup: 9, code: '9A', size: 30 }];
    const pupils = { schoolId, groups, yearGroup: 9, pupils: 60 };
    const { declareGroups } = await run<{ declareGroups: { groups: Had[] } }>(
      client,
      'schools',
      'Pupils',
      pupils,
    );
    type Calendar = { school: { calendar: { version: number; terms: { from: string; to: string }[] } } };
    const academicYear = Number(dayInDays(0).slice(0, 4)) - (dayInDays(0).slice(5, 7) < '09' ? 1 : 0) + 1;
    const { calendar } = (await run<Calendar>(client, 'schools', 'Calendar', { urn, academicYear })).school;
    const insetDays = [calendar.terms[0]?.from];
    const declared = await run(client, 'schools', 'InsetDays', {
      ...{ schoolId, academicYear, version: calendar.version, insetDays },
    });
    expect(declared['declareCalendar']?.['calendar']).toMatchObject({
      version: calendar.version + 1,
      insetDays,
    });
    return { client, schoolId, urn, groupIds: declareGroups.groups.map(({ id }) => id) };
  }

  it('lead from the sign-up to a booking, by their operations alone', async () => {
    const { client: maker, offerId, slotId } = await employer();
    const { client: head, schoolId, urn, groupIds } = await school();
    const ask = async (to: number) => {
      const drafted = await run(head, 'schools', 'Draft', {
        schoolId,
        groupIds,
        from: dayInDays(1),
        to: dayInDays(to),
      });
      const opened = await run(head, 'schools', 'Open', { ...drafted['draftRequest']?.['request'] });
      return opened['openRequest']?.['request']?.id;
    };
    type Matches = { node: { matches: { nodes: { slot: Had }[] } } };
    const first = await ask(60);
    const { node } = await run<Matches>(head, 'schools', 'Matches', { id: first });
    expect(node.matches.nodes).not.toEqual([]);
    await run(head, 'schools', 'Propose', { requestId: first, slotId });
    const waiting = () => run<{ proposals: { nodes: Had[] } }>(maker, 'employers', 'proposals');
    const declined = await run(maker, 'employers', 'Decline', {
      ...(await waiting()).proposals.nodes[0],
      explanation: undefined,
    });
    expect(declined).toMatchObject({ declineProposal: { proposal: { status: 'DECLINED' } } });

    const second = await ask(70);
    expect(
      (await run<Matches>(maker, 'employers', 'Matches', { id: offerId })).node.matches.nodes,
    ).not.toEqual([]);
    for (const [client, page] of [
      [maker, 'employers'],
      [head, 'schools'],
    ] as const) {
      const why = { whyNot: { fits: expect.any(Boolean) } };
      expect(await run(client, page, 'WhyNot', { request: second, offer: offerId })).toMatchObject(why);
    }
    await run(head, 'schools', 'Propose', { requestId: second, slotId });
    const { id, version } = (await waiting()).proposals.nodes[0] ?? {};
    expect(await run(maker, 'employers', 'Accept', { id, version })).toMatchObject({
      acceptProposal: { proposal: { status: 'CONFIRMED' }, booking: { id: expect.any(String) } },
    });

    await run(head, 'schools', 'Evidence', { schoolId, on: dayInDays(0) });
    const positions = { benchmarks: {}, positions: [{}, {}, {}], providerAccess: {}, workExperience: {} };
    expect(await run(head, 'schools', 'Positions', { urn })).toMatchObject({ school: positions });
    const all = ['schools', 'employers'].flatMap((page) =>
      blocks(readFileSync(`docs/${page}.md`, 'utf8'), 'graphql').map((block) => [page, block]),
    );
    expect(new Set(used).size).toBe(all.length);
  });
});

import { localDateOf, sequence } from '#platform';
import { academicYearOf } from '#statutes';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { countQueries } from '../support/count-queries.js';
import { accept, decline, inDays, pair, propose } from '../support/introductions.js';

interface Entry {
  number: number;
  noun: string;
  nounId: string;
  kind: string;
  reason: string | null;
  by: string;
  name: string | null;
  values: { name: string; before: string | null; after: string | null }[];
}
interface Page {
  nodes: Entry[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const HISTORY = `query ($of: ID, $first: Int! = 100, $after: String) { history(of: $of, first: $first, after: $after) {
  nodes { number at noun nounId kind reason by name values { name before after } } pageInfo { hasNextPage endCursor } } }`;

let world: TestApp;
let made: Awaited<ReturnType<typeof pair>>;
let lead: Client;
let chief: Client;
let proposalId: string;

beforeAll(async () => {
  world = await startTestApp({ JOBS: 'off' });
  made = await pair(world, { sessions: 2 });
  lead = await world.given.teacher(made.school, 'school_admin');
  chief = await world.given.volunteer(made.employer, 'employer_admin');
  await world.dataSource.query(`UPDATE person SET name = 'Theirs' WHERE id = $1`, [made.volunteer.personId]);
  await world.dataSource.query(`UPDATE person SET name = 'Ours' WHERE id = $1`, [made.teacher.personId]);
  const { proposal } = await propose(made.teacher, made.request.id, made.slotId);
  if (!proposal) throw new Error('Nothing was proposed');
  proposalId = proposal.id;
  await decline(made.volunteer, proposal);
  await pair(world); // somebody else's
  while ((await sequence(world.dataSource)) > 0);
});
afterAll(() => world?.stop());

const asked = async (client: Client, variables: object = {}): Promise<Page> =>
  (await client.ask<{ history: Page }>(HISTORY, variables)).history;

describe('history', () => {
  it('tells the lead of a school who did what, when and why, with the names of its own people alone', async () => {
    const { nodes } = await asked(lead, { of: proposalId });
    expect(nodes).toEqual([
      expect.objectContaining({ kind: 'declined', reason: 'date_unsuitable', by: 'OTHERS', name: null }),
      expect.objectContaining({ kind: 'proposed', reason: null, by: 'OURS', name: 'Ours' }),
    ]);
    expect(nodes[0]?.values).toContainEqual({
      ...{ name: 'status', before: '"accepted_by_school"', after: '"declined"' },
    });
    expect(JSON.stringify(await asked(lead))).not.toContain('Theirs');
  });

  it('tells the other side the same, with its own names', async () => {
    const { nodes } = await asked(chief, { of: proposalId });
    expect(nodes.map(({ kind, by, name }) => [kind, by, name])).toEqual([
      ['declined', 'OURS', 'Theirs'],
      ['proposed', 'OTHERS', null],
    ]);
  });

  it('holds everything of one’s own, and nothing of anybody else', async () => {
    const school = (await asked(lead)).nodes;
    expect(new Set(school.map(({ noun }) => noun))).toEqual(
      new Set(['group', 'roll', 'request', 'proposal', 'hold']),
    );
    const mine = await world.dataSource.query<{ id: string }[]>(
      `SELECT id FROM request WHERE school_id = $1 UNION ALL SELECT id FROM pupil_group WHERE school_id = $1
       UNION ALL SELECT id FROM roll WHERE school_id = $1 UNION ALL SELECT id FROM proposal WHERE school_id = $1
       UNION ALL SELECT hold.id FROM hold JOIN request ON request.id = request_id WHERE school_id = $1`,
      [made.school.id],
    );
    expect(new Set(school.map(({ nounId }) => nounId))).toEqual(new Set(mine.map(({ id }) => id)));
    expect((await asked(lead, { of: made.school.id })).nodes).toEqual(school);
    expect(new Set((await asked(chief)).nodes.map(({ noun }) => noun))).toEqual(
      new Set(['offer', 'proposal', 'hold']),
    );
  });

  it('holds how slots recur, what people do for a living, and when a school teaches', async () => {
    const { offer, volunteer, employer, school, teacher } = await pair(world);
    const [schools, employers] = [
      await world.given.teacher(school, 'school_admin'),
      await world.given.volunteer(employer, 'employer_admin'),
    ];
    const rule = { startsAt: `${inDays(20).slice(0, 10)}T10:00`, minutes: 60, rrule: 'FREQ=DAILY;COUNT=2' };
    await volunteer.ask(
      'mutation ($input: RepeatSlotsInput!) { repeatSlots(input: $input) { __typename } }',
      {
        input: { id: offer.id, version: offer.version, rule: { ...rule, sessions: 1, maxPupils: 30 } },
      },
    );
    await volunteer.ask(
      'mutation ($input: DraftJobProfileInput!) { draftJobProfile(input: $input) { __typename } }',
      {
        input: {
          ...{ employerId: employer.id, occupation: '5241', story: 'I keep the lights of a town on.' },
          ...{ canAsk: ['How did you begin?'], subjects: ['Physics'] },
        },
      },
    );
    await world.dataSource.query('DELETE FROM school_calendar WHERE scope = $1', [school.id]);
    const academicYear = academicYearOf(localDateOf(new Date()));
    await teacher.ask(
      'mutation ($input: DeclareCalendarInput!) { declareCalendar(input: $input) { __typename } }',
      {
        input: { schoolId: school.id, academicYear, version: 0 },
      },
    );
    while ((await sequence(world.dataSource)) > 0);
    const nounsOf = async (client: Client) => new Set((await asked(client)).nodes.map(({ noun }) => noun));
    expect(await nounsOf(employers)).toEqual(new Set(['offer', 'rule', 'job_profile']));
    expect([...(await nounsOf(schools))]).toContain('calendar');
  });

  it('is silent alike about what belongs to others and what does not exist', async () => {
    const nothing = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    const other = await world.given.teacher(await world.given.school(), 'school_admin');
    for (const of of [
      proposalId,
      made.request.id,
      made.school.id,
      made.employer.id,
      'proposal_0',
      'school_1',
      made.teacher.personId,
    ])
      expect([of, await asked(other, { of })]).toEqual([of, nothing]);
    expect((await asked(lead, { of: made.teacher.personId })).nodes).toEqual([]);
    expect(await made.teacher.refusal(HISTORY)).toBe('FORBIDDEN');
    expect(await world.given.person().then((nobody) => nobody.refusal(HISTORY))).toBe('FORBIDDEN');
  });

  it('is seen whole by an operator, without names', async () => {
    const operator = await world.given.person({ operator: true });
    const { nodes } = await asked(operator);
    const [all] = await world.dataSource.query<{ count: number }[]>('SELECT count(*) FROM change');
    expect(nodes).toHaveLength(all?.count ?? 0);
    const ofSchool = (await asked(operator, { of: made.school.id })).nodes;
    expect([...nodes, ...ofSchool].every(({ name }) => name === null)).toBe(true);
    expect((await asked(operator, { of: made.school.id })).nodes.map(({ number }) => number)).toEqual(
      (await asked(lead)).nodes.map(({ number }) => number),
    );
  });

  it('pages without a gap, in one statement', async () => {
    const whole = (await asked(lead)).nodes;
    const paged: Entry[] = [];
    let after: string | null = null;
    do {
      const page: Page = await asked(lead, { first: 2, after });
      paged.push(...page.nodes);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(paged).toEqual(whole);
    expect(await countQueries(world, () => asked(lead))).toBe(2); // who asks, and the page
    const { endCursor } = (await asked(lead, { first: 1 })).pageInfo;
    const [mark] = JSON.parse(Buffer.from(endCursor ?? '', 'base64url').toString()) as [string];
    for (const number of [1e300, -1e300, 2.5]) {
      const forged = Buffer.from(JSON.stringify([mark, number])).toString('base64url');
      expect((await lead.send(HISTORY, { after: forged })).errors).toBeUndefined();
    }
  });

  it('goes on with what is booked', async () => {
    const next = await pair(world);
    const { proposal } = await propose(next.teacher, next.request.id, next.slotId);
    if (proposal) await accept(next.volunteer, proposal);
    while ((await sequence(world.dataSource)) > 0);
    const nextLead = await world.given.teacher(next.school, 'school_admin');
    const kinds = (await asked(nextLead)).nodes.map(({ noun, kind }) => `${noun} ${kind}`);
    expect(kinds).toEqual(expect.arrayContaining(['booking confirmed', 'proposal confirmed']));
  });
});

import { addDays, weekdayFrom } from '#statutes';
import { localDateOf } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { gathering } from '../support/gathering.js';
import { openRequest, publishedOffer } from '../support/introductions.js';
import { swapStatement } from '../support/swap-statement.js';

let world: TestApp;
beforeEach(async () => void (world = await startTestApp()));
afterEach(() => world?.stop());

const monday = weekdayFrom(addDays(localDateOf(new Date()), 30), 1);
const places = 5;
const PROPOSE = `mutation ($input: ProposeMatchInput!) { proposeMatch(input: $input) {
  __typename ... on Problem { code } ... on CapacityExhausted { remaining } } }`;

interface Answer {
  __typename: string;
  code?: string;
  remaining?: number;
}

async function asker(): Promise<{ teacher: Client; requestId: string }> {
  const school = await world.given.school();
  const teacher = await world.given.teacher(school);
  const { declareGroups } = await teacher.ask<{ declareGroups: { groups: { id: string }[] } }>(
    `mutation ($input: DeclareGroupsInput!) { declareGroups(input: $input) { ... on DeclareGroupsSuccess { groups { id } } } }`,
    { input: { schoolId: school.id, groups: [{ yearGroup: 10, code: '10A', size: 30 }] } },
  );
  const request = await openRequest(
    teacher,
    { school, groups: declareGroups.groups },
    {
      ...{ kind: 'PLACEMENT', activityTypes: ['WORK_EXPERIENCE_PLACEMENT'], places: 10, travelKm: 30 },
      ...{ sessions: undefined, pupilsPerSession: undefined },
    },
  );
  return { teacher, requestId: request.id };
}

/** A week of five places, and ten schools that each want two of them. */
async function week() {
  const employer = await world.given.employer();
  const volunteer = await world.given.volunteer(employer);
  const offer = await publishedOffer(world, volunteer, employer, {
    ...{ activityType: 'WORK_EXPERIENCE_PLACEMENT', yearFrom: 10 },
    slots: [{ startsAt: `${monday}T09:00:00Z`, endsAt: `${addDays(monday, 4)}T15:00:00Z`, places }],
  });
  const askers: Awaited<ReturnType<typeof asker>>[] = [];
  for (let made = 0; made < 10; made += 1) askers.push(await asker());
  return { slotId: offer.slots[0]?.id ?? '', askers };
}

const propose = async (teacher: Client, requestId: string, slotId: string, units: number) =>
  (await teacher.ask<{ proposeMatch: Answer }>(PROPOSE, { input: { requestId, slotId, units } }))
    .proposeMatch;

const successes = (answers: readonly Answer[]) =>
  answers.filter(({ __typename }) => __typename === 'ProposalSuccess').length;

describe('the places of a placement', () => {
  it('are taken a few at a time, and never more than there are, however many schools race', async () => {
    const { slotId, askers } = await week();
    const answers = await Promise.all(
      askers.map(({ teacher, requestId }) => propose(teacher, requestId, slotId, 2)),
    );
    expect(successes(answers)).toBe(2);
    expect(
      answers.filter(({ code, remaining }) => code === 'CAPACITY_EXHAUSTED' && (remaining ?? 9) < 2),
    ).toHaveLength(8);

    const { node } = await world.anyone.ask<{ node: { places: number; remaining: number; days: number } }>(
      `query ($id: ID!) { node(id: $id) { ... on PlacementSlot { places remaining days } } }`,
      { id: slotId },
    );
    expect(node).toMatchObject({ places, remaining: 1 });
    expect(node.days).toBeGreaterThanOrEqual(2);
    expect(node.days).toBeLessThanOrEqual(5);
    const without = askers.filter((_, index) => answers[index]?.code)[0];
    expect(
      (await propose(without?.teacher ?? world.anyone, without?.requestId ?? '', slotId, 1)).__typename,
    ).toBe('ProposalSuccess');
  });

  it('control: with the statement swapped for SELECT, then UPDATE, the same schools are promised too many', async () => {
    const { slotId, askers } = await week();
    const both = gathering();
    swapStatement(
      world.dataSource,
      (sql) => sql.includes('UPDATE slot SET remaining = remaining - $2'),
      async (query, [id, units]) => {
        const seen = await query('SELECT id, remaining FROM slot WHERE id = $1', [id]);
        const { remaining } = seen.rows[0] as { remaining: number };
        if (remaining < Number(units)) return { ...seen, rows: [], rowCount: 0 };
        await both();
        await query('UPDATE slot SET remaining = $2 WHERE id = $1', [id, remaining - Number(units)]);
        return seen;
      },
    );
    const answers = await Promise.all(
      askers.map(({ teacher, requestId }) => propose(teacher, requestId, slotId, 2)),
    );
    expect(successes(answers)).toBeGreaterThan(2);
  });
});

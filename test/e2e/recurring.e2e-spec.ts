import { localDateOf } from '#platform';
import { addDays, weekdayFrom } from '#statutes';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { countQueries } from '../support/count-queries.js';
import { accept, MATCHES, pair, propose, type Asked } from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

const RULE = `id version startsAt minutes rrule exceptDates termTimeOnly iCalendar`;
const REPEAT = `mutation ($input: RepeatSlotsInput!) { repeatSlots(input: $input) { __typename
  ... on RepeatSlotsSuccess { offer { id version slots { id __typename startsAt endsAt } } rule { ${RULE} } }
  ... on Problem { code message } } }`;
const CHANGE = `mutation ($input: ChangeSlotRuleInput!) { changeSlotRule(input: $input) { __typename
  ... on ChangeSlotRuleSuccess { offer { status version slots { id __typename startsAt } } rule { ${RULE} } kept { id __typename } }
  ... on SlotRuleChangedMeanwhile { code current { version } } ... on Problem { code message } } }`;

interface Slot {
  id: string;
  __typename: string;
  startsAt: string;
  endsAt: string;
}

interface Rule {
  id: string;
  version: number;
  rrule: string;
  exceptDates: string[];
  iCalendar: string;
}

interface Repeated {
  __typename: string;
  code?: string;
  offer: { id: string; version: number; status: string; slots: Slot[] };
  rule: Rule | null;
  kept: { id: string; __typename: string }[];
  current?: { version: number };
}

const tuesday = weekdayFrom(addDays(localDateOf(new Date()), 20), 2);
const weekly = {
  ...{ startsAt: `${tuesday}T10:00`, minutes: 60, rrule: 'FREQ=WEEKLY;COUNT=30' },
  ...{ sessions: 1, maxPupils: 30 },
};

async function repeat(client: Client, offer: { id: string; version: number }, rule: object = weekly) {
  const input = { id: offer.id, version: offer.version, rule };
  return (await client.ask<{ repeatSlots: Repeated }>(REPEAT, { input })).repeatSlots;
}

async function change(client: Client, rule: { id: string; version: number }, from: string, then?: object) {
  const input = { id: rule.id, version: rule.version, from, ...(then ? { rule: then } : {}) };
  return (await client.ask<{ changeSlotRule: Repeated }>(CHANGE, { input })).changeSlotRule;
}

const wallClock = (slot: Slot) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'short' }).format(
    new Date(slot.startsAt),
  );
const recurring = (slots: readonly Slot[]) =>
  slots.filter(({ __typename }) => __typename === 'RecurringSlot');
const day = (week: number) => addDays(tuesday, 7 * week);

/** An offer with a recurring slot that a school could book, and the school. */
async function recurringPair() {
  const made = await pair(world, { days: 400 }, { windows: [{ from: day(0), to: day(3) }] });
  const answer = await repeat(made.volunteer, made.offer);
  if (!answer.rule) throw new Error(`No rule came: ${JSON.stringify(answer)}`);
  return { ...made, rule: answer.rule, slots: recurring(answer.offer.slots), version: answer.offer.version };
}

describe('slots that recur', () => {
  it('are slots of their own, at the same time by the clock before and after it changes', async () => {
    const { slots, rule } = await recurringPair();
    expect(slots.map(({ startsAt }) => localDateOf(new Date(startsAt)))).toEqual(
      Array.from({ length: 30 }, (_, week) => day(week)),
    );
    expect(new Set(slots.map(wallClock))).toEqual(new Set(['10:00']));
    // Thirty weeks hold a change of the clocks, whenever they begin.
    expect(new Set(slots.map(({ startsAt }) => startsAt.slice(11, 16)))).toEqual(new Set(['09:00', '10:00']));
    expect(rule.iCalendar).toBe(
      `DTSTART;TZID=Europe/London:${tuesday.replaceAll('-', '')}T100000\r\nRRULE:FREQ=WEEKLY;COUNT=30`,
    );
    const node = await world.anyone.ask<{ node: object }>(
      `query ($id: ID!) { node(id: $id) { __typename ... on RecurringSlot { sessions maxPupils rule { id } } } }`,
      { id: slots[4]?.id },
    );
    expect(node.node).toEqual({
      __typename: 'RecurringSlot',
      sessions: 1,
      maxPupils: 30,
      rule: { id: rule.id },
    });
  });

  it('leave out days that are not in term time, and say which', async () => {
    const { volunteer, offer } = await pair(world);
    const { rule, offer: after } = await repeat(volunteer, offer, { ...weekly, termTimeOnly: true });
    expect(rule?.exceptDates.length).toBeGreaterThan(2);
    const days = recurring(after.slots).map(({ startsAt }) => localDateOf(new Date(startsAt)));
    expect([...days, ...(rule?.exceptDates ?? [])].sort()).toEqual(
      Array.from({ length: 30 }, (_, week) => day(week)),
    );
    expect(rule?.iCalendar).toContain('EXDATE;TZID=Europe/London:');
  });

  it('are matched, proposed and booked one by one; a changed rule leaves what is booked and says so', async () => {
    const { teacher, volunteer, request, offer, slots, rule } = await recurringPair();
    const { node } = await teacher.ask<Asked>(MATCHES, { id: request.id });
    const matched = node.matches?.nodes.find((match) => match.offer.id === offer.id)?.slot.id;
    expect(slots.slice(0, 4).map(({ id }) => id)).toContain(matched);
    const booked = slots[2]?.id ?? '';
    const { proposal } = await propose(teacher, request.id, booked);
    expect((await accept(volunteer, proposal ?? { id: '', version: 0 })).booking).toMatchObject({
      status: 'CONFIRMED',
    });

    const late = { ...weekly, startsAt: `${day(2)}T10:00`, rrule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=3' };
    const changed = await change(volunteer, rule, day(1), late);
    expect(changed.kept).toEqual([{ id: booked, __typename: 'EncounterSlot' }]);
    const left = changed.offer.slots.filter(({ id }) => id !== booked);
    // The first of the old rule, and of the new one those times at which nothing is booked already.
    expect(recurring(left).map(({ startsAt }) => localDateOf(new Date(startsAt)))).toEqual([
      day(0),
      day(4),
      day(6),
    ]);
    expect(changed.rule).toMatchObject({ version: 1, exceptDates: [day(2)] });
    const gone = await propose(teacher, request.id, slots[1]?.id ?? '').catch(
      (error: Error) => error.message,
    );
    expect(gone).toContain('NOT_FOUND');

    const again = await change(volunteer, rule, day(1));
    expect(again).toMatchObject({ __typename: 'SlotRuleChangedMeanwhile', current: { version: 2 } });
    const ended = await change(volunteer, { ...rule, version: 2 }, addDays(localDateOf(new Date()), 1));
    expect([ended.rule, ended.kept]).toEqual([null, []]);
    expect(recurring(ended.offer.slots)).toHaveLength(2);
    const nothing = await world.anyone.ask<{ node: object | null }>(
      `query ($id: ID!) { node(id: $id) { id } }`,
      rule,
    );
    expect(nothing.node).toBeNull();
  });

  it('are booked or called off, never both, when a proposal and a change race', async () => {
    const { teacher, volunteer, request, slots, rule } = await recurringPair();
    const wanted = slots[1]?.id ?? '';
    const [proposed, changed] = await Promise.all([
      propose(teacher, request.id, wanted).catch(() => ({ proposal: undefined })),
      change(volunteer, rule, day(0)),
    ]);
    const kept = changed.kept.map(({ id }) => id);
    expect(kept).toEqual(proposed.proposal ? [wanted] : []);
    const rows = await world.dataSource.query<{ called_off: boolean; remaining: number }[]>(
      'SELECT called_off, remaining FROM slot WHERE id = $1',
      [wanted],
    );
    expect(rows).toEqual([{ called_off: !proposed.proposal, remaining: 0 }]);
  });

  it('are refused where the rule is wrong, with what was expected', async () => {
    const { volunteer, offer } = await pair(world);
    const input = { id: offer.id, version: offer.version, rule: { ...weekly, rrule: 'FREQ=HOURLY;COUNT=3' } };
    const { errors } = await volunteer.send(REPEAT, { input });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [
        {
          path: 'input.rule.rrule',
          expected: expect.stringContaining('FREQ=DAILY, WEEKLY or MONTHLY') as string,
        },
      ],
    });
    const many = await repeat(volunteer, offer);
    const twice = { ...input, version: many.offer.version, rule: weekly };
    expect(await volunteer.refusal(REPEAT, { input: twice })).toBe('BAD_USER_INPUT');
    expect(
      (await repeat(volunteer, { ...offer, version: 1 }, { ...weekly, startsAt: `${tuesday}T14:00` })).code,
    ).toBe('OFFER_CHANGED_MEANWHILE');
    const stranger = await world.given.volunteer(await world.given.employer());
    expect(await stranger.refusal(REPEAT, { input })).toBe('FORBIDDEN');
    const early = { id: many.rule?.id, version: 1, from: localDateOf(new Date()) };
    expect(await volunteer.refusal(CHANGE, { input: early })).toBe('BAD_USER_INPUT');
    expect(await stranger.refusal(CHANGE, { input: { ...early, id: 'rule_nothing' } })).toBe('NOT_FOUND');
  });

  it('cost one statement more for the rules of however many slots', async () => {
    const { offer } = await recurringPair();
    const slots = (rule: string) =>
      `query ($id: ID!) { node(id: $id) { ... on Offer { slots { id ${rule} } } } }`;
    const ask = (rule: string) => () => world.anyone.ask(slots(rule), { id: offer.id });
    const without = await countQueries(world, ask(''));
    expect(await countQueries(world, ask('... on RecurringSlot { rule { id } }'))).toBe(without + 1);
  });
});

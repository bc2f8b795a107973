import { instantOf, localDateOf } from '#platform';
import { BankHolidays } from '#reference';
import { addDays, daysFrom, lastWorkingDay, weekdayFrom } from '#statutes';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import {
  accept,
  type Answered,
  type Asked,
  dayInDays,
  inDays,
  MATCHES,
  openRequest,
  pair,
  publishedOffer,
  schoolWithPupils,
} from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

const PROPOSE = `mutation ($input: ProposeMatchInput!) { proposeMatch(input: $input) { __typename
  ... on ProposalSuccess { proposal { id version status startsAt endsAt explanation } }
  ... on DoesNotFit { misses { code sentence changeableBy } } ... on Problem { code message } } }`;
const SLOTS = `query ($id: ID!) { node(id: $id) { ... on Offer { status slots { __typename id startsAt endsAt remaining
  ... on ArrangedEncounterSlot { sessions minutes maxPupils } ... on ArrangedPlacementSlot { places days } ... on SeriesSlot { sessions maxPupils dates { startsAt endsAt } }
  ... on BroadcastSlot { sessions maxPupils } } } } }`;
const MATCHED = MATCHES.replace('slot { id remaining }', 'slot { __typename id remaining } firstDay');

type Proposed = Answered & { proposal?: { startsAt: string; endsAt: string } };

async function propose(
  client: Client,
  requestId: string,
  slotId: string,
  startsAt?: string,
): Promise<Proposed> {
  const input = { requestId, slotId, ...(startsAt ? { startsAt } : {}) };
  return (await client.ask<{ proposeMatch: Proposed }>(PROPOSE, { input })).proposeMatch;
}

const window = { startsAt: inDays(5, 9), endsAt: inDays(50, 17), sessions: 3, maxPupils: 30 };
const arranged = { ...window, minutes: 60 };

/** Adds slots to an offer, and says what is wrong with them. */
async function faultsOf(slots: object[], offered: Record<string, unknown> = {}) {
  const employer = await world.given.employer();
  const volunteer = await world.given.volunteer(employer);
  const offer = await publishedOffer(world, volunteer, employer, offered);
  const answer = await volunteer.send(
    `mutation ($input: AddSlotsInput!) { addSlots(input: $input) { __typename } }`,
    { input: { id: offer.id, version: offer.version, slots } },
  );
  return (answer.errors?.[0]?.extensions.fields ?? []).map(({ path, expected }) => `${path}: ${expected}`);
}

describe('a slot by arrangement', () => {
  it('is matched by the first day that suits both, and booked at the time that they name', async () => {
    const from = dayInDays(20);
    const made = await pair(world, { slots: [arranged] }, { windows: [{ from, to: dayInDays(60) }] });
    const found = await made.teacher.ask<Asked>(MATCHED, { id: made.request.id });
    expect(found.node.matches?.nodes[0]).toMatchObject({
      slot: { __typename: 'ArrangedEncounterSlot', id: made.slotId },
      firstDay: from,
      explanation: expect.stringContaining('at a time to be agreed from'),
    });

    const proposed = await propose(made.teacher, made.request.id, made.slotId, inDays(22, 11));
    expect(proposed.proposal).toMatchObject({ startsAt: inDays(22, 11), endsAt: inDays(22, 12) });
    expect(proposed.proposal?.explanation).toContain(' on ');
    const { booking } = await accept(made.volunteer, proposed.proposal as { id: string; version: number });
    const { node } = await made.teacher.ask<{ node: object }>(
      `query ($id: ID!) { node(id: $id) { ... on Booking { startsAt endsAt } } }`,
      { id: booking?.id },
    );
    expect(node).toEqual({ startsAt: inDays(22, 11), endsAt: inDays(22, 12) });
    const { node: offer } = await world.anyone.ask<{ node: { slots: object[] } }>(SLOTS, {
      id: made.offer.id,
    });
    expect(offer.slots).toEqual([
      {
        ...{
          __typename: 'ArrangedEncounterSlot',
          id: made.slotId,
          startsAt: window.startsAt,
          endsAt: window.endsAt,
        },
        ...{ sessions: 3, remaining: 2, minutes: 60, maxPupils: 30 },
      },
    ]);
  });

  it.each([
    ['no time', undefined, 'when it would begin: the slot is by arrangement'],
    ['a time before its window', inDays(4), 'a time with all of it from'],
    [
      'a time that ends after its window',
      inDays(50, 16).replace(':00:00.', ':00:01.'),
      'a time with all of it from',
    ],
  ])('is not booked at %s', async (_what, startsAt, expected) => {
    const made = await pair(world, { slots: [arranged] });
    const input = { requestId: made.request.id, slotId: made.slotId, ...(startsAt ? { startsAt } : {}) };
    const { errors } = await made.teacher.send(PROPOSE, { input });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'input.startsAt' }] } },
    ]);
    expect(JSON.stringify(errors)).toContain(expected);
  });

  it('is not booked on a day that does not suit the school, nor is a time named for any other slot', async () => {
    const made = await pair(
      world,
      { slots: [arranged] },
      { windows: [{ from: dayInDays(20), to: dayInDays(30) }] },
    );
    const early = await propose(made.teacher, made.request.id, made.slotId, inDays(19));
    expect(early.misses?.map(({ code }) => code)).toEqual(['OUTSIDE_WINDOWS']);
    const fixed = await pair(world);
    const { errors } = await fixed.teacher.send(PROPOSE, {
      input: { requestId: fixed.request.id, slotId: fixed.slotId, startsAt: inDays(30) },
    });
    expect(JSON.stringify(errors)).toContain('nothing, as the slot has a time of its own');
  });

  it('stays on the list after its window has opened', async () => {
    const made = await pair(world, { slots: [arranged] });
    await world.dataSource.query(`UPDATE slot SET starts_at = now() - interval '1 day' WHERE id = $1`, [
      made.slotId,
    ]);
    await world.dataSource.query(
      `INSERT INTO change (noun, noun_id, kind, actor, at) VALUES ('offer', $1, 'changed', 'system', now())`,
      [made.offer.id],
    );
    const found = await made.teacher.ask<Asked>(MATCHED, { id: made.request.id });
    const match = found.node.matches?.nodes.find(({ slot }) => slot.id === made.slotId);
    expect(match).toMatchObject({ firstDay: dayInDays(1) });
    expect((await propose(made.teacher, made.request.id, made.slotId, inDays(3))).proposal).toBeDefined();
  });

  it('for a placement lasts its working days, at the hours of its window', async () => {
    const monday = weekdayFrom(addDays(localDateOf(new Date()), 20), 1);
    const at = (day: string, hour: string) => instantOf(day, hour).toISOString();
    const offered = { activityType: 'WORK_EXPERIENCE_PLACEMENT', yearFrom: 10 };
    const slot = {
      startsAt: at(monday, '09:00'),
      endsAt: at(addDays(monday, 30), '16:00'),
      places: 2,
      days: 6,
    };
    const asked = {
      ...{ kind: 'PLACEMENT', activityTypes: ['WORK_EXPERIENCE_PLACEMENT'], benchmark: 'B6', places: 1 },
      travelKm: 30,
      ...{ sessions: undefined, pupilsPerSession: undefined },
    };
    const { teacher, groups, volunteer, offer, school, slotId } = await placementPair(slot, offered);
    const request = await openRequest(teacher, { school, groups }, asked);
    const { node } = await world.anyone.ask<{ node: { slots: object[] } }>(SLOTS, { id: offer.id });
    expect(node.slots).toMatchObject([{ __typename: 'ArrangedPlacementSlot', places: 2, days: 6 }]);

    const isHoliday = world.app.get(BankHolidays).includes.bind(world.app.get(BankHolidays));
    const second =
      daysFrom(addDays(monday, 7), addDays(monday, 14)).find((day) => lastWorkingDay(day, 6, isHoliday)) ??
      '';
    const input = { requestId: request.id, slotId, startsAt: at(second, '10:00') };
    const wrong = await volunteer.send(PROPOSE, { input });
    expect(wrong.errors?.[0]?.extensions.fields?.[0]?.expected).toContain('09:00 by the clock in England');
    const { proposal, misses } = await propose(teacher, request.id, slotId, at(second, '09:00'));
    expect(misses).toBeUndefined();
    expect(proposal?.endsAt).toBe(at(lastWorkingDay(second, 6, isHoliday) ?? '', '16:00'));
    const faults = await faultsOf([{ ...slot, endsAt: at(addDays(monday, 30), '08:00') }]);
    expect(faults.join()).toContain('days: nothing, as it is for placements');
    expect(faults.join()).toContain('endsAt: a time of day after 09:00');
  });
});

/** A school with Year 10, and an offer of placements by arrangement. */
async function placementPair(slot: object, offered: object) {
  const pupils = await schoolWithPupils(world);
  const employer = await world.given.employer();
  const volunteer = await world.given.volunteer(employer);
  const offer = await publishedOffer(world, volunteer, employer, { ...offered, slots: [slot] });
  const { declareGroups } = await pupils.teacher.ask<{ declareGroups: { groups: { id: string }[] } }>(
    `mutation ($input: DeclareGroupsInput!) { declareGroups(input: $input) { ... on DeclareGroupsSuccess { groups { id } } } }`,
    { input: { schoolId: pupils.school.id, groups: [{ yearGroup: 10, code: '10A', size: 20 }] } },
  );
  return { ...pupils, groups: declareGroups.groups, volunteer, offer, slotId: offer.slots[0]?.id ?? '' };
}

describe('one hour of one person', () => {
  const race = async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const offer = await publishedOffer(world, volunteer, employer, {
      ...{ givenBy: 'VOLUNTEER', byMe: true, slots: [{ ...arranged, sessions: 20 }] },
    });
    const schools = await Promise.all(Array.from({ length: 8 }, () => schoolWithPupils(world)));
    const requests = await Promise.all(schools.map((school) => openRequest(school.teacher, school)));
    // All overlap in part, none is the same.
    const answers = await Promise.all(
      schools.map(({ teacher }, index) =>
        propose(
          teacher,
          requests[index]?.id ?? '',
          offer.slots[0]?.id ?? '',
          inDays(25, 10).replace(':00:00.', `:0${index}:00.`),
        ),
      ),
    );
    return answers.map(({ code }) => code ?? 'PROPOSED').sort();
  };

  it('is promised once, however many ask for it at once', async () => {
    expect(await race()).toEqual(['PROPOSED', ...Array.from({ length: 7 }, () => 'TIME_TAKEN')]);
    const [{ held }] = (await world.dataSource.query(
      `SELECT count(*)::integer AS held FROM hold JOIN slot ON slot.id = hold.slot_id WHERE slot.capacity = 20`,
    )) as [{ held: number }];
    expect(held).toBe(1);
  });

  it('is promised to all of them where the database does not settle it: the control', async () => {
    const [{ definition }] = (await world.dataSource.query(
      `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'hold_person_time'`,
    )) as [{ definition: string }];
    await world.dataSource.query('ALTER TABLE hold DROP CONSTRAINT hold_person_time');
    try {
      expect(await race()).toEqual(Array.from({ length: 8 }, () => 'PROPOSED'));
    } finally {
      await world.dataSource.query(
        `DELETE FROM proposal WHERE status <> 'confirmed'; DELETE FROM hold WHERE status = 'held'`,
      );
      await world.dataSource.query(`ALTER TABLE hold ADD CONSTRAINT hold_person_time ${definition}`);
    }
  });
});

describe('a series', () => {
  const weekly = [25, 32, 39, 46].map((days) => ({ startsAt: inDays(days), endsAt: inDays(days, 11) }));
  const [first, ...furtherDates] = weekly;
  const series = { ...first, furtherDates, sessions: 2, maxPupils: 30 };

  it('is one booking with all its dates', async () => {
    const made = await pair(world, { slots: [series] });
    const { node } = await world.anyone.ask<{ node: { slots: object[] } }>(SLOTS, { id: made.offer.id });
    expect(node.slots).toMatchObject([
      { __typename: 'SeriesSlot', startsAt: inDays(25), endsAt: inDays(46, 11), sessions: 2, dates: weekly },
    ]);
    const proposed = await propose(made.teacher, made.request.id, made.slotId);
    expect(proposed.proposal).toMatchObject({
      ...{ startsAt: inDays(25), endsAt: inDays(46, 11) },
      explanation: expect.stringContaining('on 4 dates from'),
    });
    await accept(made.volunteer, proposed.proposal as { id: string; version: number });
    const after = await world.anyone.ask<{ node: { slots: object[] } }>(SLOTS, { id: made.offer.id });
    expect(after.node.slots).toMatchObject([{ remaining: 1 }]);
  });

  it('fits only where all its dates do', async () => {
    const made = await pair(
      world,
      { slots: [series] },
      { windows: [{ from: dayInDays(20), to: dayInDays(40) }] },
    );
    const { misses } = await propose(made.teacher, made.request.id, made.slotId);
    expect(misses).toEqual([
      { code: 'OUTSIDE_WINDOWS', changeableBy: 'SCHOOL', sentence: expect.stringContaining('Open a window') },
    ]);
    await world.dataSource.query(
      `UPDATE school_calendar SET inset_days = $2, open_days = '[]', terms = $3 WHERE scope = $1`,
      [
        made.school.id,
        JSON.stringify([localDateOf(new Date(inDays(32)))]),
        JSON.stringify([{ name: 'All year', from: '2020-09-01', to: '2099-08-31' }]),
      ],
    );
    const inset = await propose(made.teacher, made.request.id, made.slotId);
    expect(inset.misses?.map(({ code }) => code)).toEqual([
      'OUTSIDE_WINDOWS',
      expect.stringMatching(/INSET|WEEK|BANK/),
    ]);
  });

  it.each([
    ['dates that overlap', { ...series, furtherDates: [first] }, 'furtherDates[0].startsAt: a time from'],
    ['a placement', { ...series, days: 3 }, 'days: nothing, as it is for placements'],
    [
      'two forms at once',
      { ...series, minutes: 30 },
      'at most one of minutes, days, furtherDates, broadcast',
    ],
    ['too many sessions', { ...series, sessions: 1001 }, 'sessions: at most 1000, as this is no broadcast'],
  ])('is not %s', async (_what, slot, expected) => {
    expect((await faultsOf([slot])).join()).toContain(expected);
  });
});

describe('a broadcast', () => {
  const broadcast = {
    startsAt: inDays(30),
    endsAt: inDays(30, 11),
    sessions: 5000,
    maxPupils: 300,
    broadcast: true,
  };

  it('reaches a school however far, past everything that is nearer', async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const offer = await publishedOffer(world, volunteer, employer, {
      ...{ mode: 'BOTH', slots: [broadcast], activityType: 'LABOUR_MARKET_SESSION', km: 300 },
    });
    await nearOffers(employer.id, 1000);
    const school = await schoolWithPupils(world);
    const request = await openRequest(school.teacher, school, {
      ...{ activityTypes: ['LABOUR_MARKET_SESSION'], mode: 'VIRTUAL', benchmark: 'B2' },
    });
    const found = await school.teacher.ask<Asked>(MATCHED, { id: request.id });
    const match = found.node.matches?.nodes.find(({ offer: { id } }) => id === offer.id);
    expect(match).toMatchObject({ mode: 'VIRTUAL', slot: { __typename: 'BroadcastSlot' }, distanceKm: 300 });
    expect(found.node.matches?.considered).toBeLessThanOrEqual(1000);
    expect((await propose(school.teacher, request.id, offer.slots[0]?.id ?? '')).proposal).toBeDefined();
  });

  it('is for nobody who wants to meet in person, nor of an offer that is made in person alone', async () => {
    const made = await pair(world, { mode: 'BOTH', slots: [broadcast] }, { mode: 'IN_PERSON' });
    const { misses } = await propose(made.teacher, made.request.id, made.slotId);
    expect(misses?.map(({ code }) => code)).toEqual(['MODE_DIFFERS']);
    expect(await faultsOf([{ ...broadcast, endsAt: inDays(30, 12) }])).toEqual([
      'input.slots[0].broadcast: false, as the offer is made in person alone',
    ]);
  });

  it('keeps its offer from being made in person alone', async () => {
    const made = await pair(world, { mode: 'BOTH', slots: [broadcast] });
    const { errors } = await made.volunteer.send(
      `mutation ($input: EditOfferInput!) { editOffer(input: $input) { __typename } }`,
      {
        input: {
          ...{ id: made.offer.id, version: made.offer.version, title: 'Now in person', mode: 'IN_PERSON' },
          ...{ yearFrom: 7, yearTo: 11, postcode: 'M1 1AE', travelKm: 30 },
        },
      },
    );
    expect(JSON.stringify(errors)).toContain('VIRTUAL or BOTH, as the offer has broadcasts to come');
  });
});

/** So many published offers in person at the door of the school, of the activity that is asked for. */
async function nearOffers(employerId: string, many: number): Promise<void> {
  await world.dataSource.query(
    `INSERT INTO offer (id, employer_id, given_by, status, version, title, description, activity_type, sectors, year_from, year_to,
       mode, postcode, place, travel_km, created_at, published_at)
     SELECT 'offer_near' || n, $1, 'employer', 'published', 2, 'Near ' || n, '', 'labour_market_session', '{C}', 7, 13, 'in_person',
       'M1 1AE', point(384000 + n, 398000), 50, now(), now() FROM generate_series(1, $2::integer) n`,
    [employerId, many],
  );
  await world.dataSource.query(
    `INSERT INTO slot (id, offer_id, kind, starts_at, ends_at, capacity, remaining, max_pupils)
     SELECT 'slot_' || id, id, 'encounter', now() + interval '30 days', now() + interval '30 days 1 hour', 1, 1, 30
     FROM offer WHERE id LIKE 'offer_near%'`,
  );
  await world.dataSource.query(
    `INSERT INTO offer_place (sector, offer_id, place, activity_type, year_from, year_to, mode, travel_m)
     SELECT '*', id, place, activity_type, year_from, year_to, mode, 50000 FROM offer WHERE id LIKE 'offer_near%'`,
  );
}

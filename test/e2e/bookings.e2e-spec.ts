import { type Booking, confirmHold, type Hold, releaseHold, takeHold } from '#bookings';
import { system, Transactions, type Tx } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { countQueries } from '../support/count-queries.js';
import { inDays, Meetings } from '../support/meetings.js';

let world: TestApp;
let meetings: Meetings;
beforeAll(async () => {
  world = await startTestApp();
  meetings = new Meetings(world.dataSource);
});
afterAll(() => world?.stop());

const inTransaction = <T>(work: (tx: Tx) => Promise<T>) => world.app.get(Transactions).run(system, work);
const hold = (slotId: string, requestId: string, holdUntil = inDays(7)) =>
  inTransaction((tx) => takeHold(tx, { slotId, requestId, units: 1, holdUntil }));
const confirm = (id: string) => inTransaction((tx) => confirmHold(tx, id));
const release = (id: string) => inTransaction((tx) => releaseHold(tx, id));
const times = <T>(n: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, index) => make(index)));

async function held(slotId: string, requestId: string, until?: Date): Promise<Hold> {
  const taken = await hold(slotId, requestId, until);
  if (typeof taken === 'string') throw new Error(`expected a hold, got ${taken}`);
  return taken;
}

/** What is on record of a noun, in order. */
async function kindsOf(id: string): Promise<string[]> {
  const rows = await world.dataSource.query<{ kind: string }[]>(
    'SELECT kind FROM change WHERE noun_id = $1 ORDER BY number NULLS LAST, at',
    [id],
  );
  return rows.map(({ kind }) => kind);
}

async function remaining(table: 'slot' | 'request', id: string): Promise<number> {
  const [row] = await world.dataSource.query<{ remaining: number }[]>(
    `SELECT remaining FROM ${table} WHERE id = $1`,
    [id],
  );
  return row?.remaining ?? NaN;
}

describe('holding a slot for a request', () => {
  it('sells nothing twice: of fifty who want a slot of ten sessions, ten get one', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const slot = await meetings.slot(employer, { sessions: 10 });
    const requests = await times(50, () => meetings.request(school));

    const answers = await times(50, (index) => hold(slot.id, requests[index]?.id ?? ''));

    expect(answers.filter((answer) => typeof answer !== 'string')).toHaveLength(10);
    expect(answers.filter((answer) => answer === 'capacity_exhausted')).toHaveLength(40);
    expect(await remaining('slot', slot.id)).toBe(0);
    const left = await times(50, (index) => remaining('request', requests[index]?.id ?? ''));
    expect(left.filter((sessions) => sessions === 0)).toHaveLength(10);
  });

  it('is done once for a pair, however often it is asked for', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const slot = await meetings.slot(employer, { sessions: 20 });
    const request = await meetings.request(school, [], { wanted: 20 });

    const answers = await times(20, () => hold(slot.id, request.id));

    expect(answers.filter((answer) => typeof answer !== 'string')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'already_held')).toHaveLength(19);
    expect(await remaining('slot', slot.id)).toBe(19);
    expect(await remaining('request', request.id)).toBe(19);
  });

  it('leaves nothing behind where the request wants no more', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const [one, other] = [await meetings.slot(employer), await meetings.slot(employer)];
    const request = await meetings.request(school);
    await held(one.id, request.id);

    expect(await hold(other.id, request.id)).toBe('request_filled');

    expect(await remaining('slot', other.id)).toBe(1);
    expect(await remaining('request', request.id)).toBe(0);
  });

  it('is undone once: the pair can be held again', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const [slot, request] = [await meetings.slot(employer), await meetings.request(school)];
    const { id } = await held(slot.id, request.id);

    const answers = await times(5, () => release(id));

    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await remaining('slot', slot.id)).toBe(1);
    expect(await remaining('request', request.id)).toBe(1);
    expect((await held(slot.id, request.id)).id).not.toBe(id);
  });

  it('ends in a booking or a release, not both, whoever comes first', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const slot = await meetings.slot(employer, { sessions: 10 });
    const holds = await times(10, async () => held(slot.id, (await meetings.request(school)).id));

    const outcomes = await times(10, async (index) => {
      const id = holds[index]?.id ?? '';
      const tried = [release(id), confirm(id), confirm(id), release(id)];
      const answers: (boolean | Booking | undefined)[] = await Promise.all(
        index % 2 ? tried : tried.reverse(),
      );
      return answers.filter(Boolean);
    });

    expect(outcomes.map((won) => won.length)).toEqual(Array<number>(10).fill(1));
    const released = outcomes.filter(([winner]) => winner === true).length;
    expect(await remaining('slot', slot.id)).toBe(released);
    const booked = await world.dataSource.query<unknown[]>('SELECT FROM booking WHERE slot_id = $1', [
      slot.id,
    ]);
    expect(booked).toHaveLength(10 - released);
  });

  it('does not wait in a circle when a pair is released and held at once', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const [slot, request] = [
      await meetings.slot(employer, { sessions: 5 }),
      await meetings.request(school, [], { wanted: 5 }),
    ];
    let { id } = await held(slot.id, request.id);
    for (let round = 0; round < 10; round += 1) {
      const [again] = await Promise.all([hold(slot.id, request.id), release(id)]);
      id = typeof again === 'string' ? (await held(slot.id, request.id)).id : again.id;
    }
    expect(await remaining('slot', slot.id)).toBe(4);
    expect(await remaining('request', request.id)).toBe(4);
  });

  it('makes a booking of the offer as it is, until its time is over', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const slot = await meetings.slot(employer, { activityType: 'mock_interview' });
    const request = await meetings.request(school);
    const late = await held(slot.id, request.id, inDays(-1));
    expect(await confirm(late.id)).toBeUndefined();
    expect(await release(late.id)).toBe(true);

    const { id } = await held(slot.id, request.id);
    expect(await confirm(id)).toMatchObject({
      ...{ schoolId: school.id, employerId: employer.id, activityType: 'mock_interview', units: 1 },
      ...{ slotId: slot.id, requestId: request.id, status: 'confirmed', personId: null },
    });
    expect(await confirm(id)).toBeUndefined();
    expect((await kindsOf(id)).sort()).toEqual(['booked', 'held']);
    const [{ booked }] = await world.dataSource.query<[{ booked: number }]>(
      'SELECT booked FROM request WHERE id = $1',
      [request.id],
    );
    expect(booked).toBe(1);
  });
});

const LIST = `query ($first: Int, $after: String) { bookings(first: $first, after: $after) {
  nodes { id status startsAt endsAt units activityType school { name } employer { name } offer { title } request { title }
    delivery { id pupils { yearGroup pupils } } } pageInfo { hasNextPage endCursor } } }`;
const NODE = `query ($id: ID!) { node(id: $id) { id __typename } }`;
const CANCEL = `mutation ($input: CancelBookingInput!) { cancelBooking(input: $input) {
  __typename ... on BookingSuccess { booking { status reason version } } ... on Problem { code } } }`;

type List = { bookings: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };

async function pair(): Promise<{
  school: { id: string; urn: number };
  employer: { id: string };
  teacher: Client;
  volunteer: Client;
}> {
  const [school, employer] = [await world.given.school(), await world.given.employer()];
  const [teacher, volunteer] = [await world.given.teacher(school), await world.given.volunteer(employer)];
  return { school, employer, teacher, volunteer };
}

describe('a booking', () => {
  it('is seen by its two sides and nobody else', async () => {
    const { school, employer, teacher, volunteer } = await pair();
    const booking = await meetings.booking(school, employer);
    const stranger = await world.given.teacher(await world.given.school());
    const operator = await world.given.person({ operator: true });

    for (const side of [teacher, volunteer]) {
      const { bookings } = await side.ask<List>(LIST);
      expect(bookings.nodes).toMatchObject([{ id: booking.id, status: 'CONFIRMED', delivery: null }]);
      expect(await side.ask(NODE, booking)).toEqual({ node: { id: booking.id, __typename: 'Booking' } });
    }
    expect((await stranger.ask<List>(LIST)).bookings.nodes).toEqual([]);
    expect(await operator.refusal(LIST)).toBe('FORBIDDEN');
    for (const other of [stranger, operator]) expect(await other.ask(NODE, booking)).toEqual({ node: null });
    expect(await world.anyone.refusal(LIST)).toBe('UNAUTHENTICATED');
    expect(await world.anyone.ask(NODE, booking)).toEqual({ node: null });
  });

  it('is listed the newest first, page by page, in as many statements whatever their number', async () => {
    const { school, employer, teacher } = await pair();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift((await meetings.booking(school, employer)).id);

    const first = (await teacher.ask<List>(LIST, { first: 3 })).bookings;
    const second = (await teacher.ask<List>(LIST, { first: 3, after: first.pageInfo.endCursor })).bookings;
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(ids);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);

    const one = await countQueries(world, () => teacher.ask(LIST, { first: 1 }));
    const five = await countQueries(world, () => teacher.ask(LIST, { first: 5 }));
    expect(five).toBe(one);
  });

  it('is listed as one to record from the moment it begins until something is on record', async () => {
    const { school, employer, teacher } = await pair();
    const TO_RECORD = '{ bookings(toRecord: true) { nodes { id } } }';
    const ids = async () => (await teacher.ask<List>(TO_RECORD)).bookings.nodes.map(({ id }) => id);
    await meetings.booking(school, employer, { startsAt: inDays(1) });
    const over = await meetings.booking(school, employer);
    expect(await ids()).toEqual([over.id]);
    await teacher.ask(
      `mutation ($input: RecordDeliveryInput!) { recordDelivery(input: $input) { __typename } }`,
      {
        input: {
          ...{ bookingId: over.id, minutes: 60, mode: 'IN_PERSON' },
          attendance: [{ yearGroup: 9, pupils: 20 }],
        },
      },
    );
    expect(await ids()).toEqual([]);
  });

  it('can be called off before it begins, and its units are free again', async () => {
    const { school, employer, teacher, volunteer } = await pair();
    const booking = await meetings.booking(school, employer, { startsAt: inDays(3) });
    const input = { id: booking.id, version: 1, side: 'OFFERER', reason: 'BOOKED_BY_MISTAKE' };
    expect(await teacher.refusal(CANCEL, { input })).toBe('FORBIDDEN');
    expect(await (await world.given.teacher(await world.given.school())).refusal(CANCEL, { input })).toBe(
      'NOT_FOUND',
    );
    expect(await volunteer.ask(CANCEL, { input: { ...input, version: 7 } })).toMatchObject({
      cancelBooking: { code: 'BOOKING_CHANGED_MEANWHILE' },
    });

    const answers = await times(4, () => volunteer.ask<{ cancelBooking: object }>(CANCEL, { input }));

    expect(answers.filter(({ cancelBooking }) => 'booking' in cancelBooking)).toEqual([
      {
        cancelBooking: {
          __typename: 'BookingSuccess',
          booking: { status: 'CANCELLED_BY_OFFERER', reason: 'BOOKED_BY_MISTAKE', version: 2 },
        },
      },
    ]);
    expect(await remaining('slot', booking.slotId)).toBe(1);
    expect(await remaining('request', booking.requestId)).toBe(1);
    expect(typeof (await hold(booking.slotId, booking.requestId))).toBe('object');
    const [{ holdId }] = await world.dataSource.query<[{ holdId: string }]>(
      'SELECT hold_id AS "holdId" FROM booking WHERE id = $1',
      [booking.id],
    );
    expect(await kindsOf(holdId)).toEqual(['released']);
  });

  it('cannot be called off once it has begun', async () => {
    const { school, employer, teacher } = await pair();
    const { id } = await meetings.booking(school, employer);
    const input = { id, version: 1, side: 'SCHOOL', reason: 'OTHER' };
    expect(await teacher.ask(CANCEL, { input })).toMatchObject({
      cancelBooking: { code: 'BOOKING_HAS_BEGUN' },
    });
  });
});

import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { accept, decline, inDays, MATCHES, openRequest, pair, propose } from '../support/introductions.js';
import { b5Points, Meetings } from '../support/meetings.js';

const CANCEL = `mutation ($input: CancelBookingInput!) { cancelBooking(input: $input) {
  ... on BookingSuccess { booking { status } } ... on Problem { code } } }`;
const NO_SHOW = `mutation ($input: RecordNoShowInput!) { recordNoShow(input: $input) {
  ... on BookingSuccess { booking { status version } } ... on Problem { code message } } }`;
const CORRECT = `mutation ($input: CorrectDeliveryInput!) { correctDelivery(input: $input) {
  ... on DeliverySuccess { delivery { minutes pupils { yearGroup pupils } meaningful { meaningful } } } ... on Problem { code } } }`;

let world: TestApp;
let meetings: Meetings;
beforeAll(async () => {
  world = await startTestApp();
  meetings = new Meetings(world.dataSource);
});
afterAll(() => world.stop());

async function booked(made: Awaited<ReturnType<typeof pair>>): Promise<string> {
  const { proposal } = await propose(made.teacher, made.request.id, made.slotId);
  return (await accept(made.volunteer, proposal ?? { id: '', version: 0 })).booking?.id ?? '';
}

async function remaining(table: 'slot' | 'request', id: string): Promise<number | undefined> {
  const sql = `SELECT remaining FROM ${table} WHERE id = $1`;
  return (await world.dataSource.query<{ remaining: number }[]>(sql, [id]))[0]?.remaining;
}

describe('a booking that is called off', () => {
  it.each([
    ['OFFERER', 'VISITOR_UNAVAILABLE', 0],
    ['OFFERER', 'BOOKED_BY_MISTAKE', 1],
    ['SCHOOL', 'PUPILS_UNAVAILABLE', 1],
    ['SCHOOL', 'DATE_NO_LONGER_SUITS', 1],
  ])('by the %s for %s leaves %i session of the slot to others', async (side, reason, left) => {
    const made = await pair(world);
    const id = await booked(made);
    const who = side === 'SCHOOL' ? made.teacher : made.volunteer;
    await who.ask(CANCEL, { input: { id, version: 1, side, reason } });
    expect([await remaining('slot', made.slotId), await remaining('request', made.request.id)]).toEqual([
      left,
      2,
    ]);
  });
});

describe('a slot that was closed, as its visitor cannot come', () => {
  it('stays closed, whatever else of it is released later', async () => {
    const made = await pair(world, { sessions: 3 });
    const closing = await booked(made);
    const [second, third] = [await openRequest(made.teacher, made), await openRequest(made.teacher, made)];
    const cancelled = await booked({ ...made, request: second });
    const { proposal } = await propose(made.teacher, third.id, made.slotId);
    const cancel = (id: string, reason: string) =>
      made.volunteer.ask(CANCEL, { input: { id, version: 1, side: 'OFFERER', reason } });
    await cancel(closing, 'VISITOR_UNAVAILABLE');
    expect(await remaining('slot', made.slotId)).toBe(0);

    await cancel(cancelled, 'BOOKED_BY_MISTAKE');
    await decline(made.volunteer, proposal ?? { id: '', version: 0 });

    expect(await remaining('slot', made.slotId)).toBe(0);
    expect(await remaining('request', second.id)).toBe(2);
    expect(await propose(made.teacher, made.request.id, made.slotId)).not.toHaveProperty('proposal');
  });
});

describe('a meeting that did not take place', () => {
  async function missed() {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const [teacher, volunteer] = [await world.given.teacher(school), await world.given.volunteer(employer)];
    const booking = await meetings.booking(school, employer);
    return { school, employer, teacher, volunteer, booking };
  }
  const say = async (client: Client, input: object) =>
    Object.values(
      await client.ask<Record<string, { code?: string; booking?: { status: string } }>>(NO_SHOW, { input }),
    )[0];

  it('is said by either side, and the request looks for somebody again', async () => {
    const { teacher, booking } = await missed();
    const input = { id: booking.id, version: 1, absent: 'OFFERER' };
    expect(await say(teacher, input)).toEqual({ booking: { status: 'NO_SHOW_BY_OFFERER', version: 2 } });
    expect([await remaining('request', booking.requestId), await remaining('slot', booking.slotId)]).toEqual([
      1, 0,
    ]);
    expect((await say(teacher, input))?.code).toBe('BOOKING_CHANGED_MEANWHILE');
    expect((await say(teacher, { ...input, version: 2 }))?.code).toBe('BOOKING_NOT_IN_RIGHT_STATUS');

    const other = await missed();
    expect(
      (await say(other.volunteer, { id: other.booking.id, version: 1, absent: 'SCHOOL' }))?.booking?.status,
    ).toBe('NO_SHOW_BY_SCHOOL');
  });

  it('is overruled by the school, which records what happened', async () => {
    const { volunteer, teacher, booking } = await missed();
    await say(volunteer, { id: booking.id, version: 1, absent: 'SCHOOL' });
    const RECORD = `mutation ($input: RecordDeliveryInput!) { recordDelivery(input: $input) { ... on DeliverySuccess { delivery { booking { status } } } } }`;
    const input = {
      bookingId: booking.id,
      minutes: 60,
      mode: 'IN_PERSON',
      attendance: [{ yearGroup: 9, pupils: 20 }],
    };
    expect(await remaining('request', booking.requestId)).toBe(1);
    expect(await teacher.ask(RECORD, { input })).toEqual({
      recordDelivery: { delivery: { booking: { status: 'DELIVERED' } } },
    });
    const requested = () =>
      world.dataSource.query<object[]>('SELECT status, booked, remaining FROM request WHERE id = $1', [
        booking.requestId,
      ]);
    expect(await requested()).toEqual([{ status: 'matched', booked: 1, remaining: 0 }]);

    // Where the request has found somebody else meanwhile, what happened is recorded all the same.
    const other = await missed();
    await say(other.volunteer, { id: other.booking.id, version: 1, absent: 'SCHOOL' });
    await world.dataSource.query('UPDATE request SET remaining = 0 WHERE id = $1', [other.booking.requestId]);
    expect(
      await other.teacher.ask(RECORD, { input: { ...input, bookingId: other.booking.id } }),
    ).toMatchObject({ recordDelivery: { delivery: { booking: { status: 'DELIVERED' } } } });
    expect(await remaining('request', other.booking.requestId)).toBe(0);
  });

  it('is not said of one to come, nor by strangers', async () => {
    const { school, employer, teacher, booking } = await missed();
    const ahead = await meetings.booking(school, employer, { startsAt: new Date(inDays(3)) });
    expect((await say(teacher, { id: ahead.id, version: 1, absent: 'OFFERER' }))?.code).toBe(
      'BOOKING_NOT_YET_DUE',
    );
    const stranger = await world.given.teacher(await world.given.school());
    const input = { id: booking.id, version: 1, absent: 'OFFERER' };
    expect(await stranger.refusal(NO_SHOW, { input })).toBe('NOT_FOUND');
  });
});

describe('a proposal whose offer or request has been withdrawn', () => {
  const accepts = `acceptProposal(input: $accept) { ... on ProposalSuccess { booking { id } } ... on Problem { code message } }`;

  it.each(['offer', 'request'] as const)('is no booking any more: %s', async (noun) => {
    const made = await pair(world);
    const by = noun === 'offer' ? made.teacher : made.volunteer;
    const { proposal } = await propose(by, made.request.id, made.slotId);
    const [verb, type] = { offer: ['withdrawOffer', 'Offer'], request: ['withdrawRequest', 'Request'] }[noun];
    // In one operation, so that the job that ends it cannot have run.
    const query = `mutation ($gone: ${type}VersionInput!, $accept: ProposalVersionInput!) {
      gone: ${verb}(input: $gone) { __typename } ${accepts} }`;
    const other = noun === 'offer' ? made.volunteer : made.teacher;
    const { id, version } = made[noun];
    const accept = { id: proposal?.id, version: proposal?.version };
    expect(await other.ask(query, { gone: { id, version }, accept })).toMatchObject({
      acceptProposal: {
        code: 'PROPOSAL_NOT_WAITING',
        message: `The ${noun} was withdrawn; nothing is left to accept.`,
      },
    });
  });
});

describe('a record that was wrong', () => {
  it('is corrected by the school, and its points stay', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const teacher = await world.given.teacher(school);
    const volunteer = await world.given.volunteer(employer);
    const booking = await meetings.booking(school, employer);
    const group = await meetings.group(school, { yearGroup: 9, size: 30 });
    const RECORD = `mutation ($input: RecordDeliveryInput!) { recordDelivery(input: $input) { ... on DeliverySuccess { delivery { id } } } }`;
    const said = { minutes: 60, mode: 'IN_PERSON', attendance: [{ groupId: group.id, pupils: 3 }] };
    const { recordDelivery } = await teacher.ask<{ recordDelivery: { delivery: { id: string } } }>(RECORD, {
      input: { ...said, bookingId: booking.id, points: b5Points },
    });
    const deliveryId = recordDelivery.delivery.id;
    const input = {
      ...said,
      deliveryId,
      version: 1,
      minutes: 50,
      attendance: [{ groupId: group.id, pupils: 30 }],
    };
    expect(await teacher.ask(CORRECT, { input })).toMatchObject({
      correctDelivery: {
        delivery: {
          ...{ minutes: 50, pupils: [{ yearGroup: 9, pupils: 30 }] },
          meaningful: [{ meaningful: true }],
        },
      },
    });
    expect(await teacher.ask(CORRECT, { input })).toMatchObject({
      correctDelivery: { code: 'DELIVERY_CHANGED_MEANWHILE' },
    });
    // The group has shrunk since: what is on record may be said again, more may not.
    await world.dataSource.query('UPDATE pupil_group SET size = 5 WHERE id = $1', [group.id]);
    const again = { ...input, version: 2, minutes: 55 };
    expect(await teacher.ask(CORRECT, { input: again })).toMatchObject({
      correctDelivery: { delivery: { minutes: 55 } },
    });
    const many = { ...again, version: 3, attendance: [{ groupId: group.id, pupils: 31 }] };
    const { errors } = await teacher.send(CORRECT, { input: many });
    expect(errors?.[0]?.extensions.fields?.[0]?.path).toBe('input.attendance[0].pupils');
    expect(await volunteer.refusal(CORRECT, { input })).toBe('FORBIDDEN');
    const [change] = await world.dataSource.query<object[]>(
      `SELECT before, after FROM change WHERE noun_id = $1 AND kind = 'corrected' ORDER BY at LIMIT 1`,
      [deliveryId],
    );
    expect(change).toMatchObject({
      before: { pupils: [{ yearGroup: 9, pupils: 3 }] },
      after: { pupils: [{ yearGroup: 9, pupils: 30 }] },
    });
  });
});

describe('two who correct one record at once', () => {
  it('do not undo each other: one is told that it has changed', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const teacher = await world.given.teacher(school);
    const booking = await meetings.booking(school, employer);
    const said = { minutes: 60, mode: 'IN_PERSON', attendance: [{ yearGroup: 9, pupils: 20 }] };
    const { recordDelivery } = await teacher.ask<{ recordDelivery: { delivery: { id: string } } }>(
      `mutation ($input: RecordDeliveryInput!) { recordDelivery(input: $input) { ... on DeliverySuccess { delivery { id } } } }`,
      { input: { ...said, bookingId: booking.id } },
    );
    const deliveryId = recordDelivery.delivery.id;
    const correct = async (minutes: number) =>
      (
        await teacher.ask<{ correctDelivery: { code?: string } }>(CORRECT, {
          input: { ...said, deliveryId, version: 1, minutes },
        })
      ).correctDelivery.code ?? 'corrected';
    // Whoever holds the booking keeps both waiting, so that each has read the record before either changes it.
    const runner = world.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT FROM booking WHERE id = $1 FOR UPDATE', [booking.id]);
    const both = Promise.all([correct(40), correct(50)]);
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while ((await world.dataSource.query<object[]>(waiting)).length < 2)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await runner.commitTransaction();
    await runner.release();
    expect((await both).sort()).toEqual(['DELIVERY_CHANGED_MEANWHILE', 'corrected']);
  });
});

describe('how short a school is', () => {
  it('is told to the school alone; an offerer learns whom they would newly reach', async () => {
    const { teacher, volunteer, school, groups, offer, request } = await pair(world);
    await openRequest(teacher, { school, groups });
    const seenBy = async (client: Client, id: string) =>
      JSON.stringify((await client.ask<{ node: { matches: object } }>(MATCHES, { id })).node.matches);
    expect(await seenBy(teacher, request.id)).toContain('of the 60 still short of Benchmark 5');
    const seen = await seenBy(volunteer, offer.id);
    expect(seen).toContain('would newly reach 30 Year 9 pupils for Benchmark 5');
    expect(seen).not.toMatch(/of (the )?\d+ still short/);
  });
});

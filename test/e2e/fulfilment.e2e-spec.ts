import { confirmHold } from '#bookings';
import { takeCapacity } from '#offers';
import { system, Transactions } from '#platform';
import { takeSessions } from '#requests';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { accept, decline, inDays, openRequest, pair, propose } from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

const OFFER = `query ($id: ID!) { node(id: $id) { ... on Offer { status version } } }`;
const CANCEL = `mutation ($input: CancelBookingInput!) { cancelBooking(input: $input) { __typename } }`;
const ADD = `mutation ($input: AddSlotsInput!) { addSlots(input: $input) { __typename } }`;

type Read = { status: string; version: number };
const read = async (client: Client, id: string) => (await client.ask<{ node: Read }>(OFFER, { id })).node;

/** The offer once the queue has nothing more to settle of it. */
async function settled(client: Client, id: string): Promise<Read> {
  const waiting = `SELECT FROM graphile_worker.jobs WHERE task_identifier = 'settle_offer'`;
  while ((await world.dataSource.query<object[]>(waiting)).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return read(client, id);
}

const listed = (id: string) =>
  world.dataSource.query<object[]>('SELECT DISTINCT offer_id FROM offer_place WHERE offer_id = $1', [id]);

const kindsOf = async (id: string) =>
  (
    await world.dataSource.query<{ kind: string }[]>(
      `SELECT kind FROM change WHERE noun_id = $1 AND actor = 'system' ORDER BY number NULLS LAST, at`,
      [id],
    )
  ).map(({ kind }) => kind);

type Made = Awaited<ReturnType<typeof pair>>;

/** Proposes as the teacher and accepts as the volunteer. */
async function book({ teacher, volunteer }: Made, requestId: string, slotId: string): Promise<string> {
  const { proposal } = await propose(teacher, requestId, slotId);
  const { booking } = await accept(volunteer, proposal ?? { id: '', version: 0 });
  return booking?.id ?? '';
}

const cancel = (client: Client, id: string) =>
  client.ask(CANCEL, { input: { id, version: 1, side: 'OFFERER', reason: 'BOOKED_BY_MISTAKE' } });

describe('an offer', () => {
  it('is fulfilled once every session is booked, not while one waits for an answer', async () => {
    const made = await pair(world, { sessions: 2 });
    const { offer, volunteer, teacher, request, slotId } = made;
    const other = await openRequest(teacher, made);
    const { proposal } = await propose(teacher, other.id, slotId);
    await book(made, request.id, slotId);
    expect(await settled(volunteer, offer.id)).toEqual({ status: 'PUBLISHED', version: offer.version });

    await accept(volunteer, proposal ?? { id: '', version: 0 });

    expect(await settled(volunteer, offer.id)).toEqual({ status: 'FULFILLED', version: offer.version + 1 });
    expect(await listed(offer.id)).toEqual([]);
    expect(await kindsOf(offer.id)).toEqual(['fulfilled']);
    expect(await propose(teacher, (await openRequest(teacher, made)).id, slotId)).not.toHaveProperty(
      'proposal',
    );
  });

  it('stays on the list where a proposal of its last session is declined', async () => {
    const { offer, volunteer, teacher, request, slotId } = await pair(world);
    const { proposal } = await propose(teacher, request.id, slotId);
    await decline(volunteer, proposal ?? { id: '', version: 0 });
    expect(await settled(volunteer, offer.id)).toMatchObject({ status: 'PUBLISHED' });
  });

  it('is published again when a booking of it is called off, and fulfilled when that is booked again', async () => {
    const made = await pair(world);
    const { offer, volunteer, request, slotId } = made;
    const booking = await book(made, request.id, slotId);
    expect(await settled(volunteer, offer.id)).toMatchObject({ status: 'FULFILLED' });

    await cancel(volunteer, booking);
    expect(await settled(volunteer, offer.id)).toMatchObject({ status: 'PUBLISHED' });
    expect(await listed(offer.id)).toHaveLength(1);

    await book(made, request.id, slotId);
    expect(await settled(volunteer, offer.id)).toMatchObject({ status: 'FULFILLED' });
    expect(await kindsOf(offer.id)).toEqual(['fulfilled', 'published', 'fulfilled']);
  });

  it('is published again when it is given more slots', async () => {
    const made = await pair(world);
    const { offer, volunteer, request, slotId } = made;
    await book(made, request.id, slotId);
    const { version } = await settled(volunteer, offer.id);
    const slots = [{ startsAt: inDays(40), endsAt: inDays(40, 11), sessions: 1, maxPupils: 30 }];
    await volunteer.ask(ADD, { input: { id: offer.id, version, slots } });
    expect(await settled(volunteer, offer.id)).toMatchObject({ status: 'PUBLISHED' });
  });

  it('that was paused stays so, whatever is booked or called off', async () => {
    const made = await pair(world);
    const { offer, volunteer, teacher, request, slotId } = made;
    const { proposal } = await propose(teacher, request.id, slotId);
    await volunteer.ask(
      'mutation ($input: OfferVersionInput!) { pauseOffer(input: $input) { __typename } }',
      { input: { id: offer.id, version: offer.version } },
    );
    const { booking } = await accept(volunteer, proposal ?? { id: '', version: 0 });
    expect(await settled(volunteer, offer.id)).toMatchObject({ status: 'PAUSED' });
    await cancel(volunteer, booking?.id ?? '');
    expect(await settled(volunteer, offer.id)).toMatchObject({ status: 'PAUSED' });
  });

  it('stays fulfilled where its employer has written the same anew meanwhile', async () => {
    const made = await pair(world);
    const { offer, volunteer, request, slotId } = made;
    const booking = await book(made, request.id, slotId);
    await settled(volunteer, offer.id);
    await world.dataSource.query(
      `INSERT INTO offer SELECT (jsonb_populate_record(offer, '{"id": "offer_anew", "status": "draft"}')).*
       FROM offer WHERE id = $1`,
      [offer.id],
    );
    await cancel(volunteer, booking);
    expect(await settled(volunteer, offer.id)).toMatchObject({ status: 'FULFILLED' });
  });

  it('lets a booking be confirmed while another of its slots is being taken for the same request', async () => {
    const slots = [10, 12].map((hour) => ({
      ...{ startsAt: inDays(30, hour), endsAt: inDays(30, hour + 1) },
      ...{ sessions: 1, maxPupils: 30 },
    }));
    const { teacher, offer, request } = await pair(world, { slots });
    const [one = '', other = ''] = offer.slots.map(({ id }) => id);
    await propose(teacher, request.id, one);
    const [{ holdId }] = await world.dataSource.query<[{ holdId: string }]>(
      'SELECT id AS "holdId" FROM hold WHERE slot_id = $1',
      [one],
    );
    const transactions = world.app.get(Transactions);
    let confirmed: Promise<unknown> | undefined;

    // Taking a slot locks the offer against a withdrawal; confirming has the request, which taking wants next.
    await transactions.run(system, async (tx) => {
      expect(await takeCapacity(tx, other, 1)).toBe(true);
      confirmed = transactions.run(system, (second) => confirmHold(second, holdId));
      await doneOrWaiting(confirmed);
      expect(await takeSessions(tx, request.id, 1)).toBe(true);
    });

    expect(await confirmed).toMatchObject({ status: 'confirmed', slotId: one });
  });
});

/** Resolves once some work is done or its transaction waits for another one. */
async function doneOrWaiting(work: Promise<unknown>): Promise<void> {
  let done = false;
  work.then(
    () => (done = true),
    () => (done = true),
  );
  const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while (!done && (await world.dataSource.query<object[]>(waits)).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

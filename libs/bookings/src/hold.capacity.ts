import { closeSlot, giveCapacityBack, SETTLE_OFFER, takeCapacity } from '#offers';
import type { Tx } from '#platform';
import { fillSessions, giveSessionsBack, reopenSessions, takeSessions } from '#requests';
import { Booking } from './booking.entity.js';
import { BookingStatus } from './booking.graphql.js';
import { Hold } from './hold.entity.js';

/**
 * Why units cannot be held; `already_held`: for this request, by this slot or by another of the same person; `time_taken`:
 * the person has promised an hour of that time.
 */
export type HoldRefusal = 'capacity_exhausted' | 'request_filled' | 'already_held' | 'time_taken';

/** What to hold, for whom and until when. */
export interface NewHold {
  readonly slotId: string;
  readonly requestId: string;
  /** Sessions of an encounter, places of a placement; at least 1. */
  readonly units: number;
  readonly holdUntil: Date;
  /** The time agreed on, where the slot is by arrangement; absent where it has a time of its own. */
  readonly agreed?: { readonly startsAt: Date; readonly endsAt: Date } | undefined;
}

// Whoever changes a hold locks its slot first, then the request, then the hold. Without one order for all, a hold being
// released and the same pair being held again wait for each other. Whether the offer is fulfilled is settled by a job,
// in a transaction that holds none of these: see `SETTLE_OFFER`.

/**
 * Holds units of a slot for a request: takes them from both, by conditional updates, so that nothing is sold twice.
 *
 * The slot comes first, as it is what a crowd races for: a loser learns of it from one statement that wrote nothing.
 * Everything after the savepoint is undone before a later refusal is returned, since a returned problem commits.
 * @returns the hold, or why not; after a refusal nothing is written
 */
export async function takeHold(tx: Tx, wanted: NewHold): Promise<Hold | HoldRefusal> {
  await tx.query('SAVEPOINT before_hold');
  const taken = await take(tx, wanted);
  if (typeof taken === 'string') await tx.query('ROLLBACK TO SAVEPOINT before_hold');
  await tx.query('RELEASE SAVEPOINT before_hold');
  if (typeof taken === 'string') return taken;

  const { slotId, requestId, units } = taken;
  await tx.record(taken, 'held', { after: { slotId, requestId, units } });
  return taken;
}

async function take(tx: Tx, wanted: NewHold): Promise<Hold | HoldRefusal> {
  const { slotId, requestId, units, holdUntil, agreed } = wanted;
  if (!(await takeCapacity(tx, slotId, units))) return 'capacity_exhausted';
  if (!(await takeSessions(tx, requestId, units))) return 'request_filled';
  const [startsAt, endsAt] = [agreed?.startsAt ?? null, agreed?.endsAt ?? null];
  const hold = tx.manager.create(Hold, {
    id: tx.newId('hold'),
    ...{ slotId, requestId, units, startsAt, endsAt, holdUntil },
    status: 'held',
    createdAt: tx.now,
  });
  const inserted = await tx.query<{ id: string }>(
    `INSERT INTO hold (id, slot_id, request_id, person_id, units, hold_until, status, created_at, starts_at, ends_at)
     SELECT $1, slot.id, $3, offer.person_id, $4, $5, 'held', $6, $7, $8
     FROM slot JOIN offer ON offer.id = slot.offer_id WHERE slot.id = $2
     ON CONFLICT DO NOTHING RETURNING id`,
    [hold.id, slotId, requestId, units, holdUntil, tx.now, startsAt, endsAt],
  );
  if (inserted.length === 1) return hold;
  return agreed && (await isPromised(tx, slotId, agreed)) ? 'time_taken' : 'already_held';
}

/** Whether the person of a slot has promised an hour of a time, within some slot by arrangement. */
async function isPromised(
  tx: Tx,
  slotId: string,
  { startsAt, endsAt }: NonNullable<NewHold['agreed']>,
): Promise<boolean> {
  const [row] = await tx.query<{ promised: boolean }>(
    `SELECT EXISTS (SELECT FROM hold JOIN offer ON offer.person_id = hold.person_id JOIN slot ON slot.offer_id = offer.id
       WHERE slot.id = $1 AND hold.status <> 'released'
         AND tstzrange(hold.starts_at, hold.ends_at) && tstzrange($2, $3)) AS promised`,
    [slotId, startsAt, endsAt],
  );
  return row?.promised ?? false;
}

/**
 * Lets a hold go, whether or not its time has come, and gives its units back to slot and request, once.
 * @returns whether it was held until now; false where it is booked, was released before, or does not exist
 */
export async function releaseHold(tx: Tx, holdId: string): Promise<boolean> {
  await lockSidesOf(tx, holdId);
  const [hold] = await tx.query<Pick<Hold, 'slotId' | 'requestId' | 'units'>>(
    `WITH released AS (
       UPDATE hold SET status = 'released' WHERE id = $1 AND status = 'held' RETURNING slot_id, request_id, units
     ) SELECT slot_id AS "slotId", request_id AS "requestId", units FROM released`,
    [holdId],
  );
  if (!hold) return false;
  await giveCapacityBack(tx, hold.slotId, hold.units);
  await giveSessionsBack(tx, hold.requestId, hold.units);
  await tx.record({ id: holdId }, 'released', { after: { units: hold.units } });
  return true;
}

/**
 * Makes a booking of a hold that still runs; the sessions it took of the request are filled.
 * @returns the booking, or undefined where the hold is over, released or booked already; then nothing is written
 */
export async function confirmHold(tx: Tx, holdId: string): Promise<Booking | undefined> {
  await lockSidesOf(tx, holdId);
  const [booked] = await tx.query<Booked>(
    `WITH booked AS (
       UPDATE hold SET status = 'booked' WHERE id = $1 AND status = 'held' AND hold_until >= $2
       RETURNING id, slot_id, request_id, units, starts_at, ends_at
     )
     SELECT booked.id AS "holdId", booked.slot_id AS "slotId", booked.request_id AS "requestId", booked.units,
       offer.id AS "offerId", request.school_id AS "schoolId", offer.employer_id AS "employerId", offer.person_id AS "personId",
       offer.activity_type AS "activityType", coalesce(booked.starts_at, slot.starts_at) AS "startsAt",
       coalesce(booked.ends_at, slot.ends_at) AS "endsAt"
     FROM booked JOIN slot ON slot.id = booked.slot_id JOIN offer ON offer.id = slot.offer_id
       JOIN request ON request.id = booked.request_id`,
    [holdId, tx.now],
  );
  if (!booked) return undefined;
  const { offerId, ...of } = booked;
  await fillSessions(tx, of.requestId, of.units);
  const begun = { status: BookingStatus.CONFIRMED, reason: null, version: 1, createdAt: tx.now };
  const booking = tx.manager.create(Booking, { ...of, ...begun, id: tx.newId('booking') });
  await tx.insert(Booking, booking);
  const { slotId, requestId, units } = booking;
  await tx.record({ id: holdId }, 'booked', { after: { units } });
  await tx.record(booking, 'confirmed', { after: { slotId, requestId, units } });
  await tx.queue(SETTLE_OFFER, { id: offerId });
  return booking;
}

type Booked = Omit<Booking, 'id' | 'status' | 'reason' | 'version' | 'createdAt'> & { offerId: string };

/**
 * Gives the units of a booking that comes to nothing back to its request, and to its slot where somebody could use them
 * and lets its hold go, so that the pair may be held again. The booking is locked and was confirmed: a hold that is not booked is a bug, and nothing is written.
 */
export async function releaseBooked(
  tx: Tx,
  { holdId, slotId, requestId, units }: Pick<Booking, 'holdId' | 'slotId' | 'requestId' | 'units'>,
  slotIsFree: boolean,
): Promise<void> {
  await lockSidesOf(tx, holdId);
  const [released] = await tx.query<{ offerId: string }>(
    `WITH released AS (
       UPDATE hold SET status = 'released' WHERE id = $1 AND status = 'booked' RETURNING slot_id
     ) SELECT slot.offer_id AS "offerId" FROM released JOIN slot ON slot.id = released.slot_id`,
    [holdId],
  );
  if (!released) throw new Error(`${holdId} of a confirmed booking was expected to be booked, and is not`);
  await (slotIsFree ? giveCapacityBack(tx, slotId, units) : closeSlot(tx, slotId));
  await reopenSessions(tx, requestId, units);
  await tx.record({ id: holdId }, 'released', { after: { units } });
  await tx.queue(SETTLE_OFFER, { id: released.offerId });
}

/**
 * Takes the units of a booking from its request again, which a no-show had given back, now that the session took place
 * after all. A request that has found somebody else meanwhile, or looks for nobody any more, stays as it is.
 */
export async function retakeSessions(
  tx: Tx,
  { requestId, units }: Pick<Booking, 'requestId' | 'units'>,
): Promise<void> {
  if (await takeSessions(tx, requestId, units)) await fillSessions(tx, requestId, units);
}

/** Locks the slot of a hold and then its request, in the order of everybody who changes holds. */
export async function lockSidesOf(tx: Tx, holdId: string): Promise<void> {
  await tx.query(
    `SELECT slot.id FROM slot JOIN hold ON hold.slot_id = slot.id WHERE hold.id = $1 FOR NO KEY UPDATE OF slot`,
    [holdId],
  );
  await tx.query(
    `SELECT request.id FROM request JOIN hold ON hold.request_id = request.id WHERE hold.id = $1
     FOR NO KEY UPDATE OF request`,
    [holdId],
  );
}

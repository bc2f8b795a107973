import type { Tx } from '#platform';
import { Request } from './request.entity.js';
import { RequestStatus } from './request.graphql.js';
import { listPlaces } from './request.places.js';
import { mayBecome, seeking } from './request.rules.js';

// What is wanted is remaining, held or booked: taking moves units from remaining to held, giving back the other way,
// filling from held to booked, reopening from booked to remaining. Units are sessions or places. The statuses from which
// a request may come into another are those of `mayBecome`, handed to the SQL.

/** Locks a request until the transaction ends, whoever may see it; null where it is absent. */
export function lockRequest(tx: Tx, id: string): Promise<Request | null> {
  return tx.manager.findOne(Request, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

/**
 * Takes units of a request, if it still looks for somebody, its school is open, its last day is not over and so many
 * remain. One
 * conditional statement: whoever comes second finds the row as the first left it, so nothing is promised twice.
 * @returns whether they were taken
 */
export async function takeSessions(tx: Tx, requestId: string, units: number): Promise<boolean> {
  const taken = await tx.query(
    `WITH taken AS (
       UPDATE request SET remaining = remaining - $2
       WHERE id = $1 AND status = ANY($4) AND last_day >= $3 AND remaining >= $2
         AND EXISTS (SELECT FROM school WHERE school.id = request.school_id AND school.open)
       RETURNING id
     ) SELECT id FROM taken`,
    [requestId, units, tx.today, seeking],
  );
  return taken.length === 1;
}

/** Gives units back that were taken and are not needed. */
export async function giveSessionsBack(tx: Tx, requestId: string, units: number): Promise<void> {
  await tx.query('UPDATE request SET remaining = remaining + $2 WHERE id = $1', [requestId, units]);
}

/**
 * Turns units that were taken into booked ones. The request is matched once all it wants is booked, and leaves the
 * list. One that was withdrawn or expired meanwhile stays so, and the booking counts.
 */
export async function fillSessions(tx: Tx, requestId: string, units: number): Promise<void> {
  const changed = await tx.query<Counted>(
    `WITH filled AS (
       UPDATE request SET booked = booked + $2, version = version + 1,
         status = CASE WHEN booked + $2 = wanted AND status = ANY($3) THEN 'matched'
                       WHEN booked + $2 < wanted AND status = ANY($4) THEN 'part_matched' ELSE status END
       WHERE id = $1 RETURNING id, status, version, booked
     ) SELECT id, status, version, booked FROM filled`,
    [requestId, units, mayBecome[RequestStatus.MATCHED], mayBecome[RequestStatus.PART_MATCHED]],
  );
  for (const { id, ...after } of changed) {
    if (after.status === RequestStatus.MATCHED) await listPlaces(tx, [id]);
    await tx.record({ id }, 'sessions_filled', { after });
  }
}

/** Turns booked units into wanted ones again: their booking was cancelled. A matched request returns to the list. */
export async function reopenSessions(tx: Tx, requestId: string, units: number): Promise<void> {
  const changed = await tx.query<Counted>(
    `WITH reopened AS (
       UPDATE request SET booked = booked - $2, remaining = remaining + $2, version = version + 1,
         status = CASE WHEN booked = $2 AND status = ANY($3) THEN 'open'
                       WHEN booked > $2 AND status = ANY($4) THEN 'part_matched' ELSE status END
       WHERE id = $1 RETURNING id, status, version, booked
     ) SELECT id, status, version, booked FROM reopened`,
    [requestId, units, mayBecome[RequestStatus.OPEN], mayBecome[RequestStatus.PART_MATCHED]],
  );
  for (const { id, ...after } of changed) {
    await listPlaces(tx, [id]);
    await tx.record({ id }, 'sessions_reopened', { after });
  }
}

/** A request after its bookings changed. */
interface Counted {
  id: string;
  status: RequestStatus;
  version: number;
  booked: number;
}

/**
 * Takes units of many requests in one statement, on the same conditions as `takeSessions`. The requests are locked by
 * whoever calls, who has seen that so many remain.
 * @param wanted units by request
 * @returns how many of the requests had so many
 */
export async function takeSessionsOfMany(tx: Tx, wanted: ReadonlyMap<string, number>): Promise<number> {
  const taken = await tx.query(
    `WITH taken AS (
       UPDATE request SET remaining = remaining - wanted.units
       FROM unnest($1::text[], $2::integer[]) AS wanted(request_id, units), school
       WHERE request.id = wanted.request_id AND school.id = request.school_id AND school.open
         AND request.status = ANY($4) AND request.last_day >= $3 AND request.remaining >= wanted.units
       RETURNING request.id
     ) SELECT id FROM taken`,
    [[...wanted.keys()], [...wanted.values()], tx.today, seeking],
  );
  return taken.length;
}

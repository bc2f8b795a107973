import { takeCapacities } from '#offers';
import type { Tx } from '#platform';
import { takeSessionsOfMany } from '#requests';
import type { HoldRefusal, NewHold } from './hold.capacity.js';
import { Hold } from './hold.entity.js';

/**
 * Locks slots and requests of which much is to be held at once, in the order of everybody who changes holds: the offers
 * against a withdrawal, then the slots, then the requests, each by their ids, so that no two wait for each other.
 */
export async function lockForHolds(
  tx: Tx,
  slotIds: readonly string[],
  requestIds: readonly string[],
): Promise<void> {
  await tx.query(
    `SELECT id FROM offer WHERE id IN (SELECT offer_id FROM slot WHERE id = ANY($1)) ORDER BY id FOR SHARE`,
    [slotIds],
  );
  await tx.query(`SELECT id FROM slot WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, [slotIds]);
  await tx.query(`SELECT id FROM request WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, [requestIds]);
}

/**
 * Holds units of many slots for many requests, in a few statements. The slots and requests are locked by `lockForHolds`, and
 * have been seen to have so much left: throws where they have not, and nothing of the transaction is written then.
 * @returns for each that is wanted the hold, or why it was refused though there was room
 */
export async function takeHolds(tx: Tx, wanted: readonly NewHold[]): Promise<(Hold | HoldRefusal)[]> {
  const holds = wanted.map(({ slotId, requestId, units, holdUntil, agreed }) =>
    tx.manager.create(Hold, {
      id: tx.newId('hold'),
      ...{ slotId, requestId, units, holdUntil, status: 'held', createdAt: tx.now },
      ...{ startsAt: agreed?.startsAt ?? null, endsAt: agreed?.endsAt ?? null },
    }),
  );
  const inserted = new Set(await insert(tx, holds));
  const held = holds.filter(({ id }) => inserted.has(id));
  const [slots, requests] = [unitsBy(held, 'slotId'), unitsBy(held, 'requestId')];
  const taken = [await takeCapacities(tx, slots), await takeSessionsOfMany(tx, requests)];
  if (taken[0] !== slots.size || taken[1] !== requests.size)
    throw new Error(
      `Of ${slots.size} slots and ${requests.size} requests ${taken.join(' and ')} had what was to be held of them`,
    );
  await tx.recordAll(
    held.map(({ id, slotId, requestId, units }) => ({ id, after: { slotId, requestId, units } })),
    'held',
  );
  // Of one by arrangement its person's time is what is fought for; the pair itself was seen to be free.
  return holds.map((hold, index) => {
    if (inserted.has(hold.id)) return hold;
    return wanted[index]?.agreed ? 'time_taken' : 'already_held';
  });
}

/** Inserts what nothing stands against, and answers with its ids. */
async function insert(tx: Tx, holds: readonly Hold[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO hold (id, slot_id, request_id, person_id, units, hold_until, status, created_at, starts_at, ends_at)
     SELECT given.id, slot.id, given."requestId", offer.person_id, given.units, given."holdUntil", 'held', $2,
       given."startsAt", given."endsAt"
     FROM json_to_recordset($1::json) AS given(id text, "slotId" text, "requestId" text, units integer,
       "holdUntil" timestamptz, "startsAt" timestamptz, "endsAt" timestamptz)
     JOIN slot ON slot.id = given."slotId" JOIN offer ON offer.id = slot.offer_id
     ON CONFLICT DO NOTHING RETURNING id`,
    [JSON.stringify(holds), tx.now],
  );
  return rows.map(({ id }) => id);
}

function unitsBy(holds: readonly Hold[], side: 'slotId' | 'requestId'): Map<string, number> {
  const units = new Map<string, number>();
  for (const hold of holds) units.set(hold[side], (units.get(hold[side]) ?? 0) + hold.units);
  return units;
}

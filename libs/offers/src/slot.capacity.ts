import type { Tx } from '#platform';

/**
 * Takes units (sessions or places) of a slot, if its offer is published, it is not too late to book it and so many remain. One
 * conditional statement: whoever comes second finds the row as the first left it, so nothing is ever sold twice. The
 * offer is locked against a withdrawal until this transaction ends: one that comes first leaves nothing to take, one
 * that comes second finds the proposal that this transaction makes.
 * @returns whether they were taken
 */
export async function takeCapacity(tx: Tx, slotId: string, units: number): Promise<boolean> {
  const taken = await tx.query(
    `WITH published AS (
       SELECT offer.id FROM offer JOIN slot ON slot.offer_id = offer.id
       WHERE slot.id = $1 AND offer.status = 'published' FOR SHARE OF offer
     ), taken AS (
       UPDATE slot SET remaining = remaining - $2
       FROM published
       WHERE slot.id = $1 AND slot.offer_id = published.id AND slot.bookable_until > $3 AND slot.remaining >= $2
       RETURNING slot.id
     )
     SELECT id FROM taken`,
    [slotId, units, tx.now],
  );
  return taken.length === 1;
}

/** Leaves nothing of a slot to take, for good: what its visitor cannot do for one school they cannot do for the next. */
export async function closeSlot(tx: Tx, slotId: string): Promise<void> {
  await tx.query('UPDATE slot SET remaining = 0, closed = true WHERE id = $1', [slotId]);
}

/** Gives units back that were taken and are not needed; nobody can use those of a slot that is closed. */
export async function giveCapacityBack(tx: Tx, slotId: string, units: number): Promise<void> {
  await tx.query(`UPDATE slot SET remaining = remaining + $2 WHERE id = $1 AND NOT closed`, [slotId, units]);
}

/**
 * Takes units of many slots in one statement, on the same conditions as `takeCapacity`. Their offers and slots are locked
 * by whoever calls, who has seen that so much is left.
 * @param wanted units by slot
 * @returns how many of the slots had so much
 */
export async function takeCapacities(tx: Tx, wanted: ReadonlyMap<string, number>): Promise<number> {
  const taken = await tx.query(
    `WITH taken AS (
       UPDATE slot SET remaining = remaining - wanted.units
       FROM unnest($1::text[], $2::integer[]) AS wanted(slot_id, units), offer
       WHERE slot.id = wanted.slot_id AND offer.id = slot.offer_id AND offer.status = 'published'
         AND slot.bookable_until > $3 AND slot.remaining >= wanted.units
       RETURNING slot.id
     )
     SELECT id FROM taken`,
    [[...wanted.keys()], [...wanted.values()], tx.now],
  );
  return taken.length;
}

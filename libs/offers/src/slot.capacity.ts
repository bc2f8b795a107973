import type { Tx } from '#platform';

/**
 * Takes units (sessions or places) of a slot, if its offer is published, it has not begun and so many remain. One
 * conditional statement: whoever comes second finds the row as the first left it, so nothing is ever sold twice.
 * @returns whether they were taken
 */
export async function takeCapacity(tx: Tx, slotId: string, units: number): Promise<boolean> {
  const taken = await tx.query(
    `WITH taken AS (
       UPDATE slot SET remaining = remaining - $2
       FROM offer
       WHERE slot.id = $1 AND offer.id = slot.offer_id AND offer.status = 'published'
         AND slot.starts_at > $3 AND slot.remaining >= $2
       RETURNING slot.id)
     SELECT id FROM taken`,
    [slotId, units, tx.now],
  );
  return taken.length === 1;
}

/** Gives units back that were taken and are not needed. */
export async function giveCapacityBack(tx: Tx, slotId: string, units: number): Promise<void> {
  await tx.query(`UPDATE slot SET remaining = remaining + $2 WHERE id = $1`, [slotId, units]);
}

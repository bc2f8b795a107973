import type { EntityManager } from 'typeorm';
import type { SlotPrice, SlotPrices } from '#matching';
import { instantOf, type Tx } from '#platform';
import { addDays } from '#statutes';
import type { Clearing } from './clearing.entity.js';

const PRICES = `SELECT slot_id AS "slotId", points, given_to AS "givenTo" FROM slot_price`;

type PriceRow = SlotPrice & { readonly slotId: string };

/** The prices of slots by the last clearing that covered each. @param slotIds of all slots where absent */
export async function readPrices(manager: EntityManager, slotIds?: readonly string[]): Promise<SlotPrices> {
  const rows = slotIds
    ? await manager.query<PriceRow[]>(`${PRICES} WHERE slot_id = ANY($1)`, [slotIds])
    : await manager.query<PriceRow[]>(PRICES);
  return new Map(rows.map(({ slotId, ...price }) => [slotId, price]));
}

// A slot that suits none of the requests any more was not read, and is asked for by nobody where those were all: those of
// England, or of the area that its price is of.
const FORGET = `
  DELETE FROM slot_price USING slot, clearing before
  WHERE slot.id = slot_price.slot_id AND before.id = slot_price.clearing_id
    AND (slot.id = ANY($1)
      OR ($2::text IS NULL OR before.area_code = $2) AND slot.starts_at < $4 AND slot.ends_at > $3)`;

// A slot that has gone meanwhile has no price.
const REMEMBER = `
  INSERT INTO slot_price (slot_id, clearing_id, points, given_to)
  SELECT slot.id, $1, given.points, given."givenTo"
  FROM json_to_recordset($2::json) AS given("slotId" text, points integer, "givenTo" text[])
  JOIN slot ON slot.id = given."slotId"`;

/** Puts the prices of a clearing in place of those that were known of its slots. @param prices of all slots that it covered */
export async function storePrices(
  tx: Tx,
  { id, areaCode, firstDay, lastDay }: Clearing,
  prices: SlotPrices,
): Promise<void> {
  // Areas have slots in common: of two clearings that end at once, one comes after the other.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('slot_price'))`);
  const [from, until] = [instantOf(firstDay, '00:00'), instantOf(addDays(lastDay, 1), '00:00')];
  await tx.query(FORGET, [[...prices.keys()], areaCode, from, until]);
  const priced = [...prices]
    .map(([slotId, price]) => ({ slotId, ...price }))
    .filter(({ points }) => points > 0);
  await tx.query(REMEMBER, [id, JSON.stringify(priced)]);
}

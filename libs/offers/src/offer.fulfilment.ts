import { MoreThan } from 'typeorm';
import type { Tx } from '#platform';
import { Offer } from './offer.entity.js';
import { become } from './offer.places.js';
import { statusAsBooked } from './offer.rules.js';
import { Slot } from './slot.entity.js';

/**
 * The job that settles whether an offer is fulfilled; its payload is the offer's `id`. Queued in the transaction that
 * confirms or cancels a booking, and run in one of its own, which locks the offer alone.
 *
 * Settled in the first transaction, it would wait in a circle: whoever proposes or confirms a slot shares a lock of the
 * offer against its being withdrawn, and two who do so at once would each wait for the other to let go of it.
 */
export const SETTLE_OFFER = 'settle_offer';

/**
 * Makes a published offer fulfilled once nothing of its slots to come is free or may become so, and a fulfilled one
 * published again once something is. May be called again: it then finds nothing to do.
 * @param someoneWaits asked once the offer is locked: whether units of its slots to come are held without being booked
 */
export async function settleFulfilment(
  tx: Tx,
  offerId: string,
  someoneWaits: () => Promise<boolean>,
): Promise<void> {
  const where = { id: offerId };
  const offer = await tx.manager.findOne(Offer, { where, lock: { mode: 'pessimistic_write' } });
  if (!offer) return;
  const slotsToCome = await tx.manager.findBy(Slot, {
    ...{ offerId, calledOff: false },
    bookableUntil: MoreThan(tx.now),
  });
  const status = statusAsBooked(offer.status, slotsToCome, await someoneWaits());
  if (status !== offer.status) await become(tx, offer, status);
}

import type { MarketOffer, MarketSlot } from '#matching';
import { matchOffer, type OfferRow } from './match.rows.js';

/** Before all slots: whether one has begun is asked when it is looked for. */
const BEFORE_ALL = new Date(0);

/** Offers with their slots, as a market takes them. @param rows those of one offer together */
export function marketOffers(rows: readonly OfferRow[]): MarketOffer[] {
  const found: (MarketOffer & { slots: MarketSlot[] })[] = [];
  for (const row of rows) {
    const { slotId, slot, ...offer } = matchOffer(row, BEFORE_ALL);
    const bookableUntil = row.bookable_until.getTime();
    const last = found.at(-1);
    if (last?.offerId === offer.offerId) last.slots.push({ slotId, slot, bookableUntil });
    else found.push({ ...offer, slots: [{ slotId, slot, bookableUntil }] });
  }
  return found;
}

import { pointOf, type Tx } from '#platform';
import { SECTOR_LETTERS } from '#statutes';
import type { Offer } from './offer.entity.js';
import { OfferStatus } from './offer.graphql.js';
import { listWords } from './search-words.js';

/** Brings a locked offer to a status: written, on the list or off it, and remembered. Returns the offer. */
export async function become(tx: Tx, offer: Offer, status: OfferStatus): Promise<Offer> {
  const before = { status: offer.status };
  offer.status = status;
  offer.version += 1;
  await tx.save(offer);
  await listPlaces(tx, offer);
  await tx.record(offer, status, { before, after: { status, version: offer.version } });
  return offer;
}

/** Keeps the search tables true: a row for each sector of a published offer, "any" being all of them, and one for none. */
export async function listPlaces(tx: Tx, offer: Offer): Promise<void> {
  await tx.query('DELETE FROM offer_place WHERE offer_id = $1', [offer.id]);
  await tx.query('DELETE FROM offer_listing WHERE offer_id = $1', [offer.id]);
  if (offer.status !== OfferStatus.PUBLISHED) return;
  // A profile that is being withdrawn is waited for, or its story would stay with what is listed here.
  await tx.query('SELECT FROM job_profile WHERE id = $1 FOR SHARE', [offer.jobProfileId]);
  await listWords(tx.manager, [offer.id]);
  const sectors = ['*', ...(offer.sectors.length > 0 ? new Set(offer.sectors) : SECTOR_LETTERS)];
  await tx.query(
    `INSERT INTO offer_place (sector, offer_id, place, activity_type, year_from, year_to, mode, travel_m, district)
     SELECT sector, $2, $3::point, $4, $5, $6, $7, $8, district
     FROM unnest($1::text[]) AS sector, district_at($3::point) AS district`,
    [
      sectors,
      offer.id,
      pointOf(offer.place),
      offer.activityType,
      offer.yearFrom,
      offer.yearTo,
      offer.mode,
      offer.travelKm * 1000,
    ],
  );
}

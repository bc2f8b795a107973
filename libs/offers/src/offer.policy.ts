import type { Viewer } from '#members';
import { Forbidden } from '#platform';
import type { Offer } from './offer.entity.js';
import { OfferStatus } from './offer.graphql.js';

/** Everybody sees what is published; the rest is seen by those who act for its employer. */
export function maySee(viewer: Viewer | undefined, offer: Offer): boolean {
  return offer.status === OfferStatus.PUBLISHED || (viewer?.actsForEmployer(offer.employerId) ?? false);
}

/** Throws FORBIDDEN unless the viewer acts for the employer. */
export function requireActsFor(viewer: Viewer, employerId: string): void {
  if (!viewer.actsForEmployer(employerId)) {
    throw new Forbidden(
      'You do not act for this employer. Ask to join it with joinEmployer; its admin approves.',
    );
  }
}

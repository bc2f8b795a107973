import type { Viewer } from '#members';
import { Forbidden } from '#platform';
import type { Offer } from './offer.entity.js';
import { OfferStatus } from './offer.graphql.js';

/** Everybody sees what is published; the rest is seen by those who act for its employer. */
export function maySee(viewer: Viewer | undefined, offer: Offer): boolean {
  return offer.status === OfferStatus.PUBLISHED || (viewer?.actsForEmployer(offer.employerId) ?? false);
}

/** The same as SQL over a table or alias `offer`, with the employers the viewer acts for as its parameter. */
export function visibleTo(viewer: Viewer | undefined): {
  sql: (parameter: string) => string;
  value: string[];
} {
  return {
    sql: (parameter) => `(offer.status = 'published' OR offer.employer_id = ANY(${parameter}))`,
    value: viewer?.employerIds ?? [],
  };
}

/** Throws FORBIDDEN unless the viewer acts for the employer. */
export function requireActsFor(viewer: Viewer, employerId: string): void {
  if (!viewer.actsForEmployer(employerId)) {
    throw new Forbidden(
      'You do not act for this employer. Ask to join it with joinEmployer; its admin approves.',
    );
  }
}

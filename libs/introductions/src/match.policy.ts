import type { Viewer } from '#members';
import { OfferStatus } from '#offers';
import { RequestStatus } from '#requests';
import type { Statuses } from './match.search.js';

/** A school sees how offers suit its own requests; a request's need is its school's own business. */
export function maySeeMatchesOf(viewer: Viewer | undefined, request: { schoolId: string }): boolean {
  return viewer?.actsForSchool(request.schoolId) ?? false;
}

/** An offerer sees which requests suit their own offers. */
export function maySeeMatchesFor(viewer: Viewer | undefined, offer: { employerId: string }): boolean {
  return viewer?.actsForEmployer(offer.employerId) ?? false;
}

/**
 * What of a pair the viewer may know: one's own side always, the other side once it is on the market. Whoever acts for
 * neither side has no business with the pair.
 */
export function sidesSeen(
  viewer: Viewer,
  { schoolId, employerId, offer, request }: Statuses,
): { offer: boolean; request: boolean; party: boolean } {
  const school = viewer.actsForSchool(schoolId);
  const employer = viewer.actsForEmployer(employerId);
  const asking = request === RequestStatus.OPEN || request === RequestStatus.PART_MATCHED;
  return {
    // A fulfilled offer was on the market a moment ago: whoever comes late is told that nothing is left.
    offer: employer || offer === OfferStatus.PUBLISHED || offer === OfferStatus.FULFILLED,
    request: school || asking,
    party: school || employer,
  };
}

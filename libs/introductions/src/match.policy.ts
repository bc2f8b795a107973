import type { Viewer } from '#members';
import type { MatchOffer, MatchRequest } from '#matching';

/** A school sees how offers suit its own requests; a request's need is its school's own business. */
export function maySeeMatchesOf(viewer: Viewer | undefined, request: { schoolId: string }): boolean {
  return viewer?.actsForSchool(request.schoolId) ?? false;
}

/** An offerer sees which requests suit their own offers. */
export function maySeeMatchesFor(viewer: Viewer | undefined, offer: { employerId: string }): boolean {
  return viewer?.actsForEmployer(offer.employerId) ?? false;
}

/** Why a pair does not fit is told to whoever acts for one of the two. */
export function isParty(viewer: Viewer, offer: MatchOffer, request: MatchRequest): boolean {
  return (
    viewer.actsForSchool(request.schoolId) ||
    (offer.employerId !== null && viewer.actsForEmployer(offer.employerId))
  );
}

import { Forbidden } from '#platform';
import type { Membership } from './membership.entity.js';
import { MembershipStatus } from './membership.graphql.js';
import { isAdmin, joinedByDomain } from './membership.rules.js';
import type { Organisation } from './organisation.js';
import type { Viewer } from './viewer.js';

/**
 * A membership is seen by its person and by whoever decides about it: an admin of the organisation, or an operator
 * while it waits to be the first admin's, as an operator knows how to find out that the person is who they say, and of
 * those who joined by an e-mail domain where nobody else could look after them. Once there is an admin, operators keep
 * out.
 */
export function maySee(viewer: Viewer, membership: Membership, hasAdmin: boolean): boolean {
  if (membership.personId === viewer.actorId || viewer.isAdminOf(membership)) return true;
  if (!viewer.isOperator || hasAdmin) return false;
  return (
    joinedByDomain(membership) ||
    (membership.status === MembershipStatus.REQUESTED && isAdmin(membership.role))
  );
}

/** Who acts for an organisation is shown to its admins. */
export function maySeeMembers(viewer: Viewer | undefined, of: Organisation): boolean {
  return viewer?.isAdminOf(of) ?? false;
}

/** Throws FORBIDDEN unless it is one's own membership, of an organisation that one is an admin of, or an operator's to see. */
export function requireMayEnd(viewer: Viewer, membership: Membership): void {
  if (membership.personId === viewer.actorId || viewer.isAdminOf(membership)) return;
  if (viewer.isOperator && joinedByDomain(membership)) return;
  throw new Forbidden(
    'A membership is ended by its person or by an admin of the school, employer or broker.',
  );
}

/** Throws FORBIDDEN for one's own membership. Everybody else who sees it decides about it. */
export function requireMayDecide(viewer: Viewer, { personId }: Membership): void {
  if (personId !== viewer.actorId) return;
  throw new Forbidden(
    'Nobody decides about themselves. An admin of the school, employer or broker does; about its first admin, an operator.',
  );
}

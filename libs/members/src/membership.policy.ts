import { Forbidden } from '#platform';
import type { Membership } from './membership.entity.js';
import { MembershipStatus, Role } from './membership.graphql.js';
import type { Viewer } from './viewer.js';

const admins: readonly Role[] = [Role.SCHOOL_ADMIN, Role.EMPLOYER_ADMIN];

/**
 * A membership is seen by its person and by whoever decides about it: an admin of the organisation, or an operator
 * while it waits to be the first admin's, as an operator knows how to find out that the person is who they say. Once
 * there is an admin, operators keep out.
 */
export function maySee(viewer: Viewer, membership: Membership, hasAdmin: boolean): boolean {
  if (membership.personId === viewer.personId || viewer.isAdminOf(membership)) return true;
  const waits = membership.status === MembershipStatus.REQUESTED && admins.includes(membership.role);
  return viewer.isOperator && waits && !hasAdmin;
}

/** Throws FORBIDDEN for one's own membership. Everybody else who sees it decides about it. */
export function requireMayDecide(viewer: Viewer, { personId }: Membership): void {
  if (personId !== viewer.personId) return;
  throw new Forbidden(
    'Nobody decides about themselves. An admin of the school or employer does; about its first admin, an operator.',
  );
}

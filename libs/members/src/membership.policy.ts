import { Forbidden } from '#platform';
import type { Membership } from './membership.entity.js';
import { Role } from './membership.graphql.js';
import type { Viewer } from './viewer.js';

const admins: readonly Role[] = [Role.SCHOOL_ADMIN, Role.EMPLOYER_ADMIN];

/**
 * An organisation's admin decides who else acts for it. Its first admin is approved by an operator, who knows how to
 * find out that the person is who they say; once there is one, operators keep out.
 */
export function requireMayDecide(viewer: Viewer, membership: Membership, hasAdmin: boolean): void {
  if (viewer.isAdminOf(membership)) return;
  if (viewer.isOperator && !hasAdmin && admins.includes(membership.role)) return;
  throw new Forbidden(
    hasAdmin
      ? 'An admin of the school or employer decides this.'
      : 'The first admin is approved by an operator; then that admin approves others.',
  );
}

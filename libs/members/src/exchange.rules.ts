import { WithoutMembership } from './exchange.graphql.js';
import type { Membership } from './membership.entity.js';
import { MembershipStatus } from './membership.graphql.js';
import { isAdmin } from './membership.rules.js';

const { REQUESTED, DECLINED, ENDED } = MembershipStatus;

/** Why a provider's word does not make somebody a member: somebody decided otherwise, or is to. */
export function whyNotGrant({
  status,
  role,
  returns,
}: Pick<Membership, 'status' | 'role' | 'returns'>): WithoutMembership | undefined {
  if (status === DECLINED || status === ENDED || returns) return WithoutMembership.DECLINED_OR_ENDED;
  return isAdmin(role) && status === REQUESTED ? WithoutMembership.ASKED_TO_BE_ADMIN : undefined;
}

import type { Membership } from './membership.entity.js';
import { AlreadyDecided, Decider, MembershipStatus, Role } from './membership.graphql.js';

const { REQUESTED, APPROVED, DECLINED, ENDED } = MembershipStatus;

/** From which statuses a membership may come into each. A declined one may still be approved: that undoes it. */
export const mayBecome: Readonly<Record<MembershipStatus, readonly MembershipStatus[]>> = {
  [REQUESTED]: [ENDED],
  [APPROVED]: [REQUESTED, DECLINED],
  [DECLINED]: [REQUESTED],
  [ENDED]: [REQUESTED, APPROVED],
};

/** Why a membership may not come into a status. */
export function whyNotBecome(from: MembershipStatus, to: MembershipStatus): AlreadyDecided | undefined {
  return mayBecome[to].includes(from) ? undefined : new AlreadyDecided(from);
}

/** Whether somebody joined at once by an e-mail domain, and nobody decided. */
export function joinedByDomain({ decidedBy }: Pick<Membership, 'decidedBy'>): boolean {
  return decidedBy?.startsWith('domain_') ?? false;
}

/** Whether a role decides who else may act. */
export function isAdmin(role: Role): boolean {
  const decides: Record<Role, boolean> = {
    [Role.SCHOOL_ADMIN]: true,
    [Role.TEACHER]: false,
    [Role.EMPLOYER_ADMIN]: true,
    [Role.VOLUNTEER]: false,
    [Role.BROKER_ADMIN]: true,
  };
  return decides[role];
}

/** Whose decision a membership waits for; null where it waits for none. @param hasAdmin whether there is an admin */
export function waitsFor(status: MembershipStatus, role: Role, hasAdmin: boolean): Decider | null {
  if (status !== REQUESTED) return null;
  if (hasAdmin) return Decider.ADMIN;
  return isAdmin(role) ? Decider.OPERATOR : Decider.FIRST_ADMIN;
}

/** A membership that has just been asked for, as far as nobody has decided about it. */
export function wish(
  now: Date,
): Pick<Membership, 'status' | 'requestedAt' | 'decidedAt' | 'decidedBy' | 'returns'> {
  return { status: REQUESTED, requestedAt: now, decidedAt: null, decidedBy: null, returns: false };
}

import { WithoutMembership } from './exchange.graphql.js';
import { whyNotGrant } from './exchange.rules.js';
import { MembershipStatus, Role } from './membership.graphql.js';

const { REQUESTED, DECLINED, ENDED } = MembershipStatus;

describe('a provider’s word that somebody works at a school', () => {
  it.each([
    [REQUESTED, Role.TEACHER, undefined],
    [REQUESTED, Role.SCHOOL_ADMIN, WithoutMembership.ASKED_TO_BE_ADMIN],
    [DECLINED, Role.TEACHER, WithoutMembership.DECLINED_OR_ENDED],
    [DECLINED, Role.SCHOOL_ADMIN, WithoutMembership.DECLINED_OR_ENDED],
    [ENDED, Role.TEACHER, WithoutMembership.DECLINED_OR_ENDED],
    [ENDED, Role.SCHOOL_ADMIN, WithoutMembership.DECLINED_OR_ENDED],
  ])('against a membership that is %s as %s: %s', (status, role, why) => {
    expect(whyNotGrant({ status, role, returns: false })).toBe(why);
  });
});

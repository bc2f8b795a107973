import { Decider, MembershipStatus, Role } from './membership.graphql.js';
import { waitsFor, whyNotBecome } from './membership.rules.js';

const { REQUESTED, APPROVED, DECLINED, ENDED } = MembershipStatus;

describe('a membership', () => {
  it.each([
    [REQUESTED, [APPROVED, DECLINED, ENDED]],
    [APPROVED, [ENDED]],
    [DECLINED, [APPROVED]],
    [ENDED, [REQUESTED]],
  ])('that is %s may become %j', (from, allowed) => {
    const all = Object.values(MembershipStatus);
    expect(all.filter((to) => whyNotBecome(from, to) === undefined).sort()).toEqual([...allowed].sort());
  });

  it.each([
    [Role.TEACHER, true, Decider.ADMIN],
    [Role.SCHOOL_ADMIN, true, Decider.ADMIN],
    [Role.SCHOOL_ADMIN, false, Decider.OPERATOR],
    [Role.EMPLOYER_ADMIN, false, Decider.OPERATOR],
    [Role.BROKER_ADMIN, false, Decider.OPERATOR],
    [Role.TEACHER, false, Decider.FIRST_ADMIN],
    [Role.VOLUNTEER, false, Decider.FIRST_ADMIN],
  ])('of a %s, with an admin: %j, waits for: %s', (role, hasAdmin, decider) => {
    expect(waitsFor(REQUESTED, role, hasAdmin)).toBe(decider);
    for (const status of [APPROVED, DECLINED, ENDED]) expect(waitsFor(status, role, hasAdmin)).toBeNull();
  });
});

import type { Tx } from '#platform';
import { School } from '#reference';
import { type Granted, WithoutMembership } from './exchange.graphql.js';
import { Membership } from './membership.entity.js';
import { MembershipStatus, Role } from './membership.graphql.js';
import { whyNotGrant } from './exchange.rules.js';
import { wish } from './membership.rules.js';
import { organisationOf } from './organisation.js';
import type { Person } from './person.entity.js';

/**
 * Makes a person a teacher of the school that a provider names: it knows where they work. What somebody has decided about
 * them here stands, and who asked to be an admin waits for a person's decision.
 */
export async function grantMembership(tx: Tx, person: Person, urn: number | null): Promise<Granted> {
  if (urn === null) return WithoutMembership.NO_SCHOOL;
  const school = await tx.manager.findOneBy(School, { urn });
  if (!school) return WithoutMembership.UNKNOWN_SCHOOL;
  if (!school.open) return WithoutMembership.CLOSED_SCHOOL;
  await insertWish(tx, person, school);
  const where = { personId: person.id, schoolId: school.id };
  const membership = await tx.manager.findOneOrFail(Membership, {
    where,
    lock: { mode: 'pessimistic_write' },
  });
  if (membership.status === MembershipStatus.APPROVED) return membership;
  const refused = whyNotGrant(membership);
  if (refused) return refused;

  const before = { status: membership.status };
  const status = MembershipStatus.APPROVED;
  await tx.save(Object.assign(membership, { status, decidedAt: tx.now, decidedBy: 'system' }));
  const after = { role: membership.role, status };
  await tx.record(membership, status, { reason: 'named_by_provider', before, after });
  return membership;
}

/** The unique index settles two at once, and one that there is. */
async function insertWish(tx: Tx, { id: personId }: Person, { id: schoolId }: School): Promise<void> {
  const who = { personId, role: Role.TEACHER, ...organisationOf({ schoolId }) };
  const membership = tx.manager.create(Membership, { ...who, id: tx.newId('membership'), ...wish(tx.now) });
  const insert = tx.manager.createQueryBuilder().insert().into(Membership).values(membership);
  await insert.orIgnore().execute();
}

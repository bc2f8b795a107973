import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { NotFound, Transactions, type Tx } from '#platform';
import { School } from '#reference';
import { Employer } from './employer.entity.js';
import { Membership } from './membership.entity.js';
import {
  AlreadyAsked,
  AlreadyDecided,
  DecideMemberSuccess,
  type DecideMemberResult,
  type JoinEmployerInput,
  JoinSuccess,
  type JoinResult,
  type JoinSchoolInput,
  MembershipStatus,
} from './membership.graphql.js';
import { maySee, requireMayDecide } from './membership.policy.js';
import type { Viewer } from './viewer.js';

/** Who may act for which school or employer. */
@Injectable()
export class Memberships {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
  ) {}

  /** All memberships of a person, the oldest first. */
  of(personId: string): Promise<Membership[]> {
    return this.manager.find(Membership, { where: { personId }, order: { id: 'ASC' } });
  }

  /** The membership, or null where it is absent or the viewer may not see it. */
  async find(viewer: Viewer | undefined, id: string): Promise<Membership | null> {
    const membership = viewer && (await this.manager.findOneBy(Membership, { id }));
    if (!membership) return null;
    return maySee(viewer, membership, await hasAdmin(this.manager, membership)) ? membership : null;
  }

  /** The memberships whose decision waits for this viewer, the oldest first, at most a hundred. */
  waitingFor(viewer: Viewer): Promise<Membership[]> {
    const adminOf = viewer.roles.filter(({ role }) => role.endsWith('_admin'));
    return this.manager
      .createQueryBuilder(Membership, 'membership')
      .where(`membership.status = 'requested'`)
      .andWhere(
        `(coalesce(membership.school_id, membership.employer_id) = ANY(:mine)
          OR :operator AND membership.role IN ('school_admin', 'employer_admin') AND NOT EXISTS (
            SELECT FROM membership other WHERE other.status = 'approved' AND other.role = membership.role
              AND coalesce(other.school_id, other.employer_id) = coalesce(membership.school_id, membership.employer_id)))`,
        {
          mine: adminOf.map(({ schoolId, employerId }) => schoolId ?? employerId),
          operator: viewer.isOperator,
        },
      )
      .orderBy('membership.id')
      .limit(100)
      .getMany();
  }

  joinSchool(viewer: Viewer, { urn, role }: JoinSchoolInput): Promise<typeof JoinResult> {
    return this.transactions.run(viewer, async (tx) => {
      const school = await tx.manager.findOneBy(School, { urn, open: true });
      if (!school) throw new NotFound('open school', urn);
      return ask(tx, { personId: viewer.personId, schoolId: school.id, employerId: null, role });
    });
  }

  joinEmployer(viewer: Viewer, { employerId, role }: JoinEmployerInput): Promise<typeof JoinResult> {
    return this.transactions.run(viewer, async (tx) => {
      if (!(await tx.manager.existsBy(Employer, { id: employerId })))
        throw new NotFound('employer', employerId);
      return ask(tx, { personId: viewer.personId, schoolId: null, employerId, role });
    });
  }

  /** Approves or declines a membership, for whoever decides about it. Unseen and absent look alike. */
  decide(
    viewer: Viewer,
    membershipId: string,
    decision: MembershipStatus,
  ): Promise<typeof DecideMemberResult> {
    return this.transactions.run(viewer, async (tx) => {
      const membership = await lockMembership(tx, membershipId);
      if (!membership || !maySee(viewer, membership, await hasAdmin(tx.manager, membership)))
        throw new NotFound('membership', membershipId);
      requireMayDecide(viewer, membership);
      if (membership.status !== MembershipStatus.REQUESTED) return new AlreadyDecided(membership.status);

      Object.assign(membership, { status: decision, decidedAt: tx.now, decidedBy: viewer.personId });
      await tx.save(membership);
      await tx.record(membership, decision, { after: { role: membership.role } });
      return new DecideMemberSuccess(membership);
    });
  }
}

/** Asks for a membership unless the person has asked before; the unique index settles two asking at once. */
async function ask(
  tx: Tx,
  wish: Pick<Membership, 'personId' | 'schoolId' | 'employerId' | 'role'>,
): Promise<typeof JoinResult> {
  const membership = tx.manager.create(Membership, {
    ...wish,
    id: tx.newId('membership'),
    status: MembershipStatus.REQUESTED,
    requestedAt: tx.now,
    decidedAt: null,
    decidedBy: null,
  });
  const inserted = await tx.manager
    .createQueryBuilder()
    .insert()
    .into(Membership)
    .values(membership)
    .orIgnore()
    .returning('id')
    .execute();
  if ((inserted.raw as unknown[]).length === 0) {
    const { personId, schoolId, employerId } = wish;
    const where = schoolId ? { personId, schoolId } : { personId, employerId: employerId ?? '' };
    return new AlreadyAsked(await tx.manager.findOneByOrFail(Membership, where));
  }
  await tx.record(membership, 'requested', { after: { role: membership.role } });
  return new JoinSuccess(membership);
}

/**
 * Locks a membership and, before it, its school or employer: decisions about one organisation come one after the other,
 * so that two operators cannot each approve a first admin. What refers to the organisation need not wait meanwhile.
 */
async function lockMembership(tx: Tx, id: string): Promise<Membership | null> {
  for (const organisation of ['school', 'employer']) {
    await tx.query(
      `SELECT FROM ${organisation} WHERE id = (SELECT ${organisation}_id FROM membership WHERE id = $1)
       FOR NO KEY UPDATE`,
      [id],
    );
  }
  return tx.manager.findOne(Membership, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function hasAdmin(manager: EntityManager, { schoolId, employerId }: Membership): Promise<boolean> {
  const [row] = await manager.query<{ found: boolean }[]>(
    `SELECT EXISTS (SELECT FROM membership WHERE coalesce(school_id, employer_id) = $1 AND status = 'approved'
                      AND role IN ('school_admin', 'employer_admin')) AS found`,
    [schoolId ?? employerId],
  );
  return row?.found ?? false;
}

import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Cursors, NotFound, type Page, type PageArgs, Transactions, type Tx } from '#platform';
import { School } from '#reference';
import { Broker } from './broker.entity.js';
import type { JoinBrokerInput } from './broker.graphql.js';
import { domainThatAdmits } from './domain.service.js';
import { Employer } from './employer.entity.js';
import { Membership } from './membership.entity.js';
import {
  DecideMemberSuccess,
  type DecideMemberResult,
  type JoinEmployerInput,
  type JoinResult,
  type JoinSchoolInput,
  MembershipStatus,
  Role,
} from './membership.graphql.js';
import { ask } from './membership.asking.js';
import { organisationsWithAdmin } from './membership.loader.js';
import { maySee, requireMayDecide, requireMayEnd } from './membership.policy.js';
import { isAdmin, whyNotBecome } from './membership.rules.js';
import { type Organisation, organisationId, organisationOf } from './organisation.js';
import type { Viewer } from './viewer.js';

/** Who may act for which school, employer or broker. */
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

  /** The memberships whose decision waits for this viewer, the oldest first. One statement. */
  async waitingFor(viewer: Viewer, page: PageArgs): Promise<Page<Membership>> {
    const cursors = new Cursors('membersToApprove', viewer.actorId);
    const span = cursors.span(page, ['text']);
    const adminOf = viewer.roles.filter(({ role }) => isAdmin(role));
    const waiting = this.manager
      .createQueryBuilder(Membership, 'membership')
      .where(`membership.status = 'requested'`)
      .andWhere(
        `(coalesce(membership.school_id, membership.employer_id, membership.broker_id) = ANY(:mine)
          OR :operator AND membership.role IN ('school_admin', 'employer_admin', 'broker_admin') AND NOT EXISTS (
            SELECT FROM membership other WHERE other.status = 'approved' AND other.role = membership.role
              AND coalesce(other.school_id, other.employer_id, other.broker_id)
                = coalesce(membership.school_id, membership.employer_id, membership.broker_id)))`,
        {
          mine: adminOf.map(organisationId),
          operator: viewer.isOperator,
        },
      )
      .orderBy('membership.id', span.order('ASC'))
      .limit(span.limit);
    if (span.key) waiting.andWhere(`membership.id ${span.than('ASC')} :from`, { from: span.key[0] });
    return cursors.page(
      await waiting.getMany(),
      span,
      ({ id }) => [id],
      (membership) => membership,
    );
  }

  joinSchool(viewer: Viewer, { urn, role }: JoinSchoolInput): Promise<typeof JoinResult> {
    return this.transactions.run(viewer, async (tx) => {
      const school = await tx.manager.findOneBy(School, { urn, open: true });
      if (!school) throw new NotFound('open school', urn);
      const wish = { personId: viewer.personId, role, ...organisationOf({ schoolId: school.id }) };
      const domain =
        role === Role.TEACHER
          ? await domainThatAdmits(tx, { personId: viewer.personId, schoolId: school.id })
          : null;
      return ask(tx, wish, domain);
    });
  }

  joinEmployer(viewer: Viewer, { employerId, role }: JoinEmployerInput): Promise<typeof JoinResult> {
    return this.transactions.run(viewer, async (tx) => {
      if (!(await tx.manager.existsBy(Employer, { id: employerId })))
        throw new NotFound('employer', employerId);
      return ask(tx, { personId: viewer.personId, role, ...organisationOf({ employerId }) });
    });
  }

  joinBroker(viewer: Viewer, { brokerId }: JoinBrokerInput): Promise<typeof JoinResult> {
    return this.transactions.run(viewer, async (tx) => {
      if (!(await tx.manager.existsBy(Broker, { id: brokerId }))) throw new NotFound('broker', brokerId);
      const role = Role.BROKER_ADMIN;
      return ask(tx, { personId: viewer.personId, role, ...organisationOf({ brokerId }) });
    });
  }

  /** Approves or declines a membership, for whoever decides about it. Unseen and absent look alike. */
  decide(
    viewer: Viewer,
    membershipId: string,
    decision: MembershipStatus,
  ): Promise<typeof DecideMemberResult> {
    return this.become(viewer, membershipId, decision, requireMayDecide);
  }

  /** Ends a membership, or takes the wish for one back: one's own, or somebody's in an organisation one is an admin of. */
  end(viewer: Viewer, membershipId: string): Promise<typeof DecideMemberResult> {
    return this.become(viewer, membershipId, MembershipStatus.ENDED, requireMayEnd);
  }

  private become(
    viewer: Viewer,
    membershipId: string,
    status: MembershipStatus,
    requireMay: (viewer: Viewer, membership: Membership) => void,
  ): Promise<typeof DecideMemberResult> {
    return this.transactions.run(viewer, async (tx) => {
      const membership = await lockMembership(tx, membershipId);
      if (!membership || !maySee(viewer, membership, await hasAdmin(tx.manager, membership)))
        throw new NotFound('membership', membershipId);
      requireMay(viewer, membership);
      const problem = whyNotBecome(membership.status, status);
      if (problem) return problem;

      const before = { status: membership.status };
      Object.assign(membership, { status, decidedAt: tx.now, decidedBy: viewer.personId });
      await tx.save(membership);
      if (status === MembershipStatus.APPROVED) await approveOrganisation(tx, membership);
      await tx.record(membership, status, { before, after: { role: membership.role, status } });
      return new DecideMemberSuccess(membership);
    });
  }
}

/** Whose first admin is approved is who they say: from then on everybody sees the employer or broker. */
async function approveOrganisation(tx: Tx, { employerId, brokerId }: Membership): Promise<void> {
  const id = employerId ?? brokerId;
  if (id === null) return;
  const table = employerId ? 'employer' : 'broker';
  await tx.query(`UPDATE ${table} SET approved_at = $2 WHERE id = $1 AND approved_at IS NULL`, [id, tx.now]);
}

/**
 * Locks a membership and, before it, its school, employer or broker: decisions about one organisation come one after the other,
 * so that two operators cannot each approve a first admin. What refers to the organisation need not wait meanwhile.
 */
async function lockMembership(tx: Tx, id: string): Promise<Membership | null> {
  for (const organisation of ['school', 'employer', 'broker']) {
    await tx.query(
      `SELECT FROM ${organisation} WHERE id = (SELECT ${organisation}_id FROM membership WHERE id = $1)
       FOR NO KEY UPDATE`,
      [id],
    );
  }
  return tx.manager.findOne(Membership, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function hasAdmin(manager: EntityManager, organisation: Organisation): Promise<boolean> {
  return (await organisationsWithAdmin(manager, [organisationId(organisation)])).size > 0;
}

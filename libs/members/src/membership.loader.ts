import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { newestOf, NO_PAGE, type Page, type PageArgs, perRequest } from '#platform';
import { Membership } from './membership.entity.js';
import { maySeeMembers } from './membership.policy.js';
import { type Organisation, organisationId, organisationOf } from './organisation.js';
import type { Viewer } from './viewer.js';

/** Memberships in batches. */
@Injectable()
export class MembershipLoader {
  private readonly ofSchools;
  private readonly ofEmployers;
  private readonly ofBrokers;
  private readonly withAdmin;

  constructor(manager: EntityManager) {
    const list = { entity: Membership };
    this.ofSchools = newestOf(manager, { ...list, name: 'School.members', parent: 'schoolId' });
    this.ofEmployers = newestOf(manager, { ...list, name: 'Employer.members', parent: 'employerId' });
    this.ofBrokers = newestOf(manager, { ...list, name: 'Broker.members', parent: 'brokerId' });
    this.withAdmin = perRequest<string, boolean>(async (ids) => {
      const found = await organisationsWithAdmin(manager, ids);
      return ids.map((id) => found.has(id));
    });
  }

  /** Whether a school, employer or broker has an admin. */
  hasAdmin(context: object, organisation: Organisation): Promise<boolean> {
    return this.withAdmin(context).load(organisationId(organisation));
  }

  /** Who asked to act for a school, the newest first; for its admins, and nothing for others. */
  async ofSchool(
    context: object,
    viewer: Viewer | undefined,
    schoolId: string,
    page: PageArgs,
  ): Promise<Page<Membership>> {
    const seen = maySeeMembers(viewer, organisationOf({ schoolId }));
    return seen ? this.ofSchools(context, schoolId, page) : NO_PAGE;
  }

  /** The same of an employer. */
  async ofEmployer(
    context: object,
    viewer: Viewer | undefined,
    employerId: string,
    page: PageArgs,
  ): Promise<Page<Membership>> {
    const seen = maySeeMembers(viewer, organisationOf({ employerId }));
    return seen ? this.ofEmployers(context, employerId, page) : NO_PAGE;
  }

  /** The same of a broker. */
  async ofBroker(
    context: object,
    viewer: Viewer | undefined,
    brokerId: string,
    page: PageArgs,
  ): Promise<Page<Membership>> {
    const seen = maySeeMembers(viewer, organisationOf({ brokerId }));
    return seen ? this.ofBrokers(context, brokerId, page) : NO_PAGE;
  }
}

/** Which of these schools, employers and brokers have an admin. */
export async function organisationsWithAdmin(
  manager: EntityManager,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT DISTINCT coalesce(school_id, employer_id, broker_id) AS id FROM membership
     WHERE (school_id = ANY($1) OR employer_id = ANY($1) OR broker_id = ANY($1)) AND status = 'approved'
       AND role IN ('school_admin', 'employer_admin', 'broker_admin')`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

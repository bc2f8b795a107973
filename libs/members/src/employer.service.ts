import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Cursors, type Page, Transactions } from '#platform';
import { Places } from '#reference';
import { Employer, EmployerSite } from './employer.entity.js';
import {
  EmployerAlreadyRegistered,
  type EmployersArgs,
  type EmployerSiteInput,
  type RegisterEmployerInput,
  type RegisterEmployerResult,
  RegisterEmployerSuccess,
} from './employer.graphql.js';
import { Membership } from './membership.entity.js';
import { MembershipStatus, Role } from './membership.graphql.js';
import type { Viewer } from './viewer.js';

/** Organisations that give encounters. */
@Injectable()
export class Employers {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly places: Places,
  ) {}

  /** Employers by name. */
  async list({ search, first, after }: EmployersArgs): Promise<Page<Employer>> {
    const cursors = new Cursors('employers', { search });
    const [name, id] = cursors.read(after, 2) ?? [];
    const query = this.manager
      .createQueryBuilder(Employer, 'employer')
      .orderBy('employer.name COLLATE "C"')
      .addOrderBy('employer.id')
      .limit(first + 1);
    if (search)
      query.andWhere('employer.name ILIKE :pattern', { pattern: `%${search.replace(/[\\%_]/g, '\\$&')}%` });
    if (id) query.andWhere('(employer.name COLLATE "C", employer.id) > (:name, :id)', { name, id });
    return cursors.page(
      await query.getMany(),
      first,
      (employer) => [employer.name, employer.id],
      (employer) => employer,
    );
  }

  find(id: string): Promise<Employer | null> {
    return this.manager.findOneBy(Employer, { id });
  }

  /** Registers an employer; whoever does so asks at the same time to be its admin. */
  register(viewer: Viewer, input: RegisterEmployerInput): Promise<typeof RegisterEmployerResult> {
    const sites = input.sites.map((site, index) => this.locate(site, `input.sites[${index}].postcode`));
    const companyNumber = input.companyNumber?.toUpperCase() ?? null;
    return this.transactions.run(viewer, async (tx) => {
      const employer = tx.manager.create(Employer, {
        ...input,
        id: tx.newId('employer'),
        companyNumber,
        providerKind: input.providerKind ?? null,
        brokerId: null,
        createdAt: tx.now,
      });
      // Two registering at once: the unique index lets one pass, and the other reads what it wrote.
      const written = await tx.manager
        .createQueryBuilder()
        .insert()
        .into(Employer)
        .values(employer)
        .orIgnore()
        .returning('id')
        .execute();
      if ((written.raw as unknown[]).length === 0) {
        return new EmployerAlreadyRegistered(
          await tx.manager.findOneByOrFail(Employer, { companyNumber: companyNumber ?? '' }),
        );
      }
      await tx.insert(
        EmployerSite,
        sites.map((site) => ({ ...site, id: tx.newId('site'), employerId: employer.id })),
      );
      const membership = {
        id: tx.newId('membership'),
        personId: viewer.personId,
        schoolId: null,
        employerId: employer.id,
        role: Role.EMPLOYER_ADMIN,
      };
      await tx.insert(Membership, {
        ...membership,
        status: MembershipStatus.REQUESTED,
        requestedAt: tx.now,
        decidedAt: null,
        decidedBy: null,
      });
      await tx.record(employer, 'registered', {
        after: { sizeBand: employer.sizeBand, sectors: employer.sectors },
      });
      await tx.record(membership, 'requested', { after: { role: membership.role } });
      return new RegisterEmployerSuccess(employer);
    });
  }

  private locate(
    { name, postcode }: EmployerSiteInput,
    path: string,
  ): Omit<EmployerSite, 'id' | 'employerId'> {
    const found = this.places.postcode(postcode, path);
    return { name, ...found };
  }
}

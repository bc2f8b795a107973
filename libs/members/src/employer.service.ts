import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Cursors, type Page, Transactions, type Tx } from '#platform';
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
import { Role } from './membership.graphql.js';
import { wish } from './membership.rules.js';
import { organisationOf } from './organisation.js';
import type { Viewer } from './viewer.js';

/** Organisations that give encounters. */
@Injectable()
export class Employers {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly places: Places,
  ) {}

  /** Employers by name, as far as they are approved. */
  async list({ search, ...page }: EmployersArgs): Promise<Page<Employer>> {
    const cursors = new Cursors('employers', { search });
    const span = cursors.span(page, ['text', 'text']);
    const order = span.order('ASC');
    const query = this.manager
      .createQueryBuilder(Employer, 'employer')
      .where('employer.approved_at IS NOT NULL')
      .orderBy('employer.name COLLATE "C"', order)
      .addOrderBy('employer.id', order)
      .limit(span.limit);
    if (search)
      query.andWhere('employer.name ILIKE :pattern', { pattern: `%${search.replace(/[\\%_]/g, '\\$&')}%` });
    if (span.key) {
      const [name, id] = span.key;
      query.andWhere(`(employer.name COLLATE "C", employer.id) ${span.than('ASC')} (:name, :id)`, {
        name,
        id,
      });
    }
    return cursors.page(
      await query.getMany(),
      span,
      (employer) => [employer.name, employer.id],
      (employer) => employer,
    );
  }

  /** The employer, or null where it is absent, or not approved and the viewer has not asked to act for it. Within a transaction, read by its manager. */
  async find(viewer: Viewer | undefined, id: string, manager = this.manager): Promise<Employer | null> {
    const employer = await manager.findOneBy(Employer, { id });
    if (!employer || employer.approvedAt) return employer;
    const asked = viewer && { personId: viewer.actorId, employerId: id };
    return asked && (await manager.existsBy(Membership, asked)) ? employer : null;
  }

  /** The site, or null where the employer is not seen. */
  async findSite(viewer: Viewer | undefined, id: string): Promise<EmployerSite | null> {
    const site = await this.manager.findOneBy(EmployerSite, { id });
    return site && (await this.find(viewer, site.employerId)) ? site : null;
  }

  /**
   * Registers an employer. A person who does so asks at the same time to be its admin; what a broker brings is approved, as
   * the broker is.
   */
  register(viewer: Viewer, input: RegisterEmployerInput): Promise<typeof RegisterEmployerResult> {
    const sites = input.sites.map((site, index) => this.locate(site, `input.sites[${index}].postcode`));
    return this.transactions.run(viewer, async (tx) => {
      const employer = employerOf(tx, viewer, input);
      if (!(await insertNew(tx, employer))) {
        const { id } = await tx.manager.findOneByOrFail(Employer, {
          companyNumber: employer.companyNumber ?? '',
        });
        return new EmployerAlreadyRegistered(await this.find(viewer, id, tx.manager));
      }
      const { id: employerId, sizeBand, sectors } = employer;
      await tx.insert(
        EmployerSite,
        sites.map((site) => ({ ...site, id: tx.newId('site'), employerId })),
      );
      await tx.record(employer, 'registered', { after: { sizeBand, sectors } });
      if (!viewer.brokerId) await found(tx, viewer, employerId);
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

function employerOf(tx: Tx, { brokerId }: Viewer, input: RegisterEmployerInput): Employer {
  const { name, sizeBand, sectors, providerKind = null } = input;
  const companyNumber = input.companyNumber?.toUpperCase() ?? null;
  const rest = { companyNumber, providerKind, brokerId, createdAt: tx.now };
  const approvedAt = brokerId ? tx.now : null;
  return tx.manager.create(Employer, {
    id: tx.newId('employer'),
    name,
    sizeBand,
    sectors,
    ...rest,
    approvedAt,
  });
}

/** Two registering at once: the unique index lets one pass. Answers whether this one did. */
async function insertNew(tx: Tx, employer: Employer): Promise<boolean> {
  const insert = tx.manager.createQueryBuilder().insert().into(Employer).values(employer);
  const { raw } = await insert.orIgnore().returning('id').execute();
  return (raw as unknown[]).length === 1;
}

/** Whoever registers an employer asks to be its admin. */
async function found(tx: Tx, { personId }: Viewer, employerId: string): Promise<void> {
  const who = { personId, role: Role.EMPLOYER_ADMIN, ...organisationOf({ employerId }) };
  const membership = tx.manager.create(Membership, { ...who, id: tx.newId('membership'), ...wish(tx.now) });
  await tx.insert(Membership, membership);
  await tx.record(membership, 'requested', { after: { role: membership.role } });
}

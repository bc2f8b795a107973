import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import {
  BadInput,
  newestOf,
  NO_PAGE,
  NotFound,
  type Page,
  type PageArgs,
  Transactions,
  type Tx,
} from '#platform';
import { School } from '#reference';
import { EmailDomain } from './domain.entity.js';
import {
  type DeclareEmailDomainInput,
  type DeclareEmailDomainResult,
  DeclareEmailDomainSuccess,
  EmailDomainAlreadyDeclared,
  type WithdrawEmailDomainInput,
  type WithdrawEmailDomainResult,
  WithdrawEmailDomainSuccess,
} from './domain.graphql.js';
import { maySeeDomains, requireMayDeclare } from './domain.policy.js';
import { domainOf, domainOfAddress, isRecentlyVerified, whyNotDeclarable } from './domain.rules.js';
import { Person } from './person.entity.js';
import type { Viewer } from './viewer.js';

/** The e-mail domains of schools. */
@Injectable()
export class EmailDomains {
  private readonly ofSchools;

  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
  ) {
    this.ofSchools = newestOf(manager, {
      ...{ name: 'School.emailDomains', entity: EmailDomain },
      parent: 'schoolId',
    });
  }

  /** The domain, or null where it is absent or the viewer may not see it. */
  async find(viewer: Viewer | undefined, id: string): Promise<EmailDomain | null> {
    const found = await this.manager.findOneBy(EmailDomain, { id });
    return found && maySeeDomains(viewer, found.schoolId) ? found : null;
  }

  /** The domains of a school, the newest first; for those who may declare them, and nothing for others. */
  async ofSchool(
    context: object,
    viewer: Viewer | undefined,
    schoolId: string,
    page: PageArgs,
  ): Promise<Page<EmailDomain>> {
    return maySeeDomains(viewer, schoolId) ? this.ofSchools(context, schoolId, page) : NO_PAGE;
  }

  /** Declares a domain of a school; the unique constraint settles two declaring it at once. */
  declare(
    viewer: Viewer,
    { urn, domain: typed, onlyStaffHaveAddresses }: DeclareEmailDomainInput,
  ): Promise<typeof DeclareEmailDomainResult> {
    const domain = domainOf(typed);
    if (!domain) throw noDomain();
    return this.transactions.run(viewer, async (tx) => {
      const school = await tx.manager.findOneBy(School, { urn, open: true });
      if (!school) throw new NotFound('open school', urn);
      requireMayDeclare(viewer, school.id);
      const problem = whyNotDeclarable(domain, onlyStaffHaveAddresses);
      if (problem) return problem;
      const declared = tx.manager.create(EmailDomain, {
        ...{ id: tx.newId('domain'), schoolId: school.id, domain },
        ...{ declaredAt: tx.now, declaredBy: viewer.personId },
      });
      const insert = tx.manager.createQueryBuilder().insert().into(EmailDomain).values(declared);
      const { raw } = await insert.orIgnore().returning('id').execute();
      if ((raw as unknown[]).length === 0) {
        const where = { schoolId: school.id, domain };
        return new EmailDomainAlreadyDeclared(await tx.manager.findOneByOrFail(EmailDomain, where));
      }
      await tx.record(declared, 'declared', {
        after: { schoolId: school.id, domain, onlyStaffHaveAddresses },
      });
      return new DeclareEmailDomainSuccess(declared);
    });
  }

  /** Withdraws a domain. Unseen and absent look alike; who has joined by it stays. */
  withdraw(
    viewer: Viewer,
    { emailDomainId: id }: WithdrawEmailDomainInput,
  ): Promise<typeof WithdrawEmailDomainResult> {
    return this.transactions.run(viewer, async (tx) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const found = await tx.manager.findOne(EmailDomain, { where: { id }, lock });
      if (!found || !maySeeDomains(viewer, found.schoolId)) throw new NotFound('e-mail domain', id);
      const { schoolId, domain } = found;
      await tx.manager.delete(EmailDomain, { id });
      await tx.record({ id }, 'withdrawn', { before: { schoolId, domain } });
      return new WithdrawEmailDomainSuccess(domain);
    });
  }
}

/**
 * The domain of a school by which a person joins it at once; null where none does. It cannot be withdrawn until the
 * transaction ends.
 */
export async function domainThatAdmits(
  tx: Tx,
  { personId, schoolId }: { personId: string; schoolId: string },
): Promise<EmailDomain | null> {
  const person = await tx.manager.findOneByOrFail(Person, { id: personId });
  if (!isRecentlyVerified(person, tx.now)) return null;
  const where = { schoolId, domain: domainOfAddress(person.email) };
  return tx.manager.findOne(EmailDomain, { where, lock: { mode: 'pessimistic_read' } });
}

function noDomain(): BadInput {
  const expected = 'what follows the @ in an address, such as trinity.manchester.sch.uk';
  return new BadInput([{ path: 'input.domain', expected }]);
}

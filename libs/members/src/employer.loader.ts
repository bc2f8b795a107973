import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { grouped, inOrder, perRequest } from '#platform';
import { Employer, EmployerSite } from './employer.entity.js';

/** Employers and their sites in batches, one statement a request each. */
@Injectable()
export class EmployerLoader {
  constructor(private readonly manager: EntityManager) {}

  private readonly employers = perRequest<string, Employer | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Employer, { id: In([...ids]) }), ({ id }) => id),
  );

  private readonly sites = perRequest<string, EmployerSite[]>(async (ids) =>
    grouped(
      ids,
      await this.manager.find(EmployerSite, { where: { employerId: In([...ids]) }, order: { id: 'ASC' } }),
      ({ employerId }) => employerId,
    ),
  );

  /** @param context the GraphQL context, which is the request's */
  byId(context: object, id: string): Promise<Employer | null> {
    return this.employers(context).load(id);
  }

  /** Takes an employer that was read along with something else, so that it is not read again. */
  prime(context: object, employer: Employer): void {
    this.employers(context).prime(employer.id, employer);
  }

  sitesOf(context: object, employerId: string): Promise<EmployerSite[]> {
    return this.sites(context).load(employerId);
  }
}

import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { inOrder, perRequest } from '#platform';
import { School } from './school.entity.js';

/** Schools in batches, one statement a request. */
@Injectable()
export class SchoolLoader {
  constructor(private readonly manager: EntityManager) {}

  private readonly schools = perRequest<string, School | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(School, { id: In([...ids]) }), ({ id }) => id),
  );

  /**
   * The school with this id, open or closed, or null.
   * @param context the GraphQL context, which is the request's
   */
  byId(context: object, id: string): Promise<School | null> {
    return this.schools(context).load(id);
  }
}

import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { inOrder, perRequest } from '#platform';
import { Person } from './person.entity.js';

/** People in batches, one statement a request: for those who may see whose membership it is. */
@Injectable()
export class PersonLoader {
  constructor(private readonly manager: EntityManager) {}

  private readonly people = perRequest<string, Person | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Person, { id: In([...ids]) }), ({ id }) => id),
  );

  /** @param context the GraphQL context, which is the request's */
  byId(context: object, id: string): Promise<Person | null> {
    return this.people(context).load(id);
  }
}

import type { EntityManager } from 'typeorm';
import { Person } from './person.entity.js';

/** Whose address it is, in capitals or not. */
export function personByEmail(manager: EntityManager, email: string): Promise<Person | null> {
  return manager
    .createQueryBuilder(Person, 'person')
    .where('lower(person.email) = lower(:email)', { email })
    .getOne();
}

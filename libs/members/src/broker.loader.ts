import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { inOrder, perRequest } from '#platform';
import { Broker } from './broker.entity.js';

/** Brokers in batches, one statement a request. */
@Injectable()
export class BrokerLoader {
  constructor(private readonly manager: EntityManager) {}

  private readonly brokers = perRequest<string, Broker | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Broker, { id: In([...ids]) }), ({ id }) => id),
  );

  /** @param context the GraphQL context, which is the request's */
  byId(context: object, id: string): Promise<Broker | null> {
    return this.brokers(context).load(id);
  }
}

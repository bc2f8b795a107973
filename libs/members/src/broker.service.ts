import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Transactions, type Tx } from '#platform';
import { Broker } from './broker.entity.js';
import {
  BrokerNameTaken,
  type RegisterBrokerInput,
  type RegisterBrokerResult,
  RegisterBrokerSuccess,
} from './broker.graphql.js';
import { Membership } from './membership.entity.js';
import { Role } from './membership.graphql.js';
import { wish } from './membership.rules.js';
import { organisationOf } from './organisation.js';
import type { Viewer } from './viewer.js';

/** Schemes that act for others. */
@Injectable()
export class Brokers {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
  ) {}

  /** The broker, or null where it is absent, or not approved and the viewer has not asked to act for it. Within a transaction, read by its manager. */
  async find(viewer: Viewer | undefined, id: string, manager = this.manager): Promise<Broker | null> {
    const broker = await manager.findOneBy(Broker, { id });
    if (!broker || broker.approvedAt) return broker;
    const asked = viewer && { personId: viewer.actorId, brokerId: id };
    return asked && (await manager.existsBy(Membership, asked)) ? broker : null;
  }

  /** Registers a broker; whoever does so asks at the same time to be its admin. */
  register(viewer: Viewer, input: RegisterBrokerInput): Promise<typeof RegisterBrokerResult> {
    return this.transactions.run(viewer, async (tx) => {
      const broker = tx.manager.create(Broker, { ...input, id: tx.newId('broker'), approvedAt: null });
      if (!(await insertNew(tx, broker))) return new BrokerNameTaken();
      const founding = { personId: viewer.personId, role: Role.BROKER_ADMIN };
      const membership = tx.manager.create(Membership, {
        ...{ id: tx.newId('membership'), ...founding, ...organisationOf({ brokerId: broker.id }) },
        ...wish(tx.now),
      });
      await tx.insert(Membership, membership);
      await tx.record(broker, 'registered');
      await tx.record(membership, 'requested', { after: { role: membership.role } });
      return new RegisterBrokerSuccess(broker);
    });
  }
}

/** Two registering at once: the unique index lets one pass. Answers whether this one did. */
async function insertNew(tx: Tx, broker: Broker): Promise<boolean> {
  const insert = tx.manager.createQueryBuilder().insert().into(Broker).values(broker);
  const { raw } = await insert.orIgnore().returning('id').execute();
  return (raw as unknown[]).length === 1;
}

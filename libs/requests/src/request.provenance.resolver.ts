import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { BrokerLoader, BrokerType } from '#members';
import type { Request } from './request.entity.js';
import { RequestType } from './request.graphql.js';

/** Where a request comes from. */
@Resolver(() => RequestType)
export class RequestProvenanceResolver {
  constructor(private readonly brokers: BrokerLoader) {}

  @ResolveField(() => BrokerType, {
    nullable: true,
    description: 'The scheme that brought it; null where it was written here.',
  })
  broker(@Parent() { brokerId }: Request, @Context() context: object): Promise<BrokerType | null> | null {
    return brokerId ? this.brokers.byId(context, brokerId) : null;
  }
}

import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { CurrentViewer, PageArgs } from '#platform';
import { SchoolType } from '#reference';
import { DeliveryConnection } from './delivery.graphql.js';
import { Deliveries } from './delivery.service.js';

@Resolver(() => SchoolType)
export class SchoolDeliveriesResolver {
  constructor(private readonly records: Deliveries) {}

  @ResolveField(() => DeliveryConnection, {
    nullable: true,
    description:
      'What happened with its pupils, the newest record first; null unless you act for the school.',
  })
  deliveries(
    @Parent() { id }: SchoolType,
    @CurrentViewer() viewer: Viewer | undefined,
    @Args() page: PageArgs,
    @Context() context: object,
  ): Promise<DeliveryConnection | null> {
    return this.records.ofSchool(context, viewer, id, page);
  }
}

import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { BrokerLoader, BrokerType } from '#members';
import type { Offer } from './offer.entity.js';
import { OfferType } from './offer.graphql.js';

/** Where an offer comes from. */
@Resolver(() => OfferType)
export class OfferProvenanceResolver {
  constructor(private readonly brokers: BrokerLoader) {}

  @ResolveField(() => BrokerType, {
    nullable: true,
    description: 'The scheme that brought it; null where it was written here.',
  })
  broker(@Parent() { brokerId }: Offer, @Context() context: object): Promise<BrokerType | null> | null {
    return brokerId ? this.brokers.byId(context, brokerId) : null;
  }
}

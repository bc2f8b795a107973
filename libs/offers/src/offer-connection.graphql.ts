import { ObjectType } from '@nestjs/graphql';
import { nearbyConnectionOf } from '#platform';
import { OfferType } from './offer.graphql.js';
import type { OffersArgs } from './offer.input.js';

@ObjectType({ description: 'A page of offers.' })
export class OfferConnection extends nearbyConnectionOf(OfferType, 'Offer') {
  /** What was searched for; absent of a list that is no search. */
  searched?: OffersArgs;
}

import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { OfferConnection } from './offer-connection.graphql.js';
import { OfferFacets } from './offer-facets.graphql.js';
import { OfferFacetCounts } from './offer-facets.service.js';

@Resolver(() => OfferConnection)
export class OfferFacetsResolver {
  constructor(private readonly counts: OfferFacetCounts) {}

  @ResolveField(() => OfferFacets, {
    nullable: true,
    complexity: ({ childComplexity }) => 100 + childComplexity,
    description:
      'How many offers the search finds by sector, activity, year group and mode, over all its pages. Null of a list that is no search, such as `Employer.offers`.',
  })
  async facets(@Parent() { searched }: OfferConnection): Promise<OfferFacets | null> {
    return searched ? this.counts.of(searched) : null;
  }
}

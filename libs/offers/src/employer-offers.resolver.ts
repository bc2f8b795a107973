import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { EmployerType, Viewer } from '#members';
import { CurrentViewer, PageArgs } from '#platform';
import { OfferConnection } from './offer-connection.graphql.js';
import { OfferSearch } from './offer.search.js';

/** What offers add to an employer. */
@Resolver(() => EmployerType)
export class EmployerOffersResolver {
  constructor(private readonly search: OfferSearch) {}

  @ResolveField(() => OfferConnection, {
    description:
      'Its offers, the newest first: all of them for those who act for it, the published ones for others.',
  })
  offers(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() { id }: EmployerType,
    @Args() args: PageArgs,
    @Context() context: object,
  ): Promise<OfferConnection> {
    return this.search.ofEmployer(context, viewer, id, args);
  }
}

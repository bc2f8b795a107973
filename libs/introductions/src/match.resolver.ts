import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { type Offer, OfferLoader, OfferType, SlotType } from '#offers';
import { Allow, CurrentViewer, PageArgs } from '#platform';
import { type Request, RequestLoader, RequestType } from '#requests';
import { MatchConnection, MatchType, MissType, WhyNotType } from './match.graphql.js';
import { OffersForRequestArgs } from './match.input.js';
import type { MatchPage, ShownMatch } from './match.page.js';
import { Matches } from './match.service.js';

@Resolver(() => RequestType)
export class RequestMatchesResolver {
  constructor(private readonly matches: Matches) {}

  @ResolveField(() => MatchConnection, {
    name: 'matches',
    nullable: true,
    description: 'The best offers, with reasons. Null unless you act for the school.',
  })
  list(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() request: Request,
    @Args() args: OffersForRequestArgs,
    @Context() context: object,
  ): Promise<MatchPage | null> {
    return this.matches.forRequest(context, viewer, request, args);
  }
}

@Resolver(() => OfferType)
export class OfferMatchesResolver {
  constructor(private readonly matches: Matches) {}

  @ResolveField(() => MatchConnection, {
    name: 'matches',
    nullable: true,
    description: 'The best requests, with reasons. Null unless you act for the employer.',
  })
  list(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() offer: Offer,
    @Args() page: PageArgs,
    @Context() context: object,
  ): Promise<MatchPage | null> {
    return this.matches.forOffer(context, viewer, offer, page);
  }
}

@Resolver(() => MatchType)
export class MatchResolver {
  constructor(
    private readonly offers: OfferLoader,
    private readonly requests: RequestLoader,
  ) {}

  @ResolveField()
  offer(@Parent() { offerId }: ShownMatch, @Context() context: object): Promise<OfferType | null> {
    return this.offers.byId(context, offerId);
  }

  @ResolveField()
  slot(@Parent() { slotId }: ShownMatch, @Context() context: object): Promise<SlotType | null> {
    return this.offers.slotById(context, slotId);
  }

  @ResolveField()
  request(@Parent() { requestId }: ShownMatch, @Context() context: object): Promise<RequestType | null> {
    return this.requests.byId(context, requestId);
  }
}

type WhyNotAnswer = Awaited<ReturnType<Matches['whyNot']>>;

@Resolver(() => WhyNotType)
export class WhyNotResolver {
  constructor(
    private readonly matches: Matches,
    private readonly offers: OfferLoader,
  ) {}

  @Allow('match:read')
  @Query(() => WhyNotType, {
    description: 'Why a request and an offer do not fit, with the smallest change that would help.',
  })
  whyNot(
    @CurrentViewer() viewer: Viewer,
    @Args('request', { type: () => ID, description: 'The request.' }) request: string,
    @Args('offer', { type: () => ID, description: 'The offer.' }) offer: string,
  ): Promise<WhyNotAnswer> {
    return this.matches.whyNot(viewer, request, offer);
  }

  @ResolveField()
  slot(@Parent() { slotId }: WhyNotAnswer, @Context() context: object): Promise<SlotType | null> | null {
    return slotId === null ? null : this.offers.slotById(context, slotId);
  }

  @ResolveField()
  misses(@Parent() { misses }: WhyNotAnswer): MissType[] {
    return misses.map(({ obstacle, sentence, relaxation }) => ({
      code: obstacle.code,
      sentence,
      changeableBy: relaxation?.by ?? null,
    }));
  }

  @ResolveField()
  fitsWhenChanged(@Parent() { fitsWhenRelaxed }: WhyNotAnswer): boolean {
    return fitsWhenRelaxed;
  }
}

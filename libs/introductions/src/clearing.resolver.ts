import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { OfferLoader, OfferType, SlotType } from '#offers';
import { Allow, CurrentViewer, Nodes, PageArgs } from '#platform';
import { Areas, AreaType } from '#reference';
import { RequestLoader, RequestType } from '#requests';
import { ClearingApplication } from './clearing.apply.js';
import type { Clearing } from './clearing.entity.js';
import {
  ClearedPairConnection,
  ClearedPairType,
  ClearingConnection,
  ClearingType,
} from './clearing.graphql.js';
import { ClearedPairsArgs, ClearingIdInput, StartClearingInput } from './clearing.input.js';
import { ApplyClearingResult, CancelClearingResult, StartClearingResult } from './clearing.outcome.js';
import { Clearings, type ShownPair } from './clearing.service.js';

@Resolver(() => ClearingType)
export class ClearingResolver {
  constructor(
    private readonly clearings: Clearings,
    private readonly application: ClearingApplication,
    private readonly areas: Areas,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('clearing', 'Clearing', (viewer, id) => clearings.find(viewer, id));
  }

  @Allow('clearing:read')
  @Query(() => ClearingType, {
    nullable: true,
    description: 'A clearing; null where there is none of this id.',
  })
  clearing(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'The clearing.' }) id: string,
  ): Promise<ClearingType | null> {
    return this.clearings.find(viewer, id);
  }

  @Allow('clearing:read')
  @Query(() => ClearingConnection, { name: 'clearings', description: 'All clearings, the newest first.' })
  list(@Args() page: PageArgs): Promise<ClearingConnection> {
    return this.clearings.list(page);
  }

  @ResolveField()
  area(@Parent() { areaCode }: Clearing): Promise<AreaType | null> | null {
    return areaCode === null ? null : this.areas.find(areaCode);
  }

  @ResolveField(() => ClearedPairConnection, {
    description: 'What it proposes, the best first; empty until it has finished.',
  })
  pairs(@Parent() { id }: Clearing, @Args() args: ClearedPairsArgs): Promise<ClearedPairConnection> {
    return this.clearings.pairs(id, args);
  }

  @Allow('clearing:run')
  @Mutation(() => StartClearingResult, {
    description:
      'Clears all open offers and requests of an area and term: a worker looks for the pairs that bring the most in all. Nothing is proposed to anybody until it is applied.',
  })
  startClearing(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'What to clear, and how.' }) input: StartClearingInput,
  ): Promise<typeof StartClearingResult> {
    return this.clearings.start(viewer, input);
  }

  @Allow('clearing:run')
  @Mutation(() => CancelClearingResult, { description: 'Cancels a clearing that waits or runs.' })
  cancelClearing(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which clearing.' }) input: ClearingIdInput,
  ): Promise<typeof CancelClearingResult> {
    return this.clearings.cancel(viewer, input);
  }

  @Allow('clearing:run')
  @Mutation(() => ApplyClearingResult, {
    description:
      'Proposes the pairs of a clearing to both sides, each with a hold. What changed since it was worked out is told pair by pair; the rest goes through.',
  })
  applyClearing(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which clearing.' }) input: ClearingIdInput,
  ): Promise<typeof ApplyClearingResult> {
    return this.application.apply(viewer, input);
  }
}

@Resolver(() => ClearedPairType)
export class ClearedPairResolver {
  constructor(
    private readonly offers: OfferLoader,
    private readonly requests: RequestLoader,
  ) {}

  @ResolveField()
  async offer(@Parent() { slotId }: ShownPair, @Context() context: object): Promise<OfferType | null> {
    const slot = await this.offers.slotById(context, slotId);
    return slot && this.offers.byId(context, slot.offerId);
  }

  @ResolveField()
  slot(@Parent() { slotId }: ShownPair, @Context() context: object): Promise<SlotType | null> {
    return this.offers.slotById(context, slotId);
  }

  @ResolveField()
  request(@Parent() { requestId }: ShownPair, @Context() context: object): Promise<RequestType | null> {
    return this.requests.byId(context, requestId);
  }
}

import { Args, Context, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { EmployerLoader, EmployerType, Viewer } from '#members';
import { Allow, asks, CurrentViewer, Nodes, Public } from '#platform';
import type { Offer } from './offer.entity.js';
import { OfferType } from './offer.graphql.js';
import { OfferConnection } from './offer-connection.graphql.js';
import {
  AddSlotsInput,
  DraftOfferInput,
  EditOfferInput,
  OffersArgs,
  OfferVersionInput,
} from './offer.input.js';
import { OfferLoader } from './offer.loader.js';
import { ChangeOfferResult, DraftOfferResult, EditOfferResult, PublishOfferResult } from './offer.outcome.js';
import { OfferSearch } from './offer.search.js';
import { Offers } from './offer.service.js';
import { slotTypeName, SlotType } from './slot.graphql.js';

@Resolver(() => OfferType)
export class OfferResolver {
  constructor(
    private readonly offers: Offers,
    private readonly search: OfferSearch,
    private readonly loader: OfferLoader,
    private readonly employers: EmployerLoader,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('offer', 'Offer', (viewer, id) => offers.find(viewer, id));
    nodes.register<Viewer>('slot', slotTypeName, (viewer, id) => offers.findSlot(viewer, id));
  }

  @Public()
  @Query(() => OfferConnection, { name: 'offers', description: 'Published offers that can still be booked.' })
  async list(
    @Args() args: OffersArgs,
    @Context() context: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<OfferConnection> {
    const withSlots = asks(info, 'edges.node.slots') || asks(info, 'nodes.slots');
    return Object.assign(await this.search.list(context, args, withSlots), { searched: args });
  }

  @ResolveField(() => EmployerType, { description: 'Who gives it.' })
  employer(@Parent() { employerId }: Offer, @Context() context: object): Promise<EmployerType | null> {
    return this.employers.byId(context, employerId);
  }

  @ResolveField(() => [SlotType], { description: 'When, the earliest first.' })
  slots(@Parent() { id }: OfferType, @Context() context: object): Promise<SlotType[]> {
    return this.loader.slotsOf(context, id);
  }

  @Allow('offer:write')
  @Mutation(() => DraftOfferResult, {
    description: 'Writes down an offer that only its employer’s people see.',
  })
  draftOffer(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The offer.' }) input: DraftOfferInput,
  ): Promise<typeof DraftOfferResult> {
    return this.offers.draft(viewer, input);
  }

  @Allow('offer:write')
  @Mutation(() => EditOfferResult, {
    description: 'Restates an offer that has not ended. What is proposed or booked stands as it was.',
  })
  editOffer(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which offer, and how it reads from now on.' }) input: EditOfferInput,
  ): Promise<typeof EditOfferResult> {
    return this.offers.edit(viewer, input);
  }

  @Allow('offer:publish')
  @Mutation(() => PublishOfferResult, { description: 'Makes a draft or paused offer visible to schools.' })
  publishOffer(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which offer.' }) input: OfferVersionInput,
  ): Promise<typeof PublishOfferResult> {
    return this.offers.publish(viewer, input);
  }

  @Allow('offer:write')
  @Mutation(() => ChangeOfferResult, {
    description: 'Takes an offer off the list for a time. What is booked stands.',
  })
  pauseOffer(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which offer.' }) input: OfferVersionInput,
  ): Promise<typeof ChangeOfferResult> {
    return this.offers.pause(viewer, input);
  }

  @Allow('offer:write')
  @Mutation(() => ChangeOfferResult, { description: 'Takes an offer back for good. What is booked stands.' })
  withdrawOffer(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which offer.' }) input: OfferVersionInput,
  ): Promise<typeof ChangeOfferResult> {
    return this.offers.withdraw(viewer, input);
  }

  @Allow('offer:write')
  @Mutation(() => ChangeOfferResult, { description: 'Adds time windows to an offer.' })
  addSlots(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which offer, and when.' }) input: AddSlotsInput,
  ): Promise<typeof ChangeOfferResult> {
    return this.offers.addSlots(viewer, input);
  }
}

import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { OfferLoader, OfferType, SlotType } from '#offers';
import { Allow, CurrentViewer, Nodes } from '#platform';
import { RequestLoader, RequestType } from '#requests';
import type { Proposal } from './proposal.entity.js';
import {
  DeclineProposalInput,
  ProposalConnection,
  ProposalsArgs,
  ProposalType,
  ProposalVersionInput,
  ProposeMatchInput,
} from './proposal.graphql.js';
import { AnswerProposalResult, ProposeMatchResult } from './proposal.outcome.js';
import { Proposals } from './proposal.service.js';

@Resolver(() => ProposalType)
export class ProposalResolver {
  constructor(
    private readonly proposals: Proposals,
    private readonly offers: OfferLoader,
    private readonly requests: RequestLoader,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('proposal', 'Proposal', (viewer, id) => proposals.find(viewer, id));
  }

  @Allow('proposal:read')
  @Query(() => ProposalConnection, {
    name: 'proposals',
    description: 'The proposals of those you act for, the newest first.',
  })
  list(@CurrentViewer() viewer: Viewer, @Args() page: ProposalsArgs): Promise<ProposalConnection> {
    return this.proposals.list(viewer, page);
  }

  @ResolveField(() => OfferType, { description: 'The offer.' })
  offer(@Parent() { offerId }: Proposal, @Context() context: object): Promise<OfferType | null> {
    return this.offers.byId(context, offerId);
  }

  @ResolveField(() => SlotType, { description: 'The slot of the offer.' })
  slot(@Parent() { slotId }: Proposal, @Context() context: object): Promise<SlotType | null> {
    return this.offers.slotById(context, slotId);
  }

  @ResolveField(() => RequestType, { description: 'The request.' })
  request(@Parent() { requestId }: Proposal, @Context() context: object): Promise<RequestType | null> {
    return this.requests.byId(context, requestId);
  }

  @Allow('proposal:write')
  @Mutation(() => ProposeMatchResult, {
    description:
      'Puts a slot and a request to both sides, and holds the capacity until the deadline. Your side has thereby accepted.',
  })
  proposeMatch(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The slot and the request.' }) input: ProposeMatchInput,
  ): Promise<typeof ProposeMatchResult> {
    return this.proposals.propose(viewer, input);
  }

  @Allow('proposal:write')
  @Mutation(() => AnswerProposalResult, {
    description: 'Accepts a proposal. When both sides have, there is a booking.',
  })
  acceptProposal(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which proposal.' }) input: ProposalVersionInput,
  ): Promise<typeof AnswerProposalResult> {
    return this.proposals.accept(viewer, input);
  }

  @Allow('proposal:write')
  @Mutation(() => AnswerProposalResult, {
    description:
      'Declines a proposal with a reason, also one that your side has proposed or accepted before.',
  })
  declineProposal(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which proposal, and why.' }) input: DeclineProposalInput,
  ): Promise<typeof AnswerProposalResult> {
    return this.proposals.decline(viewer, input);
  }
}

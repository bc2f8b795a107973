import { Injectable } from '@nestjs/common';
import { type MatchOffer, type MatchRequest, Side } from '#matching';
import type { Viewer } from '#members';
import { Forbidden, NotFound, type Tx } from '#platform';
import { sidesSeen } from './match.policy.js';
import { Candidates, type Statuses } from './match.search.js';
import { ProposedBy } from './proposal.graphql.js';
import { sidesOf } from './proposal.policy.js';

/** A slot and a request that somebody may propose to each other. */
export interface Pair {
  offer: MatchOffer;
  request: MatchRequest;
  statuses: Statuses | undefined;
  proposedBy: ProposedBy;
}

/** Finds the two halves of a proposal that somebody wants to make. */
@Injectable()
export class Pairs {
  constructor(private readonly candidates: Candidates) {}

  /**
   * The pair as the viewer may propose it, in the transaction that would. Throws NOT_FOUND for what they may not see, and
   * FORBIDDEN where they act for neither side.
   */
  async find(tx: Tx, viewer: Viewer, requestId: string, slotId: string): Promise<Pair> {
    const [request] = await this.candidates.requests(tx.manager, [requestId], tx.today);
    const offer = await this.candidates.slot(tx.manager, slotId);
    if (!request) throw new NotFound('request', requestId);
    if (!offer) throw new NotFound('slot', slotId);
    const statuses = await this.candidates.statuses(tx.manager, offer.offerId, requestId);
    const seen = statuses && sidesSeen(viewer, statuses);
    if (!seen?.request) throw new NotFound('request', requestId);
    if (!seen.offer) throw new NotFound('slot', slotId);
    const [side] = sidesOf(viewer, { schoolId: request.schoolId, employerId: offer.employerId ?? '' });
    if (!side)
      throw new Forbidden('You act neither for the school that asks nor for the employer that offers.');
    return {
      offer,
      request,
      statuses,
      proposedBy: side === Side.SCHOOL ? ProposedBy.SCHOOL : ProposedBy.OFFERER,
    };
  }
}

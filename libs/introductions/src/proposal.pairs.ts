import { Injectable } from '@nestjs/common';
import { lockSidesOf } from '#bookings';
import { explain, type MatchOffer, type MatchRequest, score, Side } from '#matching';
import type { Viewer } from '#members';
import { agreedTimes, Slot } from '#offers';
import { BadInput, Forbidden, localDateOf, NotFound, type Tx } from '#platform';
import { BankHolidays } from '#reference';
import { sidesSeen } from './match.policy.js';
import { Candidates, requestStatus, type Statuses } from './match.search.js';
import { Proposal } from './proposal.entity.js';
import { ProposedBy, type ProposeMatchInput } from './proposal.graphql.js';
import { sidesOf } from './proposal.policy.js';
import { firstStatus, type Market } from './proposal.rules.js';

/** A slot and a request that somebody may propose to each other. */
export interface Pair {
  offer: MatchOffer;
  request: MatchRequest;
  statuses: Statuses | undefined;
  proposedBy: ProposedBy;
  /** When it would take place. */
  times: Times;
  /** Whether that was named within a slot by arrangement, instead of being the slot's own. */
  named: boolean;
}

/** From when to when. */
export interface Times {
  startsAt: Date;
  endsAt: Date;
}

/** Finds the two halves of a proposal that somebody wants to make. */
@Injectable()
export class Pairs {
  constructor(
    private readonly candidates: Candidates,
    private readonly bankHolidays: BankHolidays,
  ) {}

  /**
   * The pair as the viewer may propose it, in the transaction that would. Throws NOT_FOUND for what they may not see,
   * FORBIDDEN where they act for neither side, and BAD_USER_INPUT for a time that cannot be.
   */
  async find(tx: Tx, viewer: Viewer, { requestId, slotId, startsAt }: ProposeMatchInput): Promise<Pair> {
    // The slot first: what is said of one that does not exist must not tell whether the request does.
    const offer = await this.candidates.slot(tx.manager, slotId);
    if (!offer) throw new NotFound('slot', slotId);
    const [request] = await this.candidates.requests(tx.manager, [requestId], tx.today);
    if (!request) throw new NotFound('request', requestId);
    const statuses = await this.candidates.statuses(tx.manager, offer.offerId, requestId);
    const seen = statuses && sidesSeen(viewer, statuses);
    if (!seen?.request) throw new NotFound('request', requestId);
    if (!seen.offer) throw new NotFound('slot', slotId);
    const [side] = sidesOf(viewer, { schoolId: request.schoolId, employerId: offer.employerId ?? '' });
    if (!side)
      throw new Forbidden('You act neither for the school that asks nor for the employer that offers.');
    const proposedBy = side === Side.SCHOOL ? ProposedBy.SCHOOL : ProposedBy.OFFERER;
    const [times, named] = [await this.agree(tx, slotId, startsAt), offer.slot.arranged !== null];
    return {
      ...{ request, statuses, proposedBy, times, named },
      offer: named ? heldAt(offer, times) : offer,
    };
  }

  private async agree(tx: Tx, slotId: string, startsAt: Date | undefined): Promise<Times> {
    const slot = await tx.manager.findOneByOrFail(Slot, { id: slotId });
    const isHoliday = this.bankHolidays.includes.bind(this.bankHolidays);
    const agreed = agreedTimes(slot, startsAt, { path: 'input.startsAt', now: tx.now, isHoliday });
    if ('path' in agreed) throw new BadInput([agreed]);
    return agreed;
  }
}

/** An offer by arrangement as it is once a time is named. */
export function heldAt(offer: MatchOffer, { startsAt, endsAt }: Times): MatchOffer {
  const [startsOn, endsOn] = [localDateOf(startsAt), localDateOf(endsAt)];
  return { ...offer, slot: { ...offer.slot, arranged: null, startsOn, endsOn } };
}

/**
 * Locks both sides of a proposal against being withdrawn, in the order in which a proposal is made: offer, slot,
 * request. What was withdrawn a moment ago ends its proposals by a job, which may not have run yet.
 */
export async function lockMarket(tx: Tx, { offerId, requestId, holdId }: Proposal): Promise<Market> {
  await tx.query('SELECT id FROM offer WHERE id = $1 FOR SHARE', [offerId]);
  await lockSidesOf(tx, holdId);
  const [market] = await tx.query<Market>(
    `SELECT offer.status AS offer, ${requestStatus} FROM offer, request JOIN school ON school.id = request.school_id
     WHERE offer.id = $1 AND request.id = $2`,
    [offerId, requestId],
  );
  if (!market) throw new Error(`${offerId} or ${requestId} of a proposal does not exist`);
  return market;
}

/** What one makes of a pair on some terms: scored and explained as it is today. */
export function proposalOf(
  tx: Tx,
  offer: MatchOffer,
  request: MatchRequest,
  terms: Pick<Proposal, 'proposedBy' | 'holdUntil' | 'units' | 'holdId' | 'startsAt' | 'endsAt'>,
): Proposal {
  const worth = score(offer, request, tx.today);
  return tx.manager.create(Proposal, {
    ...terms,
    id: tx.newId('proposal'),
    requestId: request.requestId,
    offerId: offer.offerId,
    slotId: offer.slotId,
    schoolId: request.schoolId,
    employerId: offer.employerId ?? '',
    status: firstStatus(terms.proposedBy),
    score: worth.total,
    // Both sides read it.
    explanation: explain({ offer, request, score: worth }, Side.OFFERER),
    declineReason: null,
    declinedBy: null,
    version: 1,
    createdAt: tx.now,
    decidedAt: null,
  });
}

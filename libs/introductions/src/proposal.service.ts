import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { type Booking, confirmHold, releaseHold, takeHold } from '#bookings';
import type { Viewer } from '#members';
import { explain, type MatchOffer, type MatchRequest, score, Side, whyNot } from '#matching';
import { Slot } from '#offers';
import { Cursors, NotFound, type Page, type PageArgs, system, Transactions, type Tx } from '#platform';
import { Proposal } from './proposal.entity.js';
import {
  type DeclineProposalInput,
  DeclineReason,
  ProposalStatus,
  type ProposalVersionInput,
  type ProposeMatchInput,
} from './proposal.graphql.js';
import {
  AlreadyProposed,
  type AnswerProposalResult,
  CapacityExhausted,
  ProposalSuccess,
  type ProposeMatchResult,
  RequestFilled,
} from './proposal.outcome.js';
import { Pairs } from './proposal.pairs.js';
import { sidesOf, visibleTo } from './proposal.policy.js';
import {
  acceptedBy,
  deadline,
  firstStatus,
  sidesAwaited,
  waiting,
  whyNotAcceptable,
  whyNotAnswerable,
  whyNotOpen,
  whyNotProposable,
} from './proposal.rules.js';

/** The job that lets a proposal lapse at its deadline. */
export const LAPSE_PROPOSAL = 'lapse_proposal';

/** From a match to a booking: proposed, accepted, declined, lapsed. */
@Injectable()
export class Proposals {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly pairs: Pairs,
  ) {}

  /** The proposal, or null where it is absent or the viewer has nothing to do with it. */
  async find(viewer: Viewer | undefined, id: string): Promise<Proposal | null> {
    const proposal = await this.manager.findOneBy(Proposal, { id });
    return proposal && viewer && sidesOf(viewer, proposal).length > 0 ? proposal : null;
  }

  /** The proposals of the schools and employers that the viewer acts for, the newest first. */
  async list(viewer: Viewer, { first, after }: PageArgs): Promise<Page<Proposal>> {
    const cursors = new Cursors('proposals', viewer.personId);
    const [id] = cursors.read(after, 1) ?? [];
    const scope = visibleTo(viewer);
    const query = this.manager.createQueryBuilder(Proposal, 'proposal').where(scope.sql, scope.parameters);
    if (id) query.andWhere('proposal.id < :id', { id });
    const rows = await query
      .orderBy('proposal.id', 'DESC')
      .limit(first + 1)
      .getMany();
    return cursors.page(
      rows,
      first,
      (proposal) => [proposal.id],
      (proposal) => proposal,
    );
  }

  /** Puts a slot and a request to both sides, and holds the capacity until the deadline. */
  propose(
    viewer: Viewer,
    { requestId, slotId, units }: ProposeMatchInput,
  ): Promise<typeof ProposeMatchResult> {
    return this.transactions.run(viewer, async (tx) => {
      const { offer, request, statuses, proposedBy } = await this.pairs.find(tx, viewer, requestId, slotId);
      const problem = whyNotOpen(statuses) ?? whyNotProposable(whyNot(offer, request, tx.today));
      if (problem) return problem;

      const { startsAt } = await tx.manager.findOneByOrFail(Slot, { id: slotId });
      const holdUntil = deadline(tx.now, startsAt);
      const hold = await takeHold(tx, { slotId, requestId, units, holdUntil });
      if (hold === 'capacity_exhausted') return new CapacityExhausted();
      if (hold === 'request_filled') return new RequestFilled();
      if (hold === 'already_held') return new AlreadyProposed();

      const proposal = proposalOf(tx, offer, request, { proposedBy, holdUntil, units, holdId: hold.id });
      await tx.insert(Proposal, proposal);
      await tx.record(proposal, 'proposed', {
        after: { status: proposal.status, requestId, slotId, units, score: proposal.score },
      });
      await tx.queue(LAPSE_PROPOSAL, { id: proposal.id }, { runAt: holdUntil });
      return new ProposalSuccess(proposal);
    });
  }

  /** Accepts for a side that is awaited. When both have accepted, the hold becomes a booking. */
  accept(viewer: Viewer, { id, version }: ProposalVersionInput): Promise<typeof AnswerProposalResult> {
    return this.transactions.run(viewer, async (tx) => {
      const { proposal, sides } = await lockProposal(tx, viewer, id);
      const problem = whyNotAnswerable(proposal, version, tx.now) ?? whyNotAcceptable(proposal, sides);
      if (problem) return problem;

      const side = sidesAwaited(proposal.status).find((awaited) => sides.includes(awaited)) ?? Side.SCHOOL;
      const status = acceptedBy(side, proposal.status);
      const booking = status === ProposalStatus.CONFIRMED ? await this.book(tx, proposal) : null;
      await become(tx, proposal, status);
      return new ProposalSuccess(proposal, booking);
    });
  }

  /** Declines for a side, with a reason that the other side sees. What was held is free again. */
  decline(
    viewer: Viewer,
    { id, version, reason }: DeclineProposalInput,
  ): Promise<typeof AnswerProposalResult> {
    return this.transactions.run(viewer, async (tx) => {
      const { proposal, sides } = await lockProposal(tx, viewer, id);
      const problem = whyNotAnswerable(proposal, version, tx.now);
      if (problem) return problem;

      const declinedBy =
        sidesAwaited(proposal.status).find((side) => sides.includes(side)) ?? sides[0] ?? Side.SCHOOL;
      await releaseHold(tx, proposal.holdId);
      await become(
        tx,
        Object.assign(proposal, { declineReason: reason, declinedBy }),
        ProposalStatus.DECLINED,
        reason,
      );
      return new ProposalSuccess(proposal);
    });
  }

  /** Lets a proposal lapse whose deadline is over. Does nothing to one that was answered: it may be called again. */
  async lapse(id: string): Promise<void> {
    await this.transactions.run(system, async (tx) => {
      const proposal = await tx.manager.findOne(Proposal, {
        where: { id },
        lock: { mode: 'pessimistic_write' },
      });
      if (!proposal || !waiting.includes(proposal.status) || proposal.holdUntil > tx.now) return;
      await releaseHold(tx, proposal.holdId);
      await become(tx, proposal, ProposalStatus.LAPSED);
    });
  }

  /** Ends every waiting proposal of an offer or request that has left the market, for its side. May be called again. */
  async endAll(nounId: string, reason: DeclineReason): Promise<void> {
    await this.transactions.run(system, async (tx) => {
      const waitingOnes = await tx.manager
        .createQueryBuilder(Proposal, 'proposal')
        .setLock('pessimistic_write')
        .where('(proposal.offer_id = :nounId OR proposal.request_id = :nounId)', { nounId })
        .andWhere('proposal.status IN (:...waiting)', { waiting })
        .orderBy('proposal.id')
        .getMany();
      const declinedBy = reason === DeclineReason.NO_LONGER_AVAILABLE ? Side.OFFERER : Side.SCHOOL;
      for (const proposal of waitingOnes) {
        await releaseHold(tx, proposal.holdId);
        const ended = Object.assign(proposal, { declineReason: reason, declinedBy });
        await become(tx, ended, ProposalStatus.DECLINED, reason);
      }
    });
  }

  private async book(tx: Tx, proposal: Proposal): Promise<Booking> {
    const booking = await confirmHold(tx, proposal.holdId);
    if (!booking) throw new Error(`The hold of ${proposal.id} was given up while the proposal waited`);
    return booking;
  }
}

async function lockProposal(
  tx: Tx,
  viewer: Viewer,
  id: string,
): Promise<{ proposal: Proposal; sides: Side[] }> {
  const proposal = await tx.manager.findOne(Proposal, { where: { id }, lock: { mode: 'pessimistic_write' } });
  const sides = proposal ? sidesOf(viewer, proposal) : [];
  if (!proposal || sides.length === 0) throw new NotFound('proposal', id);
  return { proposal, sides };
}

async function become(tx: Tx, proposal: Proposal, status: ProposalStatus, reason?: string): Promise<void> {
  const before = { status: proposal.status };
  proposal.status = status;
  proposal.version += 1;
  if (!waiting.includes(status)) proposal.decidedAt = tx.now;
  await tx.save(proposal);
  await tx.record(proposal, status, { before, after: { status, version: proposal.version }, reason });
}

function proposalOf(
  tx: Tx,
  offer: MatchOffer,
  request: MatchRequest,
  terms: Pick<Proposal, 'proposedBy' | 'holdUntil' | 'units' | 'holdId'>,
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
    explanation: explain({ offer, request, score: worth }),
    declineReason: null,
    declinedBy: null,
    version: 1,
    createdAt: tx.now,
    decidedAt: null,
  });
}

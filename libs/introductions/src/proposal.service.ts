import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { type Booking, confirmHold, Hold, type HoldRefusal, releaseHold, takeHold } from '#bookings';
import type { Viewer } from '#members';
import { Side, whyNot } from '#matching';
import { Cursors, type LocalDate, NotFound, type Page, Transactions, type Tx } from '#platform';
import { Proposal } from './proposal.entity.js';
import {
  type DeclineProposalInput,
  ProposalStatus,
  type ProposalsArgs,
  type ProposalVersionInput,
  type ProposeMatchInput,
} from './proposal.graphql.js';
import {
  AlreadyProposed,
  type AnswerProposalResult,
  CapacityExhausted,
  type DoesNotFit,
  type NotOnTheMarket,
  ProposalSuccess,
  type ProposeMatchResult,
  RequestFilled,
  TimeTaken,
} from './proposal.outcome.js';
import { lockMarket, type Pair, Pairs, proposalOf } from './proposal.pairs.js';
import { awaiting, sidesOf, visibleTo } from './proposal.policy.js';
import {
  acceptedBy,
  deadline,
  sidesAwaited,
  waiting,
  whyNotAcceptable,
  whyNotAnswerable,
  whyNotBookable,
  whyNotOpen,
  whyNotProposable,
  whyNotSoMany,
} from './proposal.rules.js';

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
  async list(viewer: Viewer, { awaitingMe = false, ...page }: ProposalsArgs): Promise<Page<Proposal>> {
    const cursors = new Cursors('proposals', { viewer: viewer.personId, awaitingMe });
    const span = cursors.span(page, ['text']);
    const scope = visibleTo(viewer);
    const query = this.manager.createQueryBuilder(Proposal, 'proposal').where(scope.sql, scope.parameters);
    if (awaitingMe) query.andWhere(awaiting);
    if (span.key) query.andWhere(`proposal.id ${span.than('DESC')} :from`, { from: span.key[0] });
    const rows = await query.orderBy('proposal.id', span.order('DESC')).limit(span.limit).getMany();
    return cursors.page(
      rows,
      span,
      (proposal) => [proposal.id],
      (proposal) => proposal,
    );
  }

  /** Puts a slot and a request to both sides, and holds the capacity until the deadline. */
  propose(viewer: Viewer, input: ProposeMatchInput): Promise<typeof ProposeMatchResult> {
    const { requestId, slotId, units } = input;
    return this.transactions.run(viewer, async (tx) => {
      const pair = await this.pairs.find(tx, viewer, input);
      const existing = await livingProposal(tx, requestId, slotId);
      const problem = existing ? new AlreadyProposed(existing) : whyNotPair(pair, units, tx.today);
      if (problem) return problem;

      const { offer, request, proposedBy, times } = pair;
      const holdUntil = deadline(tx.now, times.startsAt);
      const agreed = pair.named ? times : undefined;
      const hold = await takeHold(tx, { slotId, requestId, units, holdUntil, agreed });
      if (typeof hold === 'string') return this.whyLost(tx, viewer, input, hold);

      const terms = { proposedBy, holdUntil, units, holdId: hold.id, ...times };
      const proposal = proposalOf(tx, offer, request, terms);
      await tx.insert(Proposal, proposal);
      await tx.record(proposal, 'proposed', {
        after: { status: proposal.status, requestId, slotId, units, score: proposal.score },
      });
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
      const confirmed = status === ProposalStatus.CONFIRMED;
      const ended = confirmed ? whyNotBookable(proposal, await lockMarket(tx, proposal)) : undefined;
      if (ended) return ended;
      const booking = confirmed ? await this.book(tx, proposal) : null;
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

  /** Why a hold was refused though the pair fitted a moment ago: somebody else was first. */
  private async whyLost(
    tx: Tx,
    viewer: Viewer,
    wanted: ProposeMatchInput,
    refusal: HoldRefusal,
  ): Promise<LostProblem> {
    const existing = await livingProposal(tx, wanted.requestId, wanted.slotId);
    if (existing) return new AlreadyProposed(existing);
    const pair = await this.pairs.find(tx, viewer, wanted);
    const problem = whyNotPair(pair, wanted.units, tx.today);
    if (problem) return problem;
    if (refusal === 'time_taken') return new TimeTaken();
    return refusal === 'request_filled'
      ? new RequestFilled(pair.request.outstanding)
      : new CapacityExhausted(pair.offer.slot.remaining);
  }

  private async book(tx: Tx, proposal: Proposal): Promise<Booking> {
    const booking = await confirmHold(tx, proposal.holdId);
    if (!booking) throw new Error(`The hold of ${proposal.id} was given up while the proposal waited`);
    return booking;
  }
}

/** What may come of a proposal that somebody else was quicker than. */
type LostProblem =
  AlreadyProposed | CapacityExhausted | RequestFilled | TimeTaken | DoesNotFit | NotOnTheMarket;

function whyNotPair(
  { offer, request, statuses }: Pair,
  units: number,
  today: LocalDate,
): LostProblem | undefined {
  return (
    whyNotOpen(statuses) ??
    whyNotProposable(whyNot(offer, request, today)) ??
    whyNotSoMany(offer, request, units)
  );
}

/** The proposal of this slot to this request that waits or was confirmed, if there is one. */
function livingProposal(tx: Tx, requestId: string, slotId: string): Promise<Proposal | null> {
  return tx.manager
    .createQueryBuilder(Proposal, 'proposal')
    .innerJoin(Hold, 'hold', `hold.id = proposal.holdId AND hold.status <> 'released'`)
    .where({ requestId, slotId })
    .getOne();
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

/** Brings a proposal into a status, and remembers it. */
export async function become(
  tx: Tx,
  proposal: Proposal,
  status: ProposalStatus,
  reason?: string,
): Promise<void> {
  const before = { status: proposal.status };
  proposal.status = status;
  proposal.version += 1;
  if (!waiting.includes(status)) proposal.decidedAt = tx.now;
  await tx.save(proposal);
  await tx.record(proposal, status, { before, after: { status, version: proposal.version }, reason });
}

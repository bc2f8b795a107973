import {
  type MatchOffer,
  type MatchRequest,
  type Obstacle,
  ObstacleCode,
  Side,
  type WhyNot,
} from '#matching';
import { OfferStatus } from '#offers';
import { RequestStatus } from '#requests';
import type { Statuses } from './match.search.js';
import type { Proposal } from './proposal.entity.js';
import { ProposalStatus, ProposedBy } from './proposal.graphql.js';
import {
  CapacityExhausted,
  DoesNotFit,
  NotOnTheMarket,
  ProposalChangedMeanwhile,
  ProposalLapsed,
  ProposalNotWaiting,
  RequestFilled,
} from './proposal.outcome.js';

/** How long a proposal holds its capacity at most, in days: a working week and the weekend before it. */
export const HOLD_DAYS = 7;

const DAY = 86_400_000;

/** The deadline of a proposal made now: within the hold, and never after the slot begins. */
export function deadline(now: Date, startsAt: Date): Date {
  return new Date(Math.min(now.getTime() + HOLD_DAYS * DAY, startsAt.getTime()));
}

/** The statuses in which a proposal waits for an answer and holds capacity. */
export const waiting: readonly ProposalStatus[] = [
  ProposalStatus.PROPOSED,
  ProposalStatus.ACCEPTED_BY_SCHOOL,
  ProposalStatus.ACCEPTED_BY_OFFERER,
];

/** Whoever proposes has accepted. */
export function firstStatus(proposedBy: ProposedBy): ProposalStatus {
  const statuses: Record<ProposedBy, ProposalStatus> = {
    [ProposedBy.SCHOOL]: ProposalStatus.ACCEPTED_BY_SCHOOL,
    [ProposedBy.OFFERER]: ProposalStatus.ACCEPTED_BY_OFFERER,
    [ProposedBy.OPERATOR]: ProposalStatus.PROPOSED,
  };
  return statuses[proposedBy];
}

/** Why a pair may not be proposed whose one side is not on the market. Only that side itself ever sees this. */
export function whyNotOpen(statuses: Statuses | undefined): NotOnTheMarket | undefined {
  if (!statuses) return undefined;
  const { offer, request } = statuses;
  // A fulfilled offer has nothing left, which is an outcome of its own.
  const offered = [OfferStatus.PUBLISHED, OfferStatus.FULFILLED];
  if (!offered.includes(offer)) return new NotOnTheMarket('offer', offer, 'publish it first');
  // A request that is matched is on the market no more because it is filled, which is an outcome of its own.
  const asked = [RequestStatus.OPEN, RequestStatus.PART_MATCHED, RequestStatus.MATCHED];
  return asked.includes(request) ? undefined : new NotOnTheMarket('request', request, 'open it first');
}

/** Why a pair may not be proposed. A full slot and a filled request are outcomes of their own: they are races lost. */
export function whyNotProposable({
  fits,
  misses,
}: WhyNot): CapacityExhausted | RequestFilled | DoesNotFit | undefined {
  if (fits) return undefined;
  const others = misses.filter(({ obstacle }) => !lost(obstacle));
  if (others.length > 0) return new DoesNotFit(misses);
  return misses.some(({ obstacle }) => obstacle.code === ObstacleCode.SLOT_FULL)
    ? new CapacityExhausted(0)
    : new RequestFilled(0);
}

function lost({ code }: Obstacle): boolean {
  return code === ObstacleCode.SLOT_FULL || code === ObstacleCode.REQUEST_FILLED;
}

/** Why so many units may not be proposed of a pair that fits: fewer are left in the slot, or asked for. */
export function whyNotSoMany(
  offer: MatchOffer,
  request: MatchRequest,
  units: number,
): CapacityExhausted | RequestFilled | undefined {
  if (offer.slot.remaining < units) return new CapacityExhausted(offer.slot.remaining);
  return request.outstanding < units ? new RequestFilled(request.outstanding) : undefined;
}

/** Which sides have yet to answer. */
export function sidesAwaited(status: ProposalStatus): readonly Side[] {
  const awaited: Record<ProposalStatus, readonly Side[]> = {
    [ProposalStatus.PROPOSED]: [Side.SCHOOL, Side.OFFERER],
    [ProposalStatus.ACCEPTED_BY_SCHOOL]: [Side.OFFERER],
    [ProposalStatus.ACCEPTED_BY_OFFERER]: [Side.SCHOOL],
    [ProposalStatus.CONFIRMED]: [],
    [ProposalStatus.DECLINED]: [],
    [ProposalStatus.COUNTERED]: [],
    [ProposalStatus.LAPSED]: [],
  };
  return awaited[status];
}

/** The status after a side that was awaited has accepted. */
export function acceptedBy(side: Side, status: ProposalStatus): ProposalStatus {
  if (status !== ProposalStatus.PROPOSED) return ProposalStatus.CONFIRMED;
  return side === Side.SCHOOL ? ProposalStatus.ACCEPTED_BY_SCHOOL : ProposalStatus.ACCEPTED_BY_OFFERER;
}

/** Why a proposal takes no answer now from somebody who saw this version of it. */
export function whyNotAnswerable(
  proposal: Proposal,
  version: number,
  now: Date,
): ProposalChangedMeanwhile | ProposalNotWaiting | ProposalLapsed | undefined {
  if (proposal.status === ProposalStatus.LAPSED) return new ProposalLapsed();
  if (proposal.version !== version) return new ProposalChangedMeanwhile(proposal);
  if (!waiting.includes(proposal.status)) {
    return new ProposalNotWaiting(
      proposal.status,
      `The proposal is ${proposal.status} already and waits for no answer.`,
    );
  }
  if (proposal.holdUntil <= now) return new ProposalLapsed();
  return undefined;
}

/** How far the two sides of a proposal have come. */
export type Market = Pick<Statuses, 'offer' | 'request'>;

/** Why no booking may come of a proposal: one of its sides was withdrawn meanwhile. */
export function whyNotBookable(
  { status }: Proposal,
  { offer, request }: Market,
): ProposalNotWaiting | undefined {
  const gone = [
    ...(offer === OfferStatus.WITHDRAWN ? ['offer'] : []),
    ...(request === RequestStatus.WITHDRAWN ? ['request'] : []),
  ];
  if (gone.length === 0) return undefined;
  return new ProposalNotWaiting(
    status,
    `The ${gone.join(' and the ')} was withdrawn; nothing is left to accept.`,
  );
}

/** Why a side may not accept: it has, and the other is awaited. */
export function whyNotAcceptable(proposal: Proposal, sides: readonly Side[]): ProposalNotWaiting | undefined {
  if (sidesAwaited(proposal.status).some((side) => sides.includes(side))) return undefined;
  return new ProposalNotWaiting(proposal.status, 'Your side has accepted; the other side has yet to answer.');
}

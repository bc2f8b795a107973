import { createUnionType, Field, Int, ObjectType } from '@nestjs/graphql';
import { BookingType } from '#bookings';
import type { Miss } from '#matching';
import { Problem } from '#platform';
import { MissType } from './match.graphql.js';
import { ProposalStatus, ProposalType } from './proposal.graphql.js';

@ObjectType({ description: 'The proposal as it is now, with the booking where both sides have accepted.' })
export class ProposalSuccess {
  @Field(() => ProposalType, { description: 'The proposal.' })
  proposal: ProposalType;

  @Field(() => BookingType, { nullable: true, description: 'The booking, once both sides have accepted.' })
  booking: BookingType | null;

  constructor(proposal: ProposalType, booking: BookingType | null = null) {
    this.proposal = proposal;
    this.booking = booking;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The slot has not so much left.' })
export class CapacityExhausted extends Problem {
  @Field(() => Int, { description: 'How many sessions or places are left in the slot.' })
  remaining: number;

  constructor(remaining: number) {
    const left =
      remaining > 0 ? `Only ${remaining} left in this slot` : 'Everything in this slot is held or booked';
    super(
      'CAPACITY_EXHAUSTED',
      `${left}. Look at the request’s other matches, or at another slot of the offer.`,
    );
    this.remaining = remaining;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'The request has not as many sessions or places to fill.',
})
export class RequestFilled extends Problem {
  @Field(() => Int, { description: 'How many of those it asks for are neither proposed nor booked.' })
  remaining: number;

  constructor(remaining: number) {
    super(
      'REQUEST_FILLED',
      remaining > 0
        ? `Only ${remaining} of what the request asks for ${remaining === 1 ? 'is' : 'are'} left; ask for no more units.`
        : 'Everything that the request asks for is proposed or booked already. Proposals that wait for your answer are in proposals(awaitingMe: true).',
    );
    this.remaining = remaining;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'This slot and request are proposed or booked together already.',
})
export class AlreadyProposed extends Problem {
  @Field(() => ProposalType, { description: 'The proposal there is.' })
  existing: ProposalType;

  constructor(existing: ProposalType) {
    super(
      'ALREADY_PROPOSED',
      existing.status === ProposalStatus.CONFIRMED
        ? 'This slot and this request are booked together already.'
        : 'This slot and this request are proposed together already. If the answer is yours, accept or decline that proposal.',
    );
    this.existing = existing;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'Whoever would come has promised an hour of that time to somebody else.',
})
export class TimeTaken extends Problem {
  constructor() {
    super('TIME_TAKEN', 'Whoever would come has promised an hour of that time already. Name another time.');
  }
}

@ObjectType({ implements: () => [Problem], description: 'Your own offer or request is not on the market.' })
export class NotOnTheMarket extends Problem {
  constructor(what: string, status: string, remedy: string) {
    super('NOT_ON_THE_MARKET', `The ${what} is ${status.replaceAll('_', ' ')}; ${remedy}.`);
  }
}

@ObjectType({ implements: () => [Problem], description: 'The offer and the request do not fit.' })
export class DoesNotFit extends Problem {
  @Field(() => [MissType], { description: 'What stands between them.' })
  misses: MissType[];

  constructor(misses: readonly Miss[]) {
    super('DOES_NOT_FIT', misses.map(({ sentence }) => sentence).join(' '));
    this.misses = misses.map(({ obstacle, sentence, relaxation }) => ({
      code: obstacle.code,
      sentence,
      changeableBy: relaxation?.by ?? null,
    }));
  }
}

@ObjectType({ implements: () => [Problem], description: 'Somebody changed the proposal after you saw it.' })
export class ProposalChangedMeanwhile extends Problem {
  @Field(() => ProposalType, { description: 'The proposal as it is now.' })
  current: ProposalType;

  constructor(current: ProposalType) {
    super(
      'PROPOSAL_CHANGED_MEANWHILE',
      `The proposal is ${current.status.replaceAll('_', ' ')} at version ${current.version} now. Look at it again before you answer.`,
    );
    this.current = current;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'The proposal waits for no answer, or not for yours.',
})
export class ProposalNotWaiting extends Problem {
  @Field(() => ProposalStatus, { description: 'How far it has come.' })
  status: ProposalStatus;

  constructor(status: ProposalStatus, message: string) {
    super('PROPOSAL_NOT_WAITING', message);
    this.status = status;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The deadline is over.' })
export class ProposalLapsed extends Problem {
  constructor() {
    super(
      'PROPOSAL_LAPSED',
      'The deadline is over and what was held is free again. Propose it once more if it still suits.',
    );
  }
}

export const ProposeMatchResult = createUnionType({
  name: 'ProposeMatchResult',
  description: 'What comes of proposing a match.',
  types: () =>
    [
      ProposalSuccess,
      CapacityExhausted,
      RequestFilled,
      AlreadyProposed,
      TimeTaken,
      DoesNotFit,
      NotOnTheMarket,
    ] as const,
});

export const AnswerProposalResult = createUnionType({
  name: 'AnswerProposalResult',
  description: 'What comes of answering a proposal.',
  types: () => [ProposalSuccess, ProposalChangedMeanwhile, ProposalNotWaiting, ProposalLapsed] as const,
});

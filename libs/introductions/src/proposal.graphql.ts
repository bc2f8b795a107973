import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsDate, IsEnum, IsInt, IsOptional, Max, MaxLength, Min } from 'class-validator';
import { Side } from '#matching';
import { connectionOf, DateTime, Node, PageArgs } from '#platform';

/** How far a proposal has come. */
export enum ProposalStatus {
  PROPOSED = 'proposed',
  ACCEPTED_BY_SCHOOL = 'accepted_by_school',
  ACCEPTED_BY_OFFERER = 'accepted_by_offerer',
  CONFIRMED = 'confirmed',
  DECLINED = 'declined',
  COUNTERED = 'countered',
  LAPSED = 'lapsed',
}

registerEnumType(ProposalStatus, {
  name: 'ProposalStatus',
  description: 'How far a proposal has come.',
  valuesMap: {
    PROPOSED: { description: 'Put to both sides; neither has answered.' },
    ACCEPTED_BY_SCHOOL: { description: 'The school has accepted; the offerer has not answered.' },
    ACCEPTED_BY_OFFERER: { description: 'The offerer has accepted; the school has not answered.' },
    CONFIRMED: { description: 'Both have accepted: there is a booking.' },
    DECLINED: { description: 'One side has declined, with a reason.' },
    COUNTERED: { description: 'Replaced by another proposal for the same pair.' },
    LAPSED: { description: 'Nobody answered in time; what it held is free again.' },
  },
});

/** Who made a proposal. */
export enum ProposedBy {
  SCHOOL = 'school',
  OFFERER = 'offerer',
  OPERATOR = 'operator',
}

registerEnumType(ProposedBy, {
  name: 'ProposedBy',
  description: 'Who made a proposal. Whoever proposes has accepted.',
  valuesMap: {
    SCHOOL: { description: 'The school.' },
    OFFERER: { description: 'The employer, volunteer or young ambassador.' },
    OPERATOR: { description: 'The product, from a clearing run.' },
  },
});

/** Why a side declined: the other side is told, and the matcher learns from it. */
export enum DeclineReason {
  DATE_UNSUITABLE = 'date_unsuitable',
  TOO_FAR = 'too_far',
  NOT_A_FIT = 'not_a_fit',
  NO_LONGER_NEEDED = 'no_longer_needed',
  NO_LONGER_AVAILABLE = 'no_longer_available',
  SAFEGUARDING = 'safeguarding',
  OTHER = 'other',
}

registerEnumType(DeclineReason, {
  name: 'DeclineReason',
  description: 'Why a side declined. The other side sees it.',
  valuesMap: {
    DATE_UNSUITABLE: { description: 'The date does not suit.' },
    TOO_FAR: { description: 'The way is too long.' },
    NOT_A_FIT: { description: 'It is not what was meant.' },
    NO_LONGER_NEEDED: { description: 'The school has no need of it any more.' },
    NO_LONGER_AVAILABLE: { description: 'The offerer cannot come any more.' },
    SAFEGUARDING: { description: 'A safeguarding condition cannot be met.' },
    OTHER: { description: 'Something else.' },
  },
});

@ObjectType('Proposal', {
  implements: () => [Node],
  description: 'A match put to both sides. It holds its capacity until its deadline.',
})
export class ProposalType extends Node {
  @Field(() => ProposalStatus, { description: 'How far it has come.' })
  status: ProposalStatus;

  @Field(() => Int, { description: 'Goes up with every change; name it when you answer.' })
  version: number;

  @Field(() => Int, { description: 'How many sessions or places it is for.' })
  units: number;

  @Field(() => DateTime, {
    description: 'When it would begin: with its slot or, by arrangement, at the time named.',
  })
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it would end.' })
  endsAt: Date;

  @Field(() => ProposedBy, { description: 'Who made it.' })
  proposedBy: ProposedBy;

  @Field(() => Int, { description: 'The score when it was made, 0 to 1000.' })
  score: number;

  @Field(() => String, { description: 'The match in one sentence, as it was when it was made.' })
  explanation: string;

  @Field(() => DateTime, {
    description: 'The deadline: unanswered by then, it lapses and frees what it held.',
  })
  holdUntil: Date;

  @Field(() => DeclineReason, { nullable: true, description: 'Why it was declined.' })
  declineReason: DeclineReason | null;

  @Field(() => Side, {
    nullable: true,
    description: 'Who declined it; null where it ended with its offer or request.',
  })
  declinedBy: Side | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;
}

@ObjectType({ description: 'A page of proposals.' })
export class ProposalConnection extends connectionOf(ProposalType, 'Proposal') {}

/** Which proposals. */
@ArgsType()
export class ProposalsArgs extends PageArgs {
  @Field(() => Boolean, { nullable: true, description: 'Only those that wait for an answer of yours.' })
  @IsOptional()
  @IsBoolean()
  awaitingMe?: boolean;
}

@InputType({ description: 'A slot of an offer for a request.' })
export class ProposeMatchInput {
  @Field(() => ID, { description: 'The request.' })
  @MaxLength(100)
  requestId: string;

  @Field(() => ID, { description: 'The slot.' })
  @MaxLength(100)
  slotId: string;

  @Field(() => Int, { defaultValue: 1, description: 'How many sessions or places, 1 to 1000.' })
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  units: number = 1;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'By arrangement: when it would begin, within the window of the slot. Absent for every other slot.',
  })
  @IsOptional()
  @IsDate()
  startsAt?: Date;
}

@InputType({ description: 'A proposal in the version you saw.' })
export class ProposalVersionInput {
  @Field(() => ID, { description: 'The proposal.' })
  @MaxLength(100)
  id: string;

  @Field(() => Int, { description: 'The version you saw; if it has changed since, nothing happens.' })
  @IsInt()
  version: number;
}

@InputType({ description: 'A proposal that you decline, and why.' })
export class DeclineProposalInput extends ProposalVersionInput {
  @Field(() => DeclineReason, { description: 'Why. The other side sees it.' })
  @IsEnum(DeclineReason)
  reason: DeclineReason;
}

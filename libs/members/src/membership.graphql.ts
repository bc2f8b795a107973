import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsEnum, IsInt, Max, MaxLength, Min } from 'class-validator';
import { connectionOf, DateTime, Node, Personal, Problem } from '#platform';

/** What a person is in a school, employer or broker. */
export enum Role {
  SCHOOL_ADMIN = 'school_admin',
  TEACHER = 'teacher',
  EMPLOYER_ADMIN = 'employer_admin',
  VOLUNTEER = 'volunteer',
  BROKER_ADMIN = 'broker_admin',
}

registerEnumType(Role, {
  name: 'Role',
  description: 'What a person is in a school, employer or broker.',
  valuesMap: {
    SCHOOL_ADMIN: { description: 'Acts for a school and decides who else may.' },
    TEACHER: { description: 'Acts for a school.' },
    EMPLOYER_ADMIN: { description: 'Acts for an employer and decides who else may.' },
    VOLUNTEER: { description: 'Gives time for an employer.' },
    BROKER_ADMIN: {
      description: 'Acts for a broker: issues and revokes its keys, and decides who else may.',
    },
  },
});

/** Whether a role counts. */
export enum MembershipStatus {
  REQUESTED = 'requested',
  APPROVED = 'approved',
  DECLINED = 'declined',
  ENDED = 'ended',
}

registerEnumType(MembershipStatus, {
  name: 'MembershipStatus',
  description: 'Whether a role counts.',
  valuesMap: {
    REQUESTED: { description: 'Waits for an admin, or for an operator where there is no admin.' },
    APPROVED: { description: 'The person may act.' },
    DECLINED: { description: 'The person may not act; an admin may still approve.' },
    ENDED: { description: 'Over, by the person or by an admin. The person may ask again.' },
  },
});

/** Who decides about a membership that waits. */
export enum Decider {
  ADMIN = 'admin',
  OPERATOR = 'operator',
  FIRST_ADMIN = 'first_admin',
}

registerEnumType(Decider, {
  name: 'Decider',
  description: 'Who decides about a membership that waits.',
  valuesMap: {
    ADMIN: { description: 'An admin of the school, employer or broker.' },
    OPERATOR: { description: 'An operator of the product, as it would be the first admin’s.' },
    FIRST_ADMIN: {
      description: 'Nobody yet: there is no admin. Have the head or owner ask to be one, or ask so yourself.',
    },
  },
});

@ObjectType('Membership', {
  implements: () => [Node],
  description: 'A person’s role in one school, employer or broker.',
})
export class MembershipType extends Node {
  @Field(() => Role, { description: 'What the person is there.' })
  role: Role;

  @Field(() => MembershipStatus, { description: 'Whether it counts.' })
  status: MembershipStatus;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  requestedAt: Date;
}

@ObjectType({ description: 'A page of memberships.' })
export class MembershipConnection extends connectionOf(MembershipType, 'Membership') {}

@ObjectType({ description: 'Who asks for a membership. Seen by themselves and by whoever decides.' })
export class Applicant {
  @Personal()
  @Field(() => String, { description: 'Their name, as they gave it.' })
  name: string;

  @Personal()
  @Field(() => String, {
    description: 'Their e-mail address; `emailVerifiedAt` says whether they have shown that it is theirs.',
  })
  email: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When they last showed that the address is theirs, by a link that was mailed to it; null if never: make sure that it is.',
  })
  emailVerifiedAt: Date | null;
}

@InputType({ description: 'A wish to act for a school.' })
export class JoinSchoolInput {
  @Field(() => Int, { description: 'The school’s URN.' })
  @IsInt()
  @Min(100_000, { message: 'a URN: six digits' })
  @Max(999_999, { message: 'a URN: six digits' })
  urn: number;

  @Field(() => Role, { description: 'TEACHER or SCHOOL_ADMIN.' })
  @IsEnum([Role.TEACHER, Role.SCHOOL_ADMIN], { message: 'role must be TEACHER or SCHOOL_ADMIN' })
  role: Role;
}

@InputType({ description: 'A wish to act for an employer.' })
export class JoinEmployerInput {
  @Field(() => ID, { description: 'The employer.' })
  @MaxLength(100)
  employerId: string;

  @Field(() => Role, { description: 'VOLUNTEER or EMPLOYER_ADMIN.' })
  @IsEnum([Role.VOLUNTEER, Role.EMPLOYER_ADMIN], { message: 'role must be VOLUNTEER or EMPLOYER_ADMIN' })
  role: Role;
}

@InputType({ description: 'A decision on a membership.' })
export class DecideMemberInput {
  @Field(() => ID, { description: 'The membership.' })
  @MaxLength(100)
  membershipId: string;
}

@ObjectType({
  description: 'The wish is noted. Its status says whether it waits for approval or counts already.',
})
export class JoinSuccess {
  @Field(() => MembershipType, { description: 'The membership.' })
  membership: MembershipType;

  constructor(membership: MembershipType) {
    this.membership = membership;
  }
}

/** What somebody may do who asks although they have asked before. */
const nextStep: Readonly<Record<MembershipStatus, string>> = {
  [MembershipStatus.REQUESTED]:
    'Wait until it is decided, or take the wish back with endMembership and ask again for another role.',
  [MembershipStatus.APPROVED]:
    'You act there already; for another role end it with endMembership and ask again.',
  [MembershipStatus.DECLINED]: 'An admin may still approve it: ask them to.',
  [MembershipStatus.ENDED]: 'Ask again.',
};

@ObjectType({ implements: () => [Problem], description: 'You asked before; the membership is as shown.' })
export class AlreadyAsked extends Problem {
  @Field(() => MembershipType, { description: 'The membership there is.' })
  existing: MembershipType;

  constructor(existing: MembershipType) {
    super(
      'ALREADY_ASKED',
      `You asked to join before; that membership is ${existing.status}. ${nextStep[existing.status]}`,
    );
    this.existing = existing;
  }
}

@ObjectType({ description: 'The membership is decided.' })
export class DecideMemberSuccess {
  @Field(() => MembershipType, { description: 'The membership as it is now.' })
  membership: MembershipType;

  constructor(membership: MembershipType) {
    this.membership = membership;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The membership is past this decision.' })
export class AlreadyDecided extends Problem {
  constructor(status: MembershipStatus) {
    super('ALREADY_DECIDED', `This membership is ${status} already.`);
  }
}

export const JoinResult = createUnionType({
  name: 'JoinResult',
  description: 'What comes of asking to act for a school, employer or broker.',
  types: () => [JoinSuccess, AlreadyAsked] as const,
});

export const DecideMemberResult = createUnionType({
  name: 'DecideMemberResult',
  description: 'What comes of deciding a membership.',
  types: () => [DecideMemberSuccess, AlreadyDecided] as const,
});

import { createUnionType, Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { MaxLength } from 'class-validator';
import { Email, Problem, Text, Trimmed } from '#platform';
import { TooManyAttempts } from './account.graphql.js';

@InputType({ description: 'Whose password is forgotten.' })
export class RequestPasswordResetInput {
  @Field(() => String, { description: 'The e-mail address of the account.' })
  @Trimmed()
  @Email()
  email: string;
}

@InputType({ description: 'A new password, by a link that was mailed.' })
export class ResetPasswordInput {
  @Field(() => String, { description: 'The token in the link. It is good once, for an hour.' })
  @MaxLength(200)
  token: string;

  @Field(() => String, {
    description: 'At least 10 characters. A few words are better than one with signs in it.',
  })
  @Text(10, 200)
  password: string;
}

@ObjectType({
  description:
    'If an account has this address, a link was mailed to it within the hour. The answer is the same if none has.',
})
export class RequestPasswordResetSuccess {
  @Field(() => String, { description: 'What to do next, in plain English.' })
  readonly message: string =
    'If there is an account with this e-mail address, a link to choose a new password is on its way. Look into the mailbox, also under spam; the newest mail counts.';
}

@ObjectType({ description: 'The password is the new one. Every sign-in has ended: sign in anew.' })
export class ResetPasswordSuccess {
  @Field(() => Int, { description: 'How many sessions ended.' })
  endedSessions: number;

  constructor(endedSessions: number) {
    this.endedSessions = endedSessions;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'The link is used, too old, replaced by a newer one, or none of ours.',
})
export class LinkNotValid extends Problem {
  constructor() {
    super(
      'LINK_NOT_VALID',
      'This link has been used, is too old, or a newer one replaced it. Ask for a new one.',
    );
  }
}

export const RequestPasswordResetResult = createUnionType({
  name: 'RequestPasswordResetResult',
  description: 'What comes of asking for a new password.',
  types: () => [RequestPasswordResetSuccess, TooManyAttempts] as const,
});

export const ResetPasswordResult = createUnionType({
  name: 'ResetPasswordResult',
  description: 'What comes of choosing a new password.',
  types: () => [ResetPasswordSuccess, LinkNotValid] as const,
});

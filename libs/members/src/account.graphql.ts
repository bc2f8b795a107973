import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { MaxLength } from 'class-validator';
import { DateTime, Email, Personal, Problem, Text, Trimmed } from '#platform';
import type { Tokens } from './session.graphql.js';

@ObjectType('Viewer', { description: 'You, as the product knows you.' })
export class ViewerType {
  @Field(() => ID, { description: 'Your id.' })
  id: string;

  @Personal()
  @Field(() => String, { description: 'Your name, as you gave it. Only you see it here.' })
  name: string;

  @Personal()
  @Field(() => String, { description: 'Your e-mail address. Only you see it here.' })
  email: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When you last showed that the address is yours, by a link that was mailed to it; null if never.',
  })
  emailVerifiedAt: Date | null;

  @Field(() => Boolean, { description: 'Whether you operate the product.' })
  isOperator: boolean;
}

@InputType({ description: 'A new account.' })
export class SignUpInput {
  @Personal()
  @Field(() => String, { description: 'Your name, up to 200 characters.' })
  @Text(1, 200)
  name: string;

  @Personal()
  @Field(() => String, { description: 'Your e-mail address; you sign in with it.' })
  @Trimmed()
  @Email()
  email: string;

  @Personal()
  @Field(() => String, {
    description: 'At least 10 characters. A few words are better than one with signs in it.',
  })
  @Text(10, 200)
  password: string;
}

@InputType({ description: 'Who you are.' })
export class SignInInput {
  @Personal()
  @Field(() => String, { description: 'Your e-mail address.' })
  @Trimmed()
  @MaxLength(254)
  email: string;

  @Personal()
  @Field(() => String, { description: 'Your password.' })
  @MaxLength(200)
  password: string;
}

/** What every way of signing in gives. */
@ObjectType({ isAbstract: true })
export abstract class SignedIn {
  @Field(() => String, { description: 'Send it as "Authorization: Bearer <accessToken>".' })
  accessToken: string;

  @Field(() => Int, { description: 'For how many seconds it is good.' })
  expiresInSeconds: number;

  @Field(() => String, {
    description: 'Exchange it for new tokens with refreshSession, once; keep it secret.',
  })
  refreshToken: string;

  @Field(() => ViewerType, { description: 'You.' })
  viewer: ViewerType;

  constructor({ accessToken, expiresInSeconds, refreshToken }: Tokens, viewer: ViewerType) {
    this.accessToken = accessToken;
    this.expiresInSeconds = expiresInSeconds;
    this.refreshToken = refreshToken;
    this.viewer = viewer;
  }
}

@ObjectType({ description: 'You are signed in.' })
export class SignInSuccess extends SignedIn {}

@ObjectType({ implements: () => [Problem], description: 'No account has this e-mail address and password.' })
export class SignInRefused extends Problem {
  constructor() {
    super('SIGN_IN_REFUSED', 'No account has this e-mail address and password. Check both, or sign up.');
  }
}

@ObjectType({ implements: () => [Problem], description: 'An account with this e-mail address exists.' })
export class EmailAlreadyUsed extends Problem {
  constructor() {
    super('EMAIL_ALREADY_USED', 'An account with this e-mail address exists. Sign in instead.');
  }
}

@ObjectType({ implements: () => [Problem], description: 'Too many attempts; wait.' })
export class TooManyAttempts extends Problem {
  @Field(() => Int, { description: 'For how many seconds to wait.' })
  retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(
      'TOO_MANY_ATTEMPTS',
      `There were too many attempts. Wait ${Math.ceil(retryAfterSeconds / 60)} minutes, then try once more.`,
    );
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const SignUpResult = createUnionType({
  name: 'SignUpResult',
  description: 'What comes of signing up.',
  types: () => [SignInSuccess, EmailAlreadyUsed, TooManyAttempts] as const,
});

export const SignInResult = createUnionType({
  name: 'SignInResult',
  description: 'What comes of signing in.',
  types: () => [SignInSuccess, SignInRefused, TooManyAttempts] as const,
});

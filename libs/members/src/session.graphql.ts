import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsBoolean, MaxLength } from 'class-validator';
import { DateTime, Node, Personal, Problem } from '#platform';

/** Why a session ended before its time. */
export enum SessionEnd {
  SIGNED_OUT = 'signed_out',
  ENDED = 'ended',
  TOKEN_REUSED = 'token_reused',
}

@ObjectType('Session', {
  implements: () => [Node],
  description: 'A sign-in of yours that has not ended.',
})
export class SessionType extends Node {
  @Personal()
  @Field(() => String, { description: 'What the browser or program said it is; may be empty.' })
  device: string;

  @Field(() => DateTime, { description: 'When you signed in.' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it last gave out a token.' })
  lastUsedAt: Date;

  @Field(() => DateTime, { description: 'When it ends by itself, unless it is used before.' })
  expiresAt: Date;
}

@InputType({ description: 'The refresh token that a sign-in or a refresh returned last.' })
export class RefreshSessionInput {
  @Personal()
  @Field(() => String, { description: 'It is good once.' })
  @MaxLength(200)
  refreshToken: string;
}

@InputType({ description: 'How far to sign out.' })
export class SignOutInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to end every other sign-in of yours too.',
  })
  @IsBoolean()
  everywhere: boolean = false;
}

@InputType({ description: 'A sign-in of yours.' })
export class EndSessionInput {
  @Field(() => ID, { description: 'The session, as `viewer { sessions { id } }` lists it.' })
  @MaxLength(100)
  sessionId: string;
}

@ObjectType({ description: 'New tokens of the same session.' })
export class RefreshSessionSuccess {
  @Field(() => String, { description: 'Send it as "Authorization: Bearer <accessToken>".' })
  accessToken: string;

  @Field(() => Int, { description: 'For how many seconds the access token is good.' })
  expiresInSeconds: number;

  @Field(() => String, { description: 'Exchange it for new tokens once; the one you sent is spent.' })
  refreshToken: string;

  constructor({ accessToken, expiresInSeconds, refreshToken }: Tokens) {
    this.accessToken = accessToken;
    this.expiresInSeconds = expiresInSeconds;
    this.refreshToken = refreshToken;
  }
}

/** What a session gives out. */
export interface Tokens {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
}

@ObjectType({ implements: () => [Problem], description: 'The refresh token gives nothing any more.' })
export class RefreshRefused extends Problem {
  constructor() {
    super('REFRESH_REFUSED', 'This refresh token is spent, over or none of ours. Sign in again.');
  }
}

@ObjectType({ description: 'What ended is over; its tokens are good for nothing.' })
export class EndSessionSuccess {
  @Field(() => Int, { description: 'How many sessions ended.' })
  ended: number;

  constructor(ended: number) {
    this.ended = ended;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The session had ended before.' })
export class SessionHasEnded extends Problem {
  constructor() {
    super('SESSION_HAS_ENDED', 'This session had ended already.');
  }
}

export const RefreshSessionResult = createUnionType({
  name: 'RefreshSessionResult',
  description: 'What comes of exchanging a refresh token.',
  types: () => [RefreshSessionSuccess, RefreshRefused] as const,
});

export const EndSessionResult = createUnionType({
  name: 'EndSessionResult',
  description: 'What comes of ending a session.',
  types: () => [EndSessionSuccess, SessionHasEnded] as const,
});

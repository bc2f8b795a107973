import { createUnionType, Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsOptional, MaxLength } from 'class-validator';
import { Personal, Problem } from '#platform';
import { SignedIn, SignInRefused, TooManyAttempts, type ViewerType } from './account.graphql.js';
import { MembershipType } from './membership.graphql.js';
import type { Tokens } from './session.graphql.js';

/** Why a sign-in through a provider brought no membership. */
export enum WithoutMembership {
  NO_SCHOOL = 'no_school',
  UNKNOWN_SCHOOL = 'unknown_school',
  CLOSED_SCHOOL = 'closed_school',
  ASKED_TO_BE_ADMIN = 'asked_to_be_admin',
  DECLINED_OR_ENDED = 'declined_or_ended',
}

registerEnumType(WithoutMembership, {
  name: 'WithoutMembership',
  description: 'Why a sign-in through a provider brought no membership of a school.',
  valuesMap: {
    NO_SCHOOL: {
      description: 'The provider named no school for you. Choose one there, or ask with `joinSchool`.',
    },
    UNKNOWN_SCHOOL: {
      description:
        'The provider named a URN that is not in the register. Ask with `joinSchool` for the one you mean.',
    },
    CLOSED_SCHOOL: {
      description: 'The school that the provider named has closed. Ask with `joinSchool` for its successor.',
    },
    ASKED_TO_BE_ADMIN: {
      description: 'You asked to be the school’s admin: that is decided by a person, and waits.',
    },
    DECLINED_OR_ENDED: {
      description:
        'Somebody declined or ended your membership of the school. An admin of it may approve it after all.',
    },
  },
});

@ObjectType({ description: 'A way to sign in beside the password.' })
export class SignInProvider {
  @Field(() => String, { description: 'What people call it.' })
  name: string;

  @Field(() => String, {
    description:
      'Where to send the browser. Add `returnTo`, one of the addresses that are set up for it, and `challenge`, the S256 ' +
      'of a random verifier that you keep (RFC 7636) and give to `exchangeSignIn`.',
  })
  url: string;
}

@InputType({ description: 'What a browser came back with from a provider.' })
export class ExchangeSignInInput {
  @Field(() => String, {
    description: 'The code in the address that the browser came back to. Good once, for a minute.',
  })
  @MaxLength(200)
  code: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The verifier whose challenge the browser was sent with. Needed if there was one, refused if not.',
  })
  @IsOptional()
  @MaxLength(200)
  verifier?: string;
}

@InputType({ description: 'The password of the account that a sign-in is to be linked to.' })
export class LinkSignInInput {
  @Field(() => String, { description: 'The code that came with `PasswordNeeded`.' })
  @MaxLength(200)
  code: string;

  @Field(() => String, { description: 'The password of the account.' })
  @Personal()
  @MaxLength(200)
  password: string;
}

@ObjectType({ description: 'You are signed in.' })
export class ExchangeSignInSuccess extends SignedIn {
  @Field(() => MembershipType, {
    nullable: true,
    description:
      'Your membership of the school that the provider named; null where there is none that counts.',
  })
  membership: MembershipType | null;

  @Field(() => WithoutMembership, {
    nullable: true,
    description: 'Why there is none; null where there is one.',
  })
  withoutMembership: WithoutMembership | null;

  constructor(tokens: Tokens, viewer: ViewerType, granted: Granted) {
    super(tokens, viewer);
    const refused = typeof granted === 'string';
    this.membership = refused ? null : granted;
    this.withoutMembership = refused ? granted : null;
  }
}

/** The membership that a sign-in brought, or why it brought none. */
export type Granted = MembershipType | WithoutMembership;

@ObjectType({
  implements: () => [Problem],
  description:
    'An account has the e-mail address that the provider knows you by: open it with its password, once.',
})
export class PasswordNeeded extends Problem {
  @Field(() => String, {
    description: 'Give it to linkSignIn with the password. Good once, for ten minutes.',
  })
  linkCode: string;

  constructor(linkCode: string) {
    super(
      'PASSWORD_NEEDED',
      'There is an account with your e-mail address already. Give its password once, with linkSignIn, and from then on ' +
        'this sign-in opens it. If you have forgotten the password, or never had one, reset it first.',
    );
    this.linkCode = linkCode;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The code gives nothing any more.' })
export class SignInCodeRefused extends Problem {
  constructor() {
    super(
      'SIGN_IN_CODE_REFUSED',
      'This code is spent, over, none of ours, or not the one that goes with the verifier. Begin to sign in again.',
    );
  }
}

export const ExchangeSignInResult = createUnionType({
  name: 'ExchangeSignInResult',
  description: 'What comes of exchanging the code of a sign-in.',
  types: () => [ExchangeSignInSuccess, PasswordNeeded, SignInCodeRefused] as const,
});

export const LinkSignInResult = createUnionType({
  name: 'LinkSignInResult',
  description: 'What comes of linking a sign-in to an account.',
  types: () => [ExchangeSignInSuccess, SignInRefused, SignInCodeRefused, TooManyAttempts] as const,
});

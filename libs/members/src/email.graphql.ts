import { createUnionType, Field, InputType, ObjectType } from '@nestjs/graphql';
import { IsBoolean, MaxLength } from 'class-validator';
import { DateTime, Problem } from '#platform';
import { TooManyAttempts } from './account.graphql.js';
import { LinkNotValid } from './password.graphql.js';

@InputType({ description: 'The link that was mailed to the address.' })
export class VerifyEmailInput {
  @Field(() => String, { description: 'The token in the link. It is good once, for three days.' })
  @MaxLength(200)
  token: string;
}

@InputType({ description: 'Whether to verify the address once more.' })
export class RequestEmailVerificationInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether to mail a link also where the address is verified: a school’s domain asks for a recent verification.',
  })
  @IsBoolean()
  again: boolean = false;
}

@ObjectType({ description: 'The address is verified.' })
export class VerifyEmailSuccess {
  @Field(() => DateTime, { description: 'When.' })
  verifiedAt: Date;

  constructor(verifiedAt: Date) {
    this.verifiedAt = verifiedAt;
  }
}

@ObjectType({ description: 'A link is on its way to your address.' })
export class RequestEmailVerificationSuccess {
  @Field(() => String, { description: 'What to do next, in plain English.' })
  readonly message: string =
    'A link is on its way to your e-mail address. Open it and confirm; the newest mail counts.';
}

@ObjectType({ implements: () => [Problem], description: 'Your address is verified already.' })
export class EmailAlreadyVerified extends Problem {
  @Field(() => DateTime, { description: 'When it was, the last time.' })
  verifiedAt: Date;

  constructor(verifiedAt: Date) {
    super(
      'EMAIL_ALREADY_VERIFIED',
      'Your e-mail address is verified already. Ask with again: true to do it once more.',
    );
    this.verifiedAt = verifiedAt;
  }
}

export const VerifyEmailResult = createUnionType({
  name: 'VerifyEmailResult',
  description: 'What comes of verifying an address.',
  types: () => [VerifyEmailSuccess, LinkNotValid] as const,
});

export const RequestEmailVerificationResult = createUnionType({
  name: 'RequestEmailVerificationResult',
  description: 'What comes of asking for a link that verifies the address.',
  types: () => [RequestEmailVerificationSuccess, EmailAlreadyVerified, TooManyAttempts] as const,
});

import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsDate,
  IsEnum,
  IsOptional,
  MaxLength,
} from 'class-validator';
import { connectionOf, DateTime, Node, Problem, Text } from '#platform';
import type { keyGrants } from './grants.js';

/** What a broker's key may be issued for. */
export enum ApiScope {
  REQUEST_BROWSE = 'request:browse',
  EMPLOYER_REGISTER = 'employer:register',
}

// Each permission that a key may have is a scope: one that is missing here does not compile.
type Missing = Exclude<(typeof keyGrants)[number], `${ApiScope}`>;
type Unknown = Exclude<`${ApiScope}`, (typeof keyGrants)[number]>;
const scopesAreGrants: [Missing, Unknown] extends [never, never] ? true : never = true;
void scopesAreGrants;

registerEnumType(ApiScope, {
  name: 'ApiScope',
  description:
    'What a broker’s key may be used for. It reads what is open to everybody besides, and does nothing else.',
  valuesMap: {
    REQUEST_BROWSE: { description: 'Read the requests of schools that still look for somebody: `requests`.' },
    EMPLOYER_REGISTER: {
      description:
        'Register employers as brought by the broker, with its licence and attribution: `registerEmployer`.',
    },
  },
});

/** Whether a key still opens anything. */
export enum ApiKeyStatus {
  LIVE = 'live',
  EXPIRED = 'expired',
  REVOKED = 'revoked',
}

registerEnumType(ApiKeyStatus, {
  name: 'ApiKeyStatus',
  description: 'Whether a key still opens anything.',
  valuesMap: {
    LIVE: { description: 'It may be used.' },
    EXPIRED: { description: 'It is past the moment that was set when it was issued.' },
    REVOKED: { description: 'An admin of the broker revoked it.' },
  },
});

@ObjectType('ApiKey', {
  implements: () => [Node],
  description:
    'A key through which a broker’s programs ask. The key itself is shown once, when it is issued.',
})
export class ApiKeyType extends Node {
  @Field(() => String, {
    description: 'The eight characters that follow `fh_live_` in the key itself: they tell which key it is.',
  })
  publicId: string;

  @Field(() => String, { description: 'What it is for, as its admin named it.' })
  name: string;

  @Field(() => [ApiScope], { description: 'What it may be used for.' })
  scopes: ApiScope[];

  @Field(() => DateTime, { description: 'When it was issued.' })
  createdAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last used, to the minute; null if never.',
  })
  lastUsedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself; null if it does not.' })
  expiresAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null if it was not.' })
  revokedAt: Date | null;
}

@ObjectType({ description: 'A page of keys.' })
export class ApiKeyConnection extends connectionOf(ApiKeyType, 'ApiKey') {}

@InputType({ description: 'A new key for a broker.' })
export class IssueApiKeyInput {
  @Field(() => ID, { description: 'The broker; you are its admin.' })
  @MaxLength(100)
  brokerId: string;

  @Field(() => String, { description: 'What the key is for: "nightly import". Up to 100 characters.' })
  @Text(1, 100)
  name: string;

  @Field(() => [ApiScope], {
    description: 'What it may be used for; at least one. It cannot be changed later.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsEnum(ApiScope, { each: true })
  scopes: ApiScope[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it ends by itself, in the future; never without it.',
  })
  @IsOptional()
  @IsDate()
  expiresAt?: Date;
}

@InputType({ description: 'A key to revoke.' })
export class RevokeApiKeyInput {
  @Field(() => ID, { description: 'The key’s id, not the key itself.' })
  @MaxLength(100)
  apiKeyId: string;
}

@ObjectType({ description: 'The key is issued.' })
export class IssueApiKeySuccess {
  @Field(() => ApiKeyType, { description: 'The key, as it will stand in lists.' })
  apiKey: ApiKeyType;

  @Field(() => String, {
    description:
      'The key itself, to be sent as "Authorization: Bearer fh_live_…". It is shown this once: keep it where secrets are kept.',
  })
  secret: string;

  constructor(apiKey: ApiKeyType, secret: string) {
    this.apiKey = apiKey;
    this.secret = secret;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The broker has two live keys already.' })
export class TooManyApiKeys extends Problem {
  constructor() {
    super(
      'TOO_MANY_API_KEYS',
      'A broker has at most two live keys: one in use and one to change over to. Revoke one first.',
    );
  }
}

@ObjectType({ description: 'The key is revoked; from this moment it opens nothing.' })
export class RevokeApiKeySuccess {
  @Field(() => ApiKeyType, { description: 'The key as it is now.' })
  apiKey: ApiKeyType;

  constructor(apiKey: ApiKeyType) {
    this.apiKey = apiKey;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The key was revoked before.' })
export class ApiKeyAlreadyRevoked extends Problem {
  constructor() {
    super('API_KEY_ALREADY_REVOKED', 'This key was revoked before.');
  }
}

export const IssueApiKeyResult = createUnionType({
  name: 'IssueApiKeyResult',
  description: 'What comes of issuing a key.',
  types: () => [IssueApiKeySuccess, TooManyApiKeys] as const,
});

export const RevokeApiKeyResult = createUnionType({
  name: 'RevokeApiKeyResult',
  description: 'What comes of revoking a key.',
  types: () => [RevokeApiKeySuccess, ApiKeyAlreadyRevoked] as const,
});

import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsBoolean, IsInt, Max, MaxLength, Min } from 'class-validator';
import { connectionOf, DateTime, Node, Problem, Text, Trimmed } from '#platform';

@ObjectType('EmailDomain', {
  implements: () => [Node],
  description:
    'An e-mail domain at which a school’s staff have their addresses: who shows that they have one joins as a teacher at once.',
})
export class EmailDomainType extends Node {
  @Field(() => String, { description: 'What follows the @: `trinity.manchester.sch.uk`.' })
  domain: string;

  @Field(() => DateTime, { description: 'When it was declared.' })
  declaredAt: Date;
}

@ObjectType({ description: 'A page of e-mail domains.' })
export class EmailDomainConnection extends connectionOf(EmailDomainType, 'EmailDomain') {}

@InputType({ description: 'An e-mail domain of a school.' })
export class DeclareEmailDomainInput {
  @Field(() => Int, { description: 'The school’s URN.' })
  @IsInt()
  @Min(100_000, { message: 'a URN: six digits' })
  @Max(999_999, { message: 'a URN: six digits' })
  urn: number;

  @Field(() => String, {
    description:
      'What follows the @ in the addresses, letter for letter: what is below it or above it is another domain.',
  })
  @Trimmed()
  @Text(3, 253)
  domain: string;

  @Field(() => Boolean, {
    description:
      'That no pupil has an address at exactly this domain. Whoever has one acts for the school without being asked.',
  })
  @IsBoolean()
  onlyStaffHaveAddresses: boolean;
}

@InputType({ description: 'An e-mail domain that counts no more.' })
export class WithdrawEmailDomainInput {
  @Field(() => ID, { description: 'The domain, as `school { emailDomains { nodes { id } } }` lists it.' })
  @MaxLength(100)
  emailDomainId: string;
}

@ObjectType({ description: 'From now on, who has an address there joins at once.' })
export class DeclareEmailDomainSuccess {
  @Field(() => EmailDomainType, { description: 'The domain.' })
  emailDomain: EmailDomainType;

  constructor(emailDomain: EmailDomainType) {
    this.emailDomain = emailDomain;
  }
}

@ObjectType({
  description: 'From now on, who has an address there waits for approval. Who has joined stays.',
})
export class WithdrawEmailDomainSuccess {
  @Field(() => String, { description: 'The domain that was withdrawn.' })
  domain: string;

  constructor(domain: string) {
    this.domain = domain;
  }
}

@ObjectType({ implements: () => [Problem], description: 'Anybody can get an address at this domain.' })
export class PersonalMailDomain extends Problem {
  constructor() {
    super(
      'PERSONAL_MAIL_DOMAIN',
      'Anybody can get an address at this domain. Declare the domain that the school gives its staff addresses at.',
    );
  }
}

@ObjectType({ implements: () => [Problem], description: 'Many organisations have domains below this one.' })
export class SharedDomain extends Problem {
  constructor() {
    super(
      'SHARED_DOMAIN',
      'This is no domain of one organisation: declare the whole of what follows the @ in your staff’s addresses.',
    );
  }
}

@ObjectType({ implements: () => [Problem], description: 'Pupils may have addresses at this domain.' })
export class DomainOpenToPupils extends Problem {
  constructor() {
    super(
      'DOMAIN_OPEN_TO_PUPILS',
      'Whoever has an address at the domain would act for the school. Declare one where only staff have addresses, or approve people one by one.',
    );
  }
}

@ObjectType({ implements: () => [Problem], description: 'The school has declared this domain before.' })
export class EmailDomainAlreadyDeclared extends Problem {
  @Field(() => EmailDomainType, { description: 'The domain there is.' })
  existing: EmailDomainType;

  constructor(existing: EmailDomainType) {
    super('EMAIL_DOMAIN_ALREADY_DECLARED', 'The school has declared this domain before; it counts.');
    this.existing = existing;
  }
}

export const DeclareEmailDomainResult = createUnionType({
  name: 'DeclareEmailDomainResult',
  description: 'What comes of declaring an e-mail domain.',
  types: () =>
    [
      DeclareEmailDomainSuccess,
      PersonalMailDomain,
      SharedDomain,
      DomainOpenToPupils,
      EmailDomainAlreadyDeclared,
    ] as const,
});

export const WithdrawEmailDomainResult = createUnionType({
  name: 'WithdrawEmailDomainResult',
  description: 'What comes of withdrawing an e-mail domain.',
  types: () => [WithdrawEmailDomainSuccess] as const,
});

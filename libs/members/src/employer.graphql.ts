import { ArgsType, createUnionType, Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsEnum,
  IsOptional,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { connectionOf, Node, PageArgs, Personal, Problem, Text } from '#platform';
import { SectorLetters } from '#reference';
import { ProviderKind, SizeBand } from '#statutes';

registerEnumType(ProviderKind, {
  name: 'ProviderKind',
  description: 'What an organisation that teaches or trains is.',
  valuesMap: {
    SIXTH_FORM: { description: 'A sixth form, in a school or a college of its own.' },
    COLLEGE: { description: 'A college of further education.' },
    APPRENTICESHIP_PROVIDER: { description: 'An independent training or apprenticeship provider.' },
    UNIVERSITY: { description: 'A university or other higher education institution.' },
  },
});

@ObjectType('EmployerSite', { implements: () => [Node], description: 'Where an employer works.' })
export class EmployerSiteType extends Node {
  @Personal()
  @Field(() => String, { description: 'What people call the site.' })
  name: string;

  @Field(() => String, { description: 'Its postcode, with a space.' })
  postcode: string;
}

@ObjectType('Employer', {
  implements: () => [Node],
  description:
    'An organisation that gives encounters: a firm, a charity, a public body, a self-employed person, a provider.',
})
export class EmployerType extends Node {
  @Personal()
  @Field(() => String, { description: 'Its name.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Company or charity number, where it has one.' })
  companyNumber: string | null;

  @Field(() => SizeBand, { description: 'How many people it employs.' })
  sizeBand: SizeBand;

  @Field(() => [String], { description: 'SIC 2007 section letters, A to U.' })
  sectors: string[];

  @Field(() => ProviderKind, {
    nullable: true,
    description: 'Set where the organisation also teaches or trains.',
  })
  providerKind: ProviderKind | null;
}

@ObjectType({ description: 'A page of employers.' })
export class EmployerConnection extends connectionOf(EmployerType, 'Employer') {}

@ArgsType()
export class EmployersArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Part of the name.' })
  @IsOptional()
  @Text(2, 100)
  search?: string;
}

@InputType({ description: 'A site of an employer.' })
export class EmployerSiteInput {
  @Personal()
  @Field(() => String, { description: 'What people call the site: "Head office".' })
  @Text(1, 200)
  name: string;

  @Field(() => String, { description: 'A postcode of Great Britain, with or without a space.' })
  @MaxLength(10, { message: 'postcode must be a postcode such as M1 2AB' })
  postcode: string;
}

@InputType({ description: 'A new employer and its sites.' })
export class RegisterEmployerInput {
  @Personal()
  @Field(() => String, { description: 'Its name, up to 200 characters.' })
  @Text(1, 200)
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'Company or charity number: 6 to 8 letters and digits.',
  })
  @IsOptional()
  @Matches(/^[A-Za-z0-9]{6,8}$/, { message: 'companyNumber must be 6 to 8 letters and digits' })
  companyNumber?: string;

  @Field(() => SizeBand, { description: 'How many people it employs.' })
  @IsEnum(SizeBand)
  sizeBand: SizeBand;

  @Field(() => [String], { description: 'SIC 2007 section letters, A to U; at least one.' })
  @SectorLetters(1)
  sectors: string[];

  @Field(() => ProviderKind, {
    nullable: true,
    description: 'Set where the organisation also teaches or trains.',
  })
  @IsOptional()
  @IsEnum(ProviderKind)
  providerKind?: ProviderKind;

  @Field(() => [EmployerSiteInput], { description: 'Where it works; at least one site.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => EmployerSiteInput)
  sites: EmployerSiteInput[];
}

@ObjectType({ description: 'The employer is registered; you become its admin once an operator approves.' })
export class RegisterEmployerSuccess {
  @Field(() => EmployerType, { description: 'The employer.' })
  employer: EmployerType;

  constructor(employer: EmployerType) {
    this.employer = employer;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'An employer with this company number is registered already.',
})
export class EmployerAlreadyRegistered extends Problem {
  @Field(() => EmployerType, {
    nullable: true,
    description:
      'The one that is registered; null while it waits for approval, as nobody but who asked to join sees it.',
  })
  existing: EmployerType | null;

  constructor(existing: EmployerType | null) {
    super(
      'EMPLOYER_ALREADY_REGISTERED',
      existing
        ? `${existing.name} is registered with this company number. Ask to join it with joinEmployer.`
        : 'An employer that waits for approval is registered with this company number. Try again when it is approved.',
    );
    this.existing = existing;
  }
}

export const RegisterEmployerResult = createUnionType({
  name: 'RegisterEmployerResult',
  description: 'What comes of registering an employer.',
  types: () => [RegisterEmployerSuccess, EmployerAlreadyRegistered] as const,
});

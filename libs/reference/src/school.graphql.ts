import { ArgsType, Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsEnum,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { LocalDateScalar, nearbyConnectionOf, Node } from '#platform';
import { AreaInput } from './area.graphql.js';
import { NearbyArgs, PlaceType } from './place.graphql.js';
import { Region, SchoolGender, SchoolKind, SchoolPhase } from './school.words.js';

registerEnumType(Region, {
  name: 'Region',
  description: 'A region of England, as the Office for National Statistics draws them.',
  valuesMap: {
    NORTH_EAST: { description: 'North East (E12000001).' },
    NORTH_WEST: { description: 'North West (E12000002).' },
    YORKSHIRE_AND_THE_HUMBER: { description: 'Yorkshire and The Humber (E12000003).' },
    EAST_MIDLANDS: { description: 'East Midlands (E12000004).' },
    WEST_MIDLANDS: { description: 'West Midlands (E12000005).' },
    EAST_OF_ENGLAND: { description: 'East of England (E12000006).' },
    LONDON: { description: 'London (E12000007).' },
    SOUTH_EAST: { description: 'South East (E12000008).' },
    SOUTH_WEST: { description: 'South West (E12000009).' },
  },
});

registerEnumType(SchoolPhase, {
  name: 'SchoolPhase',
  description: 'The phase of education, as the national register words it.',
  valuesMap: {
    SECONDARY: { description: 'From 11, or from 13 or 14.' },
    ALL_THROUGH: { description: 'Primary and secondary in one school.' },
    MIDDLE_DEEMED_SECONDARY: { description: 'From about 9 to 13, counted with the secondary schools.' },
    SIXTEEN_PLUS: { description: 'Colleges and sixth forms of their own.' },
    NOT_APPLICABLE: {
      description: 'The register gives no phase: special, alternative and independent schools.',
    },
  },
});

registerEnumType(SchoolKind, {
  name: 'SchoolKind',
  description: 'What kind of institution a school is.',
  valuesMap: {
    STATE_SECONDARY: {
      description: 'A state-funded mainstream school with pupils of secondary age; its phase says which.',
    },
    CITY_TECHNOLOGY_COLLEGE: {
      description: 'One of the state-funded independent colleges founded in the 1980s and 1990s.',
    },
    SPECIAL: { description: 'A state-funded special school.' },
    NON_MAINTAINED_SPECIAL: { description: 'A special school run by a charity.' },
    ALTERNATIVE_PROVISION: {
      description: 'A pupil referral unit or an academy or free school for alternative provision.',
    },
    INDEPENDENT: { description: 'A fee-paying school, independent special schools included.' },
    POST_16: { description: 'A further education or sixth-form college, or a 16-to-19 school.' },
  },
});

registerEnumType(SchoolGender, {
  name: 'SchoolGender',
  description: 'Whom a school admits.',
  valuesMap: {
    MIXED: { description: 'Girls and boys.' },
    GIRLS: { description: 'Girls.' },
    BOYS: { description: 'Boys.' },
  },
});

@ObjectType('LocalAuthority', { description: 'The local authority a school lies in.' })
export class LocalAuthorityType {
  @Field(() => String, { description: 'The Department for Education’s three digits: `202`.' })
  code: string;

  @Field(() => String, {
    nullable: true,
    description: 'The Office for National Statistics’ code: `E09000007`.',
  })
  onsCode: string | null;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  name: string | null;
}

@ObjectType('School', {
  implements: () => [Node],
  description:
    'An institution of the national register (Get Information About Schools), open or closed since it was first imported.',
})
export class SchoolType extends Node {
  @Field(() => Int, { description: 'Unique reference number in the national register, six digits.' })
  urn: number;

  @Field(() => String, { description: 'Its name.' })
  name: string;

  @Field(() => PlaceType, { description: 'Where it is, exact.' })
  place: PlaceType;

  @Field(() => String, { nullable: true, description: 'Its postcode, where the open data has it.' })
  postcode: string | null;

  @Field(() => Region, { nullable: true, description: 'Its region, where the open data has it.' })
  region: Region | null;

  @Field(() => SchoolPhase, { description: 'Its phase of education.' })
  phase: SchoolPhase;

  @Field(() => SchoolKind, { description: 'What kind of institution it is.' })
  kind: SchoolKind;

  @Field(() => SchoolGender, { nullable: true, description: 'Whom it admits, where the open data says so.' })
  gender: SchoolGender | null;

  @Field(() => Int, { nullable: true, description: 'Youngest age in years, where the open data has it.' })
  ageLow: number | null;

  @Field(() => Int, { nullable: true, description: 'Oldest age in years, where the open data has it.' })
  ageHigh: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Pupils on roll, of all ages, where the open data has it.',
  })
  pupils: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it has a sixth form, where the open data says so.',
  })
  hasSixthForm: boolean | null;

  @Field(() => String, { nullable: true, description: 'The academy trust it belongs to.' })
  trust: string | null;

  @Field(() => Boolean, { description: 'Whether it is open. A closed school keeps its history.' })
  open: boolean;

  @Field(() => LocalDateScalar, {
    description: 'Date of the edition of the register that last changed this entry.',
  })
  sourceDate: string;
}

@ObjectType('SchoolConnection', {
  description: 'Schools, page by page: by distance with `near`, else by name.',
})
export class SchoolConnection extends nearbyConnectionOf(SchoolType, 'School') {}

/** Which schools to list. */
@ArgsType()
export class SchoolsArgs extends NearbyArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Words that all occur in name, local authority, postcode or URN: `haverstock camden`.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100, { message: 'at most 100 characters' })
  search?: string;

  @Field(() => Region, { nullable: true, description: 'Only schools of this region.' })
  @IsOptional()
  @IsEnum(Region)
  region?: Region;

  @Field(() => String, {
    nullable: true,
    description: 'Only schools of this local authority, by the Department’s three digits.',
  })
  @IsOptional()
  @Matches(/^\d{3}$/, { message: 'three digits' })
  localAuthority?: string;

  @Field(() => AreaInput, { nullable: true, description: 'Only schools in this area, or near it.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AreaInput)
  area?: AreaInput;

  @Field(() => [SchoolPhase], { nullable: true, description: 'Only schools of these phases.' })
  @IsOptional()
  @ArrayMaxSize(10)
  phases?: SchoolPhase[];

  @Field(() => [SchoolKind], { nullable: true, description: 'Only institutions of these kinds.' })
  @IsOptional()
  @ArrayMaxSize(10)
  kinds?: SchoolKind[];

  @Field(() => Boolean, { defaultValue: false, description: 'Whether closed schools are listed too.' })
  includeClosed: boolean = false;
}

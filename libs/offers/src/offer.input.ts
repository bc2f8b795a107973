import { ArgsType, Field, ID, InputType, Int, IntersectionType, OmitType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Personal, Prose, Text } from '#platform';
import { AreaInput, NearbyArgs, SectorLetter, SectorLetters } from '#reference';
import { ActivityType, Mode } from '#statutes';
import { AmbassadorKind, GivenBy } from './offer.graphql.js';
import { SlotInput } from './slot.input.js';

@InputType({ description: 'Which offers; each field narrows the list.' })
export class OfferFilter {
  @Field(() => String, {
    nullable: true,
    description: 'A SIC 2007 section letter; offers for any sector are in.',
  })
  @IsOptional()
  @SectorLetter()
  sector?: string;

  @Field(() => ActivityType, { nullable: true, description: 'What would happen.' })
  @IsOptional()
  @IsEnum(ActivityType)
  activityType?: ActivityType;

  @Field(() => Int, { nullable: true, description: 'A year group it is for, 7 to 13.' })
  @IsOptional()
  @IsInt()
  @Min(7, { message: 'a year group from 7 to 13' })
  @Max(13, { message: 'a year group from 7 to 13' })
  yearGroup?: number;

  @Field(() => Mode, {
    nullable: true,
    description: 'How people would meet; offers for either are in, and BOTH finds only those.',
  })
  @IsOptional()
  @IsEnum(Mode)
  mode?: Mode;

  @Field(() => AreaInput, {
    nullable: true,
    description: 'Only those that set out from, or take place in, this area or near it.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => AreaInput)
  area?: AreaInput;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Only those whose own travel reaches `near`; virtual ones and those that pupils travel to always do.',
  })
  @IsOptional()
  @IsBoolean()
  reachesMe?: boolean;
}

@ArgsType()
export class OffersArgs extends NearbyArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Words that all occur in title, description, employer, occupations or story, misspelt or not. The best match first; of about as good ones the nearest, where `near` is given.',
  })
  @IsOptional()
  @Text(1, 200)
  search?: string;

  @Field(() => OfferFilter, { nullable: true, description: 'Which offers.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => OfferFilter)
  filter?: OfferFilter;
}

@InputType({ description: 'A new offer. It stays a draft until you publish it.' })
export class DraftOfferInput {
  @Field(() => ID, { description: 'The employer it is from; you must act for it.' })
  @MaxLength(100)
  employerId: string;

  @Personal()
  @Field(() => String, { description: 'One line that a teacher sees in a list, up to 200 characters.' })
  @Text(1, 200)
  title: string;

  @Personal()
  @Field(() => String, { defaultValue: '', description: 'What would happen, up to 5000 characters.' })
  @Prose(0, 5000)
  description: string = '';

  @Field(() => ActivityType, { description: 'What would happen, as a kind.' })
  @IsEnum(ActivityType)
  activityType: ActivityType;

  @Field(() => [String], {
    defaultValue: [],
    description: 'SIC 2007 section letters, A to U; none means any.',
  })
  @SectorLetters()
  sectors: string[] = [];

  @Field(() => Int, { description: 'The youngest year group it is for, 7 to 13.' })
  @IsInt()
  @Min(7, { message: 'a year group from 7 to 13' })
  @Max(13, { message: 'a year group from 7 to 13' })
  yearFrom: number;

  @Field(() => Int, { description: 'The oldest year group it is for, 7 to 13.' })
  @IsInt()
  @Min(7, { message: 'a year group from 7 to 13' })
  @Max(13, { message: 'a year group from 7 to 13' })
  yearTo: number;

  @Field(() => Mode, { description: 'How people would meet.' })
  @IsEnum(Mode)
  mode: Mode;

  @Field(() => String, { description: 'Where the offerer sets out from, or where pupils come to.' })
  @MaxLength(10, { message: 'postcode must be a postcode such as M1 2AB' })
  postcode: string;

  @Field(() => Int, { description: 'How far the offerer travels, 0 to 500 kilometres as the crow flies.' })
  @IsInt()
  @Min(0, { message: 'at least 0' })
  @Max(500, { message: 'at most 500' })
  travelKm: number;

  @Field(() => GivenBy, { defaultValue: GivenBy.EMPLOYER, description: 'Who would come.' })
  @IsEnum(GivenBy)
  givenBy: GivenBy = GivenBy.EMPLOYER;

  @Field(() => AmbassadorKind, { nullable: true, description: 'Needed where a young ambassador would come.' })
  @IsOptional()
  @IsEnum(AmbassadorKind)
  ambassadorKind?: AmbassadorKind;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether it is you who would come, as a volunteer or young ambassador: no request then gets two sessions of yours.',
  })
  @IsBoolean()
  byMe: boolean = false;

  @Field(() => [String], {
    defaultValue: [],
    description: 'The jobs that pupils hear of: SOC 2020 unit groups, four digits each, at most 10.',
  })
  @ArrayMaxSize(10)
  @ArrayUnique({ message: 'each occupation once' })
  @Matches(/^[1-9]\d{3}$/, { each: true, message: 'codes of SOC 2020 unit groups, four digits such as 2134' })
  occupations: string[] = [];

  @Field(() => ID, { nullable: true, description: 'Your published job profile, to be shown with it.' })
  @IsOptional()
  @MaxLength(100)
  jobProfileId?: string;

  @Field(() => [SlotInput], { defaultValue: [], description: 'When; more can be added later. At most 100.' })
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => SlotInput)
  slots: SlotInput[] = [];
}

@InputType({ description: 'An offer in the version you saw.' })
export class OfferVersionInput {
  @Field(() => ID, { description: 'The offer.' })
  @MaxLength(100)
  id: string;

  @Field(() => Int, { description: 'The version you saw; if it has changed since, nothing happens.' })
  @IsInt()
  version: number;
}

@InputType({ description: 'More time windows for an offer.' })
export class AddSlotsInput extends OfferVersionInput {
  @Field(() => [SlotInput], { description: 'The windows, 1 to 100.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => SlotInput)
  slots: SlotInput[];
}

@InputType({
  description:
    'An offer restated in full, but for its activity, its slots and who would come: a field that is left out goes back to its default.',
})
export class EditOfferInput extends IntersectionType(
  OfferVersionInput,
  OmitType(DraftOfferInput, [
    ...(['employerId', 'activityType', 'slots'] as const),
    // What is booked counts for a benchmark by who comes: somebody else is another offer.
    ...(['givenBy', 'ambassadorKind', 'byMe'] as const),
  ]),
) {}

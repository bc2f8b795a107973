import { ArgsType, Field, ID, InputType, Int, IntersectionType, OmitType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { LocalDateScalar, Personal, Prose, Text } from '#platform';
import { NearbyArgs, SectorLetter, SectorLetters } from '#reference';
import { ActivityType, Benchmark, Mode, RequestKind } from '#statutes';

@InputType({ description: 'Which requests; each field narrows the list.' })
export class RequestFilter {
  @Field(() => String, {
    nullable: true,
    description: 'A SIC 2007 section letter; requests for any sector are in.',
  })
  @IsOptional()
  @SectorLetter()
  sector?: string;

  @Field(() => ActivityType, { nullable: true, description: 'One of what it asks for.' })
  @IsOptional()
  @IsEnum(ActivityType)
  activityType?: ActivityType;

  @Field(() => Int, { nullable: true, description: 'A year group of its groups, 7 to 13.' })
  @IsOptional()
  @IsInt()
  @Min(7, { message: 'a year group from 7 to 13' })
  @Max(13, { message: 'a year group from 7 to 13' })
  yearGroup?: number;
}

@ArgsType()
export class RequestsArgs extends NearbyArgs {
  @Field(() => RequestFilter, { nullable: true, description: 'Which requests.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => RequestFilter)
  filter?: RequestFilter;
}

@InputType({ description: 'Days that suit, both ends included.' })
export class DateWindowInput {
  @Field(() => LocalDateScalar, { description: 'The first day, today or later: 2027-03-01.' })
  @IsString()
  from: string;

  @Field(() => LocalDateScalar, { description: 'The last day; not before the first.' })
  @IsString()
  to: string;
}

@InputType({ description: 'A new request. It stays a draft until you open it.' })
export class DraftRequestInput {
  @Field(() => ID, { description: 'The school it is from; you must act for it.' })
  @MaxLength(100)
  schoolId: string;

  @Personal()
  @Field(() => String, { description: 'One line that an offerer sees in a list, up to 200 characters.' })
  @Text(1, 200)
  title: string;

  @Personal()
  @Field(() => String, {
    defaultValue: '',
    description: 'What the school needs, up to 5000 characters. Never the name of a pupil.',
  })
  @Prose(0, 5000)
  notes: string = '';

  @Field(() => RequestKind, { description: 'Sessions with groups, or places for single pupils.' })
  @IsEnum(RequestKind)
  kind: RequestKind;

  @Field(() => [ActivityType], {
    description: 'What would happen, as kinds of which any will do; at least one.',
  })
  @ArrayMinSize(1, { message: 'at least one activity type' })
  @ArrayUnique({ message: 'each activity type once' })
  @IsEnum(ActivityType, { each: true })
  activityTypes: ActivityType[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'SIC 2007 section letters, A to U; none means any.',
  })
  @SectorLetters()
  sectors: string[] = [];

  @Field(() => [ID], { description: 'The groups it is for, 1 to 50, as declareGroups returned them.' })
  @ArrayMinSize(1, { message: 'at least one group' })
  @ArrayMaxSize(50, { message: 'at most 50 groups' })
  @ArrayUnique({ message: 'each group once' })
  @MaxLength(100, { each: true })
  groupIds: string[];

  @Field(() => Int, { nullable: true, description: 'Encounters: how many sessions, 1 to 1000.' })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  sessions?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Encounters: how many pupils a session is for; not more than the groups have together.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  pupilsPerSession?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Placements: for how many pupils; not more than the groups have together.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  places?: number;

  @Field(() => [DateWindowInput], {
    description: 'The days that suit, 1 to 50 windows, all in the academic year of the groups.',
  })
  @ArrayMinSize(1, { message: 'at least one window' })
  @ArrayMaxSize(50, { message: 'at most 50 windows' })
  @ValidateNested({ each: true })
  @Type(() => DateWindowInput)
  windows: DateWindowInput[];

  @Field(() => Mode, { description: 'How people would meet.' })
  @IsEnum(Mode)
  mode: Mode;

  @Field(() => Int, {
    defaultValue: 0,
    description:
      'How far the pupils would travel to a workplace, 0 to 500 kilometres as the crow flies; at least 1 where an activity takes place there.',
  })
  @IsInt()
  @Min(0, { message: 'at least 0' })
  @Max(500, { message: 'at most 500' })
  travelKm: number = 0;

  @Field(() => Benchmark, {
    nullable: true,
    description:
      'The benchmark it should bring the school nearer to, for which an activity may count. If absent: 5 for encounters and 6 for placements, where one may.',
  })
  @IsOptional()
  @IsEnum(Benchmark)
  benchmark?: Benchmark;
}

@InputType({ description: 'A request in the version you saw.' })
export class RequestVersionInput {
  @Field(() => ID, { description: 'The request.' })
  @MaxLength(100)
  id: string;

  @Field(() => Int, { description: 'The version you saw; if it has changed since, nothing happens.' })
  @IsInt()
  version: number;
}

@InputType({
  description:
    'A request restated in full, but for its kind: a field that is left out goes back to its default.',
})
export class EditRequestInput extends IntersectionType(
  RequestVersionInput,
  OmitType(DraftRequestInput, ['schoolId', 'kind']),
) {}

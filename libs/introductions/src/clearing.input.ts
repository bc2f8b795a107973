import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Fairness } from '#matching';
import { LocalDateScalar, PageArgs } from '#platform';
import { PolicyId } from '#statutes';
import { ClearedPairOutcome } from './clearing.graphql.js';
import type { WhatIf, WhatIfOffers, WhatIfRequests } from './clearing.what-if.js';

/** Sessions or places that something has or asks for besides, and kilometres farther. */
@InputType({ isAbstract: true })
abstract class MoreInput {
  @Field(() => Int, { defaultValue: 0, description: 'So many sessions or places more of each, 0 to 1000.' })
  @IsInt()
  @Min(0, { message: 'at least 0' })
  @Max(1000, { message: 'at most 1000' })
  moreSessions: number = 0;

  @Field(() => Int, { defaultValue: 0, description: 'So many kilometres farther, 0 to 200.' })
  @IsInt()
  @Min(0, { message: 'at least 0' })
  @Max(200, { message: 'at most 200' })
  moreKm: number = 0;
}

@InputType({
  description:
    'What would be different of offers: of those named, of those in an area, or of all of the clearing.',
})
export class WhatIfOffersInput extends MoreInput implements WhatIfOffers {
  @Field(() => [ID], { nullable: true, description: 'These offers alone, 1 to 100.' })
  @IsOptional()
  @ArrayMinSize(1, { message: 'at least one offer' })
  @ArrayMaxSize(100, { message: 'at most 100 offers' })
  @ArrayUnique({ message: 'each offer once' })
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  offerIds?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only offers that set out from, or take place in, the area of this code, as `areas` lists it.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100, { message: 'the code of an area' })
  area?: string | null;
}

@InputType({ description: 'What would be different of requests: of those named, or of all of the clearing.' })
export class WhatIfRequestsInput extends MoreInput implements WhatIfRequests {
  @Field(() => [ID], { nullable: true, description: 'These requests alone, 1 to 100.' })
  @IsOptional()
  @ArrayMinSize(1, { message: 'at least one request' })
  @ArrayMaxSize(100, { message: 'at most 100 requests' })
  @ArrayUnique({ message: 'each request once' })
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  requestIds?: string[] | null;
}

@InputType({
  description:
    'What a clearing is to suppose; changes of the same offer or request add up. It is then a dry run.',
})
export class WhatIfInput implements WhatIf {
  @Field(() => [WhatIfOffersInput], { defaultValue: [], description: 'What would be different of offers.' })
  @ArrayMaxSize(20, { message: 'at most 20 changes' })
  @ValidateNested({ each: true })
  @Type(() => WhatIfOffersInput)
  offers: WhatIfOffersInput[] = [];

  @Field(() => [WhatIfRequestsInput], {
    defaultValue: [],
    description: 'What would be different of requests.',
  })
  @ArrayMaxSize(20, { message: 'at most 20 changes' })
  @ValidateNested({ each: true })
  @Type(() => WhatIfRequestsInput)
  requests: WhatIfRequestsInput[] = [];
}

@InputType({ description: 'What to clear, and how.' })
export class StartClearingInput {
  @Field(() => String, {
    nullable: true,
    description:
      'The code of the area whose schools are cleared, as `areas` lists it; all of England if absent.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100, { message: 'the code of an area' })
  area?: string | null;

  @Field(() => LocalDateScalar, {
    description: 'The first day on which pairs may meet, such as that of a term.',
  })
  @IsString()
  firstDay: string;

  @Field(() => LocalDateScalar, {
    description: 'The last such day: not before the first nor over, and at most a year after the first.',
  })
  @IsString()
  lastDay: string;

  @Field(() => PolicyId, {
    nullable: true,
    description: 'The edition of the benchmarks that needs are read under; the one in force if absent.',
  })
  @IsOptional()
  @IsEnum(PolicyId)
  policy?: PolicyId | null;

  @Field(() => Fairness, {
    defaultValue: Fairness.HARMONIC,
    description: 'How much schools are preferred that have little.',
  })
  @IsEnum(Fairness)
  fairness: Fairness = Fairness.HARMONIC;

  @Field(() => Int, {
    nullable: true,
    description:
      'Sessions and places that a school is given at most of all it asks for one benchmark, 1 to 1000, so that it comes nearer to several; no limit if absent.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  mostPerBenchmark?: number | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it is for looking at alone.' })
  @IsBoolean()
  dryRun: boolean = false;

  @Field(() => Int, {
    defaultValue: 300,
    description: 'After how many seconds it answers with the best it has by then, 1 to 3600.',
  })
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(3600, { message: 'at most 3600' })
  timeLimitSeconds: number = 300;

  @Field(() => WhatIfInput, { nullable: true, description: 'What to suppose: nothing if absent.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => WhatIfInput)
  whatIf?: WhatIfInput | null;
}

@InputType({ description: 'A clearing.' })
export class ClearingIdInput {
  @Field(() => ID, { description: 'The clearing.' })
  @MaxLength(100)
  id: string;
}

/** Which pairs of a clearing. */
@ArgsType()
export class ClearedPairsArgs extends PageArgs {
  @Field(() => ClearedPairOutcome, { nullable: true, description: 'Only those that this became of.' })
  @IsOptional()
  @IsEnum(ClearedPairOutcome)
  outcome?: ClearedPairOutcome;
}

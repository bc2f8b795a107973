import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsDate,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { DateTime } from '#platform';

@InputType({ description: 'When one meeting of a series is.' })
export class SeriesDateInput {
  @Field(() => DateTime, { description: 'When it begins.' })
  @IsDate()
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends; after it begins.' })
  @IsDate()
  endsAt: Date;
}

@InputType({
  description:
    'A time window: sessions and pupils of an encounter, or places of a placement. With `minutes` or `days` it is by arrangement, with `furtherDates` a series, with `broadcast` a broadcast: one of these at most.',
})
export class SlotInput {
  @Field(() => DateTime, {
    description:
      'When it begins, with an offset: 2027-03-04T09:00:00Z. By arrangement, when the window opens; of a series, when its first date begins.',
  })
  @IsDate()
  startsAt: Date;

  @Field(() => DateTime, {
    description:
      'When it ends; after it begins. By arrangement, when the window closes; of a series, when its first date ends.',
  })
  @IsDate()
  endsAt: Date;

  @Field(() => Int, {
    nullable: true,
    description: 'Encounters: how many bookings it takes, 1 to 1000; a broadcast up to 10000.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(10000, { message: 'at most 10000' })
  sessions?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Encounters: how many pupils a session takes, 1 to 1000.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  maxPupils?: number;

  @Field(() => Int, { nullable: true, description: 'Placements: how many pupils it takes, 1 to 1000.' })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  places?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Encounters by arrangement: how many minutes one lasts, 5 to 720.',
  })
  @IsOptional()
  @IsInt()
  @Min(5, { message: 'at least 5' })
  @Max(720, { message: 'at most 720' })
  minutes?: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Placements by arrangement: how many working days one lasts, 1 to 20. Each day lasts from the hour at which the window opens to the one at which it closes.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(20, { message: 'at most 20' })
  days?: number;

  @Field(() => [SeriesDateInput], {
    nullable: true,
    description:
      'Encounters: the dates of a series after the first, rising, at most 60. They are booked as one.',
  })
  @IsOptional()
  @ArrayMinSize(1, { message: 'at least one date' })
  @ArrayMaxSize(60, { message: 'at most 60 dates' })
  @ValidateNested({ each: true })
  @Type(() => SeriesDateInput)
  furtherDates?: SeriesDateInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Encounters: whether it is a broadcast by video, open to schools however far.',
  })
  @IsBoolean()
  broadcast: boolean = false;
}

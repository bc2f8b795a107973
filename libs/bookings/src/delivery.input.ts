import { Field, ID, InputType, Int, OmitType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Side } from '#matching';
import { MeaningfulPoint, Mode } from '#statutes';

@InputType({
  description: 'How many pupils took part: of a group, or of a year where the group is not known.',
})
export class AttendanceInput {
  @Field(() => ID, { nullable: true, description: 'A group of your school; name it or the year, not both.' })
  @IsOptional()
  @MaxLength(100)
  groupId?: string;

  @Field(() => Int, { nullable: true, description: 'A year group, 7 to 13, where no group is named.' })
  @IsOptional()
  @IsInt()
  @Min(7, { message: 'a year group from 7 to 13' })
  @Max(13, { message: 'a year group from 7 to 13' })
  yearGroup?: number;

  @Field(() => Int, {
    description:
      'How many pupils took part, at most the group’s size; 0 only where offered says to how many.',
  })
  @IsInt()
  @Min(0, { message: 'at least 0' })
  @Max(5000, { message: 'at most 5000' })
  pupils: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many days each of them completed, 1 to 31: of a placement, and of nothing else. A group or year is named once for each number of days.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(31, { message: 'at most 31' })
  days?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many pupils could have taken part, whether or not they did; at least pupils.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(5000, { message: 'at most 5000' })
  offered?: number | null;
}

@InputType({ description: 'A point of meaningfulness.' })
export class EvidencePointInput {
  @Field(() => MeaningfulPoint, { description: 'The point.' })
  @IsEnum(MeaningfulPoint)
  point: MeaningfulPoint;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it stands; false denies it.' })
  @IsBoolean()
  stands: boolean = true;
}

@InputType({ description: 'What happened of a booking, as the school saw it.' })
export class RecordDeliveryInput {
  @Field(() => ID, { description: 'The booking.' })
  @MaxLength(100)
  bookingId: string;

  @Field(() => [AttendanceInput], {
    description: 'Who took part, 1 to 100 lines; each group or year once, or once for each number of days.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => AttendanceInput)
  attendance: AttendanceInput[];

  @Field(() => Int, { description: 'How many minutes a pupil took part, 1 to 100000.' })
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(100_000, { message: 'at most 100000' })
  minutes: number;

  @Field(() => Mode, { description: 'How people met: IN_PERSON or VIRTUAL.' })
  @IsEnum(Mode)
  mode: Mode;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether each pupil’s own interaction is on record; careers fairs count only then.',
  })
  @IsBoolean()
  interactionRecorded: boolean = false;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it took place at a workplace.' })
  @IsBoolean()
  atWorkplace: boolean = false;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it took place in subject lessons.' })
  @IsBoolean()
  inLessons: boolean = false;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether pupils went to the provider, as on a visit to a university.',
  })
  @IsBoolean()
  atProvider: boolean = false;

  @Field(() => Int, {
    nullable: true,
    description:
      'The level of qualification of the adviser, 1 to 8: of a guidance interview, and of nothing else. Without it no interview counts.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'a level from 1 to 8' })
  @Max(8, { message: 'a level from 1 to 8' })
  adviserLevel?: number | null;

  @Field(() => [EvidencePointInput], {
    defaultValue: [],
    description: 'The school’s points of meaningfulness; they can follow with confirmEvidence.',
  })
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => EvidencePointInput)
  points: EvidencePointInput[] = [];
}

@InputType({ description: 'Points of meaningfulness of a delivery, as one side saw it.' })
export class ConfirmEvidenceInput {
  @Field(() => ID, { description: 'The delivery.' })
  @MaxLength(100)
  deliveryId: string;

  @Field(() => Side, { description: 'The side whose points these are; you must act for it.' })
  @IsEnum(Side)
  side: Side;

  @Field(() => [EvidencePointInput], {
    description: 'The points, 1 to 20. One that this side recorded before is replaced.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => EvidencePointInput)
  points: EvidencePointInput[];
}

@InputType({
  description:
    'What happened, restated in full: a field that is left out goes back to its default. The points stay as they are.',
})
export class CorrectDeliveryInput extends OmitType(RecordDeliveryInput, ['bookingId', 'points']) {
  @Field(() => ID, { description: 'The delivery.' })
  @MaxLength(100)
  deliveryId: string;

  @Field(() => Int, { description: 'The version you saw; if it has changed since, nothing happens.' })
  @IsInt()
  version: number;
}

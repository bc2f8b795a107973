import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsInt,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

@InputType({ description: 'One group of pupils: a code and a size, never names.' })
export class PupilGroupInput {
  @Field(() => Int, { description: 'The year group, 7 to 13; one that the school teaches.' })
  @IsInt()
  @Min(7, { message: 'a year group from 7 to 13' })
  @Max(13, { message: 'a year group from 7 to 13' })
  yearGroup: number;

  @Field(() => String, {
    description: 'What the school calls it: `9A`. Up to 20 letters, digits and / . _ - without spaces.',
  })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9/._-]{0,19}$/, {
    message: 'a code such as 9A: up to 20 letters, digits and / . _ - without spaces',
  })
  code: string;

  @Field(() => Int, {
    description:
      'How many pupils it has, 0 to 1000; 0 for one that was a slip of the hand: whom it had reached would no longer count.',
  })
  @IsInt()
  @Min(0, { message: 'at least 0' })
  @Max(1000, { message: 'at most 1000' })
  size: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version you saw of the group; absent where there is none yet. Nothing is asked of what stays as it is.',
  })
  @IsOptional()
  @IsInt()
  version?: number | null;
}

@InputType({ description: 'Groups of a school. A group whose code is known gets the new size; others stay.' })
export class DeclareGroupsInput {
  @Field(() => ID, { description: 'The school; you must act for it.' })
  @MaxLength(100)
  schoolId: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The calendar year that the academic year begins in: last, this (if absent) or next year.',
  })
  @IsOptional()
  @IsInt()
  academicYear?: number | null;

  @Field(() => [PupilGroupInput], { description: 'The groups, 1 to 200. No pupil is in two of them.' })
  @ArrayMinSize(1, { message: 'at least one group' })
  @ArrayMaxSize(200, { message: 'at most 200 groups' })
  @ValidateNested({ each: true })
  @Type(() => PupilGroupInput)
  groups: PupilGroupInput[];
}

@InputType({ description: 'How many pupils a year group has from today on.' })
export class DeclareRollInput {
  @Field(() => ID, { description: 'The school; you must act for it.' })
  @MaxLength(100)
  schoolId: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The calendar year that the academic year begins in: last, this (if absent) or next year.',
  })
  @IsOptional()
  @IsInt()
  academicYear?: number | null;

  @Field(() => Int, { description: 'The year group, 7 to 13; one that the school teaches.' })
  @IsInt()
  @Min(7, { message: 'a year group from 7 to 13' })
  @Max(13, { message: 'a year group from 7 to 13' })
  yearGroup: number;

  @Field(() => Int, { description: 'How many pupils, 0 to 5000; not fewer than its groups have together.' })
  @IsInt()
  @Min(0, { message: 'at least 0' })
  @Max(5000, { message: 'at most 5000' })
  pupils: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version you saw of the roll that stands; absent where there is none yet. Nothing is asked of what stays as it is.',
  })
  @IsOptional()
  @IsInt()
  version?: number | null;
}

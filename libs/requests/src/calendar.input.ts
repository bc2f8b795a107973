import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsInt,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { LocalDateScalar, Text } from '#platform';

@InputType({ description: 'A term, or a half of one.' })
export class TermInput {
  @Field(() => String, { description: 'What it is called, 1 to 60 characters.' })
  @Text(1, 60)
  name: string;

  @Field(() => LocalDateScalar, { description: 'Its first day.' })
  from: string;

  @Field(() => LocalDateScalar, { description: 'Its last day; not before the first.' })
  to: string;
}

@InputType({ description: 'Days on which year groups sit exams.' })
export class ExamWindowInput {
  @Field(() => String, { description: 'What they sit, 1 to 60 characters, as it reads in “Year 11 sits …”.' })
  @Text(1, 60)
  name: string;

  @Field(() => [Int], { description: 'The year groups that sit them, 7 to 13, each once.' })
  @ArrayMinSize(1, { message: 'at least one year group' })
  @ArrayUnique({ message: 'each year group once' })
  @IsInt({ each: true })
  @Min(7, { each: true, message: 'year groups from 7 to 13' })
  @Max(13, { each: true, message: 'year groups from 7 to 13' })
  yearGroups: number[];

  @Field(() => LocalDateScalar, { description: 'The first day.' })
  from: string;

  @Field(() => LocalDateScalar, { description: 'The last day; not before the first.' })
  to: string;
}

@InputType({
  description:
    'All that a school, or an authority for its schools, says of an academic year: what is left out goes back to what is usual.',
})
export class DeclareCalendarInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The school; you must act for it. Either this or localAuthority.',
  })
  @IsOptional()
  @MaxLength(100)
  schoolId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The code of a local authority, three digits; operators alone declare its terms.',
  })
  @IsOptional()
  @Matches(/^\d{3}$/, { message: 'the code of a local authority: three digits' })
  localAuthority?: string | null;

  @Field(() => Int, {
    description: 'The calendar year that the academic year begins in: last, this or next year.',
  })
  @IsInt()
  academicYear: number;

  @Field(() => Int, {
    description: 'The version that was seen; 0 where nothing was declared.',
  })
  @IsInt()
  @Min(0, { message: 'at least 0' })
  version: number;

  @Field(() => [TermInput], {
    nullable: true,
    description:
      'The terms, 1 to 12, the earliest first, none overlapping another. Absent: those of the authority, or the usual ones.',
  })
  @IsOptional()
  @ArrayMinSize(1, { message: 'at least one term, or none at all to leave them to the authority' })
  @ArrayMaxSize(12, { message: 'at most 12 terms' })
  @ValidateNested({ each: true })
  @Type(() => TermInput)
  terms?: TermInput[] | null;

  @Field(() => [LocalDateScalar], {
    defaultValue: [],
    description: 'Days on which the school trains its staff, at most 20.',
  })
  @ArrayMaxSize(20, { message: 'at most 20 inset days' })
  @ArrayUnique({ message: 'each day once' })
  insetDays: string[];

  @Field(() => [LocalDateScalar], {
    defaultValue: [],
    description:
      'Days on which the school teaches though it would not otherwise, such as Saturdays; at most 60.',
  })
  @ArrayMaxSize(60, { message: 'at most 60 open days' })
  @ArrayUnique({ message: 'each day once' })
  openDays: string[];

  @Field(() => [ExamWindowInput], {
    nullable: true,
    description:
      'When year groups sit exams, at most 20 windows. Absent: when GCSEs and A levels usually are.',
  })
  @IsOptional()
  @ArrayMaxSize(20, { message: 'at most 20 exam windows' })
  @ValidateNested({ each: true })
  @Type(() => ExamWindowInput)
  exams?: ExamWindowInput[] | null;
}

import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Node } from '#platform';

@ObjectType('PupilGroup', {
  implements: () => [Node],
  description: 'Pupils whom a school teaches together this year. The groups of a year are disjoint.',
})
export class PupilGroupType extends Node {
  @Field(() => Int, { description: 'The academic year by the calendar year it begins in: 2026 is 2026/27.' })
  academicYear: number;

  @Field(() => Int, { description: 'The year group, 7 to 13.' })
  yearGroup: number;

  @Field(() => String, { description: 'What the school calls it: `9A`. Never the name of a pupil.' })
  code: string;

  @Field(() => Int, { description: 'How many pupils it has.' })
  size: number;

  @Field(() => Int, { description: 'Goes up with every change; name it when you declare it anew.' })
  version: number;
}

/** Of which academic year. */
@ArgsType()
export class AcademicYearArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'The calendar year that the academic year begins in; this one if absent.',
  })
  @IsOptional()
  @IsInt()
  @Min(2000, { message: 'an academic year from 2000 to 2100' })
  @Max(2100, { message: 'an academic year from 2000 to 2100' })
  academicYear?: number | null;
}

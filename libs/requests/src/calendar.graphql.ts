import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, IsInt, IsOptional, Max, Min } from 'class-validator';
import { LocalDateScalar } from '#platform';
import { CalendarBasis, DayOffReason } from '#statutes';

@ObjectType('SchoolTerm', { description: 'A term, or a half of one: the days between two holidays.' })
export class TermType {
  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => LocalDateScalar, { description: 'Its first day.' })
  from: string;

  @Field(() => LocalDateScalar, { description: 'Its last day.' })
  to: string;
}

@ObjectType('BankHoliday', { description: 'A bank holiday of England and Wales.' })
export class BankHolidayType {
  @Field(() => LocalDateScalar, { description: 'The day.' })
  on: string;

  @Field(() => String, { description: 'What it is called.' })
  name: string;
}

@ObjectType('ExamWindow', { description: 'Days on which year groups sit exams and are not to be had.' })
export class ExamWindowType {
  @Field(() => String, { description: 'What they sit.' })
  name: string;

  @Field(() => [Int], { description: 'The year groups that sit them.' })
  yearGroups: readonly number[];

  @Field(() => LocalDateScalar, { description: 'The first day.' })
  from: string;

  @Field(() => LocalDateScalar, { description: 'The last day.' })
  to: string;
}

@ObjectType('DayOff', { description: 'A day without lessons for some year groups, and why.' })
export class DayOffType {
  @Field(() => LocalDateScalar, { description: 'The day.' })
  on: string;

  @Field(() => DayOffReason, { description: 'Why.' })
  reason: DayOffReason;

  @Field(() => String, { description: 'Of the bank holiday or the exams; empty otherwise.' })
  name: string;

  @Field(() => [Int], { description: 'The year groups that sit exams; empty for every other reason.' })
  years: readonly number[];

  @Field(() => Boolean, {
    description: 'Whether it is taken for granted: the school may declare otherwise with declareCalendar.',
  })
  assumed: boolean;
}

@ObjectType('SchoolCalendar', {
  description: 'When a school teaches in an academic year: what it declared, and what is usual for the rest.',
})
export class SchoolCalendarType {
  @Field(() => Int, { description: 'The academic year by the calendar year it begins in: 2026 is 2026/27.' })
  academicYear: number;

  @Field(() => Int, {
    description:
      'How often it was declared; an edit names the version it was made from. 0 where the school has declared nothing.',
  })
  version: number;

  @Field(() => CalendarBasis, { description: 'On whose word the terms stand.' })
  basis: CalendarBasis;

  @Field(() => [TermType], { description: 'The terms, the earliest first.' })
  terms: readonly TermType[];

  @Field(() => [LocalDateScalar], { description: 'Days on which the school trains its staff, rising.' })
  insetDays: readonly string[];

  @Field(() => [LocalDateScalar], {
    description: 'Days on which the school teaches though it would not otherwise, rising.',
  })
  openDays: readonly string[];

  @Field(() => [BankHolidayType], { description: 'The bank holidays of the academic year.' })
  bankHolidays: readonly BankHolidayType[];

  @Field(() => [ExamWindowType], { description: 'When year groups sit exams.' })
  exams: readonly ExamWindowType[];

  @Field(() => Boolean, {
    description: 'Whether the exam windows are the usual ones, as the school has declared none.',
  })
  examsAssumed: boolean;
}

/** A day, and for whom it is asked. */
@ArgsType()
export class DayOffArgs {
  @Field(() => LocalDateScalar, { description: 'The day; one of the calendar’s academic year.' })
  on: string;

  @Field(() => [Int], {
    defaultValue: [],
    description: 'The year groups whose exams matter, 7 to 13; none if absent.',
  })
  @ArrayMaxSize(7, { message: 'at most 7 year groups' })
  @IsInt({ each: true })
  @Min(7, { each: true, message: 'year groups from 7 to 13' })
  @Max(13, { each: true, message: 'year groups from 7 to 13' })
  yearGroups: number[];
}

/** Of which academic year, for a calendar. */
@ArgsType()
export class CalendarArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'The calendar year that the academic year begins in, 2020 to 2090; this one if absent.',
  })
  @IsOptional()
  @IsInt()
  @Min(2020, { message: 'an academic year from 2020 to 2090' })
  @Max(2090, { message: 'an academic year from 2020 to 2090' })
  academicYear?: number | null;
}

import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { Allow, CurrentViewer } from '#platform';
import { type School, SchoolType } from '#reference';
import { whyNotOn } from '#statutes';
import { CalendarArgs, DayOffArgs, DayOffType, SchoolCalendarType } from './calendar.graphql.js';
import { DeclareCalendarInput } from './calendar.input.js';
import { DeclareCalendarResult } from './calendar.outcome.js';
import { Calendars } from './calendar.service.js';

@Resolver(() => SchoolType)
export class SchoolCalendarResolver {
  constructor(private readonly calendars: Calendars) {}

  @ResolveField(() => SchoolCalendarType, {
    description: 'When it teaches: terms, inset days, bank holidays and exams of an academic year.',
  })
  calendar(
    @Parent() school: School,
    @Args() { academicYear }: CalendarArgs,
    @Context() context: object,
  ): Promise<SchoolCalendarType> {
    return this.calendars.of(context, school, academicYear);
  }

  @Allow('calendar:declare')
  @Mutation(() => DeclareCalendarResult, {
    description:
      'Says when a school teaches in an academic year: all of it again, with the version that was seen. What is booked stands.',
  })
  declareCalendar(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whose calendar, of which year, and what it says.' })
    input: DeclareCalendarInput,
  ): Promise<typeof DeclareCalendarResult> {
    return this.calendars.declare(viewer, input);
  }
}

@Resolver(() => SchoolCalendarType)
export class DayOffResolver {
  @ResolveField(() => DayOffType, {
    nullable: true,
    description: 'Why there are no lessons on a day for these year groups; null where there are.',
  })
  dayOff(@Parent() calendar: SchoolCalendarType, @Args() { on, yearGroups }: DayOffArgs): DayOffType | null {
    return whyNotOn(on, yearGroups, calendar) ?? null;
  }
}

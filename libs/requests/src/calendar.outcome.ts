import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { Problem } from '#platform';
import { SchoolCalendarType } from './calendar.graphql.js';

@ObjectType({ description: 'The calendar as it is now.' })
export class DeclareCalendarSuccess {
  @Field(() => SchoolCalendarType, {
    description: 'The calendar; of an authority, as a school has it that declares nothing.',
  })
  calendar: SchoolCalendarType;

  constructor(calendar: SchoolCalendarType) {
    this.calendar = calendar;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'Somebody declared the calendar after you saw it.',
})
export class CalendarChangedMeanwhile extends Problem {
  @Field(() => SchoolCalendarType, { description: 'The calendar as it is now.' })
  current: SchoolCalendarType;

  constructor(current: SchoolCalendarType) {
    super(
      'CALENDAR_CHANGED_MEANWHILE',
      `The calendar is at version ${current.version} now. Look at it again, then repeat with that version.`,
    );
    this.current = current;
  }
}

export const DeclareCalendarResult = createUnionType({
  name: 'DeclareCalendarResult',
  description: 'What comes of declaring a calendar.',
  types: () => [DeclareCalendarSuccess, CalendarChangedMeanwhile] as const,
});

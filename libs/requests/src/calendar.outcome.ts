import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { changedMeanwhile, Problem } from '#platform';
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
export class CalendarChangedMeanwhile extends changedMeanwhile(
  () => SchoolCalendarType,
  'calendar',
  'CALENDAR',
) {}

export const DeclareCalendarResult = createUnionType({
  name: 'DeclareCalendarResult',
  description: 'What comes of declaring a calendar.',
  types: () => [DeclareCalendarSuccess, CalendarChangedMeanwhile] as const,
});

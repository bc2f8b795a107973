import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { changedMeanwhile, DateTime, Problem } from '#platform';
import { BookingStatus, BookingType } from './booking.graphql.js';

@ObjectType({ description: 'The booking as it is now.' })
export class BookingSuccess {
  @Field(() => BookingType, { description: 'The booking.' })
  booking: BookingType;

  constructor(booking: BookingType) {
    this.booking = booking;
  }
}

@ObjectType({ implements: () => [Problem], description: 'Somebody changed the booking after you saw it.' })
export class BookingChangedMeanwhile extends changedMeanwhile(() => BookingType, 'booking', 'BOOKING') {}

function inWords(status: BookingStatus): string {
  return status.replaceAll('_', ' ');
}

@ObjectType({ implements: () => [Problem], description: 'The booking’s status does not allow this.' })
export class BookingNotInRightStatus extends Problem {
  @Field(() => BookingStatus, { description: 'The status it has.' })
  status: BookingStatus;

  constructor(status: BookingStatus, allowed: readonly BookingStatus[]) {
    super(
      'BOOKING_NOT_IN_RIGHT_STATUS',
      `The booking is ${inWords(status)}; this needs a booking that is ${allowed.map(inWords).join(' or ')}.`,
    );
    this.status = status;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The booking has not begun.' })
export class BookingNotYetDue extends Problem {
  @Field(() => DateTime, { description: 'When it begins.' })
  startsAt: Date;

  constructor(startsAt: Date) {
    super(
      'BOOKING_NOT_YET_DUE',
      `The booking begins at ${startsAt.toISOString()}. Record what happened once it has begun.`,
    );
    this.startsAt = startsAt;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'The booking has begun, so it cannot be called off.',
})
export class BookingHasBegun extends Problem {
  @Field(() => DateTime, { description: 'When it began.' })
  startsAt: Date;

  constructor(startsAt: Date) {
    super(
      'BOOKING_HAS_BEGUN',
      `The booking began at ${startsAt.toISOString()} and cannot be called off any more. Use recordDelivery, or recordNoShow where a side did not turn up.`,
    );
    this.startsAt = startsAt;
  }
}

export const RecordNoShowResult = createUnionType({
  name: 'RecordNoShowResult',
  description: 'What comes of saying that a side did not turn up.',
  types: () => [BookingSuccess, BookingChangedMeanwhile, BookingNotInRightStatus, BookingNotYetDue] as const,
});

export const CancelBookingResult = createUnionType({
  name: 'CancelBookingResult',
  description: 'What comes of calling a booking off.',
  types: () => [BookingSuccess, BookingChangedMeanwhile, BookingNotInRightStatus, BookingHasBegun] as const,
});

import { Side } from '#matching';
import { Booking } from './booking.entity.js';
import { BookingStatus, CancelReason } from './booking.graphql.js';
import {
  BookingChangedMeanwhile,
  BookingHasBegun,
  BookingNotInRightStatus,
  BookingNotYetDue,
} from './booking.outcome.js';
import {
  leavesSlotFree,
  statusWith,
  whyNotCancellable,
  whyNotDeliverable,
  whyNotMissed,
} from './booking.rules.js';

const begins = new Date('2027-03-04T09:00:00Z');
const before = new Date('2027-03-04T08:59:59Z');

function bookingThat(is: Partial<Booking> = {}): Booking {
  return Object.assign(new Booking(), {
    ...{ id: 'booking_1', status: BookingStatus.CONFIRMED, version: 1, startsAt: begins },
    ...is,
  });
}

const others = Object.values(BookingStatus).filter((status) => status !== BookingStatus.CONFIRMED);

describe('calling a booking off', () => {
  it('is possible until it begins', () => {
    expect(whyNotCancellable(bookingThat(), 1, before)).toBeUndefined();
    expect(whyNotCancellable(bookingThat(), 1, begins)).toBeInstanceOf(BookingHasBegun);
  });

  it('names the version it was decided on', () => {
    expect(whyNotCancellable(bookingThat({ version: 2 }), 1, before)).toBeInstanceOf(BookingChangedMeanwhile);
  });

  it.each(others)('is not possible once %s', (status) => {
    expect(whyNotCancellable(bookingThat({ status }), 1, before)).toBeInstanceOf(BookingNotInRightStatus);
  });
});

describe('recording what happened', () => {
  it('is possible once the booking has begun', () => {
    expect(whyNotDeliverable(bookingThat(), before)).toBeInstanceOf(BookingNotYetDue);
    expect(whyNotDeliverable(bookingThat(), begins)).toBeUndefined();
  });

  const deliverable = [
    BookingStatus.CONFIRMED,
    BookingStatus.NO_SHOW_BY_SCHOOL,
    BookingStatus.NO_SHOW_BY_OFFERER,
  ];

  it.each(others.filter((status) => !deliverable.includes(status)))(
    'is not possible of a booking that is %s',
    (status) => {
      expect(whyNotDeliverable(bookingThat({ status }), begins)).toBeInstanceOf(BookingNotInRightStatus);
    },
  );

  it.each(deliverable)('is possible of a booking that is %s', (status) => {
    expect(whyNotDeliverable(bookingThat({ status }), begins)).toBeUndefined();
  });

  it.each(others)('leaves nobody to have stayed away from a booking that is %s', (status) => {
    expect(whyNotMissed(bookingThat({ status }), 1, begins)).toBeInstanceOf(BookingNotInRightStatus);
  });

  it.each(Object.values(CancelReason))(
    'for %s, a slot that the school gives up is free for others',
    (reason) => {
      expect(leavesSlotFree(Side.SCHOOL, reason)).toBe(true);
    },
  );

  it('is evidenced by both sides, not by one', () => {
    expect(statusWith(new Set())).toBe(BookingStatus.DELIVERED);
    expect(statusWith(new Set([Side.SCHOOL]))).toBe(BookingStatus.DELIVERED);
    expect(statusWith(new Set([Side.OFFERER]))).toBe(BookingStatus.DELIVERED);
    expect(statusWith(new Set([Side.SCHOOL, Side.OFFERER]))).toBe(BookingStatus.EVIDENCED);
  });
});

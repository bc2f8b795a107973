import { Side } from '#matching';
import type { Booking } from './booking.entity.js';
import { BookingStatus } from './booking.graphql.js';
import {
  BookingChangedMeanwhile,
  BookingHasBegun,
  BookingNotInRightStatus,
  BookingNotYetDue,
} from './booking.outcome.js';

const { CONFIRMED, DELIVERED, EVIDENCED } = BookingStatus;

/** The status of a booking that a side called off. */
export const cancelledBy: Readonly<Record<Side, BookingStatus>> = {
  [Side.SCHOOL]: BookingStatus.CANCELLED_BY_SCHOOL,
  [Side.OFFERER]: BookingStatus.CANCELLED_BY_OFFERER,
};

/** The statuses in which what happened is on record and its points may still be recorded. */
export const evidenceable: readonly BookingStatus[] = [DELIVERED, EVIDENCED];

/** Why a booking may not be called off: what has begun is a meeting or a no-show, not a cancellation. */
export function whyNotCancellable(
  booking: Booking,
  version: number,
  now: Date,
): BookingChangedMeanwhile | BookingNotInRightStatus | BookingHasBegun | undefined {
  if (booking.version !== version) return new BookingChangedMeanwhile(booking);
  if (booking.status !== CONFIRMED) return new BookingNotInRightStatus(booking.status, [CONFIRMED]);
  if (booking.startsAt <= now) return new BookingHasBegun(booking.startsAt);
  return undefined;
}

/** Why what happened may not be recorded of a booking of which nothing is recorded yet. */
export function whyNotDeliverable(
  booking: Booking,
  now: Date,
): BookingNotInRightStatus | BookingNotYetDue | undefined {
  if (booking.status !== CONFIRMED) return new BookingNotInRightStatus(booking.status, [CONFIRMED]);
  if (booking.startsAt > now) return new BookingNotYetDue(booking.startsAt);
  return undefined;
}

/** The status of a booking that is delivered, by the sides that recorded points: evidenced once both have. */
export function statusWith(sides: ReadonlySet<Side>): BookingStatus {
  return sides.has(Side.SCHOOL) && sides.has(Side.OFFERER) ? EVIDENCED : DELIVERED;
}

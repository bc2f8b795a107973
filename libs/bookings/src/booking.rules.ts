import { Side } from '#matching';
import type { Booking } from './booking.entity.js';
import { BookingStatus, CancelReason } from './booking.graphql.js';
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

/** The status of a booking that a side did not turn up for. */
export const missedBy: Readonly<Record<Side, BookingStatus>> = {
  [Side.SCHOOL]: BookingStatus.NO_SHOW_BY_SCHOOL,
  [Side.OFFERER]: BookingStatus.NO_SHOW_BY_OFFERER,
};

/**
 * Whether the slot of a booking that was called off can be given to somebody else. One whose visitor or room is what is
 * missing cannot: the next school would book the same impossible hour.
 */
export function leavesSlotFree(side: Side, reason: CancelReason): boolean {
  const byOfferer: Record<CancelReason, boolean> = {
    [CancelReason.VISITOR_UNAVAILABLE]: false,
    [CancelReason.ROOM_UNAVAILABLE]: false,
    [CancelReason.DATE_NO_LONGER_SUITS]: false,
    [CancelReason.STAFF_UNAVAILABLE]: true,
    [CancelReason.PUPILS_UNAVAILABLE]: true,
    [CancelReason.SAFEGUARDING]: true,
    [CancelReason.BOOKED_BY_MISTAKE]: true,
    [CancelReason.OTHER]: true,
  };
  return side === Side.SCHOOL || byOfferer[reason];
}

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

/** Why nobody may be said to have stayed away: somebody changed the booking, or it is not its time. */
export function whyNotMissed(
  booking: Booking,
  version: number,
  now: Date,
): BookingChangedMeanwhile | BookingNotInRightStatus | BookingNotYetDue | undefined {
  if (booking.version !== version) return new BookingChangedMeanwhile(booking);
  if (booking.status !== CONFIRMED) return new BookingNotInRightStatus(booking.status, [CONFIRMED]);
  return whyNotDeliverable(booking, now);
}

/** The statuses in which the school may record what happened: its word counts more than that a side stayed away. */
export const deliverable: readonly BookingStatus[] = [CONFIRMED, ...Object.values(missedBy)];

/** Why what happened may not be recorded of a booking of which nothing is recorded yet. */
export function whyNotDeliverable(
  booking: Booking,
  now: Date,
): BookingNotInRightStatus | BookingNotYetDue | undefined {
  if (!deliverable.includes(booking.status)) return new BookingNotInRightStatus(booking.status, deliverable);
  if (booking.startsAt > now) return new BookingNotYetDue(booking.startsAt);
  return undefined;
}

/** The status of a booking that is delivered, by the sides that recorded points: evidenced once both have. */
export function statusWith(sides: ReadonlySet<Side>): BookingStatus {
  return sides.has(Side.SCHOOL) && sides.has(Side.OFFERER) ? EVIDENCED : DELIVERED;
}

import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import { Clock, Cursors, NotFound, type Page, Transactions, type Tx } from '#platform';
import { Booking } from './booking.entity.js';
import {
  type BookingsArgs,
  BookingStatus,
  type CancelBookingInput,
  type RecordNoShowInput,
} from './booking.graphql.js';
import { BookingSuccess, type CancelBookingResult, type RecordNoShowResult } from './booking.outcome.js';
import { maySee, requireActsForSide, visibleTo } from './booking.policy.js';
import { cancelledBy, leavesSlotFree, missedBy, whyNotCancellable, whyNotMissed } from './booking.rules.js';
import { releaseBooked } from './hold.capacity.js';

/** What happens to bookings between confirmation and the day. */
@Injectable()
export class Bookings {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** The booking, or null where it is absent or the viewer may not see it. */
  async find(viewer: Viewer | undefined, id: string): Promise<Booking | null> {
    const booking = await this.manager.findOneBy(Booking, { id });
    return booking && maySee(viewer, booking) ? booking : null;
  }

  /** The bookings that the viewer's schools and employers take part in, the newest first. One statement. */
  async list(viewer: Viewer, { toRecord = false, ...page }: BookingsArgs): Promise<Page<Booking>> {
    const cursors = new Cursors('bookings', [viewer.personId, toRecord]);
    const span = cursors.span(page, ['text']);
    const { sql, values } = visibleTo(viewer);
    const [schools, employers] = values;
    const found = this.manager
      .createQueryBuilder(Booking, 'booking')
      .where(sql(':schools', ':employers'), { schools, employers })
      .orderBy('booking.id', span.order('DESC'))
      .limit(span.limit);
    if (span.key) found.andWhere(`booking.id ${span.than('DESC')} :from`, { from: span.key[0] });
    if (toRecord) {
      const due = { status: BookingStatus.CONFIRMED, now: this.clock.now() };
      found.andWhere('booking.status = :status AND booking.startsAt <= :now', due);
    }
    return cursors.page(
      await found.getMany(),
      span,
      ({ id }) => [id],
      (booking) => booking,
    );
  }

  /** Says that a side did not turn up; the request has its units back. Either side may say so. */
  recordNoShow(
    viewer: Viewer,
    { id, version, absent }: RecordNoShowInput,
  ): Promise<typeof RecordNoShowResult> {
    return this.transactions.run(viewer, async (tx) => {
      const booking = await lockBooking(tx, viewer, id);
      const problem = whyNotMissed(booking, version, tx.now);
      if (problem) return problem;

      const before = { status: booking.status };
      booking.status = missedBy[absent];
      booking.version += 1;
      await tx.save(booking);
      await releaseBooked(tx, booking, false);
      await tx.record(booking, booking.status, { before, after: { status: booking.status } });
      return new BookingSuccess(booking);
    });
  }

  /** Calls a booking off before it begins; the request has its units back, and the slot where somebody could use them. */
  cancel(
    viewer: Viewer,
    { id, version, side, reason }: CancelBookingInput,
  ): Promise<typeof CancelBookingResult> {
    return this.transactions.run(viewer, async (tx) => {
      const booking = await lockBooking(tx, viewer, id);
      requireActsForSide(viewer, side, booking);
      const problem = whyNotCancellable(booking, version, tx.now);
      if (problem) return problem;

      const before = { status: booking.status };
      booking.status = cancelledBy[side];
      booking.reason = reason;
      booking.version += 1;
      await tx.save(booking);
      await releaseBooked(tx, booking, leavesSlotFree(side, reason));
      await tx.record(booking, booking.status, { reason, before, after: { status: booking.status } });
      return new BookingSuccess(booking);
    });
  }
}

/** Locks a booking to change it. Unseen and absent look alike. */
export async function lockBooking(tx: Tx, viewer: Viewer, id: string): Promise<Booking> {
  const booking = await tx.manager.findOne(Booking, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!booking || !maySee(viewer, booking)) throw new NotFound('booking', id);
  return booking;
}

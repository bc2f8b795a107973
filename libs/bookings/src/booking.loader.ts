import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { inOrder, perRequest } from '#platform';
import { Booking } from './booking.entity.js';

/** Bookings in batches, one statement a request. */
@Injectable()
export class BookingLoader {
  constructor(private readonly manager: EntityManager) {}

  private readonly bookings = perRequest<string, Booking | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Booking, { id: In([...ids]) }), ({ id }) => id),
  );

  private readonly byHold = perRequest<string, Booking | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Booking, { holdId: In([...ids]) }), ({ holdId }) => holdId),
  );

  /** A booking by id, whoever may see it: for those who reached it through something they may see. */
  byId(context: object, id: string): Promise<Booking | null> {
    return this.bookings(context).load(id);
  }

  /** The booking that a hold became, or null, under the same rule. */
  ofHold(context: object, holdId: string): Promise<Booking | null> {
    return this.byHold(context).load(holdId);
  }
}

import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { Person } from '#members';
import { grouped, inOrder, perRequest } from '#platform';
import { Attendance, Delivery, Evidence } from './delivery.entity.js';

/** Deliveries and what belongs to them in batches, one statement a request each. */
@Injectable()
export class DeliveryLoader {
  constructor(private readonly manager: EntityManager) {}

  private readonly ofBookings = perRequest<string, Delivery | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Delivery, { bookingId: In([...ids]) }), ({ bookingId }) =>
      String(bookingId),
    ),
  );

  private readonly attendance = perRequest<string, Attendance[]>(async (ids) =>
    grouped(
      ids,
      await this.manager.find(Attendance, {
        where: { deliveryId: In([...ids]) },
        order: { yearGroup: 'ASC', id: 'ASC' },
      }),
      ({ deliveryId }) => deliveryId,
    ),
  );

  private readonly evidence = perRequest<string, Evidence[]>(async (ids) =>
    grouped(
      ids,
      await this.manager.find(Evidence, {
        where: { deliveryId: In([...ids]) },
        order: { side: 'ASC', point: 'ASC' },
      }),
      ({ deliveryId }) => deliveryId,
    ),
  );

  private readonly names = perRequest<string, string | null>(async (ids) => {
    const people = await this.manager.find(Person, {
      select: { id: true, name: true },
      where: { id: In([...ids]) },
    });
    return inOrder(ids, people, ({ id }) => id).map((person) => person?.name ?? null);
  });

  /** What happened of a booking, or null; for those who may see the booking. */
  ofBooking(context: object, bookingId: string): Promise<Delivery | null> {
    return this.ofBookings(context).load(bookingId);
  }

  /** Who took part, the youngest year first. */
  attendanceOf(context: object, deliveryId: string): Promise<Attendance[]> {
    return this.attendance(context).load(deliveryId);
  }

  /** The points of both sides. */
  evidenceOf(context: object, deliveryId: string): Promise<Evidence[]> {
    return this.evidence(context).load(deliveryId);
  }

  /** The name of a person, or null where it was no person. */
  nameOf(context: object, personId: string): Promise<string | null> {
    return this.names(context).load(personId);
  }
}

import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Side } from '#matching';
import type { Viewer } from '#members';
import {
  BadInput,
  localDateOf,
  newestOf,
  NotFound,
  type Page,
  type PageArgs,
  Transactions,
  type Tx,
} from '#platform';
import { academicYearOf } from '#statutes';
import { Booking } from './booking.entity.js';
import { BookingStatus } from './booking.graphql.js';
import { maySee, requireActsForSide } from './booking.policy.js';
import { evidenceable, statusWith, whyNotDeliverable } from './booking.rules.js';
import { BookingNotInRightStatus } from './booking.outcome.js';
import { lockBooking } from './booking.service.js';
import { Attendance, Delivery, Evidence } from './delivery.entity.js';
import type {
  ConfirmEvidenceInput,
  CorrectDeliveryInput,
  EvidencePointInput,
  RecordDeliveryInput,
} from './delivery.input.js';
import {
  AlreadyDelivered,
  type ConfirmEvidenceResult,
  type CorrectDeliveryResult,
  DeliveryChangedMeanwhile,
  DeliverySuccess,
  type RecordDeliveryResult,
} from './delivery.outcome.js';
import { attendanceOf, basisOf, deliveryOf, factsOf } from './delivery.record.js';
import { faultsOfDelivery, faultsOfPoints, withRecorded } from './delivery.rules.js';
import { retakeSessions } from './hold.capacity.js';

/** What happened of bookings: recorded by the school, its points by both sides. */
@Injectable()
export class Deliveries {
  private readonly newest;

  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
  ) {
    this.newest = newestOf(manager, { name: 'School.deliveries', entity: Delivery, parent: 'schoolId' });
  }

  /** The delivery, or null where it is absent or the viewer may not see it. */
  async find(viewer: Viewer | undefined, id: string): Promise<Delivery | null> {
    const found = await this.manager.findOneBy(Delivery, { id });
    return found && maySee(viewer, await participants(this.manager, found)) ? found : null;
  }

  /** The deliveries of a school, the newest first, or null where the viewer does not act for it. */
  async ofSchool(
    context: object,
    viewer: Viewer | undefined,
    schoolId: string,
    page: PageArgs,
  ): Promise<Page<Delivery> | null> {
    return viewer?.actsForSchool(schoolId) ? this.newest(context, schoolId, page) : null;
  }

  /** Records what happened of a booking, for the school. */
  record(viewer: Viewer, input: RecordDeliveryInput): Promise<typeof RecordDeliveryResult> {
    return this.transactions.run(viewer, async (tx) => {
      const booking = await lockBooking(tx, viewer, input.bookingId);
      requireActsForSide(viewer, Side.SCHOOL, booking);
      const existing = await tx.manager.findOneBy(Delivery, { bookingId: booking.id });
      if (existing) return new AlreadyDelivered(existing);
      const problem = whyNotDeliverable(booking, tx.now);
      if (problem) return problem;
      const academicYear = academicYearOf(localDateOf(booking.startsAt));
      const basis = await basisOf(tx, { ...booking, academicYear });
      const faults = faultsOfDelivery(input, basis);
      if (faults.length > 0) throw new BadInput(faults);

      const delivery = await deliveryOf(tx, viewer, booking, input);
      await tx.insert(Delivery, delivery);
      await tx.insert(Attendance, attendanceOf(delivery, input, basis));
      await writePoints(tx, delivery, Side.SCHOOL, input.points);
      if (booking.status !== BookingStatus.CONFIRMED) await retakeSessions(tx, booking);
      await moveOn(tx, booking, delivery);
      await tx.record(delivery, 'recorded', { after: { bookingId: booking.id, minutes: delivery.minutes } });
      return new DeliverySuccess(delivery);
    });
  }

  /** Restates what happened, for the school; the points that both sides recorded stay. */
  correct(viewer: Viewer, input: CorrectDeliveryInput): Promise<typeof CorrectDeliveryResult> {
    return this.transactions.run(viewer, async (tx) => {
      const { delivery, booking } = await lockDelivery(tx, viewer, input.deliveryId);
      requireActsForSide(viewer, Side.SCHOOL, booking ?? { schoolId: delivery.schoolId, employerId: null });
      if (delivery.version !== input.version) return new DeliveryChangedMeanwhile(delivery);
      if (booking && !evidenceable.includes(booking.status))
        return new BookingNotInRightStatus(booking.status, evidenceable);
      const lines = await tx.manager.findBy(Attendance, { deliveryId: delivery.id });
      const basis = withRecorded(await basisOf(tx, delivery), lines);
      const faults = faultsOfDelivery({ ...input, points: [] }, basis);
      if (faults.length > 0) throw new BadInput(faults);

      const before = factsOf(delivery, lines);
      const { minutes, mode, interactionRecorded, atWorkplace, inLessons, atProvider } = input;
      Object.assign(delivery, { minutes, mode, interactionRecorded, atWorkplace, inLessons, atProvider });
      delivery.adviserLevel = input.adviserLevel ?? null;
      delivery.version += 1;
      await tx.save(delivery);
      await tx.manager.delete(Attendance, { deliveryId: delivery.id });
      const corrected = attendanceOf(delivery, input, basis);
      await tx.insert(Attendance, corrected);
      await tx.record(delivery, 'corrected', { before, after: factsOf(delivery, corrected) });
      return new DeliverySuccess(delivery);
    });
  }

  /** Records the points of meaningfulness as one side saw them; what it recorded before is replaced. */
  confirm(viewer: Viewer, input: ConfirmEvidenceInput): Promise<typeof ConfirmEvidenceResult> {
    return this.transactions.run(viewer, async (tx) => {
      const { delivery, booking } = await lockDelivery(tx, viewer, input.deliveryId);
      requireActsForSide(viewer, input.side, booking ?? { schoolId: delivery.schoolId, employerId: null });
      const faults = faultsOfPoints(input.points);
      if (faults.length > 0) throw new BadInput(faults);
      if (booking && !evidenceable.includes(booking.status))
        return new BookingNotInRightStatus(booking.status, evidenceable);

      await writePoints(tx, delivery, input.side, input.points);
      if (booking) await moveOn(tx, booking, delivery);
      await tx.record(delivery, 'evidence_confirmed', { after: { side: input.side, points: input.points } });
      return new DeliverySuccess(delivery);
    });
  }
}

async function participants(manager: EntityManager, { schoolId, bookingId }: Delivery) {
  const booking = bookingId ? await manager.findOneBy(Booking, { id: bookingId }) : null;
  return { schoolId, employerId: booking?.employerId ?? null };
}

/** Locks the booking of a delivery, or the delivery itself where it has none. Unseen and absent look alike. */
export async function lockDelivery(
  tx: Tx,
  viewer: Viewer,
  id: string,
): Promise<{ delivery: Delivery; booking: Booking | null }> {
  const lock = { mode: 'pessimistic_write' } as const;
  const found = await tx.manager.findOneBy(Delivery, { id });
  if (!found || !maySee(viewer, await participants(tx.manager, found))) throw new NotFound('delivery', id);
  const booking = found.bookingId ? await lockBooking(tx, viewer, found.bookingId) : null;
  // Read again, now that whoever else changes it waits: somebody may have changed it while this one did.
  return { delivery: await tx.manager.findOneOrFail(Delivery, { where: { id }, lock }), booking };
}

/** Writes the points that one side recorded, over what it recorded before. */
export async function writePoints(
  tx: Tx,
  { id }: Delivery,
  side: Side,
  points: readonly EvidencePointInput[],
): Promise<void> {
  if (points.length === 0) return;
  await tx.manager.upsert(
    Evidence,
    points.map(({ point, stands }) => ({ deliveryId: id, side, point, stands })),
    ['deliveryId', 'side', 'point'],
  );
}

/** Brings the booking to the status that the record of its delivery gives it. */
async function moveOn(tx: Tx, booking: Booking, { id: deliveryId }: Delivery): Promise<void> {
  const evidence = await tx.manager.findBy(Evidence, { deliveryId });
  const status = statusWith(new Set(evidence.map(({ side }) => side)));
  if (booking.status === status) return;
  const before = { status: booking.status };
  booking.status = status;
  booking.version += 1;
  await tx.save(booking);
  await tx.record(booking, status, { before, after: { status } });
}

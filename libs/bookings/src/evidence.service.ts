import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Side } from '#matching';
import type { Viewer } from '#members';
import { BadInput, Forbidden, Transactions, type Tx } from '#platform';
import { School } from '#reference';
import { requireActsForSide } from './booking.policy.js';
import { Attendance, Delivery } from './delivery.entity.js';
import { DeliverySuccess } from './delivery.outcome.js';
import { attendanceOf, basisOf, factsOf } from './delivery.record.js';
import { faultsOfDelivery, withRecorded } from './delivery.rules.js';
import { lockDelivery, writePoints } from './delivery.service.js';
import type { CorrectEvidenceInput, RecordEvidenceInput, WithdrawEvidenceInput } from './evidence.input.js';
import {
  type ChangeEvidenceResult,
  EvidenceAlreadyRecorded,
  type RecordEvidenceResult,
} from './evidence.outcome.js';
import { faultsOfDay, statedOf, whyNotChangeable } from './evidence.rules.js';

/** What happened without a booking, recorded by the school: a delivery like any other, which it alone vouches for. */
@Injectable()
export class SchoolEvidence {
  constructor(private readonly transactions: Transactions) {}

  /** Records what happened, for the school. */
  record(viewer: Viewer, input: RecordEvidenceInput): Promise<typeof RecordEvidenceResult> {
    return this.transactions.run(viewer, async (tx) => {
      const { schoolId } = input;
      if (!viewer.actsForSchool(schoolId) || !(await tx.manager.existsBy(School, { id: schoolId })))
        throw new Forbidden('You do not act for this school.');
      const early = faultsOfDay(input.deliveredOn, tx.today);
      if (early.length > 0) throw new BadInput(early);
      const stated = statedOf(input);
      const basis = await basisOf(tx, { schoolId, ...stated });
      const faults = faultsOfDelivery(input, basis);
      if (faults.length > 0) throw new BadInput(faults);

      const delivery = tx.manager.create(Delivery, {
        ...{ id: tx.newId('delivery'), bookingId: null, schoolId, ...stated, simulated: false },
        ...{ recordedBy: viewer.personId, recordedAt: tx.now, withdrawnAt: null, version: 1 },
      });
      const lines = attendanceOf(delivery, input, basis);
      const existing = input.another ? null : await alike(tx, delivery, lines);
      if (existing) return new EvidenceAlreadyRecorded(existing);

      await tx.insert(Delivery, delivery);
      await tx.insert(Attendance, lines);
      await writePoints(tx, delivery, Side.SCHOOL, input.points);
      await tx.record(delivery, 'recorded', { after: factsOf(delivery, lines) });
      return new DeliverySuccess(delivery);
    });
  }

  /** Restates what happened, for the school; the points it recorded stay. */
  correct(viewer: Viewer, input: CorrectEvidenceInput): Promise<typeof ChangeEvidenceResult> {
    return this.transactions.run(viewer, async (tx) => {
      const { delivery, booking } = await lockDelivery(tx, viewer, input.deliveryId);
      requireActsForSide(viewer, Side.SCHOOL, booking ?? { schoolId: delivery.schoolId, employerId: null });
      const problem = whyNotChangeable(delivery, input.version);
      if (problem) return problem;
      const early = faultsOfDay(input.deliveredOn, tx.today);
      if (early.length > 0) throw new BadInput(early);
      const stated = statedOf(input);
      const before = await tx.manager.findBy(Attendance, { deliveryId: delivery.id });
      const basis = withRecorded(await basisOf(tx, { ...delivery, ...stated }), before);
      const faults = faultsOfDelivery({ ...input, points: [] }, basis);
      if (faults.length > 0) throw new BadInput(faults);

      const was = factsOf(delivery, before);
      Object.assign(delivery, stated);
      delivery.version += 1;
      const lines = attendanceOf(delivery, input, basis);
      await tx.save(delivery);
      await tx.manager.delete(Attendance, { deliveryId: delivery.id });
      await tx.insert(Attendance, lines);
      await tx.record(delivery, 'corrected', { before: was, after: factsOf(delivery, lines) });
      return new DeliverySuccess(delivery);
    });
  }

  /** Takes a record back, for the school: it stays to be seen, and counts for nothing. */
  withdraw(
    viewer: Viewer,
    { deliveryId, version }: WithdrawEvidenceInput,
  ): Promise<typeof ChangeEvidenceResult> {
    return this.transactions.run(viewer, async (tx) => {
      const { delivery, booking } = await lockDelivery(tx, viewer, deliveryId);
      requireActsForSide(viewer, Side.SCHOOL, booking ?? { schoolId: delivery.schoolId, employerId: null });
      const problem = whyNotChangeable(delivery, version);
      if (problem) return problem;

      delivery.withdrawnAt = tx.now;
      delivery.version += 1;
      await tx.save(delivery);
      await tx.record(delivery, 'withdrawn', { after: { version: delivery.version } });
      return new DeliverySuccess(delivery);
    });
  }
}

/** What the school itself has on record of the same kind and day with one of the same groups or years, if anything. */
async function alike(
  tx: Tx,
  { schoolId, activityType, deliveredOn }: Delivery,
  lines: readonly Pick<Attendance, 'yearGroup' | 'groupId'>[],
): Promise<Delivery | null> {
  // Two who record the same at once: the second waits here, and then finds what the first recorded.
  await tx.query('SELECT FROM school WHERE id = $1 FOR NO KEY UPDATE', [schoolId]);
  return tx.manager
    .createQueryBuilder(Delivery, 'delivery')
    .where({ schoolId, activityType, deliveredOn, bookingId: IsNull(), withdrawnAt: IsNull() })
    .andWhere(
      `EXISTS (SELECT FROM attendance WHERE attendance.delivery_id = delivery.id AND (attendance.group_id = ANY(:groups)
         OR (attendance.group_id IS NULL AND attendance.year_group = ANY(:years))))`,
      {
        groups: lines.flatMap(({ groupId }) => groupId ?? []),
        years: lines.filter(({ groupId }) => groupId === null).map(({ yearGroup }) => yearGroup),
      },
    )
    .orderBy('delivery.id')
    .getOne();
}

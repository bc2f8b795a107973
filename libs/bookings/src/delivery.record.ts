import { Employer, type Viewer } from '#members';
import { Offer, Slot } from '#offers';
import { localDateOf, type Tx } from '#platform';
import { School } from '#reference';
import { PupilGroup, rollsOn, taughtAt } from '#requests';
import { academicYearOf, rollOf } from '#statutes';
import type { Booking } from './booking.entity.js';
import { type Attendance, Delivery } from './delivery.entity.js';
import type { RecordDeliveryInput } from './delivery.input.js';
import { type AttendanceBasis, isEmployed, providerKindsOf, pupilsByYear } from './delivery.rules.js';

/** What of a delivery is kept in its history: figures and circumstances, nobody's words. */
export function factsOf(
  { minutes, mode, interactionRecorded, atWorkplace, inLessons, version, ...more }: Delivery,
  lines: readonly Pick<Attendance, 'yearGroup' | 'pupils'>[],
) {
  const { activityType, deliveredOn, givenBy, employed, providerKinds, atProvider, adviserLevel } = more;
  return {
    ...{
      activityType,
      deliveredOn,
      minutes,
      mode,
      givenBy,
      employed,
      providerKinds,
      atProvider,
      adviserLevel,
    },
    ...{ interactionRecorded, atWorkplace, inLessons, version, pupils: pupilsByYear(lines) },
  };
}

/** What attendance at a school on a day is checked against. */
export async function basisOf(
  tx: Tx,
  { schoolId, activityType, academicYear }: Pick<Delivery, 'schoolId' | 'activityType' | 'academicYear'>,
): Promise<AttendanceBasis> {
  const school = await tx.manager.findOneByOrFail(School, { id: schoolId });
  const groups = await tx.manager.findBy(PupilGroup, { schoolId, academicYear });
  const declared = await rollsOn(tx.manager, [{ schoolId, academicYear }], tx.today);
  const years = new Set([...groups, ...declared].map(({ yearGroup }) => yearGroup));
  const rolls = [...years].map((yearGroup) => {
    const roll = declared.find((one) => one.yearGroup === yearGroup)?.pupils ?? null;
    return [
      yearGroup,
      rollOf(
        roll,
        groups.filter((group) => group.yearGroup === yearGroup),
      ),
    ] as const;
  });
  return {
    ...{ activityType, academicYear, taught: [...new Set([...taughtAt(school), ...years])] },
    groups: new Map(groups.map((group) => [group.id, group])),
    rolls: new Map(rolls),
  };
}

/** A record of what happened of a booking, with what the offer says of who came. */
export async function deliveryOf(
  tx: Tx,
  viewer: Viewer,
  booking: Booking,
  input: RecordDeliveryInput,
): Promise<Delivery> {
  const { offerId } = await tx.manager.findOneByOrFail(Slot, { id: booking.slotId });
  const offer = await tx.manager.findOneByOrFail(Offer, { id: offerId });
  const employer = await tx.manager.findOneByOrFail(Employer, { id: booking.employerId });
  const deliveredOn = localDateOf(booking.startsAt);
  return tx.manager.create(Delivery, {
    id: tx.newId('delivery'),
    bookingId: booking.id,
    schoolId: booking.schoolId,
    activityType: booking.activityType,
    givenBy: offer.givenBy,
    byProvider: employer.providerKind !== null,
    employed: isEmployed(offer),
    providerKinds: providerKindsOf(employer, offer),
    atProvider: input.atProvider,
    adviserLevel: input.adviserLevel ?? null,
    withdrawnAt: null,
    interactionRecorded: input.interactionRecorded,
    atWorkplace: input.atWorkplace,
    inLessons: input.inLessons,
    deliveredOn,
    academicYear: academicYearOf(deliveredOn),
    minutes: input.minutes,
    mode: input.mode,
    simulated: false,
    recordedBy: viewer.personId,
    recordedAt: tx.now,
    version: 1,
  });
}

/** The lines of a record, each with its year. */
export function attendanceOf(
  delivery: Delivery,
  input: Pick<RecordDeliveryInput, 'attendance'>,
  { groups }: AttendanceBasis,
) {
  return input.attendance.map(({ groupId, yearGroup, pupils, days, offered }) => ({
    deliveryId: delivery.id,
    groupId: groupId ?? null,
    yearGroup: groups.get(groupId ?? '')?.yearGroup ?? yearGroup ?? 0,
    pupils,
    days: days ?? null,
    offered: offered ?? null,
  }));
}

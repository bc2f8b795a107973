import { GivenBy } from '#offers';
import { type FieldFault, type LocalDate } from '#platform';
import { academicYearOf, firstDayOf } from '#statutes';
import type { Delivery } from './delivery.entity.js';
import { DeliveryChangedMeanwhile } from './delivery.outcome.js';
import type { RecordEvidenceInput } from './evidence.input.js';
import { EvidenceOfBooking, EvidenceWithdrawn } from './evidence.outcome.js';

/** A cohort in Year 13 was in Year 7 six academic years before. */
const YEARS_BACK = 6;

/** Whether a day can be told of: it has come, and some cohort of the school was in Year 7 then. */
export function faultsOfDay(deliveredOn: LocalDate, today: LocalDate): FieldFault[] {
  const earliest = firstDayOf(academicYearOf(today) - YEARS_BACK);
  if (deliveredOn >= earliest && deliveredOn <= today) return [];
  return [
    { path: 'input.deliveredOn', expected: `a day from ${earliest} to ${today}, today`, got: deliveredOn },
  ];
}

/** Why a record of the school's own may not be changed by somebody who saw this version of it. */
export function whyNotChangeable(
  delivery: Delivery,
  version: number,
): EvidenceOfBooking | EvidenceWithdrawn | DeliveryChangedMeanwhile | undefined {
  if (delivery.bookingId !== null) return new EvidenceOfBooking();
  if (delivery.withdrawnAt !== null) return new EvidenceWithdrawn();
  if (delivery.version !== version) return new DeliveryChangedMeanwhile(delivery);
  return undefined;
}

/** What of a record the school's words settle; its attendance and points apart. */
export function statedOf(
  input: Omit<RecordEvidenceInput, 'schoolId' | 'points' | 'attendance' | 'another'>,
): Pick<
  Delivery,
  | ('activityType' | 'givenBy' | 'byProvider' | 'providerKinds' | 'employed' | 'interactionRecorded')
  | ('atWorkplace' | 'inLessons' | 'atProvider' | 'adviserLevel')
  | ('deliveredOn' | 'academicYear' | 'minutes' | 'mode')
> {
  const { activityType, providerKinds, interactionRecorded, atWorkplace, inLessons, atProvider } = input;
  const { givenBy = null, employed = null, adviserLevel = null, deliveredOn, minutes, mode } = input;
  return {
    ...{ activityType, providerKinds, interactionRecorded, atWorkplace, inLessons, atProvider },
    ...{ givenBy, adviserLevel, deliveredOn, minutes, mode },
    byProvider: providerKinds.length > 0,
    employed: employed ?? (givenBy === GivenBy.EMPLOYER || givenBy === GivenBy.VOLUNTEER),
    academicYear: academicYearOf(deliveredOn),
  };
}

import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { changedMeanwhile, Problem } from '#platform';
import { BookingNotInRightStatus, BookingNotYetDue } from './booking.outcome.js';
import { DeliveryType } from './delivery.graphql.js';

@ObjectType({ description: 'The delivery as it is now.' })
export class DeliverySuccess {
  @Field(() => DeliveryType, { description: 'The delivery.' })
  delivery: DeliveryType;

  constructor(delivery: DeliveryType) {
    this.delivery = delivery;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'What happened of this booking is on record already.',
})
export class AlreadyDelivered extends Problem {
  @Field(() => DeliveryType, { description: 'The delivery there is.' })
  existing: DeliveryType;

  constructor(existing: DeliveryType) {
    super(
      'ALREADY_DELIVERED',
      `What happened on ${existing.deliveredOn} is recorded. Change it with correctDelivery, and its points with confirmEvidence.`,
    );
    this.existing = existing;
  }
}

@ObjectType({ implements: () => [Problem], description: 'Somebody corrected the record after you saw it.' })
export class DeliveryChangedMeanwhile extends changedMeanwhile(() => DeliveryType, 'delivery', 'DELIVERY') {}

export const RecordDeliveryResult = createUnionType({
  name: 'RecordDeliveryResult',
  description: 'What comes of recording a delivery.',
  types: () => [DeliverySuccess, AlreadyDelivered, BookingNotInRightStatus, BookingNotYetDue] as const,
});

export const CorrectDeliveryResult = createUnionType({
  name: 'CorrectDeliveryResult',
  description: 'What comes of correcting a delivery.',
  types: () => [DeliverySuccess, DeliveryChangedMeanwhile, BookingNotInRightStatus] as const,
});

export const ConfirmEvidenceResult = createUnionType({
  name: 'ConfirmEvidenceResult',
  description: 'What comes of recording points of meaningfulness.',
  types: () => [DeliverySuccess, BookingNotInRightStatus] as const,
});

import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { Problem } from '#platform';
import { DeliveryType } from './delivery.graphql.js';
import { DeliveryChangedMeanwhile, DeliverySuccess } from './delivery.outcome.js';

@ObjectType({
  implements: () => [Problem],
  description: 'The record is of a booking, not of the school alone.',
})
export class EvidenceOfBooking extends Problem {
  constructor() {
    super(
      'EVIDENCE_OF_BOOKING',
      'This is the record of a booking. Correct it with correctDelivery; it cannot be taken back.',
    );
  }
}

@ObjectType({ implements: () => [Problem], description: 'The school took the record back.' })
export class EvidenceWithdrawn extends Problem {
  constructor() {
    super('EVIDENCE_WITHDRAWN', 'The record was taken back and counts for nothing. Record it anew.');
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'The school has something of the kind on record with the same group or year on that day.',
})
export class EvidenceAlreadyRecorded extends Problem {
  @Field(() => DeliveryType, { description: 'The record there is.' })
  existing: DeliveryType;

  constructor(existing: DeliveryType) {
    super(
      'EVIDENCE_ALREADY_RECORDED',
      `Something of the kind is on record for ${existing.deliveredOn}. Change it with correctEvidence, or say that this was another one.`,
    );
    this.existing = existing;
  }
}

export const RecordEvidenceResult = createUnionType({
  name: 'RecordEvidenceResult',
  description: 'What comes of recording what happened without a booking.',
  types: () => [DeliverySuccess, EvidenceAlreadyRecorded] as const,
});

export const ChangeEvidenceResult = createUnionType({
  name: 'ChangeEvidenceResult',
  description: 'What comes of correcting or taking back a record of the school’s own.',
  types: () => [DeliverySuccess, DeliveryChangedMeanwhile, EvidenceOfBooking, EvidenceWithdrawn] as const,
});

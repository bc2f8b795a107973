import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { changedMeanwhile, Problem } from '#platform';
import { OfferStatus, OfferType } from './offer.graphql.js';

@ObjectType({ description: 'The offer as it is now.' })
export class OfferSuccess {
  @Field(() => OfferType, { description: 'The offer.' })
  offer: OfferType;

  constructor(offer: OfferType) {
    this.offer = offer;
  }
}

@ObjectType({ implements: () => [Problem], description: 'Somebody changed the offer after you saw it.' })
export class OfferChangedMeanwhile extends changedMeanwhile(() => OfferType, 'offer', 'OFFER') {}

@ObjectType({ implements: () => [Problem], description: 'The offer’s status does not allow this.' })
export class OfferNotInRightStatus extends Problem {
  @Field(() => OfferStatus, { description: 'The status it has.' })
  status: OfferStatus;

  constructor(status: OfferStatus, allowed: readonly OfferStatus[]) {
    super(
      'OFFER_NOT_IN_RIGHT_STATUS',
      `The offer is ${status}; this needs an offer that is ${allowed.join(' or ')}.`,
    );
    this.status = status;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'Every slot of the offer is over, or there is none.',
})
export class OfferHasNoFutureSlot extends Problem {
  constructor() {
    super(
      'OFFER_HAS_NO_FUTURE_SLOT',
      'The offer has no slot that begins in the future. Add one with addSlots, then publish.',
    );
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'The same employer offers the same from the same place already.',
})
export class DuplicateOffer extends Problem {
  @Field(() => OfferType, { description: 'The offer there is.' })
  existing: OfferType;

  constructor(existing: OfferType) {
    super(
      'DUPLICATE_OFFER',
      `There is a ${existing.status} offer with this title, activity and postcode. Add slots to it, or change the title.`,
    );
    this.existing = existing;
  }
}

export const DraftOfferResult = createUnionType({
  name: 'DraftOfferResult',
  description: 'What comes of drafting an offer.',
  types: () => [OfferSuccess, DuplicateOffer] as const,
});

export const EditOfferResult = createUnionType({
  name: 'EditOfferResult',
  description: 'What comes of editing an offer.',
  types: () => [OfferSuccess, OfferChangedMeanwhile, OfferNotInRightStatus, DuplicateOffer] as const,
});

export const PublishOfferResult = createUnionType({
  name: 'PublishOfferResult',
  description: 'What comes of publishing an offer.',
  types: () => [OfferSuccess, OfferChangedMeanwhile, OfferNotInRightStatus, OfferHasNoFutureSlot] as const,
});

export const ChangeOfferResult = createUnionType({
  name: 'ChangeOfferResult',
  description: 'What comes of changing an offer.',
  types: () => [OfferSuccess, OfferChangedMeanwhile, OfferNotInRightStatus] as const,
});

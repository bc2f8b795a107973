import { Offer } from './offer.entity.js';
import { OfferStatus } from './offer.graphql.js';
import { statusAsBooked, whyNotPublishable } from './offer.rules.js';
import { Slot } from './slot.entity.js';

describe('an offer whose bookings change', () => {
  const { DRAFT, PUBLISHED, PAUSED, FULFILLED, EXPIRED, WITHDRAWN } = OfferStatus;
  const [free, full] = [{ remaining: 1 }, { remaining: 0 }];

  it.each([
    ['all is booked', PUBLISHED, [full, full], false, FULFILLED],
    ['somebody has yet to answer', PUBLISHED, [full, full], true, PUBLISHED],
    ['one slot has room', PUBLISHED, [full, free], false, PUBLISHED],
    ['no slot is to come', PUBLISHED, [], false, PUBLISHED],
    ['a unit is free again', FULFILLED, [full, free], false, PUBLISHED],
    ['no slot of a fulfilled one is to come', FULFILLED, [], false, FULFILLED],
    ...[DRAFT, PAUSED, EXPIRED, WITHDRAWN].flatMap((status) => [
      [`all of one that is ${status} is booked`, status, [full], false, status] as const,
      [`a unit is free of one that is ${status}`, status, [free], false, status] as const,
    ]),
  ] as const)('%s', (_what, status, slots, someoneWaits, becomes) => {
    expect(statusAsBooked(status, slots, someoneWaits)).toBe(becomes);
  });

  it('is not published by hand once fulfilled', () => {
    const now = new Date('2026-11-24T09:00:00Z');
    const offer = Object.assign(new Offer(), { status: FULFILLED, version: 3 });
    const slot = Object.assign(new Slot(), { startsAt: new Date('2027-03-04T09:00:00Z') });
    expect(whyNotPublishable(offer, [slot], 3, now)?.code).toBe('OFFER_NOT_IN_RIGHT_STATUS');
  });
});

import fc from 'fast-check';
import { ActivityType, Mode } from '#statutes';
import type { Offer } from './offer.entity.js';
import { GivenBy, OfferStatus } from './offer.graphql.js';
import type { DraftOfferInput } from './offer.input.js';
import { faultsOfDraft, mayBecome, whyNotChangeable, whyNotPublishable } from './offer.rules.js';
import type { Slot } from './slot.entity.js';

const now = new Date('2026-11-24T09:00:00Z');
const later = new Date('2027-03-04T09:00:00Z');
const offer = (given: Partial<Offer> = {}) => ({ status: OfferStatus.DRAFT, version: 3, ...given }) as Offer;
const slot = (startsAt: Date) => ({ startsAt, bookableUntil: startsAt }) as Slot;

describe('publishing', () => {
  it.each([
    ['another version', offer(), [slot(later)], 2, 'OFFER_CHANGED_MEANWHILE'],
    [
      'an offer that is published',
      offer({ status: OfferStatus.PUBLISHED }),
      [slot(later)],
      3,
      'OFFER_NOT_IN_RIGHT_STATUS',
    ],
    [
      'an offer that was withdrawn',
      offer({ status: OfferStatus.WITHDRAWN }),
      [slot(later)],
      3,
      'OFFER_NOT_IN_RIGHT_STATUS',
    ],
    ['an offer without a slot', offer(), [], 3, 'OFFER_HAS_NO_FUTURE_SLOT'],
    ['a slot that begins this moment', offer(), [slot(now)], 3, 'OFFER_HAS_NO_FUTURE_SLOT'],
    ['a draft', offer(), [slot(now), slot(later)], 3, undefined],
    ['a paused offer', offer({ status: OfferStatus.PAUSED }), [slot(later)], 3, undefined],
  ])('%s', (_what, given, slots, version, code) => {
    expect(whyNotPublishable(given, slots, version, now)?.code).toBe(code);
  });
});

describe('the states of an offer', () => {
  it('lead nowhere from where it has ended', () => {
    const ended = [OfferStatus.WITHDRAWN, OfferStatus.EXPIRED];
    for (const sources of Object.values(mayBecome))
      expect(sources.filter((source) => ended.includes(source))).toEqual([]);
  });

  it('allow exactly what the table says', () => {
    const statuses = fc.constantFrom(...Object.values(OfferStatus));
    fc.assert(
      fc.property(statuses, statuses, (from, to) => {
        const problem = whyNotChangeable(offer({ status: from }), 3, mayBecome[to]);
        expect(problem === undefined).toBe(mayBecome[to].includes(from));
      }),
    );
  });
});

describe('a draft', () => {
  const draft = (given: Partial<DraftOfferInput> = {}) =>
    ({
      activityType: ActivityType.CAREERS_TALK,
      mode: Mode.BOTH,
      yearFrom: 7,
      yearTo: 9,
      givenBy: GivenBy.EMPLOYER,
      slots: [],
      ...given,
    }) as unknown as DraftOfferInput;

  it.each([
    ['is right', {}, []],
    ['has its years the wrong way round', { yearFrom: 10 }, ['input.yearTo']],
    [
      'would place pupils too young',
      { activityType: ActivityType.WORK_EXPERIENCE_PLACEMENT, mode: Mode.IN_PERSON },
      ['input.yearFrom'],
    ],
    [
      'would visit a workplace by video',
      { activityType: ActivityType.WORKPLACE_VISIT, mode: Mode.VIRTUAL },
      ['input.mode'],
    ],
    ['names no kind of ambassador', { givenBy: GivenBy.YOUNG_AMBASSADOR }, ['input.ambassadorKind']],
  ])('%s', (_what, given, paths) => {
    expect(faultsOfDraft(draft(given as Partial<DraftOfferInput>), now).map(({ path }) => path)).toEqual(
      paths,
    );
  });
});

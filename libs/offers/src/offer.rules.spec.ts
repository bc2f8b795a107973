import fc from 'fast-check';
import { ActivityType, Mode, RequestKind } from '#statutes';
import type { Offer } from './offer.entity.js';
import { GivenBy, OfferStatus } from './offer.graphql.js';
import type { DraftOfferInput } from './offer.input.js';
import {
  faultsOfDraft,
  faultsOfMoreSlots,
  faultsOfSlots,
  mayBecome,
  whyNotChangeable,
  whyNotPublishable,
} from './offer.rules.js';
import type { Slot } from './slot.entity.js';

const now = new Date('2026-11-24T09:00:00Z');
const later = new Date('2027-03-04T09:00:00Z');
const offer = (given: Partial<Offer> = {}) => ({ status: OfferStatus.DRAFT, version: 3, ...given }) as Offer;
const slot = (startsAt: Date) => ({ startsAt }) as Slot;

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

  it('needs for each kind of slot its own numbers, and those alone', () => {
    const times = { startsAt: later, endsAt: new Date(later.getTime() + 1) };
    const numbers = fc.record(
      { sessions: fc.integer({ min: 1 }), maxPupils: fc.integer({ min: 1 }), places: fc.integer({ min: 1 }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(numbers, fc.constantFrom(...Object.values(RequestKind)), (given, kind) => {
        const wanted = kind === RequestKind.PLACEMENT ? 'places' : 'maxPupils,sessions';
        const faults = faultsOfSlots([{ ...times, ...given }], kind, now);
        expect(faults.length === 0).toBe(Object.keys(given).sort().join() === wanted);
      }),
    );
  });
});

describe('the slots of an offer', () => {
  const encounter = { sessions: 1, maxPupils: 30 };
  const [hour, day] = [3_600_000, 86_400_000];
  const faults = (startsAt: Date, length: number, kind: RequestKind) =>
    faultsOfSlots(
      [
        {
          startsAt,
          endsAt: new Date(startsAt.getTime() + length),
          ...(kind === RequestKind.PLACEMENT ? { places: 1 } : encounter),
        },
      ],
      kind,
      now,
    ).map(({ path, expected }) => `${path}: ${expected}`);

  it.each([
    ['an encounter of a day', later, 24 * hour, RequestKind.ENCOUNTER, []],
    [
      'a longer encounter',
      later,
      24 * hour + 1,
      RequestKind.ENCOUNTER,
      ['input.slots[0].endsAt: at most 24 hours after the startsAt, for an encounter'],
    ],
    ['a placement of a month', later, 31 * day, RequestKind.PLACEMENT, []],
    [
      'a longer placement',
      later,
      31 * day + 1,
      RequestKind.PLACEMENT,
      ['input.slots[0].endsAt: at most 31 days after the startsAt, for a placement'],
    ],
    ['one in two years', new Date('2028-11-24T09:00:00Z'), hour, RequestKind.ENCOUNTER, []],
    [
      'one that is further ahead',
      new Date('2028-11-24T09:00:00.001Z'),
      hour,
      RequestKind.ENCOUNTER,
      ['input.slots[0].startsAt: a time within two years, up to 2028-11-24T09:00:00.000Z'],
    ],
    [
      'one in the year 100000',
      new Date('+100000-01-01T00:00:00Z'),
      hour,
      RequestKind.PLACEMENT,
      ['input.slots[0].startsAt: a time within two years, up to 2028-11-24T09:00:00.000Z'],
    ],
  ])('%s', (_what, startsAt, length, kind, expected) => {
    expect(faults(startsAt, length, kind)).toEqual(expected);
  });

  it('are at most three hundred in all', () => {
    const slots = (many: number, day = 1) =>
      Array.from({ length: many }, (_, n) => {
        const startsAt = new Date(Date.UTC(2027, day, 1, n));
        return { startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) };
      });
    expect(faultsOfMoreSlots(slots(200), slots(100, 9))).toEqual([]);
    expect(faultsOfMoreSlots(slots(299), slots(2, 9))).toEqual([
      {
        path: 'input.slots',
        expected: 'at most 1, as an offer has at most 300 in all and this one has 299',
        got: '2',
      },
    ]);
    expect(faultsOfMoreSlots(slots(300), slots(1, 9))).toHaveLength(1);
    expect(faultsOfMoreSlots(slots(2), [...slots(3), ...slots(1)]).map(({ path }) => path)).toEqual([
      'input.slots[0]',
      'input.slots[1]',
      'input.slots[3]',
    ]);
  });
});

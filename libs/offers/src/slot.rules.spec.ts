import fc from 'fast-check';
import { ActivityType, Mode, RequestKind } from '#statutes';
import { faultsOfMoreSlots, faultsOfSlots, workingDays } from './slot.rules.js';

const now = new Date('2026-11-24T09:00:00Z');
const later = new Date('2027-03-04T09:00:00Z');
const [hour, day] = [3_600_000, 86_400_000];

const of = {
  [RequestKind.ENCOUNTER]: { activityType: ActivityType.CAREERS_TALK, mode: Mode.BOTH },
  [RequestKind.PLACEMENT]: { activityType: ActivityType.WORK_EXPERIENCE_PLACEMENT, mode: Mode.IN_PERSON },
};

describe('the days of a placement', () => {
  it.each([
    ['2027-05-24', '2027-05-28', 5],
    ['2027-05-24', '2027-06-04', 9],
    ['2027-05-29', '2027-05-30', 0],
    ['2027-05-28', '2027-05-28', 1],
  ])('from %s to %s are %i: weekdays without bank holidays', (from, to, days) => {
    expect(workingDays(from, to, (day) => day === '2027-05-31')).toBe(days);
  });
});

describe('the slots of an offer', () => {
  const encounter = { sessions: 1, maxPupils: 30 };
  const faults = (startsAt: Date, length: number, kind: RequestKind) =>
    faultsOfSlots(
      [
        {
          startsAt,
          endsAt: new Date(startsAt.getTime() + length),
          broadcast: false,
          ...(kind === RequestKind.PLACEMENT ? { places: 1 } : encounter),
        },
      ],
      of[kind],
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

  it('needs for each kind of slot its own numbers, and those alone', () => {
    const times = { startsAt: later, endsAt: new Date(later.getTime() + 1) };
    const numbers = fc.record(
      {
        sessions: fc.integer({ min: 1, max: 1000 }),
        maxPupils: fc.integer({ min: 1, max: 1000 }),
        places: fc.integer({ min: 1, max: 1000 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(numbers, fc.constantFrom(...Object.values(RequestKind)), (given, kind) => {
        const wanted = kind === RequestKind.PLACEMENT ? 'places' : 'maxPupils,sessions';
        const faults = faultsOfSlots([{ ...times, ...given, broadcast: false }], of[kind], now);
        expect(faults.length === 0).toBe(Object.keys(given).sort().join() === wanted);
      }),
    );
  });
});

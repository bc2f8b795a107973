import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { type ClearingProblem, type MatchOffer, type MatchRequest } from '#matching';
import { ActivityType, Benchmark, calendarOf, Mode, RequestKind, usualBankHolidays } from '#statutes';
import type { Clashes } from './clearing.clashes.js';
import { hashOfTask } from './clearing.hash.js';
import type { ClearingTask } from './clearing.problem.js';
import { solve } from './clearing.solve.js';
import { ClearingThreads } from './clearing.threads.js';

const calendar = calendarOf(2025, usualBankHolidays(2026));
const place = (km: number) => ({ easting: 430_000 + km * 1000, northing: 433_000 });

const slot = (number: number, changes: Partial<MatchOffer> = {}): MatchOffer => ({
  ...{ offerId: `offer_${number}`, slotId: `slot_${number}`, employerId: null, personId: `person_${number}` },
  ...{
    activityType: ActivityType.CAREERS_TALK,
    employed: true,
    sectors: ['C', 'F'],
    yearFrom: 7,
    yearTo: 11,
  },
  ...{ mode: Mode.IN_PERSON, place: place(number), travelKm: 30, publishedOn: '2026-04-19', excluded: [] },
  responded: { answered: 9, asked: 10 },
  slot: {
    ...{ kind: RequestKind.ENCOUNTER, startsOn: '2026-05-14', endsOn: '2026-05-14', begun: false },
    ...{ arranged: null, dates: [], broadcast: false, remaining: 1, maxPupils: 30 },
  },
  ...changes,
});

const asked = (number: number, changes: Partial<MatchRequest> = {}): MatchRequest => ({
  ...{
    requestId: `request_${number}`,
    schoolId: `school_${number % 2}`,
    kind: RequestKind.ENCOUNTER,
    calendar,
  },
  ...{
    activityTypes: [ActivityType.CAREERS_TALK, ActivityType.MOCK_INTERVIEW],
    sectors: ['C'],
    booked: 0,
    outstanding: 2,
  },
  ...{ groups: [{ yearGroup: 9, size: 28 }], pupilsPerSession: 25, mode: Mode.IN_PERSON, place: place(0) },
  ...{ windows: [{ from: '2026-05-04', to: '2026-05-22' }], travelKm: 10, benchmark: Benchmark.B5, need: 41 },
  ...{ excluded: [], personsTaken: [] },
  ...changes,
});

const problem = (changes: Partial<ClearingProblem> = {}): ClearingProblem => ({
  ...{ today: '2026-05-01', offers: [slot(1), slot(2), slot(3)], requests: [asked(1), asked(2)] },
  ...{ persons: new Map(), employers: new Map(), blocks: [], quotas: [], forbidden: [] },
  bonuses: new Map([
    ['school_0', [500, 250]],
    ['school_1', [400, 200]],
  ]),
  ...changes,
});
const task = (of: ClearingProblem): ClearingTask => ({
  problem: of,
  clashes: { slots: new Map(), groups: new Map(), busy: new Map() },
  schools: [
    { id: 'school_0', asked: 3, served: 1, region: 'north_west', type: 'state_secondary' },
    { id: 'school_1', asked: 2, served: 0, region: null, type: 'state_secondary' },
  ],
});

describe('the hash of what is cleared', () => {
  it('does not depend on the order of rows, fields and sets', () => {
    const shuffled = (rows: readonly object[]) =>
      rows.toReversed().map((row) => Object.fromEntries(Object.entries(row).reverse()));
    const { offers, requests, bonuses } = problem();
    const other = problem({
      offers: shuffled(offers) as unknown as MatchOffer[],
      requests: shuffled(requests).map((row) => ({
        ...row,
        activityTypes: [ActivityType.MOCK_INTERVIEW, ActivityType.CAREERS_TALK],
      })) as unknown as MatchRequest[],
      bonuses: new Map([...bonuses].reverse()),
    });
    expect(hashOfTask(task(other))).toBe(hashOfTask(task(problem())));
  });

  it.each<[string, Partial<ClearingProblem>]>([
    ['the day', { today: '2026-05-02' }],
    ['a slot less', { offers: [slot(1), slot(2)] }],
    ['a field of a slot', { offers: [slot(1), slot(2), slot(3, { travelKm: 31 })] }],
    [
      'a day off',
      { requests: [asked(1), asked(2, { calendar: { ...calendar, insetDays: ['2026-05-14'] } })] },
    ],
    ['a limit', { persons: new Map([['person_1', 1]]) }],
    ['a block', { blocks: [['slot_1', 'slot_2']] }],
    ['a bonus', { bonuses: new Map([['school_0', [500, 250]]]) }],
    ['the order of bonuses', { bonuses: new Map([['school_0', [250, 500]]]) }],
    ['a pair that is forbidden', { forbidden: [{ requestId: 'request_1', slotId: 'slot_1' }] }],
  ])('depends on %s', (_, changes) => {
    expect(hashOfTask(task(problem(changes)))).not.toBe(hashOfTask(task(problem())));
  });
});

describe('the hash of when things take place', () => {
  const span = [[1, 2]] as const;
  it.each<[string, Partial<Clashes>]>([
    ['a time of a slot', { slots: new Map([['slot_1', span]]) }],
    ['a group', { groups: new Map([['request_1', ['group_1']]]) }],
    ['a booking of a group', { busy: new Map([['group_1', [{ requestId: 'request_9', spans: span }]]]) }],
  ])('depends on %s', (_, changes) => {
    const { clashes, ...rest } = task(problem());
    expect(hashOfTask({ ...rest, clashes: { ...clashes, ...changes } })).not.toBe(
      hashOfTask(task(problem())),
    );
  });
});

describe('what a clearing answers', () => {
  it('is certified, the best pair first, and says how fair it is', () => {
    const seen: number[] = [];
    const { result, pairs } = solve(task(problem()), { onProgress: (done) => void seen.push(done) });
    expect(result).toMatchObject({ certified: true, faults: [], gap: 0, pairs: 3, feasiblePairs: 6 });
    expect(pairs.map(({ score }) => score)).toEqual(pairs.map(({ score }) => score).sort((a, b) => b - a));
    expect(result.before.overall).toMatchObject({ schools: 2, withNothing: 1 });
    expect(result.after.overall).toMatchObject({ schools: 2, withNothing: 0 });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('tells of each slot what one more would have brought, and whom it was given to, at its time', () => {
    const requests = [1, 2, 3].map((number) => asked(number, { outstanding: 1 }));
    const offers = [
      slot(1),
      slot(2, { personId: 'person_1' }),
      slot(4, { activityType: ActivityType.MENTORING }),
    ];
    const { pairs, prices } = solve(task(problem({ offers, requests, blocks: [['slot_2', 'slot_1']] })));
    expect(pairs).toHaveLength(1);
    const [{ requestId }] = pairs as [(typeof pairs)[number]];
    for (const id of ['slot_1', 'slot_2']) {
      expect(prices.get(id)?.points).toBeGreaterThan(0);
      expect(prices.get(id)?.givenTo).toEqual([requestId]);
    }
    expect(prices.get('slot_4')).toEqual({ points: 0, givenTo: [] });
  });

  it('is the same whatever the order in which its rows came', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 2 }), (numbers) => {
        const [offers, requests] = [numbers.map((one) => slot(one)), numbers.map((one) => asked(one))];
        const rising = (rows: readonly number[]) => [...rows].sort((a, b) => a - b);
        const sorted = rising(numbers);
        const one = solve(task(problem({ offers, requests })));
        const other = solve(
          task(problem({ offers: sorted.map((n) => slot(n)), requests: sorted.map((n) => asked(n)) })),
        );
        expect(one).toEqual(other);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the thread of a clearing', () => {
  it('runs a file that is there once the product is built', () => {
    const { href } = new ClearingThreads().script;
    expect(href).toMatch(/\/clearing\.thread\.js$/);
    expect(existsSync(new URL(href.replace(/js$/, 'ts')))).toBe(true);
  });
});

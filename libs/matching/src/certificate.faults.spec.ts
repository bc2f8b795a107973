import { ActivityType, Benchmark, Mode } from '#statutes';
import { bestClearing, claimOf } from '../test/brute.js';
import { offer, placement, request, TODAY } from '../test/given.js';
import { certify } from './certificate.js';
import type { ClaimedClearing } from './certificate.js';
import type { ClearedPair, ClearingProblem, Prices } from './clearing.js';

/** A school with three requests, and slots of three people of two employers; two slots overlap. */
function market(changes: Partial<ClearingProblem> = {}): ClearingProblem {
  const places = placement(4);
  return {
    today: TODAY,
    offers: [
      offer(),
      offer({ slotId: 'slot_2', travelKm: 40 }, { startsOn: '2026-05-15', endsOn: '2026-05-15' }),
      offer({ slotId: 'slot_3', personId: 'person_2' }),
      offer({ slotId: 'slot_4', personId: null, employerId: 'employer_2' }, { remaining: 1 }),
      { ...places.offer, slotId: 'slot_5', personId: null, employerId: 'employer_2' },
    ],
    requests: [
      request({ outstanding: 3 }),
      request({ requestId: 'request_2', pupilsPerSession: 28, sectors: ['C'], outstanding: 3 }),
      { ...places.request, requestId: 'request_3' },
    ],
    persons: new Map([['person_1', 2]]),
    employers: new Map([
      ['employer_1', 3],
      ['employer_2', 4],
    ]),
    blocks: [['slot_1', 'slot_2']],
    quotas: [],
    bonuses: new Map([['school_107000', [500, 250, 100]]]),
    forbidden: [],
    ...changes,
  };
}

/** Prices of 0 for everything. */
function free({ requests, offers, blocks, quotas, persons, employers }: ClearingProblem): Prices {
  const none = (ids: Iterable<string>) => new Map([...ids].map((id) => [id, 0]));
  return {
    schools: none(requests.map(({ schoolId }) => schoolId)),
    quotas: quotas.map(() => 0),
    requests: requests.map(() => 0),
    serving: requests.map(() => 0),
    others: requests.map(() => 0),
    slots: offers.map(() => 0),
    blocks: blocks.map(() => 0),
    persons: none(persons.keys()),
    employers: none(employers.keys()),
  };
}

const pair = (request: number, slot: number, units: number, pairScore = 0): ClearedPair => ({
  ...{ requestId: `request_${request}`, slotId: `slot_${slot}` },
  ...{ units, pairScore },
});

/** The faults of pairs that are all reported as they are worth. */
function faultsOf(
  problem: ClearingProblem,
  pairs: readonly ClearedPair[],
  more: Partial<ClaimedClearing> = {},
) {
  // What the pairs score is asked of the certificate, so that each test plants one fault and no other; and the bound is so
  // wide that a pair too many does not exceed it as well.
  const prices = { ...free(problem), schools: new Map([['school_107000', 9999]]) };
  const blank = { ...claimOf(problem, [], prices), pairs };
  const scored = pairs.map((one) => ({ ...one, pairScore: one.pairScore || scoreIn(problem, one) }));
  const first = certify(problem, { ...blank, pairs: scored });
  const { objective, dual, gap, feasiblePairs } = first;
  const claimed = { ...blank, pairs: scored, objective, dual, gap, feasiblePairs };
  return certify(problem, { ...claimed, ...more }).faults;
}

function scoreIn(problem: ClearingProblem, { requestId, slotId }: ClearedPair): number {
  const told = certify(problem, {
    ...claimOf(problem, [], free(problem)),
    pairs: [{ requestId, slotId, units: 1, pairScore: -1 }],
  }).faults.find((fault) => fault.includes('pair score'));
  return Number(/pair score of (\d+)/.exec(told ?? '')?.[1] ?? 0);
}

describe('the certificate of a sound clearing', () => {
  it('is valid', () => {
    const problem = market();
    const best = bestClearing(problem);
    expect(best.reduce((sum, { units }) => sum + units, 0)).toBe(7);
    expect(certify(problem, claimOf(problem, best, free(problem)))).toMatchObject({
      valid: true,
      faults: [],
    });
  });

  it('allows what is just within every limit', () => {
    expect(faultsOf(market(), [pair(1, 1, 1), pair(1, 3, 1), pair(2, 4, 1), pair(3, 5, 3)])).toEqual([]);
  });
});

describe('a pair is rejected', () => {
  it('that is exchanged with another', () => {
    const problem = market();
    const sound = [pair(1, 1, 1), pair(1, 3, 1), pair(2, 4, 1), pair(3, 5, 3)];
    const scores = sound.map((one) => scoreIn(problem, one));
    const claimed = {
      ...claimOf(
        problem,
        sound.map((one, at) => ({ ...one, pairScore: scores[at] ?? 0 })),
        free(problem),
      ),
      pairs: [
        pair(1, 5, 1, scores[0]),
        pair(1, 3, 1, scores[1]),
        pair(2, 4, 1, scores[2]),
        pair(3, 1, 3, scores[3]),
      ],
    };
    const { valid, faults } = certify(problem, claimed);
    expect(valid).toBe(false);
    expect(faults).toContain(
      'Request request_1 and slot slot_5 do not fit: the slot is not for all year groups that are asked for.',
    );
    expect(faults).toContain(
      'Request request_3 and slot slot_1 do not fit: one is for encounters and the other for placements.',
    );
  });

  it.each<[string, Partial<ClearingProblem>]>([
    ['they are farther apart than the journey may be, at 4200 metres', { offers: [offer({ travelKm: 4 })] }],
    ['the pair is forbidden', { forbidden: [{ requestId: 'request_1', slotId: 'slot_1' }] }],
    ['the person is booked for the request already', { requests: [request({ personsTaken: ['person_1'] })] }],
    ['the school will not be matched with it', { requests: [request({ excluded: ['employer_1'] })] }],
    ['the offerer will not be matched with it', { offers: [offer({ excluded: ['school_107000'] })] }],
    ['the dates do not suit', { today: '2026-05-15' }],
    ['the dates do not suit', { offers: [offer({}, { begun: true })] }],
    ['the activity is not asked for', { offers: [offer({ activityType: ActivityType.MENTORING })] }],
    ['no sector is shared', { offers: [offer({ sectors: ['A'] })] }],
    ['one is in person and the other by video', { offers: [offer({ mode: Mode.VIRTUAL })] }],
    ['the session would have more pupils than the slot takes', { offers: [offer({}, { maxPupils: 24 })] }],
    [
      'one is for encounters and the other for placements',
      {
        requests: [request({ kind: placement().request.kind })],
      },
    ],
  ])('that does not fit: %s', (why, changes) => {
    const problem = market({ offers: [offer()], requests: [request()], blocks: [], ...changes });
    expect(faultsOf(problem, [pair(1, 1, 1)])).toEqual([
      `Request request_1 and slot slot_1 do not fit: ${why}.`,
    ]);
  });

  it('that is unknown, told twice or given no whole number of times', () => {
    const problem = market();
    expect(faultsOf(problem, [pair(9, 1, 1)])).toEqual([
      'Request request_9 and slot slot_1 are not both in the problem.',
    ]);
    expect(faultsOf(problem, [pair(3, 5, 1), pair(3, 5, 1)])).toEqual([
      'Request request_3 and slot slot_5 are paired more than once.',
    ]);
    for (const units of [0, -1, 0.5, NaN]) {
      expect(faultsOf(problem, [pair(3, 5, units)])).toEqual([
        `Request request_3 and slot slot_5 are given ${units} units, which is no whole number from 1 on.`,
      ]);
    }
  });

  it('whose pair score is another', () => {
    const problem = market();
    const score = scoreIn(problem, pair(1, 1, 1));
    expect(faultsOf(problem, [pair(1, 1, 1, score + 1)])).toEqual([
      `Request request_1 and slot slot_1 have a pair score of ${score}, not ${score + 1}.`,
    ]);
  });
});

describe('a limit is kept', () => {
  const open = { persons: new Map(), employers: new Map(), blocks: [] };
  it.each<[string, string, Partial<ClearingProblem>, ClearedPair[]]>([
    ['slot', 'Slot slot_5 gives 5, of which it has 4 left.', open, [pair(3, 5, 5)]],
    [
      'request',
      'Request request_1 is given 4, where it looks for 3.',
      {
        ...open,
        offers: [offer({ personId: null }, { remaining: 9 })],
      },
      [pair(1, 1, 4)],
    ],
    [
      'block',
      'The slots slot_1, slot_2 overlap, and 2 sessions are given in them together.',
      {},
      [pair(1, 1, 1), pair(2, 2, 1)],
    ],
    [
      'person',
      'Person person_1 gives 2 in all, where 1 are left.',
      { blocks: [], persons: new Map([['person_1', 1]]) },
      [pair(1, 1, 1), pair(2, 2, 1)],
    ],
    [
      'employer',
      'Employer employer_1 gives 2 in all, where 1 are left.',
      { employers: new Map([['employer_1', 1]]) },
      [pair(1, 1, 1), pair(2, 3, 1)],
    ],
    [
      'school for a benchmark',
      'School school_107000 is given 2 for b5, where it takes 1.',
      { quotas: [{ schoolId: 'school_107000', benchmark: Benchmark.B5, units: 1 }] },
      [pair(1, 1, 1), pair(2, 3, 1)],
    ],
    [
      'school for a benchmark, of which there is one',
      'School school_107000 has two quotas for b5.',
      { quotas: Array(2).fill({ schoolId: 'school_107000', benchmark: Benchmark.B5, units: 9 }) },
      [pair(1, 1, 1)],
    ],
    [
      'person for one request, in two slots',
      'Person person_1 is given 2 times for request request_1, where each is to be another.',
      open,
      [pair(1, 1, 1), pair(1, 2, 1)],
    ],
    [
      'person for one request, in one slot',
      'Person person_1 is given 2 times for request request_1, where each is to be another.',
      open,
      [pair(1, 1, 2)],
    ],
  ])('of a %s', (_, fault, changes, pairs) => {
    expect(faultsOf(market(changes), pairs)).toEqual([fault]);
  });
});

describe('a figure is rejected', () => {
  const problem = market();
  const best = claimOf(problem, bestClearing(problem), free(problem));
  const faults = (changes: Partial<ClaimedClearing>) => certify(problem, { ...best, ...changes }).faults;

  it.each([
    ['total', 'objective'],
    ['score', 'score'],
    ['gain', 'gain'],
    ['bonus', 'bonus'],
    ['units', 'number of units'],
  ] as const)('that misreports the %s', (part, name) => {
    const is = best.objective[part];
    expect(is).toBeGreaterThan(0);
    for (const said of [is + 1, NaN]) {
      expect(faults({ objective: { ...best.objective, [part]: said } })).toEqual([
        `The ${name} is ${is}, not ${said} as claimed.`,
      ]);
    }
  });

  it.each([
    ['dual', 'dual'],
    ['gap', 'gap'],
    ['feasiblePairs', 'number of feasible pairs'],
  ] as const)('that misreports the %s', (figure, name) => {
    const is = best[figure];
    for (const said of [is + 1, is - 1, NaN]) {
      expect(faults({ [figure]: said })).toEqual([`The ${name} is ${is}, not ${said} as claimed.`]);
    }
  });

  it('that puts the gap below 0', () => {
    expect(faults({ gap: -3 })).toEqual([
      `The gap is ${best.gap}, not -3 as claimed.`,
      'The gap is claimed to be -3, below 0.',
    ]);
  });

  it('that was worked out with one pair left out', () => {
    // The request and the slot that a solver would overlook for each other.
    const blind = market({ forbidden: [{ requestId: 'request_2', slotId: 'slot_4' }] });
    const overlooked = claimOf(blind, bestClearing(blind), free(blind));
    expect(certify(blind, overlooked).faults).toEqual([]);
    const { dual, objective, feasiblePairs } = overlooked;
    const known = best.dual;
    expect(certify(problem, overlooked).faults).toEqual([
      `The dual is ${known}, not ${dual} as claimed.`,
      `The gap is ${known - objective.total}, not ${dual - objective.total} as claimed.`,
      `The number of feasible pairs is ${feasiblePairs + 1}, not ${feasiblePairs} as claimed.`,
    ]);
  });
});

describe('a price', () => {
  const problem = market();
  const none = free(problem);
  const faults = (changes: Partial<Prices>) =>
    certify(problem, claimOf(problem, [], none)).faults.concat(
      certify(problem, { ...claimOf(problem, [], none), prices: { ...none, ...changes } }).faults,
    );

  it.each<[string, Partial<Prices>]>([
    ['The price of school school_107000 is missing.', { schools: new Map() }],
    ['The price of request request_3 is missing.', { requests: [0, 0] }],
    [
      'The price of request request_2 for what serves its benchmark is NaN, which is no price.',
      { serving: [0, NaN, 0] },
    ],
    [
      'The price of request request_1 for what does not serve its benchmark is Infinity, which is no price.',
      {
        others: [Infinity, 0, 0],
      },
    ],
    ['The price of slot slot_5 is -Infinity, which is no price.', { slots: [0, 0, 0, 0, -Infinity] }],
    ['The price of the slots slot_1, slot_2 is missing.', { blocks: [] }],
    ['The price of person person_1 is missing.', { persons: new Map() }],
    ['The price of employer employer_2 is missing.', { employers: new Map([['employer_1', 0]]) }],
  ])('must be there: %s', (fault, changes) => {
    expect(faults(changes)).toEqual([fault]);
  });

  it('may be wrong: the gap is then wider, and no fault', () => {
    for (const slots of [
      [0, 90, 0, 0, 0],
      [900, 900, 900, 900, 900],
    ]) {
      const certificate = certify(problem, claimOf(problem, bestClearing(problem), { ...none, slots }));
      expect(certificate.faults).toEqual([]);
      expect(certificate.gap).toBeGreaterThan(0);
    }
  });
});

describe('the list of faults', () => {
  it('ends after twenty, with how many more there are', () => {
    const problem = market();
    const pairs = Array.from({ length: 30 }, (_, at) => pair(at + 10, 1, 1));
    const { faults } = certify(problem, { ...claimOf(problem, [], free(problem)), pairs });
    expect(faults).toHaveLength(21);
    expect(faults[20]).toBe('There are 10 more faults.');
  });

  it('names ids that stand for two rows', () => {
    const [first] = market().offers;
    const twice = market({ offers: [first, first].flatMap((one) => one ?? []), blocks: [] });
    expect(certify(twice, { ...claimOf(twice, [], free(twice)) }).faults).toContain(
      'Two slots of the problem have the id slot_1.',
    );
  });
});

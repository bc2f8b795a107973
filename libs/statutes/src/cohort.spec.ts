import fc from 'fast-check';
import { atLeast, atLeastByGroup, type CohortEvent, type CohortYear, inAll } from './cohort.js';

const once = (groupId: string | null, pupils: number, weight = 1): CohortEvent => ({
  groupId,
  shares: [{ pupils, weight }],
});
const a = { groupId: '9A', size: 10 };
const b = { groupId: '9B', size: 10 };

describe('pupils of a cohort who took part in enough', () => {
  it('are the largest event of each group together, where one is enough', () => {
    const year = { groups: [a, b], events: [once('9A', 4), once('9A', 7), once('9B', 3), once(null, 8)] };
    expect(atLeast(20, [year], 1)).toEqual({ lower: 10, upper: 20 });
    expect([...atLeastByGroup(year, 1)]).toEqual([
      ['9A', 7],
      ['9B', 3],
    ]);
  });

  it('may be the same ones each year, and must be where every pupil was there each year', () => {
    const [first, second] = [
      { groups: [a, b], events: [once('9A', 10), once('9B', 10)] },
      { groups: [{ groupId: '10X', size: 20 }], events: [once('10X', 20)] },
    ];
    expect(atLeast(20, [first, second], 2)).toEqual({ lower: 20, upper: 20 });
    expect(atLeast(20, [first, { groups: [], events: [once(null, 12)] }], 2)).toMatchObject({ lower: 12 });
    expect(atLeast(20, [first, { groups: [], events: [] }], 2)).toEqual({ lower: 0, upper: 0 });
    expect(atLeast(20, [first, second], 1)).toEqual({ lower: 20, upper: 20 });
  });

  it('have completed so many days in all', () => {
    const days = (pupils: number, of: number) => once('10X', pupils, of);
    const groups = [{ groupId: '10X', size: 20 }];
    expect(atLeast(20, [{ groups, events: [days(9, 5), days(9, 4)] }], 5)).toMatchObject({ lower: 9 });
    expect(atLeast(20, [{ groups, events: [days(20, 3), days(15, 2)] }], 5)).toMatchObject({ lower: 15 });
    // Two placements of three days: whoever has not completed five was at one of them at most.
    expect(atLeast(20, [{ groups, events: [days(15, 3), days(15, 3)] }], 5)).toMatchObject({ lower: 10 });
    const mixed = {
      groupId: '10X',
      shares: [
        { pupils: 9, weight: 5 },
        { pupils: 4, weight: 2 },
      ],
    };
    expect(atLeast(20, [{ groups, events: [mixed] }], 5)).toMatchObject({ lower: 9 });
  });

  it('are no more than a group that has shrunk, and need no roll', () => {
    expect(atLeast(20, [{ groups: [a], events: [once('9A', 99)] }], 1).lower).toBe(10);
    expect(atLeast(1e9, [{ groups: [a, b], events: [once('9A', 9), once('9B', 9)] }], 1)).toEqual({
      ...{ lower: 18, upper: 18 },
    });
  });
});

/** A group with the pupils in it, as bits. */
type Sets = readonly number[];

const bits = (set: number) => set.toString(2).replaceAll('0', '').length;
const subsets = (of: number, size: number): number[] => {
  const found: number[] = [];
  for (let set = of; ; set = (set - 1) & of) {
    if (bits(set) === size) found.push(set);
    if (set === 0) return found;
  }
};

/** Every way to put the pupils into groups of these sizes. */
function divisions(pupils: number, sizes: readonly number[]): Sets[] {
  const [size, ...others] = sizes;
  if (size === undefined) return [[]];
  return subsets(pupils, size).flatMap((set) =>
    divisions(pupils & ~set, others).map((rest) => [set, ...rest]),
  );
}

/** The fewest and the most pupils with the target, over every way in which it could have happened. */
function byBruteForce(pupils: number, years: readonly CohortYear[], target: number): [number, number] {
  const everybody = (1 << pupils) - 1;
  // What pupils can have in all: one text for each way, so that ways that come to the same are gone through once.
  let totals = new Map([['', Array<number>(pupils).fill(0)]]);
  for (const { groups, events } of years) {
    const before = totals;
    totals = new Map();
    for (const division of divisions(
      everybody,
      groups.map(({ size }) => size),
    )) {
      let ways = before;
      for (const event of events) {
        const at = groups.findIndex(({ groupId }) => groupId === event.groupId);
        const [share] = event.shares;
        const next = new Map<string, number[]>();
        for (const had of ways.values()) {
          for (const set of subsets(division[at] ?? everybody, share?.pupils ?? 0)) {
            const has = had.map((n, pupil) => n + ((set >> pupil) & 1) * (share?.weight ?? 0));
            next.set(has.join(), has);
          }
        }
        ways = next;
      }
      for (const [name, way] of ways) totals.set(name, way);
    }
  }
  const counts = [...totals.values()].map((way) => way.filter((n) => n >= target).length);
  return [Math.min(...counts), Math.max(...counts)];
}

const PUPILS = 5;
const year = (weight: fc.Arbitrary<number>): fc.Arbitrary<CohortYear> =>
  fc
    .record({
      sizes: fc.constantFrom([2, 3], [3, 1], [5], [2, 2], []),
      taken: fc.array(fc.tuple(fc.nat(2), fc.nat(PUPILS), weight), { maxLength: 3 }),
    })
    .map(({ sizes, taken }) => {
      const groups = sizes.map((size, n) => ({ groupId: `g${n}`, size }));
      const events = taken.map(([n, pupils, w]) => {
        const group = groups[n];
        return once(group?.groupId ?? null, Math.min(pupils, group?.size ?? PUPILS), w);
      });
      return { groups, events };
    });

describe('the bounds', () => {
  it('hold whatever happened; with one or two encounters the lower one did in some way', () => {
    const world = fc.tuple(
      fc.array(year(fc.constant(1)), { minLength: 1, maxLength: 2 }),
      fc.constantFrom(1, 2),
    );
    fc.assert(
      fc.property(world, ([years, target]) => {
        const [fewest, most] = byBruteForce(PUPILS, years, target);
        const { lower, upper } = atLeast(PUPILS, years, target);
        expect(lower).toBe(fewest);
        expect(upper).toBeGreaterThanOrEqual(most);
      }),
      { numRuns: 300 },
    );
  });

  it('hold for days and minutes too', () => {
    const world = fc.tuple(
      fc.array(year(fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 2 }),
      fc.integer({ min: 2, max: 6 }),
    );
    fc.assert(
      fc.property(world, ([years, target]) => {
        const [fewest, most] = byBruteForce(PUPILS, years, target);
        const { lower, upper } = atLeast(PUPILS, years, target);
        expect(lower).toBeLessThanOrEqual(fewest);
        expect(upper).toBeGreaterThanOrEqual(most);
      }),
      { numRuns: 300 },
    );
  });

  it('of pupils in all of several sets are attained', () => {
    const sets = fc.array(fc.nat(PUPILS), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(sets, (sizes) => {
        let ways = [(1 << PUPILS) - 1];
        for (const size of sizes)
          ways = [
            ...new Set(ways.flatMap((all) => subsets((1 << PUPILS) - 1, size).map((set) => all & set))),
          ];
        expect(inAll(PUPILS, sizes)).toBe(Math.min(...ways.map(bits)));
      }),
    );
  });
});

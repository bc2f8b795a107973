import fc from 'fast-check';
import { type Attendance, type Delivery, type YearOfPupils, reached, rollOf } from './reached.js';

const year: YearOfPupils = {
  yearGroup: 9,
  roll: 70,
  groups: [
    { groupId: '9A', size: 30 },
    { groupId: '9B', size: 28 },
  ],
};

function delivery(attendance: [string | null, number][], facts: Partial<Delivery> = {}): Delivery {
  return {
    attendance: attendance.map(([groupId, pupils]) => ({ yearGroup: 9, groupId, pupils })),
    mayCount: true,
    meaningful: true,
    ...facts,
  };
}

function bounds(deliveries: Delivery[]): [number, number] {
  const { lower, upper } = reached(year, deliveries).meaningful;
  return [lower, upper];
}

describe('reached pupils', () => {
  it('are none before any delivery', () => {
    expect(bounds([])).toEqual([0, 0]);
  });

  it('are counted once however often their group is visited', () => {
    const deliveries = [delivery([['9A', 20]]), delivery([['9A', 25]]), delivery([['9B', 10]])];
    expect(bounds(deliveries)).toEqual([35, 35]);
    expect([...reached(year, deliveries).meaningful.byGroup]).toEqual([
      ['9A', 25],
      ['9B', 10],
    ]);
  });

  it('lie between bounds when a delivery names the year alone', () => {
    expect(bounds([delivery([['9A', 20]]), delivery([[null, 15]])])).toEqual([20, 35]);
    expect(bounds([delivery([['9A', 20]]), delivery([[null, 40]])])).toEqual([40, 60]);
    expect(bounds([delivery([[null, 40]]), delivery([[null, 45]])])).toEqual([45, 70]);
  });

  it('are never more than the group or the roll', () => {
    expect(bounds([delivery([['9A', 99]])])).toEqual([30, 30]);
    expect(bounds([delivery([[null, 500]])])).toEqual([70, 70]);
  });

  it('are two figures: recorded by every delivery, meaningful by meaningful ones; neither by one that may not count', () => {
    const { recorded, meaningful } = reached(year, [
      delivery([['9A', 12]]),
      delivery([['9B', 28]], { meaningful: false }),
      delivery([['9A', 30]], { mayCount: false }),
    ]);
    expect([recorded.lower, meaningful.lower]).toEqual([40, 12]);
  });

  it('leave out the attendance of other years, and refuse a group that the year does not have', () => {
    const other: Attendance = { yearGroup: 10, groupId: '10A', pupils: 30 };
    expect(reached(year, [{ ...delivery([['9A', 5]]), attendance: [other] }]).recorded.upper).toBe(0);
    expect(() => reached(year, [delivery([['9Z', 5]])])).toThrow('Year 9 has no group "9Z".');
  });
});

/** Every way to spread pupils over parts of given sizes. */
function spreads(pupils: number, sizes: readonly number[]): number[][] {
  const [size, ...others] = sizes;
  if (size === undefined) return pupils === 0 ? [[]] : [];
  return Array.from({ length: Math.min(size, pupils) + 1 }, (_, here) =>
    spreads(pupils - here, others).map((rest) => [here, ...rest]),
  ).flat();
}

describe('the bounds', () => {
  const small = fc.nat({ max: 4 });
  const world = fc.record({
    sizes: fc.tuple(small, small),
    ungrouped: fc.nat({ max: 3 }),
    known: fc.tuple(small, small),
    wholeYear: fc.array(fc.nat({ max: 8 }), { maxLength: 2 }),
  });

  // By brute force: pupils in no group are one more part; what is not known is how a year's pupils were spread.
  it('hold every figure that some spread over the groups would give, and the lower one is attained', () => {
    fc.assert(
      fc.property(world, ({ sizes, ungrouped, known, wholeYear }) => {
        const parts = [...sizes, ungrouped];
        const roll = sizes[0] + sizes[1] + ungrouped;
        const present = [Math.min(known[0], sizes[0]), Math.min(known[1], sizes[1]), 0];
        const figures = wholeYear
          .map((pupils) => spreads(Math.min(pupils, roll), parts))
          .reduce<number[][]>(
            (largest, ways) =>
              largest.flatMap((most) =>
                ways.map((way) => most.map((count, part) => Math.max(count, way[part] ?? 0))),
              ),
            [present],
          )
          .map((most) => most.reduce((sum, count) => sum + count, 0));

        const groups = sizes.map((size, index) => ({ groupId: `g${index}`, size }));
        const deliveries = [
          ...known.map((pupils, index) => delivery([[`g${index}`, pupils]])),
          ...wholeYear.map((pupils) => delivery([[null, pupils]])),
        ];
        const { lower, upper } = reached({ yearGroup: 9, roll, groups }, deliveries).meaningful;
        expect(lower).toBe(Math.min(...figures));
        expect(upper).toBeGreaterThanOrEqual(Math.max(...figures));
        expect(upper).toBeLessThanOrEqual(roll);
        if (wholeYear.length === 0) expect(upper).toBe(lower);
        if (present.every((count) => count === 0) && wholeYear.length === 1)
          expect(upper).toBe(Math.max(...figures));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the roll', () => {
  it('is what the school declared, and never less than its groups together', () => {
    expect(rollOf(70, year.groups)).toBe(70);
    expect(rollOf(50, year.groups)).toBe(58);
    expect(rollOf(null, year.groups)).toBe(58);
  });
});

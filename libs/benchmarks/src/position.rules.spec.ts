import fc from 'fast-check';
import {
  ActivityType,
  Benchmark,
  CoverageBand,
  MEANINGFUL_POINTS,
  MeaningfulPoint,
  PolicyId,
  policy,
} from '#statutes';
import { metByAll, positionOf, type YearGroupPosition, yearGroupsTaught } from './position.rules.js';
import type { RecordedDelivery, SchoolYear } from './school-year.js';

const asOf = '2027-03-31';
const gatsby2014 = policy(PolicyId.GATSBY_2014);
const gatsby2025 = policy(PolicyId.GATSBY_2025);
const groups = ['9a', '9b', '9c', '9d', '9e', '9f'].map((code) => ({
  ...{ groupId: `group_${code}`, yearGroup: 9, size: 30 },
}));

function schoolYearThat(is: Partial<SchoolYear>): SchoolYear {
  const key = { schoolId: 'school_1', academicYear: 2026 };
  return { ...key, ageLow: 13, ageHigh: 14, rolls: [], groups: [], deliveries: [], ...is };
}

function deliveryThat(
  attendance: RecordedDelivery['attendance'],
  is: Partial<RecordedDelivery> = {},
): RecordedDelivery {
  return {
    ...{ schoolId: 'school_1', academicYear: 2026, activityType: ActivityType.CAREERS_TALK },
    ...{
      byProvider: false,
      employed: true,
      interactionRecorded: false,
      atWorkplace: false,
      inLessons: false,
    },
    ...{ providerKinds: [], atProvider: false, adviserLevel: null, minutes: 60, ofBooking: true },
    deliveredOn: '2026-11-10',
    evidence: MEANINGFUL_POINTS[Benchmark.B5].map((point) => ({ side: 'school', point, stands: true })),
    attendance,
    ...is,
  };
}

const at = (groupId: string, pupils: number) => ({ ...atYear(pupils), groupId });
const atYear = (pupils: number) => ({ yearGroup: 9, groupId: null, pupils, days: null, offered: null });

function yearNine(under: typeof gatsby2014, is: Partial<SchoolYear>): YearGroupPosition {
  const [year, ...more] = positionOf(under, schoolYearThat(is), asOf).yearGroups;
  if (!year || more.length > 0) throw new Error('expected Year 9 and no other year');
  return year;
}

describe('a year of 180', () => {
  const full = groups.slice(0, 4).map(({ groupId }) => at(groupId, 30)); // 120

  it('meets 76 per cent with 137 pupils and not with 136', () => {
    const with137 = yearNine(gatsby2014, {
      groups,
      deliveries: [deliveryThat([...full, at('group_9e', 17)])],
    });
    const with136 = yearNine(gatsby2014, {
      groups,
      deliveries: [deliveryThat([...full, at('group_9e', 16)])],
    });
    expect(with137).toMatchObject({
      numerator: 137,
      denominator: 180,
      thresholdPupils: 137,
      shortfall: 0,
      met: true,
    });
    expect(with136).toMatchObject({
      numerator: 136,
      denominator: 180,
      thresholdPupils: 137,
      shortfall: 1,
      met: false,
    });
    expect(with137.band).toBeNull(); // 2014 had no bands
  });

  it('needs everybody under the policy of 2025, and says how far it is', () => {
    const year = yearNine(gatsby2025, { groups, deliveries: [deliveryThat([...full, at('group_9e', 17)])] });
    expect(year).toMatchObject({ thresholdPupils: 180, shortfall: 43, met: false, band: CoverageBand.MOST });
  });

  it('does not count the pupils of a group twice', () => {
    const twice = [deliveryThat([at('group_9a', 20)]), deliveryThat([at('group_9a', 25)])];
    expect(yearNine(gatsby2014, { groups, deliveries: twice })).toMatchObject({
      numerator: 25,
      recorded: { lower: 25, upper: 25 },
    });
  });

  it('has bounds where a delivery names the year alone, and the lower one counts', () => {
    const deliveries = [deliveryThat([at('group_9a', 30)]), deliveryThat([atYear(100)])];
    expect(yearNine(gatsby2014, { groups, deliveries })).toMatchObject({
      numerator: 100,
      meaningful: { lower: 100, upper: 130 },
    });
  });

  it('takes a group that it does not have for the year alone', () => {
    const deliveries = [deliveryThat([at('group_of_last_year', 40)])];
    expect(yearNine(gatsby2014, { groups, deliveries })).toMatchObject({ numerator: 40 });
  });

  it('counts only what is meaningful and may count', () => {
    const nothingRecorded = deliveryThat([at('group_9a', 30)], { evidence: [] });
    const fair = deliveryThat([at('group_9b', 30)], { activityType: ActivityType.CAREERS_FAIR });
    const denied = { side: 'offerer', point: MeaningfulPoint.TIME_TO_REFLECT, stands: false } as const;
    const deniedOne = deliveryThat([at('group_9c', 30)]);
    const deliveries = [nothingRecorded, fair, { ...deniedOne, evidence: [...deniedOne.evidence, denied] }];
    expect(yearNine(gatsby2014, { groups, deliveries })).toMatchObject({
      ...{ numerator: 0, recorded: { lower: 60 }, meaningful: { lower: 0, upper: 0 } },
    });
  });
});

describe('the roll', () => {
  const rolls = [{ yearGroup: 9, pupils: 100, declaredOn: '2026-10-01' }];

  it('is what the school declared, never less than its groups', () => {
    expect(yearNine(gatsby2014, { rolls })).toMatchObject({ denominator: 100, rollDeclaredOn: '2026-10-01' });
    expect(yearNine(gatsby2014, { rolls, groups })).toMatchObject({ denominator: 180 });
    expect(yearNine(gatsby2014, { groups })).toMatchObject({ denominator: 180, rollDeclaredOn: null });
  });

  it('is not made up: without one, what depends on it is not known', () => {
    const unknown = yearNine(gatsby2025, {
      deliveries: [deliveryThat([atYear(40)]), deliveryThat([atYear(30)])],
    });
    expect(unknown).toMatchObject({
      ...{ numerator: 40, recorded: { lower: 40, upper: 70 }, denominator: null },
      ...{ thresholdPupils: null, shortfall: null, met: null, band: null },
    });
  });
});

describe('a school', () => {
  it('teaches the years of its registered ages, and those it has declared', () => {
    const rolls = [{ yearGroup: 12, pupils: 20, declaredOn: '2026-10-01' }];
    expect(yearGroupsTaught(schoolYearThat({ ageLow: 11, ageHigh: 16, rolls }))).toEqual([
      7, 8, 9, 10, 11, 12,
    ]);
    expect(yearGroupsTaught(schoolYearThat({ ageLow: null, ageHigh: null, groups }))).toEqual([9]);
    expect(yearGroupsTaught(schoolYearThat({ ageLow: 14, ageHigh: 19 }))).toEqual([10, 11, 12, 13]);
  });

  it('meets the benchmark when every year does; one missing roll leaves it open, one short year settles it', () => {
    const [yes, no, open] = [{ met: true }, { met: false }, { met: null }];
    expect(metByAll([yes, yes])).toBe(true);
    expect(metByAll([yes, open])).toBeNull();
    expect(metByAll([yes, open, no])).toBe(false);
    expect(metByAll([])).toBe(false);
  });

  it('carries policy, day and the label', () => {
    expect(positionOf(gatsby2025, schoolYearThat({ groups }), asOf)).toMatchObject({
      ...{ benchmark: Benchmark.B5, asOf, academicYear: 2026, indicative: true },
      policy: { id: PolicyId.GATSBY_2025, thresholdPercent: 100, citation: gatsby2025.citation },
    });
  });
});

describe('whatever is recorded', () => {
  const unsaid = { days: fc.constant(null), offered: fc.constant(null) };
  const line = fc.oneof(
    fc.record({
      yearGroup: fc.constant(9),
      groupId: fc.constantFrom('group_9a', 'group_9b', 'group_x'),
      pupils: fc.integer({ min: 1, max: 60 }),
      ...unsaid,
    }),
    fc.record({
      yearGroup: fc.constant(9),
      groupId: fc.constant(null),
      pupils: fc.integer({ min: 1, max: 250 }),
      ...unsaid,
    }),
  );
  const evidence = fc
    .subarray([...MEANINGFUL_POINTS[Benchmark.B5]])
    .map((points) => points.map((point) => ({ side: 'school' as const, point, stands: true })));
  const delivery = fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 4 }), evidence)
    .map(([attendance, points]) => deliveryThat(attendance, { evidence: points }));

  it('keeps the figures in order: meaningful within recorded, lower within upper, upper within the roll', () => {
    fc.assert(
      fc.property(fc.array(delivery, { maxLength: 6 }), (deliveries) => {
        const { numerator, denominator, recorded, meaningful, shortfall, met } = yearNine(gatsby2014, {
          groups,
          deliveries,
        });
        expect(numerator).toBe(meaningful.lower);
        expect(meaningful.lower).toBeLessThanOrEqual(meaningful.upper);
        expect(meaningful.lower).toBeLessThanOrEqual(recorded.lower);
        expect(meaningful.upper).toBeLessThanOrEqual(recorded.upper);
        expect(recorded.upper).toBeLessThanOrEqual(denominator ?? -1);
        expect(met).toBe(shortfall === 0);
      }),
    );
  });

  it('one more delivery never takes a pupil away', () => {
    fc.assert(
      fc.property(fc.array(delivery, { maxLength: 5 }), delivery, (deliveries, more) => {
        const before = yearNine(gatsby2014, { groups, deliveries });
        const after = yearNine(gatsby2014, { groups, deliveries: [...deliveries, more] });
        expect(after.numerator).toBeGreaterThanOrEqual(before.numerator);
      }),
    );
  });
});

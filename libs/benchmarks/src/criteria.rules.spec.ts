import fc from 'fast-check';
import {
  ActivityType,
  Benchmark,
  type CriteriaBenchmark,
  criteriaOf,
  CriterionCode,
  MEANINGFUL_POINTS,
  type MeaningfulBenchmark,
  PolicyId,
  PROVIDER_ACCESS,
  ProviderKind,
  WORK_EXPERIENCE,
} from '#statutes';
import { criteriaPositionOf, type CriterionPosition, type SchoolHistory } from './criteria.rules.js';
import type { AttendanceLine, RecordedDelivery, SchoolYear } from './school-year.js';

const { WORKPLACE_VISIT, VIRTUAL_WORK_EXPERIENCE, WORK_EXPERIENCE_PLACEMENT } = ActivityType;
const { GATSBY_2014, GATSBY_2025 } = PolicyId;
const asOf = '2027-03-31';

/** A year of the cohort that is in Year 11 in 2026/27, in two groups of ten unless said otherwise. */
function yearThat(academicYear: number, is: Partial<SchoolYear> = {}): SchoolYear {
  const yearGroup = academicYear - 2026 + 11;
  const groups = ['a', 'b'].map((code) => ({ groupId: `${yearGroup}${code}`, yearGroup, size: 10 }));
  const ages = { ageLow: yearGroup + 4, ageHigh: yearGroup + 5 };
  return { schoolId: 'school_1', academicYear, ...ages, rolls: [], groups, deliveries: [], ...is };
}

function of(groupId: string | number, pupils: number, more: Partial<AttendanceLine> = {}): AttendanceLine {
  const yearGroup = Number.parseInt(String(groupId));
  const group = typeof groupId === 'number' ? null : groupId;
  return { yearGroup, groupId: group, pupils, days: null, offered: null, ...more };
}

function made(
  activityType: ActivityType,
  attendance: AttendanceLine[],
  { points = Benchmark.B6, ...is }: Partial<RecordedDelivery> & { points?: MeaningfulBenchmark | null } = {},
): RecordedDelivery {
  const circumstances = { byProvider: false, employed: true, interactionRecorded: false };
  return {
    ...{ schoolId: 'school_1', academicYear: 2026, activityType, ...circumstances },
    ...{ atWorkplace: false, inLessons: false, providerKinds: [], atProvider: false, adviserLevel: null },
    ...{ deliveredOn: '2026-11-10', minutes: 300, ofBooking: true, attendance },
    evidence: (points ? MEANINGFUL_POINTS[points] : []).map((point) => ({
      side: 'school',
      point,
      stands: true,
    })),
    ...is,
  };
}

const historyOf = (...years: SchoolYear[]): SchoolHistory =>
  new Map(years.map((year) => [year.academicYear, year]));
const now = { asOf, academicYear: 2026 };

/** Where Year 11 stands for the first criterion of a benchmark, or for one that is named. */
function year11(benchmark: CriteriaBenchmark, policyId: PolicyId, years: SchoolYear[], code?: CriterionCode) {
  const { criteria } = criteriaPositionOf(
    benchmark,
    criteriaOf(benchmark, policyId),
    historyOf(...years),
    now,
  );
  return rowOf(criteria, code ?? (criteria[0] as CriterionPosition).code, 11);
}

function rowOf(criteria: readonly CriterionPosition[], code: CriterionCode, yearGroup: number) {
  const row = criteria
    .find((criterion) => criterion.code === code)
    ?.yearGroups.find((year) => year.yearGroup === yearGroup);
  if (!row) throw new Error(`expected Year ${yearGroup} in ${code}`);
  return row;
}

const visits = (...lines: AttendanceLine[]) => made(WORKPLACE_VISIT, lines);

describe('Benchmark 6', () => {
  const tenth = yearThat(2025, { deliveries: [visits(of('10a', 10), of('10b', 6))] });
  const eleventh = yearThat(2026, {
    deliveries: [made(WORKPLACE_VISIT, [of('11a', 8)], { deliveredOn: '2026-10-01' })],
  });

  it('asks for one experience in 2014, wherever in Years 7 to 11 it was', () => {
    expect(year11(Benchmark.B6, GATSBY_2014, [eleventh])).toMatchObject({ numerator: 8, denominator: 20 });
    // Who was there in Year 10 may be who was there in Year 11: the larger one is sure.
    expect(year11(Benchmark.B6, GATSBY_2014, [tenth, eleventh])).toMatchObject({
      ...{ numerator: 16, meaningful: { lower: 16, upper: 20 }, thresholdPupils: 16, met: true },
    });
  });

  it('asks for more than one in 2025', () => {
    // 16 and 8 of 20: at least 4 were there both times.
    expect(year11(Benchmark.B6, GATSBY_2025, [tenth, eleventh])).toMatchObject({
      ...{ numerator: 4, meaningful: { lower: 4, upper: 8 }, shortfall: 16, met: false },
    });
  });

  it('counts one virtual experience beside one in person, and never two', () => {
    const virtual = (group: string, pupils: number, deliveredOn: string) =>
      made(VIRTUAL_WORK_EXPERIENCE, [of(group, pupils)], { deliveredOn });
    const both = yearThat(2026, { deliveries: [visits(of('11a', 10)), virtual('11a', 9, '2026-12-01')] });
    expect(year11(Benchmark.B6, GATSBY_2025, [both])).toMatchObject({ numerator: 9 });
    const only = yearThat(2026, {
      deliveries: [virtual('11a', 10, '2026-12-01'), virtual('11a', 10, '2026-12-02')],
    });
    expect(year11(Benchmark.B6, GATSBY_2025, [only])).toMatchObject({ numerator: 0 });
    expect(year11(Benchmark.B6, GATSBY_2014, [only])).toMatchObject({ numerator: 0 });
  });

  it('takes off as many as the roll has lost since', () => {
    const before = yearThat(2025, {
      rolls: [{ yearGroup: 10, pupils: 25, declaredOn: '2025-09-01' }],
      deliveries: [visits(of('10a', 10), of('10b', 10))],
    });
    expect(year11(Benchmark.B6, GATSBY_2014, [before, yearThat(2026)])).toMatchObject({
      ...{ numerator: 15, denominator: 20 },
    });
  });

  it('adds placements that begin together, held apart from what the school itself recorded', () => {
    const placed = (pupils: number, ofBooking: boolean) =>
      made(WORK_EXPERIENCE_PLACEMENT, [of('11a', pupils, { days: 5 })], { ofBooking });
    const deliveries = [placed(3, true), placed(4, true), placed(7, false)];
    const [bookings, all] = [
      yearThat(2026, { deliveries: deliveries.slice(0, 2) }),
      yearThat(2026, { deliveries }),
    ];
    expect(year11(Benchmark.B6, GATSBY_2014, [bookings])).toMatchObject({ numerator: 7 });
    expect(year11(Benchmark.B6, GATSBY_2014, [all])).toMatchObject({ numerator: 7 });
    expect(year11(Benchmark.B6, GATSBY_2025, [all])).toMatchObject({ numerator: 0 });
  });

  it('counts nobody twice whose visit is on record twice, by group or by year', () => {
    const own = (line: AttendanceLine) => made(WORKPLACE_VISIT, [line], { ofBooking: false });
    for (const line of [of('11a', 10), of(11, 10)]) {
      const twice = yearThat(2026, { deliveries: [visits(of('11a', 10)), own(line)] });
      expect(year11(Benchmark.B6, GATSBY_2025, [twice])).toMatchObject({ numerator: 0 });
      expect(year11(Benchmark.B6, GATSBY_2014, [twice])).toMatchObject({ numerator: 10 });
    }
  });

  it('keeps what lacks a point out of the numerator, and placements without days', () => {
    const lacking = made(WORKPLACE_VISIT, [of('11a', 9)], { points: Benchmark.B5 });
    const undated = made(WORK_EXPERIENCE_PLACEMENT, [of('11b', 9)]);
    expect(
      year11(Benchmark.B6, GATSBY_2014, [yearThat(2026, { deliveries: [lacking, undated] })]),
    ).toMatchObject({
      ...{ numerator: 0, recorded: { lower: 9 } },
    });
  });

  it('is due in Year 11, and is left open where the school teaches none or has no roll', () => {
    const position = (year: SchoolYear, academicYear = 2026) =>
      criteriaPositionOf(Benchmark.B6, criteriaOf(Benchmark.B6, GATSBY_2014), historyOf(year), {
        ...{ asOf, academicYear },
      });
    expect(position(tenth, 2025)).toMatchObject({ met: null, criteria: [{ met: null, dueIn: 11 }, {}] });
    expect(position(eleventh)).toMatchObject({ met: false });
    expect(position(yearThat(2026, { groups: [] }))).toMatchObject({ met: null });
  });
});

describe('Benchmark 7', () => {
  const meeting = (kinds: ProviderKind[], pupils: number, is: Partial<RecordedDelivery> = {}) =>
    made(ActivityType.CAREERS_FAIR, [of('11a', pupils)], {
      points: Benchmark.B7,
      providerKinds: kinds,
      ...is,
    });
  const all = Object.values(ProviderKind);

  it('counts each kind by itself, and all four for those who must have met them', () => {
    const days = all.map((kind, n) => meeting([kind], 10 - n, { deliveredOn: `2026-10-0${n + 1}` }));
    const year = yearThat(2026, { deliveries: days });
    const of = (code: CriterionCode) => year11(Benchmark.B7, GATSBY_2014, [year], code).numerator;
    expect(of(CriterionCode.SIXTH_FORM_BY_16)).toBe(10);
    expect(of(CriterionCode.UNIVERSITY_BY_16)).toBe(7);
    // Of the ten of 11a, 1, 2 and 3 have missed one kind, which may be six different pupils.
    expect(of(CriterionCode.FULL_RANGE_BY_16)).toBe(4);
  });

  it('knows a visit to a university from a visit by one', () => {
    const visited = [1, 2].map((n) =>
      meeting([ProviderKind.UNIVERSITY], 9, { deliveredOn: `2026-10-0${n}`, atProvider: true }),
    );
    const by18 = (deliveries: RecordedDelivery[]) =>
      year11(
        Benchmark.B7,
        GATSBY_2025,
        [yearThat(2026, { deliveries })],
        CriterionCode.UNIVERSITY_VISITS_BY_18,
      );
    expect(by18(visited).numerator).toBe(8);
    expect(by18(visited.map((one) => ({ ...one, atProvider: false }))).numerator).toBe(0);
  });
});

describe('Benchmark 8', () => {
  const interview = (adviserLevel: number | null, line = of('11a', 9)) =>
    yearThat(2026, { deliveries: [made(ActivityType.GUIDANCE_INTERVIEW, [line], { adviserLevel })] });

  it('asks for an adviser qualified to level 6 in 2025, and to some level in 2014', () => {
    for (const [level, in2014, in2025] of [
      [6, 9, 9],
      [4, 9, 0],
      [null, 0, 0],
    ] as const) {
      expect(year11(Benchmark.B8, GATSBY_2014, [interview(level)])).toMatchObject({ numerator: in2014 });
      expect(year11(Benchmark.B8, GATSBY_2025, [interview(level)])).toMatchObject({
        ...{ numerator: in2025, recorded: { lower: 9 } },
      });
    }
  });

  it('by 18 asks for the chance of one in 2014, and for one in 2025', () => {
    const group = { groupId: '13a', yearGroup: 13, size: 10 };
    const line = of('13a', 4, { offered: 10 });
    const year = { ...interview(6, line), groups: [group], ageLow: 17, ageHigh: 18 };
    const by18 = (policyId: PolicyId) =>
      criteriaPositionOf(Benchmark.B8, criteriaOf(Benchmark.B8, policyId), historyOf(year), now).criteria[1];
    expect(by18(GATSBY_2014)).toMatchObject({ met: true, offered: true, yearGroups: [{ numerator: 10 }] });
    expect(by18(GATSBY_2025)).toMatchObject({ met: false, offered: false, yearGroups: [{ numerator: 4 }] });
  });
});

describe('apart from the benchmarks', () => {
  it('provider access counts two encounters until 28 February of the second year', () => {
    const met = (deliveredOn: string, kind = ProviderKind.COLLEGE) =>
      made(ActivityType.CAREERS_TALK, [of('11a', 10)], {
        ...{ points: Benchmark.B7, byProvider: true, providerKinds: [kind], deliveredOn },
      });
    const numerator = (...deliveries: RecordedDelivery[]) => {
      const history = historyOf(yearThat(2026, { deliveries }));
      const { criteria } = criteriaPositionOf(null, PROVIDER_ACCESS, history, now);
      return rowOf(criteria, CriterionCode.SECOND_KEY_PHASE, 11).numerator;
    };
    expect(numerator(met('2026-10-01'), met('2027-02-28'))).toBe(10);
    expect(numerator(met('2026-10-01'), met('2027-03-01'))).toBe(0);
    expect(numerator(met('2026-10-01'), met('2027-02-28', ProviderKind.UNIVERSITY))).toBe(0);
  });

  it('work experience adds days over employers and years, and minutes of activities', () => {
    const placed = (line: AttendanceLine) => made(WORK_EXPERIENCE_PLACEMENT, [line]);
    const history = historyOf(
      yearThat(2025, {
        deliveries: [placed(of('10a', 10, { days: 3 })), placed(of('10b', 10, { days: 3 }))],
      }),
      yearThat(2026, { deliveries: [placed(of('11a', 10, { days: 2 })), placed(of('11b', 9, { days: 2 }))] }),
    );
    const { criteria } = criteriaPositionOf(null, WORK_EXPERIENCE, history, now);
    // Every pupil has three days of Year 10; the 19 with two more cannot but have five.
    expect(rowOf(criteria, CriterionCode.WEEK_OF_PLACEMENT, 11)).toMatchObject({
      numerator: 19,
      shortfall: 1,
    });

    const line = { ...of('9a', 10), yearGroup: 9 };
    const deliveries = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05'].map(
      (deliveredOn) => made(WORKPLACE_VISIT, [line], { deliveredOn }),
    );
    const groups = [{ groupId: '9a', yearGroup: 9, size: 10 }];
    const week = (days: RecordedDelivery[]) =>
      rowOf(
        criteriaPositionOf(
          ...([
            null,
            WORK_EXPERIENCE,
            historyOf(yearThat(2026, { groups, ageLow: 13, ageHigh: 14, deliveries: days })),
            now,
          ] as const),
        ).criteria,
        CriterionCode.WEEK_OF_ACTIVITIES,
        9,
      ).numerator;
    expect(week(deliveries)).toBe(10);
    expect(week(deliveries.slice(1))).toBe(0);
  });
});

describe('whatever is on record', () => {
  const line = fc
    .tuple(fc.constantFrom<string | number>('11a', '11b', 'x', 11), fc.integer({ min: 1, max: 25 }))
    .map(([group, pupils]) => (group === 'x' ? { ...of(11, pupils), groupId: 'x' } : of(group, pupils)));
  const delivery = fc
    .tuple(
      fc.constantFrom(WORKPLACE_VISIT, VIRTUAL_WORK_EXPERIENCE, WORK_EXPERIENCE_PLACEMENT),
      fc.array(line, { minLength: 1, maxLength: 2 }),
      fc.constantFrom('2026-10-01', '2026-10-02', '2026-10-03'),
      fc.constantFrom(Benchmark.B6 as const, null),
      fc.boolean(),
    )
    .map(([activity, lines, deliveredOn, points, ofBooking]) =>
      made(
        activity,
        lines.map((one) => ({ ...one, days: activity === WORK_EXPERIENCE_PLACEMENT ? 2 : null })),
        { deliveredOn, points, ofBooking },
      ),
    );

  it('the figures are in order, under both policies', () => {
    fc.assert(
      fc.property(
        fc.array(delivery, { maxLength: 6 }),
        fc.constantFrom(GATSBY_2014, GATSBY_2025),
        (deliveries, policyId) => {
          const { recorded, meaningful, numerator, denominator } = year11(Benchmark.B6, policyId, [
            yearThat(2026, { deliveries }),
          ]);
          expect(numerator).toBe(meaningful.lower);
          expect(meaningful.lower).toBeLessThanOrEqual(meaningful.upper);
          expect(meaningful.upper).toBeLessThanOrEqual(denominator ?? -1);
          expect(recorded.lower).toBeLessThanOrEqual(recorded.upper);
        },
      ),
    );
  });
});

import { Benchmark, PolicyId } from '#statutes';
import { isWorkedOut, needOfGroups } from './need.rules.js';
import type { YearGroupPosition } from './position.rules.js';

const group = { schoolId: 'school_1', academicYear: 2026, groupId: 'group_9a', yearGroup: 9, size: 30 };
const asked = { policy: PolicyId.GATSBY_2014, benchmark: Benchmark.B6, asOf: '2027-03-31' };

function needWith(years: Partial<YearGroupPosition>[], groups = [group]) {
  const positions = years.map((year) => ({ meaningful: { byGroup: new Map() }, ...year }));
  return needOfGroups(asked, () => positions as unknown as YearGroupPosition[], groups);
}

const year9 = { yearGroup: 9, denominator: 180 };

describe('the need of a request', () => {
  it('is the shortfall of the year where that is smaller', () => {
    expect(needWith([{ ...year9, numerator: 136, shortfall: 1 }])).toMatchObject({
      pupils: 1,
      byYear: [{ yearGroup: 9, pupils: 1, shortfall: 1, unreached: 30, numerator: 136, denominator: 180 }],
    });
  });

  it('is the unreached pupils of its groups where those are fewer', () => {
    const byGroup = new Map([['group_9a', 22]]);
    const year = { ...year9, numerator: 22, shortfall: 115, meaningful: { lower: 22, upper: 22, byGroup } };
    expect(needWith([year])).toMatchObject({ pupils: 8, byYear: [{ unreached: 8 }] });
    expect(needWith([year], [group, group])).toMatchObject({ pupils: 8 });
  });

  it('is summed over the years it names, and no others', () => {
    const groups = [group, { ...group, groupId: 'group_8a', yearGroup: 8, size: 25 }];
    const years = [7, 8, 9].map((yearGroup) => ({
      yearGroup,
      denominator: 180,
      numerator: 0,
      shortfall: 137,
    }));
    const { pupils, byYear } = needWith(years, groups);
    expect(byYear.map(({ yearGroup }) => yearGroup)).toEqual([8, 9]);
    expect(pupils).toBe(55);
  });

  it('is nothing without groups, and nothing once the year meets the policy', () => {
    expect(needWith([{ ...year9, numerator: 0, shortfall: 137 }], [])).toMatchObject({
      pupils: 0,
      byYear: [],
    });
    expect(needWith([{ ...year9, numerator: 137, shortfall: 0 }]).pupils).toBe(0);
  });

  it('says for which benchmark, under which policy and as of which day', () => {
    expect(needWith([])).toEqual({ ...asked, pupils: 0, byYear: [] });
  });

  it('is worked out for Benchmarks 5 to 8, and 5 where a request names none', () => {
    expect([...Object.values(Benchmark), null].filter(isWorkedOut)).toEqual(['b5', 'b6', 'b7', 'b8', null]);
  });
});

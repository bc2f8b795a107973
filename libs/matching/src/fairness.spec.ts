import fc from 'fast-check';
import { fairnessOf, type ServedSchool, shareServed } from './fairness.js';

/** Schools that ask for ten sessions each and have so many. */
function having(...served: number[]): ServedSchool[] {
  return served.map((sessions, n) => ({ id: `school_${n}`, asked: 10, served: sessions }));
}

const school: fc.Arbitrary<ServedSchool> = fc.record({
  id: fc.uuid(),
  asked: fc.nat({ max: 12 }),
  served: fc.nat({ max: 15 }),
  region: fc.constantFrom('london', 'north_east', null, undefined),
  type: fc.constantFrom('special', 'state_secondary', null),
});

describe('the fairness of a clearing', () => {
  it('counts the schools that have nothing', () => {
    expect(fairnessOf(having(0, 3, 0, 10)).overall).toMatchObject({ schools: 4, withNothing: 2 });
  });

  it('takes percentiles by nearest rank and the middle of an even number between its two', () => {
    const twenty = Array.from({ length: 20 }, (_, n) => n / 2);
    expect(fairnessOf(having(...twenty)).overall).toMatchObject({ share5: 0, share10: 0.05, median: 0.475 });
    expect(fairnessOf(having(...twenty, 10)).overall).toMatchObject({
      share5: 0.05,
      share10: 0.1,
      median: 0.5,
    });
  });

  it('is silent where nobody asks for anything', () => {
    const nobody = { schools: 0, withNothing: 0, share5: null, share10: null, median: null };
    expect(fairnessOf([])).toEqual({ overall: nobody, byRegion: [], byType: [] });
    expect(fairnessOf([{ id: 'a', asked: 0, served: 0 }]).overall).toEqual(nobody);
  });

  it('counts more than was asked for as all of it', () => {
    expect(fairnessOf(having(12)).overall).toMatchObject({ share5: 1, median: 1 });
  });

  it('tells regions and types apart, and those it does not know', () => {
    const report = fairnessOf([
      { id: 'a', asked: 2, served: 0, region: 'north_east', type: 'special' },
      { id: 'b', asked: 2, served: 1, region: 'london' },
      { id: 'c', asked: 2, served: 2, region: null, type: 'special' },
    ]);
    expect(report.byRegion.map(({ name, schools, median }) => [name, schools, median])).toEqual([
      ['london', 1, 0.5],
      ['north_east', 1, 0],
      [null, 1, 1],
    ]);
    expect(report.byType.map(({ name, withNothing, median }) => [name, withNothing, median])).toEqual([
      ['special', 1, 0.5],
      [null, 0, 0.5],
    ]);
  });

  it('is the same in any order, and its groups are all schools', () => {
    fc.assert(
      fc.property(fc.array(school, { maxLength: 60 }), fc.nat(), (schools, turn) => {
        const report = fairnessOf(schools);
        const cut = turn % (schools.length + 1);
        expect(fairnessOf([...schools.slice(cut), ...schools.slice(0, cut)])).toEqual(report);
        for (const groups of [report.byRegion, report.byType]) {
          const sum = (part: 'schools' | 'withNothing') =>
            groups.reduce((all, group) => all + group[part], 0);
          expect([sum('schools'), sum('withNothing')]).toEqual([
            report.overall.schools,
            report.overall.withNothing,
          ]);
        }
      }),
    );
  });

  it('has at least 95 and 90 of a hundred schools at or above its shares', () => {
    fc.assert(
      fc.property(fc.array(school, { minLength: 1, maxLength: 200 }), (schools) => {
        const asking = schools.filter(({ asked }) => asked > 0);
        const { share5, share10, median } = fairnessOf(schools).overall;
        fc.pre(share5 !== null && share10 !== null && median !== null);
        const reached = (share: number) => asking.filter((one) => shareServed(one) >= share).length;
        expect(reached(share5)).toBeGreaterThanOrEqual(0.95 * asking.length);
        expect(reached(share10)).toBeGreaterThanOrEqual(0.9 * asking.length);
        expect(reached(median)).toBeGreaterThanOrEqual(0.5 * asking.length - 0.5);
      }),
    );
  });
});

import fc from 'fast-check';
import { bonusesOf, Fairness, type SchoolStanding } from './bonus.js';

const standing = (changes: Partial<SchoolStanding> = {}): SchoolStanding => ({
  ...{ schoolId: 'school_1', short: 60, pupils: 120, booked: 0, wanted: 4, needed: 3 },
  ...changes,
});
const bonuses = (fairness: Fairness, changes: Partial<SchoolStanding> = {}) =>
  bonusesOf(fairness, [standing(changes)]).get('school_1');

describe('the bonus of a school', () => {
  it.each<[string, Fairness, Partial<SchoolStanding>, number[] | undefined]>([
    ['is nothing without fairness', Fairness.NONE, {}, undefined],
    ['falls with each session: harmonic', Fairness.HARMONIC, {}, [500, 250, 166, 125]],
    ['counts what is booked: harmonic', Fairness.HARMONIC, { booked: 2 }, [166, 125, 100, 83]],
    ['falls to nothing over what is needed: quadratic', Fairness.QUADRATIC, {}, [1000, 666, 333]],
    ['falls over what is asked for: quadratic', Fairness.QUADRATIC, { wanted: 2 }, [1000, 500]],
    ['is most where all are short: harmonic', Fairness.HARMONIC, { short: 120, wanted: 1 }, [1000]],
    ['is most where all are short: quadratic', Fairness.QUADRATIC, { short: 120, wanted: 1 }, [2000]],
    ['is nothing where nobody is short', Fairness.HARMONIC, { short: 0 }, undefined],
    ['is nothing where nobody is on roll', Fairness.QUADRATIC, { pupils: 0, short: 0 }, undefined],
  ])('%s', (_, fairness, changes, expected) => {
    expect(bonuses(fairness, changes)).toEqual(expected);
  });

  it('of schools is each one’s own', () => {
    const found = bonusesOf(Fairness.HARMONIC, [standing(), standing({ schoolId: 'school_2', booked: 4 })]);
    expect([found.get('school_1')?.[0], found.get('school_2')?.[0]]).toEqual([500, 100]);
  });
});

const schools = fc.record({
  schoolId: fc.constant('school_1'),
  ...{
    short: fc.nat(2000),
    pupils: fc.nat(2000),
    booked: fc.nat(30),
    wanted: fc.nat(40),
    needed: fc.nat(40),
  },
});

describe('whatever a school is like, its bonus', () => {
  it('is whole, positive, never rising and within its most', () => {
    fc.assert(
      fc.property(fc.constantFrom(Fairness.HARMONIC, Fairness.QUADRATIC), schools, (fairness, school) => {
        const found = bonusesOf(fairness, [school]).get('school_1') ?? [];
        expect(found.length).toBeLessThanOrEqual(school.wanted);
        found.forEach((bonus, index) => {
          expect(Number.isInteger(bonus) && bonus > 0).toBe(true);
          expect(bonus).toBeLessThanOrEqual(
            found[index - 1] ?? (fairness === Fairness.HARMONIC ? 1000 : 2000),
          );
        });
      }),
    );
  });

  it('is no more in all for asking for more than is needed: quadratic', () => {
    fc.assert(
      fc.property(schools, fc.nat(20), (school, more) => {
        const wanted = school.needed;
        const [enough, greedy] = [
          bonusesOf(Fairness.QUADRATIC, [{ ...school, wanted }]),
          bonusesOf(Fairness.QUADRATIC, [{ ...school, wanted: wanted + more }]),
        ];
        expect(greedy).toEqual(enough);
      }),
    );
  });
});

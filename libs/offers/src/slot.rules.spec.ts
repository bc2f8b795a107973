import { workingDays } from './slot.rules.js';

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

import { meetsInEveryYear, requestNeed, shortfall } from './need.js';
import { PolicyId, policy } from './policies.js';

const gatsby2014 = policy(PolicyId.GATSBY_2014);
const gatsby2025 = policy(PolicyId.GATSBY_2025);

describe('shortfall', () => {
  it('is what is missing to the threshold, never below 0', () => {
    expect(shortfall(gatsby2014, { yearGroup: 9, reached: 100, roll: 180 })).toBe(37);
    expect(shortfall(gatsby2025, { yearGroup: 9, reached: 100, roll: 180 })).toBe(80);
    expect(shortfall(gatsby2014, { yearGroup: 9, reached: 150, roll: 180 })).toBe(0);
  });

  it('is nothing in a year the policy does not name', () => {
    expect(shortfall(gatsby2025, { yearGroup: 6, reached: 0, roll: 30 })).toBe(0);
  });
});

describe("a request's need", () => {
  const positions = [
    { yearGroup: 9, reached: 100, roll: 180 },
    { yearGroup: 10, reached: 170, roll: 180 },
  ];

  it('is per year the smaller of shortfall and unreached pupils of its groups, summed', () => {
    const groups = [
      { groupId: '9A', yearGroup: 9, unreached: 20 },
      { groupId: '9B', yearGroup: 9, unreached: 12 },
      { groupId: '10A', yearGroup: 10, unreached: 25 },
    ];
    expect(requestNeed(gatsby2014, positions, groups)).toBe(32);
    expect(requestNeed(gatsby2025, positions, groups)).toBe(32 + 10);
  });

  it('does not count a group named twice a second time, nor a year without a position', () => {
    const nineA = { groupId: '9A', yearGroup: 9, unreached: 20 };
    expect(
      requestNeed(gatsby2014, positions, [nineA, nineA, { groupId: '7A', yearGroup: 7, unreached: 30 }]),
    ).toBe(20);
  });
});

describe('Benchmark 5', () => {
  it('is met only when every year group meets it', () => {
    const met = { yearGroup: 9, reached: 137, roll: 180 };
    expect(meetsInEveryYear(gatsby2014, [met, { ...met, yearGroup: 10 }])).toBe(true);
    expect(meetsInEveryYear(gatsby2014, [met, { ...met, yearGroup: 10, reached: 136 }])).toBe(false);
  });

  it('is not met by a school with nothing to show', () => {
    expect(meetsInEveryYear(gatsby2014, [])).toBe(false);
    expect(meetsInEveryYear(gatsby2014, [{ yearGroup: 6, reached: 30, roll: 30 }])).toBe(false);
  });
});

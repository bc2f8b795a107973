import { shortfall } from './need.js';
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

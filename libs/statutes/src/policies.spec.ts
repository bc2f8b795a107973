import fc from 'fast-check';
import { CoverageBand, PolicyId, band, meets, policy, policyInForce, thresholdPupils } from './policies.js';

const gatsby2014 = policy(PolicyId.GATSBY_2014);
const gatsby2025 = policy(PolicyId.GATSBY_2025);

describe('policies', () => {
  it('hand over on 1 September 2025 without a gap', () => {
    expect(policyInForce('2025-08-31')).toBe(gatsby2014);
    expect(policyInForce('2025-09-01')).toBe(gatsby2025);
    expect(() => policyInForce('2013-09-01')).toThrow(RangeError);
  });

  it('are found by their own id and cite their source', () => {
    for (const id of Object.values(PolicyId)) {
      expect(policy(id).id).toBe(id);
      expect(policy(id).citation).toMatch(/Gatsby Foundation/);
    }
  });
});

describe('thresholds', () => {
  it('let 137 of 180 meet 76% and 136 not', () => {
    expect(thresholdPupils(gatsby2014, 180)).toBe(137);
    expect(meets(gatsby2014, 137, 180)).toBe(true);
    expect(meets(gatsby2014, 136, 180)).toBe(false);
  });

  it('ask for every pupil under the 2025 benchmarks', () => {
    expect(meets(gatsby2025, 180, 180)).toBe(true);
    expect(meets(gatsby2025, 179, 180)).toBe(false);
  });

  it('are the least pupils whose share reaches the percentage', () => {
    fc.assert(
      fc.property(fc.constantFrom(gatsby2014, gatsby2025), fc.nat(5000), (under, roll) => {
        const percent = under.employerEncounters.thresholdPercent;
        const least = thresholdPupils(under, roll);
        expect(100 * least).toBeGreaterThanOrEqual(percent * roll);
        if (least > 0) expect(100 * (least - 1)).toBeLessThan(percent * roll);
      }),
    );
  });

  it('refuse what is not a count of pupils', () => {
    expect(() => thresholdPupils(gatsby2014, -1)).toThrow(RangeError);
    expect(() => meets(gatsby2014, 1.5, 10)).toThrow(RangeError);
  });
});

describe('bands', () => {
  it.each([
    [0, 400, CoverageBand.NONE],
    [1, 400, CoverageBand.A_FEW],
    [100, 400, CoverageBand.A_FEW],
    [101, 400, CoverageBand.SOME],
    [200, 400, CoverageBand.SOME],
    [201, 400, CoverageBand.MOST],
    [360, 400, CoverageBand.MOST],
    [361, 400, CoverageBand.ALMOST_ALL],
    [399, 400, CoverageBand.ALMOST_ALL],
    [400, 400, CoverageBand.ALL],
  ])('%i of %i is %s', (reached, roll, expected) => {
    expect(band(gatsby2025, reached, roll)).toBe(expected);
  });

  it('are not known of an empty year, nor under a policy without a scale', () => {
    expect(band(gatsby2025, 0, 0)).toBeNull();
    expect(band(gatsby2014, 10, 20)).toBeNull();
  });
});

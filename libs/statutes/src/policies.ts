import type { LocalDate } from './dates.js';
import { YEAR_GROUPS, type YearGroup } from './years.js';

/** The policies a school's position can be read under. */
export enum PolicyId {
  GATSBY_2014 = 'gatsby_2014',
  GATSBY_2025 = 'gatsby_2025',
}

/** How far a year group is covered, in the words of the 2025 benchmarks. */
export enum CoverageBand {
  NONE = 'none',
  A_FEW = 'a_few',
  SOME = 'some',
  MOST = 'most',
  ALMOST_ALL = 'almost_all',
  ALL = 'all',
}

/** What a benchmark asks of each year group it names. */
export interface CoverageCriterion {
  /** The criterion in one sentence. */
  readonly criterion: string;
  /** The year groups it names; one that a school does not teach is not asked for. */
  readonly yearGroups: readonly YearGroup[];
  /** The share of the roll that meets it, as a whole percentage compared in integers: 100·n ≥ percent·N. */
  readonly thresholdPercent: number;
}

/** One step of a scale: the band reaches up to and including this whole percentage of the roll. */
export interface BandStep {
  readonly band: CoverageBand;
  readonly upToPercent: number;
}

/** A version of the benchmarks: data with its dates and its source, never constants in code. */
export interface BenchmarkPolicy {
  readonly id: PolicyId;
  readonly title: string;
  /** First day in force. */
  readonly effectiveFrom: LocalDate;
  /** Last day in force, or null while it still is. */
  readonly effectiveTo: LocalDate | null;
  readonly citation: string;
  /** Benchmark 5. */
  readonly employerEncounters: CoverageCriterion;
  /** Between none (0 pupils) and all; rising. Empty where the policy has no scale. */
  readonly bands: readonly BandStep[];
}

const POLICIES: Readonly<Record<PolicyId, BenchmarkPolicy>> = {
  [PolicyId.GATSBY_2014]: {
    id: PolicyId.GATSBY_2014,
    title: 'Gatsby Benchmarks (2014)',
    effectiveFrom: '2014-04-01',
    effectiveTo: '2025-08-31',
    citation:
      "Gatsby Foundation, Good Career Guidance (April 2014), Benchmark 5; 76% is the band that schools' self-assessment used",
    employerEncounters: {
      criterion: 'Every year from age 11, pupils have at least one meaningful encounter with an employer.',
      yearGroups: YEAR_GROUPS,
      thresholdPercent: 76,
    },
    bands: [],
  },
  [PolicyId.GATSBY_2025]: {
    id: PolicyId.GATSBY_2025,
    title: 'Updated Gatsby Benchmarks (2025)',
    effectiveFrom: '2025-09-01',
    effectiveTo: null,
    citation:
      'Gatsby Foundation, Good Career Guidance: The Next 10 Years (November 2024), Benchmark 5; in force September 2025; an official cut-off below every pupil is unverified',
    employerEncounters: {
      criterion:
        'Every year from age 11, every pupil has at least one meaningful encounter with an employer.',
      yearGroups: YEAR_GROUPS,
      thresholdPercent: 100,
    },
    bands: [
      { band: CoverageBand.A_FEW, upToPercent: 25 },
      { band: CoverageBand.SOME, upToPercent: 50 },
      { band: CoverageBand.MOST, upToPercent: 90 },
      { band: CoverageBand.ALMOST_ALL, upToPercent: 99 },
    ],
  },
};

/** The policy of an id. */
export function policy(id: PolicyId): BenchmarkPolicy {
  return POLICIES[id];
}

/** The policy in force on a date. Throws RangeError before April 2014, when there was none. */
export function policyInForce(on: LocalDate): BenchmarkPolicy {
  const found = Object.values(POLICIES).find(
    ({ effectiveFrom, effectiveTo }) => effectiveFrom <= on && (effectiveTo === null || on <= effectiveTo),
  );
  if (!found) throw new RangeError(`No benchmark policy is in force on ${on}.`);
  return found;
}

/** The least pupils n of a roll N that meet Benchmark 5 under a policy: 100·n ≥ threshold·N. */
export function thresholdPupils({ employerEncounters }: BenchmarkPolicy, roll: number): number {
  return leastPupils(employerEncounters.thresholdPercent, roll);
}

/** The least pupils n of a roll N with 100·n ≥ percent·N. */
export function leastPupils(percent: number, roll: number): number {
  requireCount('roll', roll);
  // Dividing whole numbers below 2^53 and rounding up is exact: the remainder decides, not a rounded quotient.
  const hundredths = percent * roll;
  return (hundredths - (hundredths % 100)) / 100 + (hundredths % 100 > 0 ? 1 : 0);
}

/** Whether reached pupils of a roll meet Benchmark 5 under a policy: 137 of 180 meet 76%, 136 do not. */
export function meets(under: BenchmarkPolicy, reached: number, roll: number): boolean {
  requireCount('reached', reached);
  return reached >= thresholdPupils(under, roll);
}

/**
 * The band of a year group, or null where the policy has no scale or the roll is 0. The published bands leave
 * gaps (25 to 26 per cent); a share inside a gap belongs to the upper band, so only all pupils are "all" and a
 * single one is already "a few".
 */
export function band(
  { bands }: Pick<BenchmarkPolicy, 'bands'>,
  reached: number,
  roll: number,
): CoverageBand | null {
  requireCount('reached', reached);
  requireCount('roll', roll);
  if (bands.length === 0 || roll === 0) return null;
  if (reached === 0) return CoverageBand.NONE;
  if (reached >= roll) return CoverageBand.ALL;
  const step = bands.find(({ upToPercent }) => 100 * reached <= upToPercent * roll);
  // Above 99 per cent and yet not everybody, as 399 of 400.
  return step?.band ?? CoverageBand.ALMOST_ALL;
}

function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`Expected ${name} as a whole number of pupils, 0 or more, got ${value}.`);
  }
}

/** How much a clearing prefers schools that have little. */
export enum Fairness {
  /** Not at all: points of pairs and gains alone. */
  NONE = 'none',
  /** By how few sessions a school has this year, and by how many of its pupils are short. */
  HARMONIC = 'harmonic',
  /** By how many of its pupils are short, most for its first sessions. */
  QUADRATIC = 'quadratic',
}

/** Where a school stands before a clearing, as far as its bonus goes. */
export interface SchoolStanding {
  readonly schoolId: string;
  /** Pupils short of the benchmarks that its requests are for; not negative. */
  readonly short: number;
  /** The pupils that these are of; `short` is a part of them. A school without any has no bonus. */
  readonly pupils: number;
  /** Sessions and places that are held or booked this year. */
  readonly booked: number;
  /** Sessions and places that it looks for. */
  readonly wanted: number;
  /** How many sessions and places it takes to reach those who are short. */
  readonly needed: number;
}

/** The bonus of the first session of a school none of whose pupils has met an employer. */
const MOST: Readonly<Record<Fairness, number>> = {
  [Fairness.NONE]: 0,
  [Fairness.HARMONIC]: 1000,
  [Fairness.QUADRATIC]: 2000,
};

/**
 * Points for the first, second … session that a clearing finds for each school, whole and never rising; as many as it
 * looks for, less those that are worth nothing. With n the share of pupils short, 0–1:
 * - harmonic: ⌊1000·n / (k + booked)⌋;
 * - quadratic: ⌊2000·n·(1 − (k−1)/D)⌋, D the sessions it looks for but no more than it needs: asking for more buys nothing.
 * @param schools each once
 */
export function bonusesOf(
  fairness: Fairness,
  schools: readonly SchoolStanding[],
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  for (const school of schools) {
    const bonuses = bonusesOfSchool(fairness, school);
    if (bonuses.length > 0) found.set(school.schoolId, bonuses);
  }
  return found;
}

function bonusesOfSchool(fairness: Fairness, school: SchoolStanding): number[] {
  const bonuses: number[] = [];
  if (school.pupils <= 0) return bonuses;
  for (let k = 1; k <= school.wanted; k += 1) {
    const bonus = bonusOf(fairness, school, k);
    if (bonus <= 0) break;
    bonuses.push(bonus);
  }
  return bonuses;
}

/** One division of whole numbers, so that what is whole stays so. */
function bonusOf(
  fairness: Fairness,
  { short, pupils, booked, wanted, needed }: SchoolStanding,
  k: number,
): number {
  const points = MOST[fairness] * Math.min(short, pupils);
  switch (fairness) {
    case Fairness.NONE:
      return 0;
    case Fairness.HARMONIC:
      return Math.floor(points / (pupils * (k + booked)));
    case Fairness.QUADRATIC: {
      const depth = Math.min(wanted, needed);
      return k > depth ? 0 : Math.floor((points * (depth - k + 1)) / (pupils * depth));
    }
  }
}

import { Benchmark, MeaningfulPoint } from './vocabulary.js';

/** The benchmarks whose encounters must be meaningful to count. */
export type MeaningfulBenchmark = Benchmark.B5 | Benchmark.B6 | Benchmark.B7;

/** What one side recorded of an encounter: true, false, or nothing. */
export type RecordedPoints = Readonly<Partial<Record<MeaningfulPoint, boolean>>>;

/** Whether an encounter is meaningful for a benchmark, and the points it still lacks. */
export interface Meaningfulness {
  readonly meaningful: boolean;
  /** In the order of MEANINGFUL_POINTS; empty exactly when meaningful. */
  readonly missing: readonly MeaningfulPoint[];
}

const SHARED = [MeaningfulPoint.PURPOSE_SHARED, MeaningfulPoint.LEARNING_OUTCOMES];
const ENCOUNTER = [...SHARED, MeaningfulPoint.TWO_WAY_INTERACTION, MeaningfulPoint.TIME_TO_REFLECT];

/**
 * The points each benchmark asks for: 4 of a meaningful encounter (B5), 7 of an experience of a workplace (B6),
 * and for B7 the four of B5 with two of its own. Purpose, learning outcomes and time to reflect are shared by
 * all three and recorded once. B6's extensive interaction is a point apart from B5's two-way interaction.
 */
export const MEANINGFUL_POINTS: Readonly<Record<MeaningfulBenchmark, readonly MeaningfulPoint[]>> = {
  [Benchmark.B5]: ENCOUNTER,
  [Benchmark.B6]: [
    ...SHARED,
    MeaningfulPoint.EXTENSIVE_INTERACTION,
    MeaningfulPoint.RANGE_OF_PEOPLE_MET,
    MeaningfulPoint.TASK_SET_BY_EMPLOYER,
    MeaningfulPoint.FEEDBACK_FROM_EMPLOYER,
    MeaningfulPoint.TIME_TO_REFLECT,
  ],
  [Benchmark.B7]: [
    ...ENCOUNTER,
    MeaningfulPoint.STAFF_AND_LEARNERS_MET,
    MeaningfulPoint.LEARNING_THERE_SHOWN,
  ],
};

/**
 * Whether an encounter is meaningful for a benchmark. A point stands when the school recorded it as true and
 * the offerer has not denied it (recorded it as false): the school vouches for its pupils and an offerer who
 * has not answered yet does not hold the figure up, but the two sides never contradict each other in it.
 */
export function meaningfulness(
  benchmark: MeaningfulBenchmark,
  bySchool: RecordedPoints,
  byOfferer: RecordedPoints,
): Meaningfulness {
  const missing = MEANINGFUL_POINTS[benchmark].filter(
    (point) => bySchool[point] !== true || byOfferer[point] === false,
  );
  return { meaningful: missing.length === 0, missing };
}

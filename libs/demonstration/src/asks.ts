import { ActivityType, Benchmark, type YearGroup } from '#statutes';
import type { Weighted } from './chance.js';

/** Something schools ask for: activities of which any will do, for whom, and what it is to help with. */
export interface Ask {
  readonly activities: readonly ActivityType[];
  readonly fromYear: YearGroup;
  /** Pupils a session is for, at most; of a smaller group all of them. */
  readonly pupils: readonly number[];
  readonly benchmark: Benchmark;
}

const { CAREERS_TALK, SPEED_NETWORKING, ENTERPRISE_CHALLENGE, CURRICULUM_CO_DELIVERY } = ActivityType;
const { AMBASSADOR_VISIT, ALUMNI_VISIT, WORKPLACE_VISIT, WORK_SHADOWING } = ActivityType;

/** What schools ask for, and how often. */
export const ASKS: readonly Weighted<Ask>[] = [
  [ask([CAREERS_TALK, SPEED_NETWORKING], 7, [30, 60, 90], Benchmark.B5), 30],
  [ask([CAREERS_TALK, ENTERPRISE_CHALLENGE, CURRICULUM_CO_DELIVERY], 7, [30, 60], Benchmark.B5), 15],
  [ask([ActivityType.CAREERS_FAIR], 7, [60, 120], Benchmark.B5), 6],
  [ask([ActivityType.MOCK_INTERVIEW], 10, [8, 10, 12], Benchmark.B5), 12],
  [ask([ActivityType.MENTORING], 9, [6, 8, 10], Benchmark.B5), 6],
  [ask([AMBASSADOR_VISIT, ALUMNI_VISIT], 8, [30, 60, 90], Benchmark.B7), 8],
  [ask([WORKPLACE_VISIT], 7, [12, 15, 20, 30], Benchmark.B6), 8],
  [ask([WORKPLACE_VISIT, WORK_SHADOWING], 10, [4, 6, 8], Benchmark.B6), 4],
  [ask([ActivityType.WORK_EXPERIENCE_PLACEMENT], 10, [1], Benchmark.B6), 12],
  [ask([ActivityType.VIRTUAL_WORK_EXPERIENCE], 9, [30, 60], Benchmark.B5), 3],
  [ask([ActivityType.GUIDANCE_INTERVIEW], 10, [4, 6], Benchmark.B8), 3],
  [ask([ActivityType.LABOUR_MARKET_SESSION], 8, [30, 60], Benchmark.B2), 2],
];

function ask(
  activities: readonly ActivityType[],
  fromYear: YearGroup,
  pupils: readonly number[],
  benchmark: Benchmark,
): Ask {
  return { activities, fromYear, pupils, benchmark };
}

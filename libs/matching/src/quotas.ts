import type { Quota } from './clearing.js';
import type { MatchRequest } from './pair.js';

/**
 * The same quota for every school and every benchmark it asks for: so that a few requests for one do not take all.
 * @param most sessions and places; null for no limit
 */
export function quotasOf(most: number | null, requests: readonly MatchRequest[]): Quota[] {
  if (most === null) return [];
  const found = new Map(
    requests.map((request) => [
      quotaKey(request),
      { schoolId: request.schoolId, benchmark: request.benchmark, units: most },
    ]),
  );
  return [...found.values()];
}

/** The same for a quota and for the requests under it. */
export function quotaKey({ schoolId, benchmark }: Pick<Quota, 'schoolId' | 'benchmark'>): string {
  return `${benchmark} ${schoolId}`;
}

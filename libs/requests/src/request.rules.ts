import type { LocalDate } from '#platform';
import { ACTIVITY_RULES, type ActivityType, Benchmark, CountsWhen, RequestKind } from '#statutes';
import type { Request } from './request.entity.js';
import { RequestStatus } from './request.graphql.js';
import {
  MoreIsTaken,
  RequestChangedMeanwhile,
  RequestHasNoFutureWindow,
  RequestNotInRightStatus,
} from './request.outcome.js';

/**
 * From which statuses a request may come into each. Draft is where it begins; bookings match it and, when cancelled,
 * open it again; expired comes by itself.
 */
export const mayBecome: Readonly<Record<RequestStatus, readonly RequestStatus[]>> = {
  [RequestStatus.DRAFT]: [],
  [RequestStatus.OPEN]: [RequestStatus.DRAFT, RequestStatus.PART_MATCHED, RequestStatus.MATCHED],
  [RequestStatus.PART_MATCHED]: [RequestStatus.OPEN, RequestStatus.MATCHED],
  [RequestStatus.MATCHED]: [RequestStatus.OPEN, RequestStatus.PART_MATCHED],
  [RequestStatus.EXPIRED]: [RequestStatus.OPEN, RequestStatus.PART_MATCHED],
  [RequestStatus.WITHDRAWN]: [RequestStatus.DRAFT, RequestStatus.OPEN, RequestStatus.PART_MATCHED],
};

/** The statuses in which a request still looks for somebody. */
export const seeking: readonly RequestStatus[] = [RequestStatus.OPEN, RequestStatus.PART_MATCHED];

/** The statuses in which a request may be restated. */
export const editable: readonly RequestStatus[] = [RequestStatus.DRAFT, ...seeking];

/** The statuses in which a request has not ended. */
export const living: readonly RequestStatus[] = [RequestStatus.DRAFT, ...seeking, RequestStatus.MATCHED];

/** Why a request may not be changed by somebody who saw this version of it, or come into this status. */
export function whyNotChangeable(
  request: Request,
  version: number,
  allowed: readonly RequestStatus[],
): RequestChangedMeanwhile | RequestNotInRightStatus | undefined {
  if (request.version !== version) return new RequestChangedMeanwhile(request);
  if (!allowed.includes(request.status)) return new RequestNotInRightStatus(request.status, allowed);
  return undefined;
}

/** Why a request may not ask for so few: more of it is held or booked. */
export function whyNotSoFew({ wanted: before, remaining }: Request, wanted: number): MoreIsTaken | undefined {
  const taken = before - remaining;
  return wanted < taken ? new MoreIsTaken(taken) : undefined;
}

/** Why members may not see the request: it would be one that nobody can meet. */
export function whyNotOpenable(
  request: Request,
  version: number,
  today: LocalDate,
): RequestChangedMeanwhile | RequestNotInRightStatus | RequestHasNoFutureWindow | undefined {
  const problem = whyNotChangeable(request, version, [RequestStatus.DRAFT]);
  if (problem) return problem;
  if (!request.windows.some(({ to }) => to >= today)) return new RequestHasNoFutureWindow();
  return undefined;
}

/** Whether a delivery of one of these activities could, on some condition, enter the benchmark's figures. */
export function anyMayCount(activityTypes: readonly ActivityType[], benchmark: Benchmark): boolean {
  return activityTypes.some((type) => {
    const when = ACTIVITY_RULES[type].counts[benchmark];
    return when !== CountsWhen.NO && when !== CountsWhen.CONTRIBUTES;
  });
}

/** The benchmark that a request is for where it names none: 5 for encounters, 6 for placements, if any may count. */
export function usualBenchmark(kind: RequestKind, activityTypes: readonly ActivityType[]): Benchmark | null {
  const usual = { [RequestKind.ENCOUNTER]: Benchmark.B5, [RequestKind.PLACEMENT]: Benchmark.B6 }[kind];
  return anyMayCount(activityTypes, usual) ? usual : null;
}

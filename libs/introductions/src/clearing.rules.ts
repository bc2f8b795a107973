import type { FieldFault, LocalDate } from '#platform';
import { ClearingEnd } from '#matching';
import { addDays } from '#statutes';
import type { Clearing, ClearingResult } from './clearing.entity.js';
import { ClearingStatus } from './clearing.graphql.js';
import {
  ClearingAlreadyApplied,
  ClearingIsDryRun,
  ClearingNotCertified,
  ClearingNotFinished,
  ClearingOver,
} from './clearing.outcome.js';

/** How many days a clearing may span. */
const MOST_DAYS = 366;

/** What no state of the world would make right in the days of a clearing that somebody asks for. */
export function faultsOfDays(
  { firstDay, lastDay }: Pick<Clearing, 'firstDay' | 'lastDay'>,
  today: LocalDate,
): FieldFault[] {
  const path = 'input.lastDay';
  if (lastDay < firstDay)
    return [{ path, expected: `a day not before the first, ${firstDay}`, got: lastDay }];
  if (lastDay <= today) return [{ path, expected: `a day after today, ${today}`, got: lastDay }];
  const last = addDays(firstDay, MOST_DAYS - 1);
  return lastDay > last
    ? [{ path, expected: `at most a year after the first day: ${last}`, got: lastDay }]
    : [];
}

/** Why a clearing cannot be cancelled. */
export function whyNotCancellable({ status }: Clearing): ClearingOver | undefined {
  const underWay = [ClearingStatus.QUEUED, ClearingStatus.RUNNING];
  return underWay.includes(status) ? undefined : new ClearingOver(status);
}

/** Why a clearing cannot be applied. */
export function whyNotApplicable(
  clearing: Clearing,
): ClearingAlreadyApplied | ClearingNotFinished | ClearingIsDryRun | ClearingNotCertified | undefined {
  if (clearing.status === ClearingStatus.APPLIED) return new ClearingAlreadyApplied(clearing);
  if (clearing.status !== ClearingStatus.FINISHED) return new ClearingNotFinished(clearing.status);
  if (clearing.dryRun) return new ClearingIsDryRun();
  return clearing.result?.certified ? undefined : new ClearingNotCertified();
}

/** Whether its prices say what slots are worth: not what is only supposed or looked at, nor what was broken off. */
export function setsPrices(
  { dryRun }: Pick<Clearing, 'dryRun'>,
  { certified, end }: ClearingResult,
): boolean {
  return !dryRun && certified && end !== ClearingEnd.STOPPED;
}

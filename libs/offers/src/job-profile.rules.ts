import type { JobProfile } from './job-profile.entity.js';
import { JobProfileStatus } from './job-profile.graphql.js';
import { JobProfileChangedMeanwhile, JobProfileNotInRightStatus } from './job-profile.outcome.js';

const { DRAFT, PUBLISHED, WITHDRAWN } = JobProfileStatus;

/** From which statuses a job profile may come into each; an edit leaves it in the one it has. */
export const profileMayBecome: Readonly<Record<JobProfileStatus, readonly JobProfileStatus[]>> = {
  [DRAFT]: [],
  [PUBLISHED]: [DRAFT],
  [WITHDRAWN]: [DRAFT, PUBLISHED],
};

/** The statuses in which a job profile may be edited. */
export const editable: readonly JobProfileStatus[] = [DRAFT, PUBLISHED];

/** Why a job profile may not be changed by somebody who saw this version of it. */
export function whyNotProfile(
  profile: JobProfile,
  version: number,
  allowed: readonly JobProfileStatus[],
): JobProfileChangedMeanwhile | JobProfileNotInRightStatus | undefined {
  if (profile.version !== version) return new JobProfileChangedMeanwhile(profile);
  if (!allowed.includes(profile.status)) return new JobProfileNotInRightStatus(profile.status, allowed);
  return undefined;
}

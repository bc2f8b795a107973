import type { Viewer } from '#members';
import type { JobProfile } from './job-profile.entity.js';
import { JobProfileStatus } from './job-profile.graphql.js';

/** Everybody sees what is published; the rest is seen by whoever wrote it. */
export function maySeeProfile(viewer: Viewer | undefined, profile: JobProfile): boolean {
  return profile.status === JobProfileStatus.PUBLISHED || viewer?.actorId === profile.personId;
}

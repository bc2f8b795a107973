import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { changedMeanwhile, Problem } from '#platform';
import { JobProfileStatus, JobProfileType } from './job-profile.graphql.js';

@ObjectType({ description: 'The job profile as it is now.' })
export class JobProfileSuccess {
  @Field(() => JobProfileType, { description: 'The job profile.' })
  jobProfile: JobProfileType;

  constructor(jobProfile: JobProfileType) {
    this.jobProfile = jobProfile;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The job profile was changed after you saw it.' })
export class JobProfileChangedMeanwhile extends changedMeanwhile(
  () => JobProfileType,
  'job profile',
  'JOB_PROFILE',
) {}

@ObjectType({ implements: () => [Problem], description: 'The job profile’s status does not allow this.' })
export class JobProfileNotInRightStatus extends Problem {
  @Field(() => JobProfileStatus, { description: 'The status it has.' })
  status: JobProfileStatus;

  constructor(status: JobProfileStatus, allowed: readonly JobProfileStatus[]) {
    super(
      'JOB_PROFILE_NOT_IN_RIGHT_STATUS',
      `The job profile is ${status}; this needs one that is ${allowed.join(' or ')}.`,
    );
    this.status = status;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'You have a profile of this occupation there already.',
})
export class DuplicateJobProfile extends Problem {
  @Field(() => JobProfileType, { description: 'The job profile there is.' })
  existing: JobProfileType;

  constructor(existing: JobProfileType) {
    super(
      'DUPLICATE_JOB_PROFILE',
      `You have a ${existing.status} profile of this occupation at this employer. Edit it instead.`,
    );
    this.existing = existing;
  }
}

export const DraftJobProfileResult = createUnionType({
  name: 'DraftJobProfileResult',
  description: 'What comes of drafting a job profile.',
  types: () => [JobProfileSuccess, DuplicateJobProfile] as const,
});

export const EditJobProfileResult = createUnionType({
  name: 'EditJobProfileResult',
  description: 'What comes of editing a job profile.',
  types: () =>
    [JobProfileSuccess, JobProfileChangedMeanwhile, JobProfileNotInRightStatus, DuplicateJobProfile] as const,
});

export const ChangeJobProfileResult = createUnionType({
  name: 'ChangeJobProfileResult',
  description: 'What comes of publishing or withdrawing a job profile.',
  types: () => [JobProfileSuccess, JobProfileChangedMeanwhile, JobProfileNotInRightStatus] as const,
});

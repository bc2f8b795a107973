import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { EmployerLoader, EmployerType, Viewer } from '#members';
import { Allow, CurrentViewer, Nodes, Public } from '#platform';
import { Occupations, OccupationType } from '#reference';
import type { JobProfile } from './job-profile.entity.js';
import {
  DraftJobProfileInput,
  EditJobProfileInput,
  JobProfileConnection,
  JobProfilesArgs,
  JobProfileType,
  JobProfileVersionInput,
} from './job-profile.graphql.js';
import {
  ChangeJobProfileResult,
  DraftJobProfileResult,
  EditJobProfileResult,
} from './job-profile.outcome.js';
import { JobProfileSearch } from './job-profile.search.js';
import { JobProfiles } from './job-profile.service.js';

@Resolver(() => JobProfileType)
export class JobProfileResolver {
  constructor(
    private readonly profiles: JobProfiles,
    private readonly search: JobProfileSearch,
    private readonly employers: EmployerLoader,
    private readonly occupations: Occupations,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('job_profile', 'JobProfile', (viewer, id) => profiles.find(viewer, id));
  }

  @Public()
  @Query(() => JobProfileConnection, {
    description: 'The menu of jobs: what volunteers do for a living and what pupils can ask them.',
  })
  jobProfiles(
    @CurrentViewer() viewer: Viewer | undefined,
    @Args() args: JobProfilesArgs,
  ): Promise<JobProfileConnection> {
    return this.search.list(viewer, args);
  }

  @ResolveField(() => EmployerType, { description: 'Where the volunteer works.' })
  employer(@Parent() { employerId }: JobProfile, @Context() context: object): Promise<EmployerType | null> {
    return this.employers.byId(context, employerId);
  }

  @ResolveField(() => OccupationType, { nullable: true, description: 'What the volunteer is.' })
  occupation(@Parent() { occupation }: JobProfile): Promise<OccupationType | null> {
    return this.occupations.find(occupation);
  }

  @Allow('job_profile:write')
  @Mutation(() => DraftJobProfileResult, { description: 'Writes down your job, for yourself to see.' })
  draftJobProfile(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The job profile.' }) input: DraftJobProfileInput,
  ): Promise<typeof DraftJobProfileResult> {
    return this.profiles.draft(viewer, input);
  }

  @Allow('job_profile:write')
  @Mutation(() => EditJobProfileResult, { description: 'Restates your job profile.' })
  editJobProfile(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which, and how it reads from now on.' }) input: EditJobProfileInput,
  ): Promise<typeof EditJobProfileResult> {
    return this.profiles.edit(viewer, input);
  }

  @Allow('job_profile:write')
  @Mutation(() => ChangeJobProfileResult, {
    description: 'Lets everybody read your job profile, whether they signed in or not.',
  })
  publishJobProfile(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which.' }) input: JobProfileVersionInput,
  ): Promise<typeof ChangeJobProfileResult> {
    return this.profiles.publish(viewer, input);
  }

  @Allow('job_profile:write')
  @Mutation(() => ChangeJobProfileResult, {
    description: 'Takes your job profile back for good. The offers that showed it stay, without it.',
  })
  withdrawJobProfile(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which.' }) input: JobProfileVersionInput,
  ): Promise<typeof ChangeJobProfileResult> {
    return this.profiles.withdraw(viewer, input);
  }
}

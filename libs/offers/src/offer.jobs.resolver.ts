import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { CurrentViewer } from '#platform';
import { Occupations, OccupationType } from '#reference';
import { JobProfileType } from './job-profile.graphql.js';
import { JobProfileLoader } from './job-profile.loader.js';
import type { Offer } from './offer.entity.js';
import { OfferType } from './offer.graphql.js';

/** What an offer says of the jobs that pupils hear of. */
@Resolver(() => OfferType)
export class OfferJobsResolver {
  constructor(
    private readonly register: Occupations,
    private readonly profiles: JobProfileLoader,
  ) {}

  @ResolveField(() => [OccupationType], { description: 'The occupations that pupils hear of.' })
  occupations(@Parent() { occupations }: Offer): Promise<OccupationType[]> {
    return this.register.units(occupations, 'occupations');
  }

  @ResolveField(() => JobProfileType, {
    nullable: true,
    description: 'The job of the volunteer who would come, where they published one.',
  })
  jobProfile(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() { jobProfileId }: Offer,
    @Context() context: object,
  ): Promise<JobProfileType | null> | null {
    return jobProfileId ? this.profiles.byId(context, viewer, jobProfileId) : null;
  }
}

import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import type { Viewer } from '#members';
import { inOrder, perRequest } from '#platform';
import { JobProfile } from './job-profile.entity.js';
import { maySeeProfile } from './job-profile.policy.js';

/** Job profiles in batches, one statement a request. */
@Injectable()
export class JobProfileLoader {
  constructor(private readonly manager: EntityManager) {}

  private readonly profiles = perRequest<string, JobProfile | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(JobProfile, { id: In([...ids]) }), ({ id }) => id),
  );

  /** A profile by id, or null where the viewer may not see it. */
  async byId(context: object, viewer: Viewer | undefined, id: string): Promise<JobProfile | null> {
    const profile = await this.profiles(context).load(id);
    return profile && maySeeProfile(viewer, profile) ? profile : null;
  }
}

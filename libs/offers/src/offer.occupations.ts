import type { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import { BadInput, shorten } from '#platform';
import type { Occupations } from '#reference';
import { JobProfile } from './job-profile.entity.js';
import { JobProfileStatus } from './job-profile.graphql.js';
import type { Offer } from './offer.entity.js';
import type { DraftOfferInput } from './offer.input.js';

/**
 * What an offer says of the jobs that pupils hear of, as its table has it.
 * @throws BadInput for a code that is no unit group, and for a profile that is not the viewer's own, published, at this employer
 * @param kept the profile that the offer shows already
 */
export async function jobsOf(
  manager: EntityManager,
  register: Occupations,
  viewer: Viewer,
  {
    occupations,
    jobProfileId,
    employerId,
  }: Pick<DraftOfferInput, 'occupations' | 'jobProfileId' | 'employerId'>,
  kept: string | null = null,
): Promise<Required<Pick<Offer, 'occupations' | 'occupationWords' | 'jobProfileId'>>> {
  const units = await register.units(occupations, 'input.occupations');
  const occupationWords = units.flatMap(({ title, jobTitles }) => [title, ...jobTitles]).join(', ');
  // Whoever edits a colleague’s offer restates the colleague’s profile.
  if (jobProfileId && jobProfileId !== kept) {
    const own = { personId: viewer.personId, employerId, status: JobProfileStatus.PUBLISHED };
    if (!(await manager.existsBy(JobProfile, { id: jobProfileId, ...own })))
      throw new BadInput([
        {
          path: 'input.jobProfileId',
          expected: 'a job profile of your own at this employer that is published',
          got: shorten(jobProfileId),
        },
      ]);
  }
  return { occupations, occupationWords, jobProfileId: jobProfileId ?? null };
}

import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Employer, type Viewer } from '#members';
import { brokenConstraint, NotFound, Transactions, type Tx } from '#platform';
import { Occupations } from '#reference';
import { JobProfile } from './job-profile.entity.js';
import {
  type DraftJobProfileInput,
  type EditJobProfileInput,
  JobProfileStatus,
  type JobProfileVersionInput,
} from './job-profile.graphql.js';
import {
  type ChangeJobProfileResult,
  type DraftJobProfileResult,
  DuplicateJobProfile,
  type EditJobProfileResult,
  JobProfileSuccess,
} from './job-profile.outcome.js';
import { maySeeProfile } from './job-profile.policy.js';
import { editable, profileMayBecome, whyNotProfile } from './job-profile.rules.js';
import { requireActsFor } from './offer.policy.js';
import { listProfile } from './search-words.js';

/** What happens to job profiles: drafted, edited, published, withdrawn, each by the person whose job it is. */
@Injectable()
export class JobProfiles {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly occupations: Occupations,
  ) {}

  /** The profile, or null where it is absent or the viewer may not see it. */
  async find(viewer: Viewer | undefined, id: string): Promise<JobProfile | null> {
    const profile = await this.manager.findOneBy(JobProfile, { id });
    return profile && maySeeProfile(viewer, profile) ? profile : null;
  }

  /** Writes a draft that only its person sees. */
  async draft(viewer: Viewer, input: DraftJobProfileInput): Promise<typeof DraftJobProfileResult> {
    const occupationWords = await this.wordsOf(input.occupation);
    const run = () =>
      this.transactions.run(viewer, async (tx) => {
        if (!(await tx.manager.existsBy(Employer, { id: input.employerId })))
          throw new NotFound('employer', input.employerId);
        requireActsFor(viewer, input.employerId);
        const begun = { id: tx.newId('job_profile'), version: 1, createdAt: tx.now, publishedAt: null };
        const profile = tx.manager.create(JobProfile, {
          ...{ ...input, ...begun, occupationWords },
          ...{ personId: viewer.personId, status: JobProfileStatus.DRAFT },
        });
        await tx.insert(JobProfile, profile);
        await tx.record(profile, 'drafted', { after: { occupation: profile.occupation } });
        return new JobProfileSuccess(profile);
      });
    return this.unlessThere(run, viewer.personId, input.employerId, input.occupation);
  }

  /** Restates a profile that was not withdrawn; where it is published, everybody finds it as it reads now. */
  async edit(viewer: Viewer, input: EditJobProfileInput): Promise<typeof EditJobProfileResult> {
    const { id, version, ...texts } = input;
    const occupationWords = await this.wordsOf(input.occupation);
    let employerId = '';
    const run = () =>
      this.transactions.run(viewer, async (tx) => {
        const profile = await lockProfile(tx, viewer, id);
        employerId = profile.employerId;
        const problem = whyNotProfile(profile, version, editable);
        if (problem) return problem;
        const before = { occupation: profile.occupation };
        Object.assign(profile, texts, { occupationWords, version: version + 1 });
        await tx.save(profile);
        await listProfile(tx, id);
        await tx.record(profile, 'edited', { before, after: { occupation: profile.occupation } });
        return new JobProfileSuccess(profile);
      });
    return this.unlessThere(run, viewer.personId, () => employerId, input.occupation);
  }

  /** Lets everybody see it. */
  publish(viewer: Viewer, input: JobProfileVersionInput): Promise<typeof ChangeJobProfileResult> {
    return this.become(viewer, input, JobProfileStatus.PUBLISHED);
  }

  /** Takes it back for good; the offers that showed it stay without it. */
  withdraw(viewer: Viewer, input: JobProfileVersionInput): Promise<typeof ChangeJobProfileResult> {
    return this.become(viewer, input, JobProfileStatus.WITHDRAWN);
  }

  private become(
    viewer: Viewer,
    { id, version }: JobProfileVersionInput,
    status: JobProfileStatus,
  ): Promise<typeof ChangeJobProfileResult> {
    return this.transactions.run(viewer, async (tx) => {
      const profile = await lockProfile(tx, viewer, id);
      const problem = whyNotProfile(profile, version, profileMayBecome[status]);
      if (problem) return problem;
      const before = { status: profile.status };
      if (status === JobProfileStatus.PUBLISHED) profile.publishedAt ??= tx.now;
      Object.assign(profile, { status, version: version + 1 });
      await writeStatus(tx, profile);
      await listProfile(tx, id);
      await tx.record(profile, status, { before, after: { status } });
      return new JobProfileSuccess(profile);
    });
  }

  private async wordsOf(occupation: string): Promise<string> {
    const [unit] = await this.occupations.units([occupation], 'input.occupation');
    return unit ? [unit.title, ...unit.jobTitles].join(', ') : '';
  }

  /** Answers with the profile that the unique index finds in the way, if there is one. */
  private async unlessThere<Answer>(
    run: () => Promise<Answer>,
    personId: string,
    employer: string | (() => string),
    occupation: string,
  ): Promise<Answer | DuplicateJobProfile> {
    try {
      return await run();
    } catch (error) {
      if (brokenConstraint(error) !== 'job_profile_once') throw error;
      const employerId = typeof employer === 'string' ? employer : employer();
      const mine = await this.manager.findBy(JobProfile, { personId, employerId, occupation });
      const existing = mine.find(({ status }) => editable.includes(status));
      // The one in the way may have been withdrawn since: then nothing is in the way.
      return existing
        ? new DuplicateJobProfile(existing)
        : this.unlessThere(run, personId, employer, occupation);
    }
  }
}

/** The status with the document that it demands: the table refuses one without the other. */
async function writeStatus(tx: Tx, { id, status, version, publishedAt }: JobProfile): Promise<void> {
  await tx.query(
    `UPDATE job_profile SET status = $2, version = $3, published_at = $4,
       document = CASE WHEN $2 = 'published' THEN ''::tsvector END WHERE id = $1`,
    [id, status, version, publishedAt],
  );
}

/** Locks a profile to change it: it is its person's, and to everybody else one that is not there. */
async function lockProfile(tx: Tx, viewer: Viewer, id: string): Promise<JobProfile> {
  const profile = await tx.manager.findOne(JobProfile, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!profile || profile.personId !== viewer.personId) throw new NotFound('job profile', id);
  requireActsFor(viewer, profile.employerId);
  return profile;
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Change, ChangeFollowers, JobsRunner, queueJob } from '#platform';
import { DeclineReason } from './proposal.graphql.js';
import { ProposalEndings } from './proposal.endings.js';

/** The job that ends the waiting proposals of an offer or request that was withdrawn or expired. */
const END_PROPOSALS = 'end_proposals';

/** Why the proposals end of a noun that left the market. */
const reasons: Readonly<Record<string, DeclineReason>> = {
  offer: DeclineReason.NO_LONGER_AVAILABLE,
  request: DeclineReason.NO_LONGER_NEEDED,
};

/** What happens to proposals by itself: they lapse, and they end with the offer or request they are about. */
@Injectable()
export class ProposalJobs implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly followers: ChangeFollowers,
    private readonly proposals: ProposalEndings,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'lapse_proposals', every: '* * * * *', run: () => this.proposals.lapseDue() });
    this.jobs.register({
      name: END_PROPOSALS,
      run: ({ id, reason }) => this.proposals.endAll(String(id), reason as DeclineReason),
    });
    this.followers.follow('introductions', async (changes, manager) => {
      for (const { noun, nounId } of changes.filter(leavesTheMarket)) {
        await queueJob(manager, END_PROPOSALS, { id: nounId, reason: reasons[noun] }, { jobKey: nounId });
      }
    });
  }
}

function leavesTheMarket({ noun, kind }: Change): boolean {
  return noun in reasons && (kind === 'withdrawn' || kind === 'expired');
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobsRunner } from '#platform';
import { LAPSE_PROPOSAL, Proposals } from './proposal.service.js';

/** What happens to proposals by itself. */
@Injectable()
export class ProposalJobs implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly proposals: Proposals,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: LAPSE_PROPOSAL, run: ({ id }) => this.proposals.lapse(String(id)) });
  }
}

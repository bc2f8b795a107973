import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BenchmarksModule } from '#benchmarks';
import { BookingsModule } from '#bookings';
import { OffersModule } from '#offers';
import { ReferenceModule } from '#reference';
import { RequestsModule } from '#requests';
import { ClearingApplication } from './clearing.apply.js';
import { ClearedPair, Clearing } from './clearing.entity.js';
import { ClearingJobs } from './clearing.jobs.js';
import { PresentStates } from './clearing.present.js';
import { ClearingProblems } from './clearing.problem.js';
import { ClearedPairResolver, ClearingResolver } from './clearing.resolver.js';
import { Clearings } from './clearing.service.js';
import { ClearingSlots } from './clearing.slots.js';
import { ClearingThreads } from './clearing.threads.js';
import {
  MatchResolver,
  OfferMatchesResolver,
  RequestMatchesResolver,
  WhyNotResolver,
} from './match.resolver.js';
import { Candidates } from './match.search.js';
import { Matches } from './match.service.js';
import { Proposal } from './proposal.entity.js';
import { ProposalEndings } from './proposal.endings.js';
import { ProposalJobs } from './proposal.jobs.js';
import { Pairs } from './proposal.pairs.js';
import { ProposalResolver } from './proposal.resolver.js';
import { Proposals } from './proposal.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Proposal, Clearing, ClearedPair]),
    ReferenceModule,
    OffersModule,
    RequestsModule,
    BookingsModule,
    BenchmarksModule,
  ],
  providers: [
    Candidates,
    Matches,
    MatchResolver,
    OfferMatchesResolver,
    RequestMatchesResolver,
    WhyNotResolver,
    Pairs,
    Proposals,
    ProposalEndings,
    ProposalResolver,
    ProposalJobs,
    ClearingSlots,
    ClearingProblems,
    ClearingThreads,
    ClearingJobs,
    Clearings,
    PresentStates,
    ClearingApplication,
    ClearingResolver,
    ClearedPairResolver,
  ],
})
export class IntroductionsModule {}

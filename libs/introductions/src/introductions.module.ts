import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BenchmarksModule } from '#benchmarks';
import { BookingsModule } from '#bookings';
import { OffersModule } from '#offers';
import { ReferenceModule } from '#reference';
import { RequestsModule } from '#requests';
import {
  MatchResolver,
  OfferMatchesResolver,
  RequestMatchesResolver,
  WhyNotResolver,
} from './match.resolver.js';
import { OfferMarket } from './market.service.js';
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
    TypeOrmModule.forFeature([Proposal]),
    ReferenceModule,
    OffersModule,
    RequestsModule,
    BookingsModule,
    BenchmarksModule,
  ],
  providers: [
    Candidates,
    OfferMarket,
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
  ],
})
export class IntroductionsModule {}

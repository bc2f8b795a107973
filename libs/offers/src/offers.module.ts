import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MembersModule } from '#members';
import { ReferenceModule } from '#reference';
import { EmployerOffersResolver } from './employer-offers.resolver.js';
import { JobProfile } from './job-profile.entity.js';
import { JobProfileLoader } from './job-profile.loader.js';
import { JobProfileResolver } from './job-profile.resolver.js';
import { JobProfileSearch } from './job-profile.search.js';
import { JobProfiles } from './job-profile.service.js';
import { Offer } from './offer.entity.js';
import { OfferJobs } from './offer.jobs.js';
import { OfferJobsResolver } from './offer.jobs.resolver.js';
import { OfferLoader } from './offer.loader.js';
import { OfferProvenanceResolver } from './offer.provenance.resolver.js';
import { OfferResolver } from './offer.resolver.js';
import { OfferSearch } from './offer.search.js';
import { Offers } from './offer.service.js';
import { Slot } from './slot.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([JobProfile, Offer, Slot]), ReferenceModule, MembersModule],
  providers: [
    Offers,
    OfferSearch,
    OfferLoader,
    OfferResolver,
    OfferProvenanceResolver,
    EmployerOffersResolver,
    OfferJobs,
    OfferJobsResolver,
    JobProfiles,
    JobProfileLoader,
    JobProfileSearch,
    JobProfileResolver,
  ],
  exports: [OfferLoader],
})
export class OffersModule {}

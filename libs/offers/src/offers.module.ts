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
import { OfferFacetsResolver } from './offer-facets.resolver.js';
import { OfferFacetCounts } from './offer-facets.service.js';
import { OfferJobs } from './offer.jobs.js';
import { OfferJobsResolver } from './offer.jobs.resolver.js';
import { OfferLoader } from './offer.loader.js';
import { OfferProvenanceResolver } from './offer.provenance.resolver.js';
import { OfferResolver } from './offer.resolver.js';
import { OfferSearch } from './offer.search.js';
import { Offers } from './offer.service.js';
import { PlacementResolver } from './placement.resolver.js';
import { Slot } from './slot.entity.js';
import { SlotRule } from './slot-rule.entity.js';
import { ICalendarResolver, RecurringSlotResolver, SlotRuleResolver } from './slot-rule.resolver.js';
import { SlotRules } from './slot-rule.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([JobProfile, Offer, Slot, SlotRule]), ReferenceModule, MembersModule],
  providers: [
    Offers,
    OfferSearch,
    OfferFacetCounts,
    OfferFacetsResolver,
    OfferLoader,
    OfferResolver,
    OfferProvenanceResolver,
    EmployerOffersResolver,
    OfferJobs,
    PlacementResolver,
    SlotRules,
    SlotRuleResolver,
    ICalendarResolver,
    RecurringSlotResolver,
    OfferJobsResolver,
    JobProfiles,
    JobProfileLoader,
    JobProfileSearch,
    JobProfileResolver,
  ],
  exports: [OfferLoader, OfferSearch],
})
export class OffersModule {}

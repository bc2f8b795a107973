import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MembersModule } from '#members';
import { ReferenceModule } from '#reference';
import { EmployerOffersResolver } from './employer-offers.resolver.js';
import { Offer } from './offer.entity.js';
import { OfferJobs } from './offer.jobs.js';
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
  imports: [TypeOrmModule.forFeature([Offer, Slot, SlotRule]), ReferenceModule, MembersModule],
  providers: [
    Offers,
    OfferSearch,
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
  ],
  exports: [OfferLoader],
})
export class OffersModule {}

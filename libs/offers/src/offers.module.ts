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
import { Slot } from './slot.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([Offer, Slot]), ReferenceModule, MembersModule],
  providers: [
    Offers,
    OfferSearch,
    OfferLoader,
    OfferResolver,
    OfferProvenanceResolver,
    EmployerOffersResolver,
    OfferJobs,
  ],
  exports: [OfferLoader],
})
export class OffersModule {}

import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OffersModule } from '#offers';
import { AlertJobs } from './alert.jobs.js';
import { AlertMails } from './alert.mails.js';
import { AlertPages } from './alert.pages.controller.js';
import { StopLinks } from './alert.stops.js';
import { NewOffers } from './new-offers.js';
import { SavedSearch } from './saved-search.entity.js';
import { SavedSearchResolver, ViewerSearchesResolver } from './saved-search.resolver.js';
import { SavedSearches } from './saved-search.service.js';

/** Searches that people save, and the letters that tell them of new offers. */
@Module({
  imports: [TypeOrmModule.forFeature([SavedSearch]), OffersModule],
  controllers: [AlertPages],
  providers: [
    ...[SavedSearches, SavedSearchResolver, ViewerSearchesResolver],
    ...[NewOffers, AlertJobs, AlertMails, StopLinks],
  ],
})
export class SearchesModule {}

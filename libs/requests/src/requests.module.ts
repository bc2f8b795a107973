import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MembersModule } from '#members';
import { ReferenceModule } from '#reference';
import { CalendarDeclaration } from './calendar.entity.js';
import { DayOffResolver, SchoolCalendarResolver } from './calendar.resolver.js';
import { Calendars } from './calendar.service.js';
import { PupilGroup } from './group.entity.js';
import { GroupLoader } from './group.loader.js';
import { GroupResolver } from './group.resolver.js';
import { Groups } from './group.service.js';
import { Request, RequestGroup } from './request.entity.js';
import { RequestJobs } from './request.jobs.js';
import { RequestLoader } from './request.loader.js';
import { RequestProvenanceResolver } from './request.provenance.resolver.js';
import { RequestResolver } from './request.resolver.js';
import { RequestSearch } from './request.search.js';
import { Requests } from './request.service.js';
import { Roll } from './roll.entity.js';
import { RollLoader } from './roll.loader.js';
import { Rolls } from './roll.service.js';
import { SchoolRequestsResolver } from './school-requests.resolver.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([CalendarDeclaration, PupilGroup, Roll, Request, RequestGroup]),
    ReferenceModule,
    MembersModule,
  ],
  providers: [
    Calendars,
    SchoolCalendarResolver,
    DayOffResolver,
    Groups,
    GroupLoader,
    GroupResolver,
    Rolls,
    RollLoader,
    Requests,
    RequestLoader,
    RequestResolver,
    RequestProvenanceResolver,
    RequestSearch,
    RequestJobs,
    SchoolRequestsResolver,
  ],
  exports: [GroupLoader, RollLoader, RequestLoader],
})
export class RequestsModule {}

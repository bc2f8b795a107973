import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MembersModule } from '#members';
import { OffersModule } from '#offers';
import { ReferenceModule } from '#reference';
import { RequestsModule } from '#requests';
import { Booking } from './booking.entity.js';
import { BookingLoader } from './booking.loader.js';
import { BookingResolver } from './booking.resolver.js';
import { Bookings } from './booking.service.js';
import { Attendance, Delivery, Evidence } from './delivery.entity.js';
import { DeliveryLoader } from './delivery.loader.js';
import { DeliveryResolver } from './delivery.resolver.js';
import { Deliveries } from './delivery.service.js';
import { SchoolEvidenceResolver } from './evidence.resolver.js';
import { SchoolEvidence } from './evidence.service.js';
import { FulfilmentJobs } from './fulfilment.jobs.js';
import { Hold } from './hold.entity.js';
import { AttendanceResolver, BookingLinksResolver, DeliveryLinksResolver } from './links.resolver.js';
import { SchoolDeliveriesResolver } from './school-deliveries.resolver.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Hold, Booking, Delivery, Attendance, Evidence]),
    ReferenceModule,
    MembersModule,
    OffersModule,
    RequestsModule,
  ],
  providers: [
    Bookings,
    BookingLoader,
    BookingResolver,
    BookingLinksResolver,
    Deliveries,
    DeliveryLoader,
    DeliveryResolver,
    DeliveryLinksResolver,
    AttendanceResolver,
    SchoolDeliveriesResolver,
    SchoolEvidence,
    SchoolEvidenceResolver,
    FulfilmentJobs,
  ],
  exports: [BookingLoader, DeliveryLoader],
})
export class BookingsModule {}

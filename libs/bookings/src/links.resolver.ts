import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { GroupLoader, PupilGroupType, RequestLoader, RequestType } from '#requests';
import type { Booking } from './booking.entity.js';
import { BookingType } from './booking.graphql.js';
import { BookingLoader } from './booking.loader.js';
import type { Attendance, Delivery } from './delivery.entity.js';
import { AttendanceType, DeliveryType } from './delivery.graphql.js';
import { DeliveryLoader } from './delivery.loader.js';

/** What a booking leads to and comes of. */
@Resolver(() => BookingType)
export class BookingLinksResolver {
  constructor(
    private readonly deliveries: DeliveryLoader,
    private readonly requests: RequestLoader,
  ) {}

  @ResolveField(() => RequestType, { description: 'The school’s request it came of.' })
  request(@Parent() { requestId }: Booking, @Context() context: object): Promise<RequestType | null> {
    return this.requests.byId(context, requestId);
  }

  @ResolveField(() => DeliveryType, { nullable: true, description: 'What happened, once recorded.' })
  delivery(@Parent() { id }: BookingType, @Context() context: object): Promise<DeliveryType | null> {
    return this.deliveries.ofBooking(context, id);
  }
}

/** What a delivery comes of. */
@Resolver(() => DeliveryType)
export class DeliveryLinksResolver {
  constructor(private readonly bookings: BookingLoader) {}

  @ResolveField(() => BookingType, {
    nullable: true,
    description: 'The booking, unless it came from elsewhere.',
  })
  booking(@Parent() { bookingId }: Delivery, @Context() context: object): Promise<BookingType | null> | null {
    return bookingId ? this.bookings.byId(context, bookingId) : null;
  }
}

/** Whom a line of attendance is about. */
@Resolver(() => AttendanceType)
export class AttendanceResolver {
  constructor(private readonly groups: GroupLoader) {}

  @ResolveField(() => PupilGroupType, {
    nullable: true,
    description: 'The group; null where only the year was recorded.',
  })
  group(
    @Parent() { groupId }: Attendance,
    @Context() context: object,
  ): Promise<PupilGroupType | null> | null {
    return groupId ? this.groups.byId(context, groupId) : null;
  }
}

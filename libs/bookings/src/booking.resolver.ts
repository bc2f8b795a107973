import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { EmployerLoader, EmployerType, Viewer } from '#members';
import { OfferLoader, OfferType } from '#offers';
import { Allow, CurrentViewer, Nodes } from '#platform';
import { SchoolLoader, SchoolType } from '#reference';
import type { Booking } from './booking.entity.js';
import {
  BookingConnection,
  BookingsArgs,
  BookingType,
  CancelBookingInput,
  RecordNoShowInput,
} from './booking.graphql.js';
import { CancelBookingResult, RecordNoShowResult } from './booking.outcome.js';
import { Bookings } from './booking.service.js';

@Resolver(() => BookingType)
export class BookingResolver {
  constructor(
    private readonly bookings: Bookings,
    private readonly offers: OfferLoader,
    private readonly schools: SchoolLoader,
    private readonly employers: EmployerLoader,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('booking', 'Booking', (viewer, id) => bookings.find(viewer, id));
  }

  @Allow('booking:read')
  @Query(() => BookingConnection, {
    name: 'bookings',
    description: 'The bookings that the schools and employers you act for take part in, the newest first.',
  })
  list(@CurrentViewer() viewer: Viewer, @Args() args: BookingsArgs): Promise<BookingConnection> {
    return this.bookings.list(viewer, args);
  }

  @ResolveField(() => SchoolType, { description: 'The school whose pupils take part.' })
  school(@Parent() { schoolId }: Booking, @Context() context: object): Promise<SchoolType | null> {
    return this.schools.byId(context, schoolId);
  }

  @ResolveField(() => EmployerType, { description: 'The employer who gives it.' })
  employer(@Parent() { employerId }: Booking, @Context() context: object): Promise<EmployerType | null> {
    return this.employers.byId(context, employerId);
  }

  @ResolveField(() => OfferType, { nullable: true, description: 'The offer it came of.' })
  async offer(@Parent() { slotId }: Booking, @Context() context: object): Promise<OfferType | null> {
    const slot = await this.offers.slotById(context, slotId);
    return slot && this.offers.byId(context, slot.offerId);
  }

  @Allow('booking:write')
  @Mutation(() => RecordNoShowResult, {
    description:
      'Says that a side did not turn up for a booking that has begun. The request has its units back.',
  })
  recordNoShow(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which booking, and who stayed away.' }) input: RecordNoShowInput,
  ): Promise<typeof RecordNoShowResult> {
    return this.bookings.recordNoShow(viewer, input);
  }

  @Allow('booking:write')
  @Mutation(() => CancelBookingResult, {
    description:
      'Calls a booking off before it begins. The request has its units back, and so has the slot, unless its visitor, room or date is what is missing.',
  })
  cancelBooking(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which booking, and why.' }) input: CancelBookingInput,
  ): Promise<typeof CancelBookingResult> {
    return this.bookings.cancel(viewer, input);
  }
}

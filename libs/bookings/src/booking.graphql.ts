import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsEnum, IsInt, IsOptional, MaxLength } from 'class-validator';
import { Side } from '#matching';
import { connectionOf, DateTime, Node, PageArgs } from '#platform';
import { ActivityType } from '#statutes';

registerEnumType(Side, {
  name: 'Side',
  description: 'The two sides of a meeting.',
  valuesMap: {
    SCHOOL: { description: 'The school whose pupils take part.' },
    OFFERER: { description: 'The employer, volunteer or young ambassador who gives it.' },
  },
});

/** How far a booking has come. */
export enum BookingStatus {
  CONFIRMED = 'confirmed',
  DELIVERED = 'delivered',
  EVIDENCED = 'evidenced',
  CLOSED = 'closed',
  CANCELLED_BY_SCHOOL = 'cancelled_by_school',
  CANCELLED_BY_OFFERER = 'cancelled_by_offerer',
  CANCELLED_BY_BROKER = 'cancelled_by_broker',
  CANCELLED_BY_SYSTEM = 'cancelled_by_system',
  NO_SHOW_BY_SCHOOL = 'no_show_by_school',
  NO_SHOW_BY_OFFERER = 'no_show_by_offerer',
}

registerEnumType(BookingStatus, {
  name: 'BookingStatus',
  description: 'How far a booking has come.',
  valuesMap: {
    CONFIRMED: { description: 'Both sides agreed; it holds its capacity.' },
    DELIVERED: { description: 'The school recorded what happened.' },
    EVIDENCED: { description: 'Both sides recorded points of meaningfulness.' },
    CLOSED: { description: 'Nothing more is expected of anybody.' },
    CANCELLED_BY_SCHOOL: { description: 'The school called it off.' },
    CANCELLED_BY_OFFERER: { description: 'The offerer called it off.' },
    CANCELLED_BY_BROKER: { description: 'A scheme called it off for the side it acts for.' },
    CANCELLED_BY_SYSTEM: { description: 'Called off by the product, as when a school closes.' },
    NO_SHOW_BY_SCHOOL: { description: 'The school did not turn up.' },
    NO_SHOW_BY_OFFERER: { description: 'The offerer did not turn up.' },
  },
});

/** Why a side calls a booking off. */
export enum CancelReason {
  VISITOR_UNAVAILABLE = 'visitor_unavailable',
  STAFF_UNAVAILABLE = 'staff_unavailable',
  PUPILS_UNAVAILABLE = 'pupils_unavailable',
  ROOM_UNAVAILABLE = 'room_unavailable',
  DATE_NO_LONGER_SUITS = 'date_no_longer_suits',
  SAFEGUARDING = 'safeguarding',
  BOOKED_BY_MISTAKE = 'booked_by_mistake',
  OTHER = 'other',
}

registerEnumType(CancelReason, {
  name: 'CancelReason',
  description: 'Why a side calls a booking off.',
  valuesMap: {
    VISITOR_UNAVAILABLE: { description: 'Whoever would come is ill or cannot.' },
    STAFF_UNAVAILABLE: { description: 'No member of staff can accompany.' },
    PUPILS_UNAVAILABLE: { description: 'The pupils have something else, such as an examination.' },
    ROOM_UNAVAILABLE: { description: 'The room or the site cannot be used.' },
    DATE_NO_LONGER_SUITS: { description: 'The date no longer suits.' },
    SAFEGUARDING: { description: 'A safeguarding requirement is not met.' },
    BOOKED_BY_MISTAKE: { description: 'It should not have been booked.' },
    OTHER: { description: 'Another reason.' },
  },
});

@ObjectType('Booking', {
  implements: () => [Node],
  description: 'A meeting that both sides agreed to. Only they see it.',
})
export class BookingType extends Node {
  @Field(() => BookingStatus, { description: 'How far it has come.' })
  status: BookingStatus;

  @Field(() => Int, { description: 'Goes up with every change; name it when you change the booking.' })
  version: number;

  @Field(() => ActivityType, { description: 'What happens.' })
  activityType: ActivityType;

  @Field(() => DateTime, { description: 'When it begins.' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends.' })
  endsAt: Date;

  @Field(() => Int, { description: 'Sessions of an encounter, places of a placement.' })
  units: number;

  @Field(() => CancelReason, { nullable: true, description: 'Why it was called off, where it was.' })
  reason: CancelReason | null;

  @Field(() => DateTime, { description: 'When the second side agreed.' })
  createdAt: Date;
}

@ObjectType({ description: 'A page of bookings.' })
export class BookingConnection extends connectionOf(BookingType, 'Booking') {}

/** Which bookings. */
@ArgsType()
export class BookingsArgs extends PageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that have begun and of which nothing is on record yet: recordDelivery is next.',
  })
  @IsOptional()
  @IsBoolean()
  toRecord?: boolean;
}

@InputType({ isAbstract: true })
abstract class BookingVersionInput {
  @Field(() => ID, { description: 'The booking.' })
  @MaxLength(100)
  id: string;

  @Field(() => Int, { description: 'The version you saw; if it has changed since, nothing happens.' })
  @IsInt()
  version: number;
}

@InputType({ description: 'Says that a side of a booking did not turn up.' })
export class RecordNoShowInput extends BookingVersionInput {
  @Field(() => Side, { description: 'The side that did not turn up; either side may say so.' })
  @IsEnum(Side)
  absent: Side;
}

@InputType({ description: 'Calls a booking off before it begins.' })
export class CancelBookingInput extends BookingVersionInput {
  @Field(() => Side, { description: 'The side that calls it off; you must act for it.' })
  @IsEnum(Side)
  side: Side;

  @Field(() => CancelReason, { description: 'Why.' })
  @IsEnum(CancelReason)
  reason: CancelReason;
}

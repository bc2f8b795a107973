import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime, LocalDateScalar, nearbyConnectionOf, Node, Personal } from '#platform';
import { ActivityType, Benchmark, Mode, RequestKind } from '#statutes';

/** How far a request has come. */
export enum RequestStatus {
  DRAFT = 'draft',
  OPEN = 'open',
  PART_MATCHED = 'part_matched',
  MATCHED = 'matched',
  EXPIRED = 'expired',
  WITHDRAWN = 'withdrawn',
}

registerEnumType(RequestStatus, {
  name: 'RequestStatus',
  description: 'How far a request has come.',
  valuesMap: {
    DRAFT: { description: 'Only its school sees it.' },
    OPEN: { description: 'Members see it and may propose.' },
    PART_MATCHED: { description: 'Some of what it asks for is booked; members may propose the rest.' },
    MATCHED: { description: 'All that it asks for is booked.' },
    EXPIRED: { description: 'Its last window is over.' },
    WITHDRAWN: { description: 'Taken back for good; bookings stand.' },
  },
});

@ObjectType({ description: 'Days that suit, both ends included.' })
export class DateWindow {
  @Field(() => LocalDateScalar, { description: 'The first day.' })
  from: string;

  @Field(() => LocalDateScalar, { description: 'The last day.' })
  to: string;
}

@ObjectType('SchoolRequest', { implements: () => [Node], description: 'What a school needs.' })
export class RequestType extends Node {
  @Field(() => RequestStatus, { description: 'How far it has come.' })
  status: RequestStatus;

  @Field(() => Int, { description: 'Goes up with every change; name it when you change the request.' })
  version: number;

  @Personal()
  @Field(() => String, { description: 'One line that an offerer sees in a list.' })
  title: string;

  @Personal()
  @Field(() => String, { description: 'What the school needs, in its words.' })
  notes: string;

  @Field(() => RequestKind, { description: 'Sessions with groups, or places for single pupils.' })
  kind: RequestKind;

  @Field(() => [ActivityType], { description: 'What would happen, as kinds; any of them will do.' })
  activityTypes: ActivityType[];

  @Field(() => [String], { description: 'SIC 2007 section letters, A to U; none means any.' })
  sectors: string[];

  @Field(() => Int, { nullable: true, description: 'Encounters: how many sessions; null for a placement.' })
  sessions: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Encounters: how many pupils a session is for; null for a placement.',
  })
  pupilsPerSession: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Placements: for how many pupils; null for an encounter.',
  })
  places: number | null;

  @Field(() => Int, { description: 'How many of its sessions or places are neither held nor booked.' })
  remaining: number;

  @Field(() => Int, { description: 'How many of its sessions or places are booked.' })
  booked: number;

  @Field(() => [DateWindow], { description: 'The days that suit, the earliest first.' })
  windows: DateWindow[];

  @Field(() => Int, {
    description: 'The academic year of its windows, by the calendar year it begins in: 2026 is 2026/27.',
  })
  academicYear: number;

  @Field(() => Mode, { description: 'How people would meet.' })
  mode: Mode;

  @Field(() => Int, {
    description: 'How far its pupils would travel to a workplace, in kilometres as the crow flies.',
  })
  travelKm: number;

  @Field(() => Benchmark, {
    nullable: true,
    description: 'The benchmark it should bring the school nearer to; null for none.',
  })
  benchmark: Benchmark | null;

  @Field(() => DateTime, { nullable: true, description: 'When members first saw it; null for a draft.' })
  openedAt: Date | null;
}

@ObjectType('SchoolRequestConnection', { description: 'A page of requests.' })
export class RequestConnection extends nearbyConnectionOf(RequestType, 'SchoolRequest') {}

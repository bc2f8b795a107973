import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime, Node, Personal } from '#platform';
import { ActivityType, Mode } from '#statutes';

/** Who would come. */
export enum GivenBy {
  EMPLOYER = 'employer',
  VOLUNTEER = 'volunteer',
  YOUNG_AMBASSADOR = 'young_ambassador',
}

registerEnumType(GivenBy, {
  name: 'GivenBy',
  description: 'Who would come.',
  valuesMap: {
    EMPLOYER: { description: 'Whoever the employer sends.' },
    VOLUNTEER: { description: 'One working adult who offers their time.' },
    YOUNG_AMBASSADOR: { description: 'An apprentice, student or former pupil.' },
  },
});

/** The four kinds of young ambassador (Good Career Guidance, recommendation 9). */
export enum AmbassadorKind {
  APPRENTICE = 'apprentice',
  COLLEGE_STUDENT = 'college_student',
  UNDERGRADUATE = 'undergraduate',
  ALUMNUS = 'alumnus',
}

registerEnumType(AmbassadorKind, {
  name: 'AmbassadorKind',
  description: 'The four kinds of young ambassador.',
  valuesMap: {
    APPRENTICE: { description: 'Employed and in training.' },
    COLLEGE_STUDENT: { description: 'Studies at a college.' },
    UNDERGRADUATE: { description: 'Studies at a university.' },
    ALUMNUS: { description: 'Left the school they visit.' },
  },
});

/** How far an offer has come. */
export enum OfferStatus {
  DRAFT = 'draft',
  PUBLISHED = 'published',
  PAUSED = 'paused',
  FULFILLED = 'fulfilled',
  EXPIRED = 'expired',
  WITHDRAWN = 'withdrawn',
}

registerEnumType(OfferStatus, {
  name: 'OfferStatus',
  description: 'How far an offer has come.',
  valuesMap: {
    DRAFT: { description: 'Only its employer sees it.' },
    PUBLISHED: { description: 'Schools see it and may propose.' },
    PAUSED: { description: 'Taken off the list for a time; bookings stand.' },
    FULFILLED: { description: 'Nothing in it is left to book.' },
    EXPIRED: { description: 'Its last slot is over.' },
    WITHDRAWN: { description: 'Taken back for good; bookings stand.' },
  },
});

@ObjectType('Offer', { implements: () => [Node], description: 'What somebody would do for a school.' })
export class OfferType extends Node {
  @Field(() => OfferStatus, { description: 'How far it has come.' })
  status: OfferStatus;

  @Field(() => Int, { description: 'Goes up with every change; name it when you change the offer.' })
  version: number;

  @Personal()
  @Field(() => String, { description: 'One line that a teacher sees in a list.' })
  title: string;

  @Personal()
  @Field(() => String, { description: 'What would happen, in the offerer’s words.' })
  description: string;

  @Field(() => ActivityType, { description: 'What would happen, as a kind.' })
  activityType: ActivityType;

  @Field(() => [String], { description: 'SIC 2007 section letters, A to U; none means any.' })
  sectors: string[];

  @Field(() => Int, { description: 'The youngest year group it is for, 7 to 13.' })
  yearFrom: number;

  @Field(() => Int, { description: 'The oldest year group it is for, 7 to 13.' })
  yearTo: number;

  @Field(() => Mode, { description: 'How people would meet.' })
  mode: Mode;

  @Field(() => String, { description: 'Where the offerer sets out from, or where pupils come to.' })
  postcode: string;

  @Field(() => Int, { description: 'How far the offerer travels, in kilometres as the crow flies.' })
  travelKm: number;

  @Field(() => GivenBy, { description: 'Who would come.' })
  givenBy: GivenBy;

  @Field(() => AmbassadorKind, {
    nullable: true,
    description: 'Which kind of young ambassador, where it is one.',
  })
  ambassadorKind: AmbassadorKind | null;

  @Field(() => DateTime, { nullable: true, description: 'When schools first saw it; null for a draft.' })
  publishedAt: Date | null;
}

import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Side } from '#matching';
import { GivenBy } from '#offers';
import { connectionOf, DateTime, LocalDateScalar, Node } from '#platform';
import { ActivityType, Benchmark, MeaningfulPoint, Mode, ProviderKind } from '#statutes';

registerEnumType(MeaningfulPoint, {
  name: 'MeaningfulPoint',
  description: 'One thing that makes an encounter meaningful; several benchmarks may ask for the same.',
  valuesMap: {
    PURPOSE_SHARED: { description: 'Its purpose was shared with employer and pupils beforehand.' },
    LEARNING_OUTCOMES: { description: 'It had learning outcomes that suited the pupils.' },
    TWO_WAY_INTERACTION: { description: 'Pupils and visitors spoke with each other.' },
    TIME_TO_REFLECT: { description: 'Pupils had time to reflect on what they learned.' },
    EXTENSIVE_INTERACTION: { description: 'Pupils and employees worked with each other at length.' },
    RANGE_OF_PEOPLE_MET: { description: 'Pupils met people in a range of roles.' },
    TASK_SET_BY_EMPLOYER: { description: 'Pupils did a task that the employer set.' },
    FEEDBACK_FROM_EMPLOYER: { description: 'The employer told pupils how they had done the task.' },
    STAFF_AND_LEARNERS_MET: { description: 'Pupils met staff and learners of the provider.' },
    LEARNING_THERE_SHOWN: { description: 'Pupils saw what learning there is like.' },
  },
});

@ObjectType('Delivery', {
  implements: () => [Node],
  description: 'What happened with pupils of a school. Those who act for the school or the offerer see it.',
})
export class DeliveryType extends Node {
  @Field(() => Int, { description: 'Goes up with every correction; name it when you correct the record.' })
  version: number;

  @Field(() => ActivityType, { description: 'What happened, as a kind.' })
  activityType: ActivityType;

  @Field(() => GivenBy, {
    nullable: true,
    description: 'Who came; null where nobody came from outside the school.',
  })
  givenBy: GivenBy | null;

  @Field(() => LocalDateScalar, { description: 'Its first day.' })
  deliveredOn: string;

  @Field(() => Int, { description: 'The academic year of that day: 2026 began on 1 September 2026.' })
  academicYear: number;

  @Field(() => Int, { description: 'How many minutes a pupil took part.' })
  minutes: number;

  @Field(() => Mode, { description: 'How people met: IN_PERSON or VIRTUAL.' })
  mode: Mode;

  @Field(() => Boolean, {
    description: 'Whether a provider of further or higher education or training gave it.',
  })
  byProvider: boolean;

  @Field(() => [ProviderKind], { description: 'The kinds of provider that each pupil who took part met.' })
  providerKinds: ProviderKind[];

  @Field(() => Boolean, {
    description: 'Whether pupils went to the provider, as on a visit to a university.',
  })
  atProvider: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'The level of qualification of the adviser of a guidance interview, 1 to 8; null where not recorded.',
  })
  adviserLevel: number | null;

  @Field(() => Boolean, { description: 'Whether whoever came is employed, as an apprentice is.' })
  employed: boolean;

  @Field(() => Boolean, { description: 'Whether each pupil’s own interaction is on record.' })
  interactionRecorded: boolean;

  @Field(() => Boolean, { description: 'Whether it took place at a workplace.' })
  atWorkplace: boolean;

  @Field(() => Boolean, { description: 'Whether it took place in subject lessons.' })
  inLessons: boolean;

  @Field(() => Boolean, { description: 'Whether it is made up for the demonstration.' })
  simulated: boolean;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  recordedAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the school took the record back; it counts for nothing then.',
  })
  withdrawnAt: Date | null;
}

@ObjectType({ description: 'A page of deliveries.' })
export class DeliveryConnection extends connectionOf(DeliveryType, 'Delivery') {}

@ObjectType('Attendance', { description: 'How many pupils of a group, or of a year alone, took part.' })
export class AttendanceType {
  @Field(() => Int, { description: 'The year group, 7 to 13.' })
  yearGroup: number;

  @Field(() => Int, { description: 'How many pupils took part.' })
  pupils: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How many days each of them completed of a placement; null of everything else.',
  })
  days: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many pupils could have taken part, whether or not they did; null where not recorded.',
  })
  offered: number | null;
}

@ObjectType({ description: 'How many pupils of a year group took part, its groups together.' })
export class PupilsOfYear {
  @Field(() => Int, { description: 'The year group, 7 to 13.' })
  yearGroup: number;

  @Field(() => Int, { description: 'How many pupils took part.' })
  pupils: number;
}

@ObjectType('EvidencePoint', { description: 'A point of meaningfulness as one side recorded it.' })
export class EvidencePointType {
  @Field(() => Side, { description: 'Who recorded it.' })
  side: Side;

  @Field(() => MeaningfulPoint, { description: 'The point.' })
  point: MeaningfulPoint;

  @Field(() => Boolean, { description: 'Whether it stands; false where the side denies it.' })
  stands: boolean;
}

@ObjectType('MeaningfulnessFor', {
  description: 'Whether a delivery is meaningful for a benchmark, by the points that the two sides recorded.',
})
export class MeaningfulnessType {
  @Field(() => Benchmark, { description: 'Benchmark 5, 6 or 7.' })
  benchmark: Benchmark;

  @Field(() => Boolean, {
    description:
      'Whether it may count for it as recorded; where not, a circumstance would have to be corrected.',
  })
  mayCount: boolean;

  @Field(() => Boolean, {
    description: 'Whether every point stands: the school recorded it and the offerer has not denied it.',
  })
  meaningful: boolean;

  @Field(() => [MeaningfulPoint], { description: 'The points that do not stand.' })
  missing: readonly MeaningfulPoint[];
}

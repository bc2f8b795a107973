import { Field, ID, InputType, Int, OmitType } from '@nestjs/graphql';
import { ArrayUnique, IsBoolean, IsEnum, IsInt, IsOptional, MaxLength } from 'class-validator';
import { GivenBy } from '#offers';
import { LocalDateScalar } from '#platform';
import { ActivityType, ProviderKind } from '#statutes';
import { RecordDeliveryInput } from './delivery.input.js';

@InputType({
  description: 'What happened with pupils of a school without a booking, as its own records say.',
})
export class RecordEvidenceInput extends OmitType(RecordDeliveryInput, ['bookingId']) {
  @Field(() => ID, { description: 'The school; you must act for it.' })
  @MaxLength(100)
  schoolId: string;

  @Field(() => ActivityType, { description: 'What happened, as a kind.' })
  @IsEnum(ActivityType)
  activityType: ActivityType;

  @Field(() => LocalDateScalar, {
    description: 'Its first day: today or before, and at most six academic years back.',
  })
  deliveredOn: string;

  @Field(() => GivenBy, {
    nullable: true,
    description: 'Who came; absent where nobody came from outside, as for an interview by your own adviser.',
  })
  @IsOptional()
  @IsEnum(GivenBy)
  givenBy?: GivenBy | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether whoever came is employed. If absent: yes for an employer or a volunteer, otherwise no.',
  })
  @IsOptional()
  @IsBoolean()
  employed?: boolean | null;

  @Field(() => [ProviderKind], {
    defaultValue: [],
    description:
      'The kinds of provider that each pupil who took part met: at a fair, only those all of them met.',
  })
  @IsEnum(ProviderKind, { each: true })
  @ArrayUnique({ message: 'each kind once' })
  providerKinds: ProviderKind[] = [];

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether it is another one, where the school has something of the kind on record with the same group or year on that day.',
  })
  @IsBoolean()
  another: boolean = false;
}

@InputType({
  description:
    'What happened, restated in full: a field that is left out goes back to its default. The points stay as they are.',
})
export class CorrectEvidenceInput extends OmitType(RecordEvidenceInput, ['schoolId', 'points', 'another']) {
  @Field(() => ID, { description: 'The delivery.' })
  @MaxLength(100)
  deliveryId: string;

  @Field(() => Int, { description: 'The version you saw; if it has changed since, nothing happens.' })
  @IsInt()
  version: number;
}

@InputType({ description: 'A record of your school’s own, in the version that you saw.' })
export class WithdrawEvidenceInput {
  @Field(() => ID, { description: 'The delivery.' })
  @MaxLength(100)
  deliveryId: string;

  @Field(() => Int, { description: 'The version you saw; if it has changed since, nothing happens.' })
  @IsInt()
  version: number;
}

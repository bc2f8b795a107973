import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsBoolean,
  IsInt,
  IsOptional,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { LocalDateScalar, Node } from '#platform';
import { OfferVersionInput } from './offer.input.js';

@ObjectType('SlotRule', {
  implements: () => [Node],
  description: 'By which slots of an offer recur. Each of its times is a slot, with sessions of its own.',
})
export class SlotRuleType extends Node {
  @Field(() => String, {
    description:
      'The first time, by the clock in England: 2027-03-02T10:00. The time stays when clocks change.',
  })
  startsAt: string;

  @Field(() => Int, { description: 'How many minutes each lasts.' })
  minutes: number;

  @Field(() => String, { description: 'The rule as RFC 5545 has it: FREQ=WEEKLY;BYDAY=TU;COUNT=10.' })
  rrule: string;

  @Field(() => [LocalDateScalar], {
    name: 'exceptDates',
    description: 'The days left out, those that are not in term time included; rising.',
  })
  except: string[];

  @Field(() => Boolean, { description: 'Whether days outside the usual terms of England were left out.' })
  termTimeOnly: boolean;

  @Field(() => Int, { description: 'Goes up by one with every change.' })
  version: number;
}

@InputType({ description: 'By which slots recur: encounters alone, at one time of day.' })
export class SlotRuleInput {
  @Field(() => String, {
    description:
      'The first time, by the clock in England and without an offset: 2027-03-02T10:00. One that the rule itself makes, not between 1 and 2 at night.',
  })
  @MaxLength(40)
  startsAt: string;

  @Field(() => Int, { description: 'How many minutes each lasts, 5 to 720.' })
  @IsInt()
  @Min(5, { message: 'at least 5' })
  @Max(720, { message: 'at most 720' })
  minutes: number;

  @Field(() => String, {
    description:
      'The rule as RFC 5545 has it, daily, weekly or monthly, with COUNT or UNTIL: at most 200 times within a year of the first.',
  })
  @MaxLength(300)
  rrule: string;

  @Field(() => [LocalDateScalar], { defaultValue: [], description: 'Days of the rule to leave out.' })
  @ArrayMaxSize(200, { message: 'at most 200 days' })
  @ArrayUnique({ message: 'each day once' })
  exceptDates: string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to leave out days outside the usual terms of England, bank holidays and weekends.',
  })
  @IsBoolean()
  termTimeOnly: boolean;

  @Field(() => Int, { description: 'How many bookings each takes, 1 to 1000.' })
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  sessions: number;

  @Field(() => Int, { description: 'How many pupils a session takes, 1 to 1000.' })
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  maxPupils: number;
}

@InputType({ description: 'Slots of an offer that recur.' })
export class RepeatSlotsInput extends OfferVersionInput {
  @Field(() => SlotRuleInput, { description: 'By which rule.' })
  @ValidateNested()
  @Type(() => SlotRuleInput)
  rule: SlotRuleInput;
}

@InputType({ description: 'What becomes of a rule from a day on.' })
export class ChangeSlotRuleInput {
  @Field(() => ID, { description: 'The rule.' })
  @MaxLength(100)
  id: string;

  @Field(() => Int, { description: 'The version you saw; if it has changed since, nothing happens.' })
  @IsInt()
  version: number;

  @Field(() => LocalDateScalar, { description: 'The first day that changes; tomorrow or later.' })
  from: string;

  @Field(() => SlotRuleInput, {
    nullable: true,
    description: 'The rule from then on, restated as a whole; absent: nothing recurs from then on.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => SlotRuleInput)
  rule?: SlotRuleInput | null;
}

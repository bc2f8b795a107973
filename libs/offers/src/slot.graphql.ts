import { Field, InputType, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import { IsDate, IsInt, IsOptional, Max, Min } from 'class-validator';
import { DateTime, Node } from '#platform';
import { RequestKind } from '#statutes';
import type { Slot } from './slot.entity.js';

/** The object type of a slot. */
export function slotTypeName({ kind, ruleId }: Slot): string {
  if (ruleId !== null) return 'RecurringSlot';
  return { encounter: 'EncounterSlot', placement: 'PlacementSlot' }[kind];
}

@InterfaceType('Slot', {
  implements: () => [Node],
  description: 'A time window of an offer, with what can still be booked in it.',
  resolveType: slotTypeName,
})
export abstract class SlotType extends Node {
  @Field(() => DateTime, { description: 'When it begins.' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends.' })
  endsAt: Date;

  @Field(() => Int, { description: 'How many sessions or places are neither held nor booked.' })
  remaining: number;

  /** Sessions or places, as the table has them. */
  capacity: number;

  /** Decides which of the types it is. */
  kind: RequestKind;

  /** Decides it too. */
  ruleId: string | null;
}

@ObjectType({
  implements: () => [Node, SlotType],
  description: 'A window for sessions with groups of pupils.',
})
export class EncounterSlot extends SlotType {
  @Field(() => Int, { name: 'sessions', description: 'How many sessions it holds in all.' })
  declare capacity: number;

  @Field(() => Int, { description: 'How many pupils a session takes.' })
  maxPupils: number;
}

@ObjectType({
  implements: () => [Node, SlotType],
  description: 'One time of several: a window for sessions with groups of pupils, made by a rule.',
})
export class RecurringSlot extends SlotType {
  @Field(() => Int, { name: 'sessions', description: 'How many sessions it holds in all.' })
  declare capacity: number;

  @Field(() => Int, { description: 'How many pupils a session takes.' })
  maxPupils: number;
}

@ObjectType({ implements: () => [Node, SlotType], description: 'A window for pupils on placement.' })
export class PlacementSlot extends SlotType {
  @Field(() => Int, { name: 'places', description: 'How many places it holds in all.' })
  declare capacity: number;
}

@InputType({ description: 'A time window: sessions and pupils of an encounter, or places of a placement.' })
export class SlotInput {
  @Field(() => DateTime, { description: 'When it begins, with an offset: 2027-03-04T09:00:00Z.' })
  @IsDate()
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends; after it begins.' })
  @IsDate()
  endsAt: Date;

  @Field(() => Int, { nullable: true, description: 'Encounters: how many bookings it takes, 1 to 1000.' })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  sessions?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Encounters: how many pupils a session takes, 1 to 1000.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  maxPupils?: number;

  @Field(() => Int, { nullable: true, description: 'Placements: how many pupils it takes, 1 to 1000.' })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(1000, { message: 'at most 1000' })
  places?: number;
}

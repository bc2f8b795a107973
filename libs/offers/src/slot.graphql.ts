import { Field, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import { DateTime, Node } from '#platform';
import { RequestKind } from '#statutes';
import type { SeriesDate, Slot, SlotForm } from './slot.entity.js';

/** The object type of a slot. */
export function slotTypeName({ kind, ruleId, form }: Slot): string {
  if (ruleId !== null) return 'RecurringSlot';
  const noun = { encounter: 'EncounterSlot', placement: 'PlacementSlot' }[kind];
  return { arranged: `Arranged${noun}`, series: 'SeriesSlot', broadcast: 'BroadcastSlot', fixed: noun }[form];
}

@InterfaceType('Slot', {
  implements: () => [Node],
  description: 'A time window of an offer, with what can still be booked in it.',
  resolveType: slotTypeName,
})
export abstract class SlotType extends Node {
  @Field(() => DateTime, {
    description: 'When it begins: the first date of a series; by arrangement, when its window opens.',
  })
  startsAt: Date;

  @Field(() => DateTime, {
    description: 'When it ends: the last date of a series; by arrangement, when its window closes.',
  })
  endsAt: Date;

  @Field(() => Int, { description: 'How many sessions or places are neither held nor booked.' })
  remaining: number;

  /** Sessions or places, as the table has them. */
  capacity: number;

  /** Decides which of the types it is. */
  kind: RequestKind;

  /** Decide it too. */
  ruleId: string | null;
  form: SlotForm;
}

@ObjectType({
  isAbstract: true,
  description: 'What every slot with sessions at times of its own says.',
})
abstract class SessionsSlot extends SlotType {
  @Field(() => Int, { name: 'sessions', description: 'How many sessions it holds in all.' })
  declare capacity: number;

  @Field(() => Int, { description: 'How many pupils a session takes.' })
  maxPupils: number;
}

@ObjectType({
  implements: () => [Node, SlotType],
  description: 'A window for sessions with groups of pupils.',
})
export class EncounterSlot extends SessionsSlot {}

@ObjectType({
  implements: () => [Node, SlotType],
  description: 'One time of several: a window for sessions with groups of pupils, made by a rule.',
})
export class RecurringSlot extends SessionsSlot {}

@ObjectType({
  implements: () => [Node, SlotType],
  description:
    'A broadcast by video: one time, and so many schools at once that distance does not keep it from anybody.',
})
export class BroadcastSlot extends SessionsSlot {}

@ObjectType('SeriesDate', { description: 'One meeting of a series.' })
export class SeriesDateType {
  @Field(() => DateTime, { description: 'When it begins.' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends.' })
  endsAt: Date;
}

@ObjectType({
  implements: () => [Node, SlotType],
  description: 'A series such as mentoring: whoever books it books all its dates, with the same pupils.',
})
export class SeriesSlot extends SlotType {
  @Field(() => Int, {
    name: 'sessions',
    description: 'How many groups of pupils it takes, each for all its dates.',
  })
  declare capacity: number;

  @Field(() => Int, { description: 'How many pupils a group has at most.' })
  maxPupils: number;

  @Field(() => [SeriesDateType], { description: 'All its dates, rising.' })
  dates: SeriesDate[] | null;
}

@ObjectType({
  implements: () => [Node, SlotType],
  description:
    'An encounter by arrangement: a time within the window, on which the two sides agree. Name it in `proposeMatch`.',
})
export class ArrangedEncounterSlot extends SessionsSlot {
  @Field(() => Int, { description: 'How many minutes a session lasts.' })
  minutes: number;
}

@ObjectType({
  implements: () => [Node, SlotType],
  description:
    'A placement by arrangement: days within the window, on which the two sides agree. Name the first in `proposeMatch`.',
})
export class ArrangedPlacementSlot extends SlotType {
  @Field(() => Int, { name: 'places', description: 'How many places it holds in all.' })
  declare capacity: number;

  @Field(() => Int, { description: 'How many working days a placement lasts.' })
  days: number;
}

@ObjectType({ implements: () => [Node, SlotType], description: 'A window for pupils on placement.' })
export class PlacementSlot extends SlotType {
  @Field(() => Int, { name: 'places', description: 'How many places it holds in all.' })
  declare capacity: number;
}

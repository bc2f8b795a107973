import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { changedMeanwhile, Problem } from '#platform';
import { OfferType } from './offer.graphql.js';
import { OfferChangedMeanwhile, OfferNotInRightStatus } from './offer.outcome.js';
import { SlotType } from './slot.graphql.js';
import { SlotRuleType } from './slot-rule.graphql.js';

@ObjectType({ description: 'The offer with the slots that recur.' })
export class RepeatSlotsSuccess {
  constructor(offer: OfferType, rule: SlotRuleType) {
    this.offer = offer;
    this.rule = rule;
  }

  @Field(() => OfferType, { description: 'The offer.' })
  offer: OfferType;

  @Field(() => SlotRuleType, { description: 'The rule.' })
  rule: SlotRuleType;
}

@ObjectType({ description: 'The offer as it is now.' })
export class ChangeSlotRuleSuccess {
  constructor(offer: OfferType, rule: SlotRuleType | null, kept: SlotType[]) {
    this.offer = offer;
    this.rule = rule;
    this.kept = kept;
  }

  @Field(() => OfferType, { description: 'The offer.' })
  offer: OfferType;

  @Field(() => SlotRuleType, {
    nullable: true,
    description: 'The rule from that day on; null where none is.',
  })
  rule: SlotRuleType | null;

  @Field(() => [SlotType], {
    description:
      'The slots of the old rule from that day on that stay as they are: something of them is held or booked.',
  })
  kept: SlotType[];
}

@ObjectType({ implements: () => [Problem], description: 'Somebody changed the rule after you saw it.' })
export class SlotRuleChangedMeanwhile extends changedMeanwhile(() => SlotRuleType, 'rule', 'SLOT_RULE') {}

export const RepeatSlotsResult = createUnionType({
  name: 'RepeatSlotsResult',
  description: 'What comes of adding slots that recur.',
  types: () => [RepeatSlotsSuccess, OfferChangedMeanwhile, OfferNotInRightStatus] as const,
});

export const ChangeSlotRuleResult = createUnionType({
  name: 'ChangeSlotRuleResult',
  description: 'What comes of changing a rule.',
  types: () => [ChangeSlotRuleSuccess, SlotRuleChangedMeanwhile, OfferNotInRightStatus] as const,
});

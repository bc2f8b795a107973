import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { Allow, CurrentViewer, Nodes } from '#platform';
import { OfferType } from './offer.graphql.js';
import { RecurringSlot } from './slot.graphql.js';
import { inICalendar } from './slot.recurrence.js';
import { SlotRule } from './slot-rule.entity.js';
import { ChangeSlotRuleInput, RepeatSlotsInput, SlotRuleType } from './slot-rule.graphql.js';
import { ChangeSlotRuleResult, RepeatSlotsResult } from './slot-rule.outcome.js';
import { SlotRules } from './slot-rule.service.js';

@Resolver(() => OfferType)
export class SlotRuleResolver {
  constructor(
    private readonly rules: SlotRules,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('rule', 'SlotRule', (viewer, id) => rules.find(viewer, id));
  }

  @ResolveField(() => [SlotRuleType], { description: 'By which of its slots recur, the oldest first.' })
  slotRules(@Parent() { id }: OfferType, @Context() context: object): Promise<SlotRuleType[]> {
    return this.rules.ofOffer(context, id);
  }

  @Allow('offer:write')
  @Mutation(() => RepeatSlotsResult, {
    description: 'Adds slots to an offer that recur by a rule, each with sessions of its own.',
  })
  repeatSlots(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which offer, and by which rule.' }) input: RepeatSlotsInput,
  ): Promise<typeof RepeatSlotsResult> {
    return this.rules.repeat(viewer, input);
  }

  @Allow('offer:write')
  @Mutation(() => ChangeSlotRuleResult, {
    description:
      'Changes or ends a rule from a day on. What is held or booked stays as it is, as a slot of its own, and is named.',
  })
  changeSlotRule(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which rule, from when, and how it goes on.' }) input: ChangeSlotRuleInput,
  ): Promise<typeof ChangeSlotRuleResult> {
    return this.rules.change(viewer, input);
  }
}

@Resolver(() => SlotRuleType)
export class ICalendarResolver {
  @ResolveField(() => String, {
    description:
      'The rule as iCalendar properties, lines apart by CR LF: DTSTART, RRULE and EXDATE of RFC 5545.',
  })
  iCalendar(@Parent() rule: SlotRule): string {
    return inICalendar(rule);
  }
}

@Resolver(() => RecurringSlot)
export class RecurringSlotResolver {
  constructor(private readonly rules: SlotRules) {}

  @ResolveField(() => SlotRuleType, { description: 'The rule that made it.' })
  rule(@Parent() { ruleId }: RecurringSlot, @Context() context: object): Promise<SlotRuleType | null> {
    return this.rules.byId(context, ruleId ?? '');
  }
}

import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import type { Viewer } from '#members';
import {
  BadInput,
  type FieldFault,
  grouped,
  inOrder,
  type LocalDate,
  localDateOf,
  NotFound,
  perRequest,
  Transactions,
  type Tx,
} from '#platform';
import { BankHolidays } from '#reference';
import { academicYearOf, ACTIVITY_RULES, isSchoolDay, RequestKind } from '#statutes';
import type { Offer } from './offer.entity.js';
import { SETTLE_OFFER } from './offer.fulfilment.js';
import { OfferNotInRightStatus } from './offer.outcome.js';
import { extendable, whyNotChangeable } from './offer.rules.js';
import { lockOffer, Offers } from './offer.service.js';
import { Slot } from './slot.entity.js';
import { endedBefore, faultsOfRecurrence, occurrencesOf, type Recurrence } from './slot.recurrence.js';
import { faultsOfMoreSlots } from './slot.rules.js';
import { SlotRule } from './slot-rule.entity.js';
import type { ChangeSlotRuleInput, RepeatSlotsInput, SlotRuleInput } from './slot-rule.graphql.js';
import {
  type ChangeSlotRuleResult,
  ChangeSlotRuleSuccess,
  type RepeatSlotsResult,
  RepeatSlotsSuccess,
  SlotRuleChangedMeanwhile,
} from './slot-rule.outcome.js';

/** Slots that recur: made by a rule, changed from a day on. */
@Injectable()
export class SlotRules {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly offers: Offers,
    private readonly bankHolidays: BankHolidays,
  ) {}

  private readonly rules = perRequest<string, SlotRule | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(SlotRule, { id: In([...ids]) }), ({ id }) => id),
  );

  private readonly ofOffers = perRequest<string, SlotRule[]>(async (ids) => {
    const found = await this.manager.find(SlotRule, {
      where: { offerId: In([...ids]) },
      order: { id: 'ASC' },
    });
    return grouped(ids, found, ({ offerId }) => offerId);
  });

  /** The rule, or null where its offer is absent or the viewer may not see it. */
  async find(viewer: Viewer | undefined, id: string): Promise<SlotRule | null> {
    const rule = await this.manager.findOneBy(SlotRule, { id });
    return rule && (await this.offers.find(viewer, rule.offerId)) ? rule : null;
  }

  /** A rule by id, for those who reached it through a slot they may see. */
  byId(context: object, id: string): Promise<SlotRule | null> {
    return this.rules(context).load(id);
  }

  /** The rules of an offer, the oldest first, under the same rule. */
  ofOffer(context: object, offerId: string): Promise<SlotRule[]> {
    return this.ofOffers(context).load(offerId);
  }

  /** Adds slots that recur to an offer of encounters that has not ended. */
  repeat(viewer: Viewer, { id, version, rule: input }: RepeatSlotsInput): Promise<typeof RepeatSlotsResult> {
    return this.transactions.run(viewer, async (tx) => {
      const offer = await lockOffer(tx, viewer, id);
      const existing = await tx.manager.findBy(Slot, { offerId: id, calledOff: false });
      const made = this.make(tx, offer, input, existing);
      const problem = whyNotChangeable(offer, version, extendable);
      if (problem) return problem;

      await add(tx, offer, made);
      await changed(tx, offer);
      return new RepeatSlotsSuccess(offer, made.rule);
    });
  }

  /** Ends a rule before a day, and lets another one follow. Slots of which something is held or booked stay as they are. */
  change(
    viewer: Viewer,
    { id, version, from, rule: input }: ChangeSlotRuleInput,
  ): Promise<typeof ChangeSlotRuleResult> {
    return this.transactions.run(viewer, async (tx) => {
      const offerId = (await tx.manager.findOneBy(SlotRule, { id }))?.offerId;
      if (!offerId || !(await this.offers.find(viewer, offerId, tx.manager)))
        throw new NotFound('slot rule', id);
      const offer = await lockOffer(tx, viewer, offerId);
      // Read again, now that whoever else changes it waits.
      const rule = await tx.manager.findOneBy(SlotRule, { id });
      if (!rule) throw new NotFound('slot rule', id);
      const slots = await tx.manager.findBy(Slot, { offerId, calledOff: false });
      const goes = (slot: Slot) => slot.ruleId === id && localDay(slot) >= from && isFree(slot);
      const stays = slots.filter((slot) => !goes(slot));
      const faults = faultsOfDay(from, input, tx.today);
      if (faults.length > 0) throw new BadInput(faults);
      const made = input ? this.make(tx, offer, input, stays, true) : null;
      if (rule.version !== version) return new SlotRuleChangedMeanwhile(rule);
      if (!extendable.includes(offer.status)) return new OfferNotInRightStatus(offer.status, extendable);

      const kept = stays.filter((slot) => slot.ruleId === id && localDay(slot) >= from);
      await end(tx, rule, from, { gone: slots.filter(goes), kept });
      if (made) await add(tx, offer, made);
      await changed(tx, offer);
      return new ChangeSlotRuleSuccess(offer, made?.rule ?? null, kept);
    });
  }

  /**
   * The rule with its slots, not written yet. Throws BAD_USER_INPUT for what no state of the world would make right.
   * @param following whether times at which something stays are passed over, instead of being one too many
   */
  private make(
    tx: Tx,
    offer: Offer,
    input: SlotRuleInput,
    existing: readonly Slot[],
    following = false,
  ): Made {
    const recurrence: Recurrence = { ...input, except: input.exceptDates };
    const faults = [...faultsOfKind(offer), ...faultsOfRecurrence(recurrence, 'input.rule', tx.now)];
    if (faults.length > 0) throw new BadInput(faults);
    const taken = new Set(following ? existing.map(({ startsAt }) => startsAt.getTime()) : []);
    const times = occurrencesOf(recurrence).filter(({ startsAt }) => !taken.has(startsAt.getTime()));
    const inTerm = times.filter(({ on }) => !input.termTimeOnly || this.teaches(on));
    const expected = 'a rule that makes at least one time that is not left out';
    if (inTerm.length === 0) throw new BadInput([{ path: 'input.rule.rrule', expected, got: input.rrule }]);
    const crowded = faultsOfMoreSlots(existing, inTerm).map((fault) => ({
      ...fault,
      path: 'input.rule.rrule',
    }));
    if (crowded.length > 0) throw new BadInput(crowded.slice(0, 1));

    const days = new Set(inTerm.map(({ on }) => on));
    const except = occurrencesOf({ ...recurrence, except: [] }).flatMap(({ on }) =>
      days.has(on) ? [] : [on],
    );
    const { startsAt, minutes, rrule, termTimeOnly } = input;
    const rule = tx.manager.create(SlotRule, {
      ...{ id: tx.newId('rule'), offerId: offer.id, startsAt, minutes, rrule, except, termTimeOnly },
      ...{ version: 1, createdAt: tx.now },
    });
    const slots = inTerm.map(({ startsAt: begins, endsAt }) => slotAt(tx, rule, input, begins, endsAt));
    return { rule, slots };
  }

  private teaches(day: LocalDate): boolean {
    return isSchoolDay(day, this.bankHolidays.usualCalendar(academicYearOf(day)));
  }
}

/** A rule with its slots. */
interface Made {
  rule: SlotRule;
  slots: Slot[];
}

function slotAt(tx: Tx, rule: SlotRule, input: SlotRuleInput, startsAt: Date, endsAt: Date): Slot {
  return tx.manager.create(Slot, {
    ...{ id: tx.newId('slot'), offerId: rule.offerId, ruleId: rule.id, kind: RequestKind.ENCOUNTER },
    ...{ startsAt, endsAt, capacity: input.sessions, remaining: input.sessions },
    ...{
      maxPupils: input.maxPupils,
      calledOff: false,
      form: 'fixed',
      dates: null,
      minutes: null,
      days: null,
    },
  });
}

async function add(tx: Tx, { id }: Offer, { rule, slots }: Made): Promise<void> {
  await tx.insert(SlotRule, rule);
  await tx.insert(Slot, slots);
  await tx.record(rule, 'repeated', { after: { offerId: id, rrule: rule.rrule, slots: slots.length } });
}

/** Calls the free slots off, lets the kept ones go their own way, and ends the rule before the day, or altogether. */
async function end(
  tx: Tx,
  rule: SlotRule,
  from: LocalDate,
  of: { gone: Slot[]; kept: Slot[] },
): Promise<void> {
  const [gone, kept] = [of.gone.map(({ id }) => id), of.kept.map(({ id }) => id)];
  await tx.query(
    `UPDATE slot SET remaining = 0, called_off = true WHERE id = ANY($1) AND remaining = capacity`,
    [gone],
  );
  await tx.query(`UPDATE slot SET rule_id = NULL WHERE id = ANY($1)`, [[...gone, ...kept]]);
  for (const slot of of.kept) slot.ruleId = null;
  const before = { rrule: rule.rrule };
  rule.rrule = endedBefore(rule.rrule, from);
  rule.except = rule.except.filter((day) => day < from);
  rule.version += 1;
  const over = occurrencesOf(rule).length === 0;
  await (over ? tx.manager.delete(SlotRule, rule.id) : tx.save(rule));
  const after = { rrule: rule.rrule, from, calledOff: gone.length, kept: kept.length };
  await tx.record(rule, 'ended', { before, after });
}

/** The offer has other slots: whoever saw it before looks again, and a job settles whether it is fulfilled. */
async function changed(tx: Tx, offer: Offer): Promise<void> {
  offer.version += 1;
  await tx.save(offer);
  await tx.record(offer, 'slots_added', { after: { version: offer.version } });
  await tx.queue(SETTLE_OFFER, { id: offer.id });
}

function isFree({ capacity, remaining }: Slot): boolean {
  return remaining === capacity;
}

function localDay({ startsAt }: Slot): LocalDate {
  return localDateOf(startsAt);
}

function faultsOfKind({ activityType }: Offer): FieldFault[] {
  if (ACTIVITY_RULES[activityType].kind === RequestKind.ENCOUNTER) return [];
  const expected = 'an offer of encounters: each placement has dates of its own, with addSlots';
  return [{ path: 'input.rule', expected, got: activityType.toUpperCase() }];
}

function faultsOfDay(
  from: LocalDate,
  rule: SlotRuleInput | null | undefined,
  today: LocalDate,
): FieldFault[] {
  if (from <= today) return [{ path: 'input.from', expected: `a day after today, ${today}`, got: from }];
  if (!rule || rule.startsAt.slice(0, 10) >= from) return [];
  return [
    {
      path: 'input.rule.startsAt',
      expected: `a time on ${from}, the first day that changes, or later`,
      got: rule.startsAt,
    },
  ];
}

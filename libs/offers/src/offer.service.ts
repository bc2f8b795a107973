import { Injectable } from '@nestjs/common';
import { EntityManager, IsNull, MoreThan } from 'typeorm';
import { Employer, type Viewer } from '#members';
import { BadInput, brokenConstraint, NotFound, Transactions, type Tx } from '#platform';
import { Occupations, Places } from '#reference';
import { ACTIVITY_RULES, Mode } from '#statutes';
import { Offer } from './offer.entity.js';
import { SETTLE_OFFER } from './offer.fulfilment.js';
import { OfferStatus } from './offer.graphql.js';
import type { AddSlotsInput, DraftOfferInput, EditOfferInput, OfferVersionInput } from './offer.input.js';
import {
  type ChangeOfferResult,
  type DraftOfferResult,
  DuplicateOffer,
  type EditOfferResult,
  OfferSuccess,
  type PublishOfferResult,
} from './offer.outcome.js';
import { jobsOf } from './offer.occupations.js';
import { become, listPlaces } from './offer.places.js';
import { maySee, requireActsFor } from './offer.policy.js';
import {
  extendable,
  faultsOfDraft,
  faultsOfTerms,
  living,
  mayBecome,
  whyNotChangeable,
  whyNotPublishable,
} from './offer.rules.js';
import { Slot } from './slot.entity.js';
import { datesOf, formOf, timesOf } from './slot.forms.js';
import type { SlotInput } from './slot.input.js';
import { faultsOfMoreSlots, faultsOfSlots } from './slot.rules.js';

/** What happens to offers: drafted, published, paused, withdrawn. */
@Injectable()
export class Offers {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly places: Places,
    private readonly occupations: Occupations,
  ) {}

  /** The offer, or null where it is absent or the viewer may not see it. Within a transaction, read by its manager. */
  async find(viewer: Viewer | undefined, id: string, manager = this.manager): Promise<Offer | null> {
    const offer = await manager.findOneBy(Offer, { id });
    return offer && maySee(viewer, offer) ? offer : null;
  }

  /** The slot, or null where its offer is absent or the viewer may not see it. */
  async findSlot(viewer: Viewer | undefined, id: string): Promise<Slot | null> {
    const slot = await this.manager.findOneBy(Slot, { id });
    return slot && (await this.find(viewer, slot.offerId)) ? slot : null;
  }

  /** Writes a draft that only the employer's people see. */
  async draft(viewer: Viewer, input: DraftOfferInput): Promise<typeof DraftOfferResult> {
    const { postcode, place } = this.places.postcode(input.postcode, 'input.postcode');
    const personId = input.byMe ? viewer.personId : null;
    const run = () =>
      this.transactions.run(viewer, async (tx) => {
        if (!(await tx.manager.existsBy(Employer, { id: input.employerId })))
          throw new NotFound('employer', input.employerId);
        requireActsFor(viewer, input.employerId);
        const faults = faultsOfDraft(input, tx.now);
        if (faults.length > 0) throw new BadInput(faults);

        const jobs = await jobsOf(tx.manager, this.occupations, viewer, input);
        const offer = tx.manager.create(Offer, {
          ...input,
          ...jobs,
          postcode,
          place,
          ...begun(tx),
          personId,
        });
        await tx.insert(Offer, offer);
        await tx.insert(Slot, slotsOf(tx, offer, input.slots));
        await tx.record(offer, 'drafted', { after: termsOf(offer) });
        return new OfferSuccess(offer);
      });
    return this.unlessThere(run, () => this.sameAs({ ...input, postcode, personId }));
  }

  /** Restates an offer that has not ended; schools find it as it reads now. What is proposed or booked stands. */
  async edit(viewer: Viewer, input: EditOfferInput): Promise<typeof EditOfferResult> {
    const { id, version, postcode: code, ...terms } = input;
    const { postcode, place } = this.places.postcode(code, 'input.postcode');
    const run = () =>
      this.transactions.run(viewer, async (tx) => {
        const offer = await lockOffer(tx, viewer, id);
        const { givenBy, ambassadorKind } = offer;
        const comes = { givenBy, ...(ambassadorKind ? { ambassadorKind } : {}) };
        const faults = faultsOfTerms({ ...input, ...comes }, offer.activityType);
        if (faults.length > 0) throw new BadInput(faults);
        const problem = whyNotChangeable(offer, version, extendable);
        if (problem) return problem;
        await requireNoBroadcast(tx, id, input.mode);

        const { employerId, jobProfileId: kept } = offer;
        const jobs = await jobsOf(tx.manager, this.occupations, viewer, { ...input, employerId }, kept);
        const before = termsOf(offer);
        Object.assign(offer, { ...terms, ...jobs, postcode, place });
        offer.version += 1;
        await tx.save(offer);
        await listPlaces(tx, offer);
        await tx.record(offer, 'edited', { before, after: { ...termsOf(offer), version: offer.version } });
        return new OfferSuccess(offer);
      });
    return this.unlessThere(run, async () => {
      const offer = await this.manager.findOneByOrFail(Offer, { id });
      return this.sameAs({ ...offer, title: input.title, postcode });
    });
  }

  /** Lets schools see a draft or paused offer, and propose. */
  publish(viewer: Viewer, { id, version }: OfferVersionInput): Promise<typeof PublishOfferResult> {
    return this.transactions.run(viewer, async (tx) => {
      const offer = await lockOffer(tx, viewer, id);
      const slots = await tx.manager.findBy(Slot, { offerId: id, calledOff: false });
      const problem = whyNotPublishable(offer, slots, version, tx.now);
      if (problem) return problem;

      offer.publishedAt ??= tx.now;
      return new OfferSuccess(await become(tx, offer, OfferStatus.PUBLISHED));
    });
  }

  /** Takes an offer off the list for a time. What is booked stands. */
  pause(viewer: Viewer, input: OfferVersionInput): Promise<typeof ChangeOfferResult> {
    return this.change(viewer, input, OfferStatus.PAUSED);
  }

  /** Takes an offer back for good. What is booked stands. */
  withdraw(viewer: Viewer, input: OfferVersionInput): Promise<typeof ChangeOfferResult> {
    return this.change(viewer, input, OfferStatus.WITHDRAWN);
  }

  /** Adds time windows to an offer that has not ended. One whose every window was booked is published again by a job. */
  addSlots(viewer: Viewer, { id, version, slots }: AddSlotsInput): Promise<typeof ChangeOfferResult> {
    return this.transactions.run(viewer, async (tx) => {
      const offer = await lockOffer(tx, viewer, id);
      const existing = await tx.manager.findBy(Slot, { offerId: id, calledOff: false });
      const faults = [...faultsOfSlots(slots, offer, tx.now), ...faultsOfMoreSlots(existing, slots)];
      if (faults.length > 0) throw new BadInput(faults);
      const problem = whyNotChangeable(offer, version, extendable);
      if (problem) return problem;

      offer.version += 1;
      await tx.save(offer);
      await tx.insert(Slot, slotsOf(tx, offer, slots));
      await tx.record(offer, 'slots_added', { after: { version: offer.version, slots: slots.length } });
      if (offer.status === OfferStatus.FULFILLED) await tx.queue(SETTLE_OFFER, { id });
      return new OfferSuccess(offer);
    });
  }

  private change(
    viewer: Viewer,
    { id, version }: OfferVersionInput,
    status: OfferStatus,
  ): Promise<typeof ChangeOfferResult> {
    return this.transactions.run(viewer, async (tx) => {
      const offer = await lockOffer(tx, viewer, id);
      const problem = whyNotChangeable(offer, version, mayBecome[status]);
      return problem ?? new OfferSuccess(await become(tx, offer, status));
    });
  }

  /** Answers with the offer that the unique index finds in the way, if there is one. */
  private async unlessThere<Answer>(
    run: () => Promise<Answer>,
    find: () => Promise<Offer | null>,
  ): Promise<Answer | DuplicateOffer> {
    try {
      return await run();
    } catch (error) {
      if (brokenConstraint(error) !== 'offer_once') throw error;
      const existing = await find();
      // The one in the way may have ended since: then nothing is in the way.
      return existing ? new DuplicateOffer(existing) : this.unlessThere(run, find);
    }
  }

  private sameAs({
    employerId,
    activityType,
    title,
    postcode,
    personId,
  }: Pick<Offer, 'employerId' | 'activityType' | 'title' | 'postcode' | 'personId'>): Promise<Offer | null> {
    return this.manager
      .createQueryBuilder(Offer, 'offer')
      .where({ employerId, activityType, postcode, personId: personId ?? IsNull() })
      .andWhere('lower(offer.title) = lower(:title) AND offer.status IN (:...living)', { title, living })
      .getOne();
  }
}

/** What of an offer is kept in its history: nothing in free text. */
function termsOf({ activityType, sectors, yearFrom, yearTo, mode, travelKm }: Offer) {
  return { activityType, sectors, yearFrom, yearTo, mode, travelKm };
}

/** Locks an offer to change it. Unseen and absent look alike; seen by somebody who may not change it is FORBIDDEN. */
export async function lockOffer(tx: Tx, viewer: Viewer, id: string): Promise<Offer> {
  const offer = await tx.manager.findOne(Offer, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!offer || !maySee(viewer, offer)) throw new NotFound('offer', id);
  requireActsFor(viewer, offer.employerId);
  return offer;
}

/** Throws BAD_USER_INPUT where an offer that is to be made in person alone has broadcasts to come. */
async function requireNoBroadcast(tx: Tx, offerId: string, mode: Mode): Promise<void> {
  if (mode !== Mode.IN_PERSON) return;
  const broadcast = { offerId, form: 'broadcast' as const, calledOff: false, startsAt: MoreThan(tx.now) };
  if (!(await tx.manager.existsBy(Slot, broadcast))) return;
  const expected = 'VIRTUAL or BOTH, as the offer has broadcasts to come';
  throw new BadInput([{ path: 'input.mode', expected, got: 'IN_PERSON' }]);
}

function begun(tx: Tx): Pick<Offer, 'id' | 'status' | 'version' | 'createdAt' | 'publishedAt' | 'brokerId'> {
  const nobody = { brokerId: null, publishedAt: null };
  return { id: tx.newId('offer'), status: OfferStatus.DRAFT, version: 1, createdAt: tx.now, ...nobody };
}

function slotsOf(tx: Tx, { id: offerId, activityType }: Offer, inputs: readonly SlotInput[]): Slot[] {
  const { kind } = ACTIVITY_RULES[activityType];
  return inputs.map((input) => {
    const { sessions, places, maxPupils = null, minutes = null, days = null } = input;
    const capacity = sessions ?? places ?? 0;
    return tx.manager.create(Slot, {
      ...{ id: tx.newId('slot'), offerId, kind, form: formOf(input), ruleId: null, calledOff: false },
      ...{ ...timesOf(input), dates: datesOf(input), minutes, days },
      ...{ capacity, remaining: capacity, maxPupils },
    });
  });
}

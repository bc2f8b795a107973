import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { grouped, inOrder, perRequest } from '#platform';
import { Offer } from './offer.entity.js';
import { Slot } from './slot.entity.js';

/** Offers and their slots in batches, one statement a request each. */
@Injectable()
export class OfferLoader {
  constructor(private readonly manager: EntityManager) {}

  private readonly offers = perRequest<string, Offer | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Offer, { id: In([...ids]) }), ({ id }) => id),
  );

  private readonly slot = perRequest<string, Slot | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Slot, { id: In([...ids]) }), ({ id }) => id),
  );

  private readonly slots = perRequest<string, Slot[]>(async (ids) =>
    grouped(
      ids,
      await this.manager.find(Slot, {
        where: { offerId: In([...ids]) },
        order: { startsAt: 'ASC', id: 'ASC' },
      }),
      ({ offerId }) => offerId,
    ),
  );

  /** An offer by id, whoever may see it: for those who reached it through something they may see. */
  byId(context: object, id: string): Promise<Offer | null> {
    return this.offers(context).load(id);
  }

  /** A slot by id, under the same rule. */
  slotById(context: object, id: string): Promise<Slot | null> {
    return this.slot(context).load(id);
  }

  /** The slots of an offer, the earliest first. */
  slotsOf(context: object, offerId: string): Promise<Slot[]> {
    return this.slots(context).load(offerId);
  }
}

import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { grouped, inOrder, perRequest, readNamed, rowsOf } from '#platform';
import { Offer } from './offer.entity.js';
import { Slot } from './slot.entity.js';

/** Offers and their slots in batches, one statement a request each. */
@Injectable()
export class OfferLoader {
  private readonly slotRows;

  constructor(private readonly manager: EntityManager) {
    this.slotRows = rowsOf(manager, Slot);
  }

  private readonly offers = perRequest<string, Offer | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Offer, { id: In([...ids]) }), ({ id }) => id),
  );

  private readonly slot = perRequest<string, Slot | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Slot, { id: In([...ids]) }), ({ id }) => id),
  );

  private readonly slots = perRequest<string, Slot[]>(async (ids) => {
    const rows = await readNamed<Record<string, unknown>>(
      this.manager,
      `SELECT ${this.slotRows.columns('slot')} FROM slot WHERE offer_id = ANY($1) AND NOT called_off ORDER BY starts_at, id`,
      [ids],
    );
    const found = rows.map((row) => this.slotRows.read(row, 'slot'));
    return grouped(ids, found, ({ offerId }) => offerId);
  });

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

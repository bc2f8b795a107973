import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Employer, EmployerLoader } from '#members';
import { grouped, inOrder, type JsonRow, perRequest, readAlong, readNamed, rowsOf } from '#platform';
import { Offer } from './offer.entity.js';
import { Slot } from './slot.entity.js';

/** Which slots of an offer are shown, and in which order. */
const [SHOWN, ORDER] = ['NOT slot.called_off', 'slot.starts_at, slot.id'];

/** An offer with what stands beside it, as `asJson` selects them; null where the slots are not asked for. */
export type OfferAsJson = readonly [offer: JsonRow, employer: JsonRow, slots: readonly JsonRow[] | null];

/** Offers and their slots in batches, one statement a request each. */
@Injectable()
export class OfferLoader {
  private readonly offerRows;
  private readonly employerRows;
  private readonly slotRows;

  constructor(
    private readonly manager: EntityManager,
    private readonly employers: EmployerLoader,
  ) {
    this.offerRows = rowsOf(manager, Offer);
    this.employerRows = rowsOf(manager, Employer);
    this.slotRows = rowsOf(manager, Slot);
  }

  private readonly offers = perRequest<string, Offer | null>(async (ids) => {
    const sql = `SELECT ${this.offerRows.columns('offer')} FROM offer WHERE id = ANY($1)`;
    const rows = await readNamed<Record<string, unknown>>(this.manager, sql, [ids]);
    return inOrder(
      ids,
      rows.map((row) => this.offerRows.read(row, 'offer')),
      ({ id }) => id,
    );
  });

  private readonly slot = perRequest<string, Slot | null>(async (ids) => {
    const sql = `SELECT ${this.slotRows.columns('slot')} FROM slot WHERE id = ANY($1)`;
    const rows = await readNamed<Record<string, unknown>>(this.manager, sql, [ids]);
    return inOrder(
      ids,
      rows.map((row) => this.slotRows.read(row, 'slot')),
      ({ id }) => id,
    );
  });

  private readonly slots = perRequest<string, Slot[]>(async (ids) => {
    const rows = await readNamed<Record<string, unknown>>(
      this.manager,
      `SELECT ${this.slotRows.columns('slot')} FROM slot WHERE offer_id = ANY($1) AND ${SHOWN} ORDER BY ${ORDER}`,
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

  /**
   * An offer with its employer and, where they are asked for, its slots as one value of a statement that has `offer` and
   * `employer`, for `readJson`. The slots are those of `slotsOf`.
   */
  asJson(withSlots: boolean): string {
    const slots = withSlots
      ? `(SELECT coalesce(json_agg(${this.slotRows.json('slot')} ORDER BY ${ORDER}), '[]') FROM slot
          WHERE slot.offer_id = offer.id AND ${SHOWN})`
      : 'NULL';
    return `json_build_array(${this.offerRows.json('offer')}, ${this.employerRows.json('employer')}, ${slots})`;
  }

  /** The offer of such a value: its employer and its slots are not read again. */
  readJson(context: object, [row, employedBy, slots]: OfferAsJson): Offer {
    const employer = this.employerRows.readJson(employedBy);
    this.employers.prime(context, employer);
    const along = slots
      ? { employer, slots: slots.map((slot) => this.slotRows.readJson(slot)) }
      : { employer };
    return readAlong(this.offerRows.readJson(row), along);
  }
}

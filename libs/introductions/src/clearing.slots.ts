import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ClearingProblem, MatchOffer, MatchRequest } from '#matching';
import { instantOf, type LocalDate } from '#platform';
import { Areas, inOrNear } from '#reference';
import { addDays, RequestKind } from '#statutes';
import {
  isPromise,
  PROMISED,
  type PromisedRow,
  SLOTS_TO_CLEAR,
  spansOf,
  type TimesRow,
} from './clearing.statements.js';
import { append, blocksOf, type PersonsSlot, type Promised, type Span } from './clearing.times.js';
import { mostKmMore, type OffersByArea, supposedOffer, type WhatIf } from './clearing.what-if.js';
import { Candidates } from './match.search.js';

/** What slots are read for. */
export interface SlotsWanted {
  readonly scope: { readonly firstDay: LocalDate; readonly lastDay: LocalDate };
  readonly requests: readonly MatchRequest[];
  readonly now: Date;
  readonly whatIf: WhatIf;
}

/** The slots of a clearing. */
export interface SlotsFound {
  readonly offers: MatchOffer[];
  readonly blocks: ClearingProblem['blocks'];
  /** When each takes place, by slot; of one by arrangement none. */
  readonly spans: ReadonlyMap<string, readonly Span[]>;
}

/** Reads the slots of a clearing. */
@Injectable()
export class ClearingSlots {
  constructor(
    private readonly candidates: Candidates,
    private readonly areas: Areas,
  ) {}

  /** What may suit the requests, and which of it excludes each other. */
  async read(manager: EntityManager, { scope, requests, now, whatIf }: SlotsWanted): Promise<SlotsFound> {
    const more = mostKmMore(whatIf);
    const rows = await manager.query<SlotToClear[]>(SLOTS_TO_CLEAR, [
      [...new Set(requests.map(({ schoolId }) => schoolId))],
      more.offers,
      requests.reduce((most, { travelKm }) => Math.max(most, travelKm), 0),
      whatIf.offers.length > 0,
      now,
      instantOf(scope.firstDay, '00:00'),
      instantOf(addDays(scope.lastDay, 1), '00:00'),
      [...new Set(requests.flatMap(({ activityTypes }) => activityTypes))],
    ]);
    const inArea = await this.readAreas(manager, whatIf, rows);
    const matched = await this.candidates.slotsById(
      manager,
      rows.map(({ slotId }) => slotId),
    );
    const supposed = matched.map((offer) => supposedOffer(offer, whatIf, inArea));
    const spans = new Map(rows.map((row) => [row.slotId, row.form === 'arranged' ? [] : spansOf(row)]));
    const { blocks, taken } = blocksOf(
      rows.flatMap(personsSlot),
      await this.readPromised(manager, rows, now),
    );
    const offers = supposed.filter(({ slotId, slot }) => slot.remaining > 0 && !taken.has(slotId));
    const open = new Set(offers.map(({ slotId }) => slotId));
    const left = blocks.map((ids) => ids.filter((id) => open.has(id))).filter(({ length }) => length > 1);
    return { offers, blocks: left, spans };
  }

  private async readPromised(
    manager: EntityManager,
    rows: readonly SlotToClear[],
    now: Date,
  ): Promise<Promised> {
    const persons = [...new Set(rows.flatMap(({ personId }) => personId ?? []))];
    const held = await manager.query<PromisedRow[]>(PROMISED, [persons, now]);
    const found = new Map<string, { slotId: string; spans: Span[] }[]>();
    for (const row of held)
      if (isPromise(row)) append(found, row.personId, { slotId: row.slotId, spans: spansOf(row) });
    return found;
  }

  /** Which of the offers set out from the areas that something is supposed of. */
  private async readAreas(
    manager: EntityManager,
    { offers }: WhatIf,
    rows: readonly SlotToClear[],
  ): Promise<OffersByArea> {
    const found = new Map<string, ReadonlySet<string>>();
    for (const code of new Set(offers.flatMap(({ area }) => area ?? []))) {
      const values: unknown[] = [[...new Set(rows.map(({ offerId }) => offerId))]];
      const reach = await this.areas.reach({ code, nearKm: 0 }, 'input.whatIf.offers.area');
      const there = inOrNear(reach, 'found', (value) => `$${values.push(value)}`);
      const ids = await manager.query<{ id: string }[]>(
        `SELECT offer_id AS id FROM offer_place found WHERE sector = '*' AND offer_id = ANY($1) AND ${there}`,
        values,
      );
      found.set(code, new Set(ids.map(({ id }) => id)));
    }
    return found;
  }
}

interface SlotToClear extends TimesRow {
  readonly slotId: string;
  readonly offerId: string;
  readonly personId: string | null;
  readonly kind: RequestKind;
}

/** A slot that somebody has to come to at a time of its own. Placements are looked after by an employer, not by one person. */
function personsSlot(row: SlotToClear): PersonsSlot[] {
  const { slotId, personId, kind, form } = row;
  if (personId === null || form === 'arranged' || kind !== RequestKind.ENCOUNTER) return [];
  return [{ slotId, personId, spans: spansOf(row), many: form === 'broadcast' }];
}

import { Injectable } from '@nestjs/common';
import { Any } from 'typeorm';
import type { MatchRequest } from '#matching';
import { type OfferStatus, Slot } from '#offers';
import type { LocalDate, Tx } from '#platform';
import { BankHolidays } from '#reference';
import type { RequestStatus } from '#requests';
import { RequestKind } from '#statutes';
import type { Taken } from './clearing.clashes.js';
import type { ClearedPair } from './clearing.entity.js';
import { pairKey, type PresentState } from './clearing.recheck.js';
import {
  GROUPS_TAKEN,
  isPromise,
  PROMISED,
  type PromisedRow,
  spansOf,
  type TimesRow,
} from './clearing.statements.js';
import { append, type Span, within } from './clearing.times.js';
import { Candidates, requestStatus } from './match.search.js';

/** The days of a clearing. */
interface Days {
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
}

/** Reads what the pairs of a clearing have become. Some ten statements, however many pairs there are. */
@Injectable()
export class PresentStates {
  constructor(
    private readonly candidates: Candidates,
    private readonly bankHolidays: BankHolidays,
  ) {}

  /** As it is in this transaction, which has locked the slots and requests. */
  async read(tx: Tx, pairs: readonly ClearedPair[], days: Days): Promise<PresentState> {
    const slotIds = [...new Set(pairs.map(({ slotId }) => slotId))];
    const requestIds = [...new Set(pairs.map(({ requestId }) => requestId))];
    const offers = await this.candidates.slotsById(tx.manager, slotIds);
    const slots = await tx.manager.findBy(Slot, { id: Any(slotIds) });
    const requests = await this.candidates.requests(tx.manager, requestIds, tx.today);
    const groups = await groupsOf(tx, requests);
    const persons = [...new Set(offers.flatMap(({ personId }) => personId ?? []))];
    return {
      ...{ today: tx.today, now: tx.now, isHoliday: this.bankHolidays.includes.bind(this.bankHolidays) },
      slots: new Map(slots.map((slot) => [slot.id, slot])),
      offers: new Map(offers.map((offer) => [offer.slotId, offer])),
      requests: new Map(
        requests.map((request) => [
          request.requestId,
          { ...request, windows: within(request.windows, days) },
        ]),
      ),
      ...(await statusesOf(tx, slotIds, requestIds)),
      groups,
      together: await togetherOf(tx, requestIds),
      promised: await promisedOf(tx, persons),
      busy: await busyOf(tx, [...new Set([...groups.values()].flat())]),
    };
  }
}

async function groupsOf(tx: Tx, requests: readonly MatchRequest[]): Promise<Map<string, string[]>> {
  const ids = requests.filter(({ kind }) => kind === RequestKind.ENCOUNTER).map(({ requestId }) => requestId);
  const rows = await tx.query<{ requestId: string; groupId: string }>(
    `SELECT request_id AS "requestId", group_id AS "groupId" FROM request_group WHERE request_id = ANY($1)`,
    [ids],
  );
  const groups = new Map<string, string[]>();
  for (const { requestId, groupId } of rows) append(groups, requestId, groupId);
  return groups;
}

async function statusesOf(
  tx: Tx,
  slotIds: readonly string[],
  requestIds: readonly string[],
): Promise<Pick<PresentState, 'offerStatus' | 'requestStatus'>> {
  const offers = await tx.query<{ id: string; status: OfferStatus }>(
    `SELECT slot.id, offer.status FROM slot JOIN offer ON offer.id = slot.offer_id WHERE slot.id = ANY($1)`,
    [slotIds],
  );
  const requests = await tx.query<{ id: string; request: RequestStatus }>(
    `SELECT request.id, ${requestStatus} FROM request JOIN school ON school.id = request.school_id
     WHERE request.id = ANY($1)`,
    [requestIds],
  );
  return {
    offerStatus: new Map(offers.map(({ id, status }) => [id, status])),
    requestStatus: new Map(requests.map(({ id, request }) => [id, request])),
  };
}

async function togetherOf(tx: Tx, requestIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ requestId: string; slotId: string }>(
    `SELECT request_id AS "requestId", slot_id AS "slotId" FROM hold WHERE request_id = ANY($1) AND status <> 'released'`,
    [requestIds],
  );
  return new Set(rows.map(({ requestId, slotId }) => pairKey(requestId, slotId)));
}

async function promisedOf(tx: Tx, persons: readonly string[]): Promise<PresentState['promised']> {
  const rows = await tx.query<PromisedRow>(PROMISED, [persons, tx.now]);
  const promised = new Map<string, { slotId: string; spans: Span[] }[]>();
  for (const row of rows)
    if (isPromise(row)) append(promised, row.personId, { slotId: row.slotId, spans: spansOf(row) });
  return promised;
}

async function busyOf(tx: Tx, groups: readonly string[]): Promise<PresentState['busy']> {
  const rows = await tx.query<TimesRow & { groupId: string; requestId: string }>(GROUPS_TAKEN, [
    groups,
    tx.now,
  ]);
  const busy = new Map<string, Taken[]>();
  for (const row of rows) append(busy, row.groupId, { requestId: row.requestId, spans: spansOf(row) });
  return busy;
}

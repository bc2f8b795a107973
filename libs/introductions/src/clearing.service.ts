import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import {
  BadInput,
  Cursors,
  type FieldFault,
  type Page,
  type PageArgs,
  shorten,
  Transactions,
  type Tx,
} from '#platform';
import { Areas } from '#reference';
import { policyInForce } from '#statutes';
import { lockClearing } from './clearing.apply.js';
import { ClearedPair, Clearing } from './clearing.entity.js';
import { ClearingStatus } from './clearing.graphql.js';
import type { ClearedPairsArgs, ClearingIdInput, StartClearingInput, WhatIfInput } from './clearing.input.js';
import { RUN_CLEARING } from './clearing.jobs.js';
import {
  CancelClearingSuccess,
  type CancelClearingResult,
  ClearingUnderWay,
  StartClearingSuccess,
  type StartClearingResult,
} from './clearing.outcome.js';
import { maySeeClearings } from './clearing.policy.js';
import { faultsOfDays, whyNotCancellable } from './clearing.rules.js';
import type { ProposalStatus } from './proposal.graphql.js';

/** A pair as it is shown, with how far its proposal has come. */
export type ShownPair = ClearedPair & { readonly proposalStatus: ProposalStatus | null };

/** Clearings: started, watched, cancelled. */
@Injectable()
export class Clearings {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly areas: Areas,
  ) {}

  /** The clearing, or null where it is absent or the viewer may not see it. */
  async find(viewer: Viewer | undefined, id: string): Promise<Clearing | null> {
    return maySeeClearings(viewer) ? this.manager.findOneBy(Clearing, { id }) : null;
  }

  /** All clearings, the newest first. */
  async list(page: PageArgs): Promise<Page<Clearing>> {
    const cursors = new Cursors('clearings', {});
    const span = cursors.span(page, ['text']);
    const query = this.manager.createQueryBuilder(Clearing, 'clearing');
    if (span.key) query.andWhere(`clearing.id ${span.than('DESC')} :from`, { from: span.key[0] });
    const rows = await query.orderBy('clearing.id', span.order('DESC')).limit(span.limit).getMany();
    return cursors.page(
      rows,
      span,
      ({ id }) => [id],
      (clearing) => clearing,
    );
  }

  /** What a clearing proposes, the best first. */
  async pairs(clearingId: string, { outcome, ...page }: ClearedPairsArgs): Promise<Page<ShownPair>> {
    const cursors = new Cursors('clearing.pairs', { clearingId, outcome });
    const span = cursors.span(page, ['number']);
    const values: unknown[] = [clearingId, span.limit];
    const more = [
      ...(outcome ? [`AND pair.outcome = $${values.push(outcome)}`] : []),
      ...(span.key ? [`AND pair.place ${span.than('ASC')} $${values.push(span.key[0])}`] : []),
    ];
    const rows = await this.manager.query<ShownPair[]>(
      `SELECT pair.clearing_id AS "clearingId", pair.place, pair.request_id AS "requestId", pair.slot_id AS "slotId",
         pair.units, pair.score, pair.pair_score AS "pairScore", pair.explanation, pair.outcome, pair.reason,
         pair.proposal_id AS "proposalId", proposal.status AS "proposalStatus"
       FROM clearing_pair pair LEFT JOIN proposal ON proposal.id = pair.proposal_id
       WHERE pair.clearing_id = $1 ${more.join(' ')} ORDER BY pair.place ${span.order('ASC')} LIMIT $2`,
      values,
    );
    return cursors.page(
      rows,
      span,
      ({ place }) => [place],
      (pair) => pair,
    );
  }

  /** Queues a clearing; of two for one area the second is told of the first. Throws BAD_USER_INPUT. */
  start(viewer: Viewer, input: StartClearingInput): Promise<typeof StartClearingResult> {
    return this.transactions.run(viewer, async (tx) => {
      const { areaCode, whatIf } = await this.checked(tx, input);
      const clearing = clearingOf(tx, viewer, { ...input, area: areaCode, whatIf });
      const existing = await insertUnlessUnderWay(tx, clearing);
      if (existing) return new ClearingUnderWay(existing);
      const { firstDay, lastDay, policy, fairness, dryRun } = clearing;
      const after = { status: clearing.status, areaCode, firstDay, lastDay, policy, fairness, dryRun };
      await tx.record(clearing, 'queued', { after });
      // One after the other, also of different areas: a country takes half a gigabyte, and other jobs have to go on.
      await tx.queue(RUN_CLEARING, { id: clearing.id }, { jobKey: clearing.id, queueName: RUN_CLEARING });
      return new StartClearingSuccess(clearing);
    });
  }

  /** Cancels a clearing that is under way: at once where it waits, otherwise the worker is told. Throws NOT_FOUND. */
  cancel(viewer: Viewer, { id }: ClearingIdInput): Promise<typeof CancelClearingResult> {
    return this.transactions.run(viewer, async (tx) => {
      const clearing = await lockClearing(tx, id);
      const problem = whyNotCancellable(clearing);
      if (problem) return problem;
      if (clearing.status === ClearingStatus.QUEUED)
        Object.assign(clearing, { status: ClearingStatus.CANCELLED, finishedAt: tx.now });
      await tx.save(Object.assign(clearing, { cancelAsked: true }));
      await tx.record(clearing, 'cancel_asked', { after: { status: clearing.status } });
      return new CancelClearingSuccess(clearing);
    });
  }

  private async checked(
    tx: Tx,
    input: StartClearingInput,
  ): Promise<{ areaCode: string | null; whatIf: WhatIfInput | null }> {
    const faults = faultsOfDays(input, tx.today);
    const area = async (code: string | null | undefined, path: string) => {
      const found = code ? await this.areas.find(code) : null;
      const expected = 'the code of an area, as areas lists it';
      if (code && !found) faults.push({ path, expected, got: shorten(code) });
      return found?.code ?? null;
    };
    const areaCode = await area(input.area, 'input.area');
    const whatIf = input.whatIf ?? null;
    for (const [index, change] of (whatIf?.offers ?? []).entries())
      await area(change.area, `input.whatIf.offers[${index}].area`);
    if (whatIf) faults.push(...(await unknownIds(tx, whatIf)));
    if (faults.length > 0) throw new BadInput(faults);
    return { areaCode, whatIf };
  }
}

/** What is supposed of offers and requests that are not there. */
async function unknownIds(tx: Tx, { offers, requests }: WhatIfInput): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  const check = async (
    ids: readonly string[] | null | undefined,
    noun: 'offer' | 'request',
    path: string,
  ) => {
    const sql = `SELECT id FROM unnest($1::text[]) AS named(id) WHERE NOT EXISTS (SELECT FROM ${noun} WHERE id = named.id)`;
    for (const { id } of ids ? await tx.query<{ id: string }>(sql, [ids]) : [])
      faults.push({ path, expected: `ids of ${noun}s`, got: shorten(id) });
  };
  for (const [index, { offerIds }] of offers.entries())
    await check(offerIds, 'offer', `input.whatIf.offers[${index}].offerIds`);
  for (const [index, { requestIds }] of requests.entries())
    await check(requestIds, 'request', `input.whatIf.requests[${index}].requestIds`);
  return faults;
}

function clearingOf(tx: Tx, viewer: Viewer, input: StartClearingInput): Clearing {
  const { firstDay, lastDay, policy, fairness, timeLimitSeconds, area = null, whatIf = null } = input;
  const mostPerBenchmark = input.mostPerBenchmark ?? null;
  return tx.manager.create(Clearing, {
    ...{ id: tx.newId('clearing'), areaCode: area, firstDay, lastDay, fairness, timeLimitSeconds, whatIf },
    mostPerBenchmark,
    policy: policy ?? policyInForce(tx.today).id,
    // What is supposed of the world cannot be proposed to anybody.
    dryRun: input.dryRun || whatIf !== null,
    ...{ status: ClearingStatus.QUEUED, cancelAsked: false, progress: 0, stage: 'waiting' },
    ...{ startedBy: viewer.personId, createdAt: tx.now, startedAt: null, finishedAt: null, appliedAt: null },
    result: null,
  });
}

/** Inserts the clearing, or answers with the one of its area that is under way: the database lets one run at a time. */
async function insertUnlessUnderWay(tx: Tx, clearing: Clearing): Promise<Clearing | null> {
  for (;;) {
    const inserted = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(Clearing)
      .values(clearing)
      .orIgnore()
      .returning('id')
      .execute();
    if ((inserted.raw as unknown[]).length === 1) return null;
    const existing = await tx.manager
      .createQueryBuilder(Clearing, 'clearing')
      .where(`coalesce(clearing.areaCode, '') = :area AND clearing.status IN ('queued', 'running')`, {
        area: clearing.areaCode ?? '',
      })
      .getOne();
    // It may have ended just now: then there is room.
    if (existing) return existing;
  }
}

import { Injectable } from '@nestjs/common';
import { Hold, lockForHolds, takeHolds } from '#bookings';
import type { Viewer } from '#members';
import { NotFound, Transactions, type Tx } from '#platform';
import { ClearedPair, Clearing } from './clearing.entity.js';
import { ClearedPairOutcome, ClearingStatus } from './clearing.graphql.js';
import type { ClearingIdInput } from './clearing.input.js';
import { ApplyClearingSuccess, type ApplyClearingResult } from './clearing.outcome.js';
import { PresentStates } from './clearing.present.js';
import { type Fit, Recheck, type Refusal, TAKEN } from './clearing.recheck.js';
import { whyNotApplicable } from './clearing.rules.js';
import { Proposal } from './proposal.entity.js';
import { ProposedBy } from './proposal.graphql.js';
import { proposalOf } from './proposal.pairs.js';
import { deadline } from './proposal.rules.js';

/** What becomes of a pair. */
type Outcome = Refusal | { readonly outcome: ClearedPairOutcome.PROPOSED; readonly proposal: Proposal };

/** How many rows one statement inserts, for the parameters that it may have. */
const ROWS = 1000;

/** Turns a clearing into proposals. */
@Injectable()
export class ClearingApplication {
  constructor(
    private readonly transactions: Transactions,
    private readonly present: PresentStates,
  ) {}

  /**
   * Proposes the pairs of a finished clearing to both sides, each with a hold, in one transaction. Every pair is judged
   * once more as things are now: what has changed is told pair by pair, and the rest goes through.
   */
  apply(viewer: Viewer, { id }: ClearingIdInput): Promise<typeof ApplyClearingResult> {
    return this.transactions.run(viewer, async (tx) => {
      const clearing = await lockClearing(tx, id);
      const problem = whyNotApplicable(clearing);
      if (problem) return problem;

      const pairs = await tx.manager.find(ClearedPair, {
        where: { clearingId: id },
        order: { place: 'ASC' },
      });
      const outcomes = await this.propose(tx, clearing, pairs);
      await writeOutcomes(tx, id, outcomes);
      const proposed = [...outcomes.values()].filter((one) => 'proposal' in one).length;
      await tx.save(Object.assign(clearing, { status: ClearingStatus.APPLIED, appliedAt: tx.now }));
      const counts = { proposed, refused: pairs.length - proposed };
      await tx.record(clearing, 'applied', { after: { status: clearing.status, ...counts } });
      return new ApplyClearingSuccess(clearing, counts.proposed, counts.refused);
    });
  }

  private async propose(
    tx: Tx,
    clearing: Clearing,
    pairs: readonly ClearedPair[],
  ): Promise<Map<ClearedPair, Outcome>> {
    // Two clearings that are applied at once would wait for each other's volunteers in a circle.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('apply_clearing'))`);
    const [slotIds, requestIds] = [
      pairs.map(({ slotId }) => slotId),
      pairs.map(({ requestId }) => requestId),
    ];
    await lockForHolds(tx, slotIds, requestIds);
    const recheck = new Recheck(await this.present.read(tx, pairs, clearing));
    const judged = pairs.map((pair) => ({ pair, judgement: recheck.judge(pair) }));
    const outcomes = new Map<ClearedPair, Outcome>();
    const fitting: { pair: ClearedPair; fit: Fit }[] = [];
    for (const { pair, judgement } of judged)
      if ('outcome' in judgement) outcomes.set(pair, judgement);
      else fitting.push({ pair, fit: judgement });
    const holds = await takeHolds(
      tx,
      fitting.map(({ pair: { slotId, requestId, units }, fit: { times, named } }) => {
        const agreed = named ? times : undefined;
        return { slotId, requestId, units, holdUntil: deadline(tx.now, times.startsAt), agreed };
      }),
    );
    fitting.forEach(({ pair, fit }, index) => {
      const hold = holds[index];
      outcomes.set(pair, hold instanceof Hold ? proposed(tx, pair, fit, hold) : TAKEN);
    });
    await insertProposals(tx, [...outcomes.values()]);
    return outcomes;
  }
}

/** Locks a clearing: whoever comes second finds it as the first left it. Throws NOT_FOUND. */
export async function lockClearing(tx: Tx, id: string): Promise<Clearing> {
  const clearing = await tx.manager.findOne(Clearing, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!clearing) throw new NotFound('clearing', id);
  return clearing;
}

function proposed(tx: Tx, { units }: ClearedPair, { offer, request, times }: Fit, hold: Hold): Outcome {
  const { startsAt, endsAt } = times;
  const { id: holdId, holdUntil } = hold;
  const terms = { proposedBy: ProposedBy.OPERATOR, holdUntil, units, holdId, startsAt, endsAt };
  return { outcome: ClearedPairOutcome.PROPOSED, proposal: proposalOf(tx, offer, request, terms) };
}

async function insertProposals(tx: Tx, outcomes: readonly Outcome[]): Promise<void> {
  const proposals = outcomes.flatMap((one) => ('proposal' in one ? one.proposal : []));
  for (let from = 0; from < proposals.length; from += ROWS)
    await tx.insert(Proposal, proposals.slice(from, from + ROWS));
  await tx.recordAll(
    proposals.map(({ id, status, requestId, slotId, units, score }) => ({
      id,
      after: { status, requestId, slotId, units, score },
    })),
    'proposed',
  );
}

async function writeOutcomes(tx: Tx, id: string, outcomes: ReadonlyMap<ClearedPair, Outcome>): Promise<void> {
  const rows = [...outcomes].map(([{ place }, one]) => ({
    ...{ place, outcome: one.outcome },
    ...('proposal' in one ? { proposal_id: one.proposal.id } : { reason: one.reason }),
  }));
  await tx.query(
    `UPDATE clearing_pair SET outcome = given.outcome, reason = given.reason, proposal_id = given.proposal_id
     FROM json_to_recordset($2::json) AS given(place integer, outcome text, reason text, proposal_id text)
     WHERE clearing_id = $1 AND clearing_pair.place = given.place`,
    [id, JSON.stringify(rows)],
  );
}

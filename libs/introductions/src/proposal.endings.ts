import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { releaseHold } from '#bookings';
import { Clock, describeFailure, system, Transactions } from '#platform';
import { Proposal } from './proposal.entity.js';
import { type DeclineReason, ProposalStatus } from './proposal.graphql.js';
import { waiting } from './proposal.rules.js';
import { become } from './proposal.service.js';

/** How many proposals one run lets lapse at most; what is left waits for the next run. */
const batch = 500;

/** How proposals end by themselves. Each in a transaction of its own, so that no two of them ever wait in a circle. */
@Injectable()
export class ProposalEndings {
  private readonly logger = new Logger(ProposalEndings.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Lets every proposal lapse whose deadline is over. A second run finds nothing more to do. */
  async lapseDue(): Promise<void> {
    const due = await this.waitingOnes('proposal.holdUntil <= :now', { now: this.clock.now() });
    await this.each(due, (id) =>
      this.end(id, (proposal, now) => proposal.holdUntil <= now, ProposalStatus.LAPSED),
    );
  }

  /** Ends every waiting proposal of an offer or request that has left the market. May be called again. */
  async endAll(nounId: string, reason: DeclineReason): Promise<void> {
    const about = '(proposal.offerId = :nounId OR proposal.requestId = :nounId)';
    let ids: string[];
    do {
      ids = await this.waitingOnes(about, { nounId });
      await this.each(ids, (id) => this.end(id, () => true, ProposalStatus.DECLINED, reason));
    } while (ids.length === batch);
  }

  /** Ends each of them, though another one fails; the first failure is thrown afterwards, so that the job is tried again. */
  private async each(ids: readonly string[], end: (id: string) => Promise<void>): Promise<void> {
    const failures: unknown[] = [];
    for (const id of ids) {
      await end(id).catch((error: unknown) => {
        failures.push(error);
        this.logger.error(`${id} could not be ended: ${describeFailure(error).what}`);
      });
    }
    if (failures.length > 0) throw failures[0];
  }

  private async waitingOnes(where: string, parameters: object): Promise<string[]> {
    const rows = await this.manager
      .createQueryBuilder(Proposal, 'proposal')
      .select('proposal.id', 'id')
      .where(where, parameters)
      .andWhere('proposal.status IN (:...waiting)', { waiting })
      .orderBy('proposal.id')
      .limit(batch)
      .getRawMany<{ id: string }>();
    return rows.map(({ id }) => id);
  }

  private async end(
    id: string,
    isDue: (proposal: Proposal, now: Date) => boolean,
    status: ProposalStatus,
    reason?: DeclineReason,
  ): Promise<void> {
    await this.transactions.run(system, async (tx) => {
      const proposal = await tx.manager.findOne(Proposal, {
        where: { id },
        lock: { mode: 'pessimistic_write' },
      });
      if (!proposal || !waiting.includes(proposal.status) || !isDue(proposal, tx.now)) return;
      await releaseHold(tx, proposal.holdId);
      await become(tx, Object.assign(proposal, { declineReason: reason ?? null }), status, reason);
    });
  }
}

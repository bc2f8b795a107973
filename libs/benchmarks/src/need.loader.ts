import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock, perRequest } from '#platform';
import { PolicyId, policyInForce } from '#statutes';
import { Benchmarks } from './benchmark.service.js';
import type { RequestNeed } from './need.graphql.js';

/** The needs of requests in batches, three statements a policy. */
@Injectable()
export class NeedLoader {
  constructor(
    private readonly benchmarks: Benchmarks,
    private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {}

  private readonly needs = {
    [PolicyId.GATSBY_2014]: this.under(PolicyId.GATSBY_2014),
    [PolicyId.GATSBY_2025]: this.under(PolicyId.GATSBY_2025),
  } satisfies Record<PolicyId, unknown>;

  /** A request's need as of today. @param policyId the policy in force today where absent */
  of(context: object, requestId: string, policyId?: PolicyId | null): Promise<RequestNeed> {
    return this.needs[policyId ?? policyInForce(this.clock.today()).id](context).load(requestId);
  }

  private under(policyId: PolicyId) {
    return perRequest<string, RequestNeed>(async (ids) => {
      const needs = await this.benchmarks.needOf(this.manager, ids, this.clock.today(), policyId);
      return ids.map((id) => needs.get(id) ?? new Error(`The need of ${id} was not worked out`));
    });
  }
}

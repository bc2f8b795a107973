import { type ApolloServerPlugin, type GraphQLRequestListener, HeaderMap } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { AccessGuard } from '../access/access.guard.js';
import { Budget, type Spent, spendersOf } from '../access/budget.js';
import { networkOf } from '../access/caller.js';
import { costOf } from './cost.js';
import { limits } from './limits.js';

interface Context {
  readonly req: FastifyRequest;
}

/**
 * Refuses an operation that may answer with too many fields, or with more than its caller has left of the minute's
 * budget, before anything of it is done; and tells in every answer of one that ran what it cost and what is left.
 */
@Plugin()
export class CostPlugin implements ApolloServerPlugin<Context> {
  constructor(
    private readonly guard: AccessGuard,
    private readonly budget: Budget,
  ) {}

  requestDidStart(): Promise<GraphQLRequestListener<Context>> {
    let spent: Spent | undefined;
    return Promise.resolve({
      didResolveOperation: async ({ contextValue, request, operation, ...asked }) => {
        const { operationName, variables = {} } = request;
        if (!operation) return;
        // What cannot run has no cost of its own, but was asked.
        const cost = costOf({ ...asked, operation, operationName, variables }) ?? 1;
        if (cost > limits.cost) throw tooMuchAtOnce(cost);
        spent = await this.spend(contextValue, cost);
      },
      willSendResponse: ({ response: { body } }) => {
        if (spent && body.kind === 'single')
          body.singleResult = {
            ...body.singleResult,
            extensions: { ...body.singleResult.extensions, cost: spent },
          };
        return Promise.resolve();
      },
    });
  }

  private async spend({ req }: Context, cost: number): Promise<Spent> {
    // A token that is not good is refused where the operation runs, and has no budget of its own.
    const viewer = await this.guard.identify(req).catch(() => undefined);
    const { allowed, ...spent } = await this.budget.spend(spendersOf(viewer, networkOf(req.ip)), cost);
    if (allowed) return spent;
    throw tooMuchInAMinute(spent);
  }
}

function tooMuchAtOnce(cost: number): GraphQLError {
  return new GraphQLError(
    `The operation may answer with ${cost} fields; the limit is ${limits.cost}. Ask for fewer at a time (first), or for less of each.`,
    { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } } },
  );
}

function tooMuchInAMinute(cost: Spent): GraphQLError {
  const { requested, remaining, limit, resetsInSeconds: retryAfterSeconds } = cost;
  const headers = new HeaderMap([['retry-after', String(retryAfterSeconds)]]);
  return new GraphQLError(
    `The operation costs ${requested}, and ${remaining} of the ${limit} of this minute are left. ` +
      `Ask again in ${retryAfterSeconds} seconds, or for less.`,
    { extensions: { code: 'RATE_LIMITED', retryAfterSeconds, cost, http: { status: 429, headers } } },
  );
}

import { performance } from 'node:perf_hooks';
import type { ApolloServerPlugin, GraphQLRequestListener, GraphQLResponse } from '@apollo/server';
import { Inject } from '@nestjs/common';
import { Plugin } from '@nestjs/apollo';
import { Kind, type OperationDefinitionNode } from 'graphql';
import { Metrics, type Outcome } from './metrics.js';
import { TRACING, type TracingHolder } from './tracing.holder.js';

type GraphQLResponseBody = GraphQLResponse['body'];

/** What of an operation's context this needs. */
interface ObservedContext {
  readonly req: object;
}

/** The codes that are counted by name; a client cannot make up more. */
const CODES = new Set([
  ...['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT', 'INTERNAL_SERVER_ERROR'],
  ...['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'RATE_LIMITED', 'COST_EXCEEDED', 'BAD_REQUEST'],
]);

/** Measures and traces operations, where either is asked for. */
@Plugin()
export class ObservedOperations implements ApolloServerPlugin<ObservedContext> {
  constructor(
    private readonly metrics: Metrics,
    @Inject(TRACING) private readonly holder: TracingHolder,
  ) {}

  requestDidStart(): Promise<GraphQLRequestListener<ObservedContext> | void> {
    const { meters } = this.metrics;
    const { tracing } = this.holder;
    if (!meters && !tracing) return Promise.resolve();
    const began = performance.now();
    return Promise.resolve({
      willSendResponse: ({ operation, response, contextValue }) => {
        const code = codeOf(response.body);
        const outcome = outcomeOf(code);
        meters?.operation(operation?.operation ?? 'none', outcome, (performance.now() - began) / 1000);
        if (code) meters?.refused(code);
        tracing?.answered(contextValue.req, nameOf(operation), outcome);
        return Promise.resolve();
      },
    });
  }
}

/** The code of the first error, of those that are counted by name. */
function codeOf(body: GraphQLResponseBody): string | undefined {
  const first = body.kind === 'single' ? body.singleResult.errors?.[0] : undefined;
  const code = String(first?.extensions?.['code']);
  return first && (CODES.has(code) ? code : 'OTHER');
}

function outcomeOf(code: string | undefined): Outcome {
  if (!code) return 'ok';
  return code === 'INTERNAL_SERVER_ERROR' ? 'failed' : 'refused';
}

/** `query offers`: the kind and the fields of ours that were asked for. The name that a client gives may hold anything. */
function nameOf(operation: OperationDefinitionNode | null | undefined): string {
  if (!operation) return 'none';
  const fields = operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
  return [operation.operation, ...new Set(fields)].slice(0, 4).join(' ');
}

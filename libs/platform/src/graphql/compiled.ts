import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Injectable } from '@nestjs/common';
import {
  type DocumentNode,
  execute,
  type ExecutionArgs,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';

/** How many documents are kept compiled: a caller who makes up queries drives out others, and no memory grows. */
const KEPT = 500;

/** Compiling costs as much as many runs: only a document that comes back is worth it. */
const WORTH_IT = 3;

/** A document as it has been asked: how often, and what its operations were compiled to; null where they must not be. */
interface Known {
  asked: number;
  readonly compiled: Map<string, CompiledQuery | null>;
}

type Gateway = ApolloServerOptionsWithGateway<object>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
type Ask = Parameters<Executor>[0];

/** Runs queries that come back through code compiled from them, and everything else through graphql-js. */
export class CompiledQueries {
  /** How many answers came from compiled code, and how many from graphql-js. */
  readonly answered = { compiled: 0, plain: 0 };

  private readonly known = new LRUCache<DocumentNode, Known>({ max: KEPT });

  constructor(private readonly schema: GraphQLSchema) {}

  /** The answer to an operation. Whatever a compiled query says of an error is thrown away: graphql-js answers then. */
  async run(ask: Ask): ReturnType<Executor> {
    const variables = ask.request.variables ?? {};
    const compiled = this.compiledFor(ask);
    if (compiled) {
      const answer = await compiled.query(undefined, ask.context, variables);
      if (!answer.errors) {
        this.answered.compiled += 1;
        return answer;
      }
    }
    this.answered.plain += 1;
    const plain: ExecutionArgs = {
      schema: this.schema,
      document: ask.document,
      contextValue: ask.context,
      variableValues: variables,
      operationName: ask.request.operationName ?? null,
    };
    return await execute(plain);
  }

  private compiledFor({ document, operation, operationName }: Ask): CompiledQuery | null {
    const known = this.known.get(document) ?? { asked: 0, compiled: new Map() };
    if (known.asked === 0) this.known.set(document, known);
    known.asked += 1;
    if (known.asked < WORTH_IT) return null;
    const name = operationName ?? '';
    const before = known.compiled.get(name);
    if (before !== undefined) return before;
    const made = mayBeCompiled(document, operation) ? compileQuery(this.schema, document, name) : null;
    const compiled = made && isCompiledQuery(made) ? made : null;
    known.compiled.set(name, compiled);
    return compiled;
  }
}

/**
 * Whether compiled code answers as graphql-js does: queries alone, without introspection, without directives, without a
 * variable inside a list or an object (it would silently become null).
 */
export function mayBeCompiled(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  if (operation.operation !== OperationTypeNode.QUERY) return false;
  let may = true;
  const forbid = () => void (may = false);
  visit(document, {
    Directive: forbid,
    Field: ({ name }) => (name.value === '__schema' || name.value === '__type' ? forbid() : undefined),
    ListValue: (node) => (holdsVariable(node) ? forbid() : undefined),
    ObjectValue: (node) => (holdsVariable(node) ? forbid() : undefined),
  });
  return may;
}

function holdsVariable(node: Parameters<typeof visit>[0]): boolean {
  let holds = false;
  visit(node, { [Kind.VARIABLE]: () => void (holds = true) });
  return holds;
}

/** Nest's driver for Apollo, with the seam that Apollo has for another executor: its formatting of errors stays. */
@Injectable()
export class CompilingDriver extends ApolloDriver {
  override async registerFastify(
    { schema, ...options }: ApolloDriverConfig,
    hooks?: { preStartHook?: () => void },
  ): Promise<void> {
    if (!schema) throw new Error('The schema is made before the server is.');
    return super.registerFastify({ ...options, gateway: gatewayTo(schema) } as ApolloDriverConfig, hooks);
  }
}

function gatewayTo(schema: GraphQLSchema): Gateway {
  const queries = new CompiledQueries(schema);
  let loaded: Parameters<Gateway['onSchemaLoadOrUpdate']>[0] = () => undefined;
  return {
    onSchemaLoadOrUpdate: (callback) => {
      loaded = callback;
      return () => undefined;
    },
    load: () => {
      loaded({ apiSchema: schema, coreSupergraphSdl: '' });
      return Promise.resolve({ executor: (ask) => queries.run(ask) });
    },
    stop: () => Promise.resolve(),
  };
}

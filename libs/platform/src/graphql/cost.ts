import {
  type DocumentNode,
  getNamedType,
  getNullableType,
  getVariableValues,
  GraphQLBoolean,
  GraphQLInt,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isListType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { type ComplexityEstimator, fieldExtensionsEstimator, getComplexity } from 'graphql-query-complexity';
import { USUAL_PAGE } from './page-args.js';

/** What a list without pages is taken to hold: slots of an offer, parts of a score, codes below a code. */
const ASSUMED = 10;

interface PageOf {
  readonly first?: number | null;
  readonly last?: number | null;
}

function pageOf({ first, last }: PageOf): number {
  // Both at once is refused where it runs; until then it costs the larger.
  return Math.max(1, first ?? (last ? 1 : USUAL_PAGE), last ?? 1);
}

/**
 * A field that says its own cost (`complexity` where it is declared) has it. Any other costs one, and a list what it may
 * hold times what is asked of each: a page its `first`, as it is written, filled in by a variable or left to its
 * default, and a list without pages `ASSUMED`. A limit that read literals alone would be passed by with a variable, and
 * one that passed plain lists over by a tree that is walked up and down.
 */
const cost: ComplexityEstimator = ({ type: parent, args, childComplexity, field }) => {
  const of = getNamedType(field.type);
  if (of.name.endsWith('Connection')) return 1 + childComplexity * pageOf(args as PageOf);
  const list = isListType(getNullableType(field.type)) && isCompositeType(of);
  // The edges and nodes of a page are as many as its `first`, which has been counted.
  return 1 + childComplexity * (list && !parent.name.endsWith('Connection') ? ASSUMED : 1);
};

/** An operation as it is about to run. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
}

/** What an operation has been found to cost, as long as its document is known. */
const found = new WeakMap<OperationDefinitionNode, Map<string, number>>();

/** With how many different numbers and switches: a caller who makes them up has the cost counted each time. */
const KEPT = 100;

/**
 * How many fields an operation may answer with, all its aliases together; at least one. Undefined where its variables
 * are wrong: what is wrong with them is said best by those who run it.
 */
export function costOf(asked: Asked): number | undefined {
  const { schema, operation, variables } = asked;
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (errors) return undefined;
  const known = found.get(operation) ?? new Map<string, number>();
  if (known.size === 0) found.set(operation, known);
  const key = deciding(schema, operation, coerced);
  const before = known.get(key);
  if (before !== undefined) return before;
  const now = counted(asked);
  if (known.size >= KEPT) known.clear();
  known.set(key, now);
  return now;
}

/** The variables that decide what an operation costs: sizes of pages, the switches of @include and @skip, and levels. */
function deciding(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  values: Readonly<Record<string, unknown>>,
): string {
  const parts: unknown[] = [];
  for (const { type, variable } of variableDefinitions) {
    const of = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
    if (of.kind !== Kind.NAMED_TYPE) continue;
    const named = schema.getType(of.name.value);
    const value = values[variable.name.value] ?? null;
    if (named === GraphQLInt || named === GraphQLBoolean || isEnumType(named)) parts.push(value);
    // Of a text it decides at most whether there is one.
    else parts.push(value === null);
  }
  return parts.join();
}

function counted({ schema, document, operationName, variables }: Asked): number {
  const asked = {
    ...{ schema, query: document, variables },
    estimators: [fieldExtensionsEstimator(), cost],
  };
  return Math.max(1, getComplexity({ ...asked, ...(operationName ? { operationName } : {}) }));
}

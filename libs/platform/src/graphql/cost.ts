import {
  type DocumentNode,
  getNamedType,
  getNullableType,
  getVariableValues,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  type OperationDefinitionNode,
} from 'graphql';
import { type ComplexityEstimator, fieldExtensionsEstimator, getComplexity } from 'graphql-query-complexity';

/** What a list without pages is taken to hold: slots of an offer, parts of a score, codes below a code. */
const ASSUMED = 10;

/**
 * A field that says its own cost (`complexity` where it is declared) has it. Any other costs one, and a list what it may
 * hold times what is asked of each: a page its `first`, as it is written, filled in by a variable or left to its
 * default, and a list without pages `ASSUMED`. A limit that read literals alone would be passed by with a variable, and
 * one that passed plain lists over by a tree that is walked up and down.
 */
const cost: ComplexityEstimator = ({ type: parent, args, childComplexity, field }) => {
  const of = getNamedType(field.type);
  const first: unknown = (args as Record<string, unknown>)['first'];
  if (of.name.endsWith('Connection'))
    return 1 + childComplexity * (typeof first === 'number' ? Math.max(1, first) : 1);
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

/**
 * How many fields an operation may answer with, all its aliases together; at least one. Undefined where its variables
 * are wrong: what is wrong with them is said best by those who run it.
 */
export function costOf({ schema, document, operation, operationName, variables }: Asked): number | undefined {
  if (getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors) return undefined;
  const asked = {
    ...{ schema, query: document, variables },
    estimators: [fieldExtensionsEstimator(), cost],
  };
  return Math.max(1, getComplexity({ ...asked, ...(operationName ? { operationName } : {}) }));
}

import type { ApolloServerPlugin } from '@apollo/server';
import {
  getNamedType,
  getNullableType,
  getVariableValues,
  GraphQLError,
  isCompositeType,
  isListType,
} from 'graphql';
import { type ComplexityEstimator, fieldExtensionsEstimator, getComplexity } from 'graphql-query-complexity';

/** What a list without pages is taken to hold: slots of an offer, parts of a score, codes below a code. */
const ASSUMED = 10;

/**
 * A field that says its own cost (`complexity` where it is declared) has it. Any other costs one, and a list what it may hold times what is asked of each: a page its `first`, as it is written, filled
 * in by a variable or left to its default, and a list without pages `ASSUMED`. A limit that read literals alone would be
 * passed by with a variable, and one that passed plain lists over by a tree that is walked up and down.
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

/** Refuses an operation that may answer with more than so many fields, before anything of it is done. */
export function costLimit(most: number): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ schema, document, operation, request }) => {
          const { operationName, variables = {} } = request;
          // What is wrong with a variable is said best by those who run the operation.
          const { errors } = getVariableValues(schema, operation?.variableDefinitions ?? [], variables);
          if (errors) return Promise.resolve();
          const asked = {
            schema,
            query: document,
            variables,
            estimators: [fieldExtensionsEstimator(), cost],
          };
          const found = getComplexity({ ...asked, ...(operationName ? { operationName } : {}) });
          if (found <= most) return Promise.resolve();
          throw new GraphQLError(
            `The operation may answer with ${found} fields; the limit is ${most}. Ask for fewer at a time (first), or for less of each.`,
            { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } } },
          );
        },
      }),
  };
}

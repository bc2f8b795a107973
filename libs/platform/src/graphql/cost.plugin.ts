import type { ApolloServerPlugin } from '@apollo/server';
import { getNamedType, getVariableValues, GraphQLError, isObjectType } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';

/**
 * A field costs one, and a list what it may hold: its `first`, as it is written, filled in by a variable or left to its
 * default, times what is asked of each. A limit that read literals alone would be passed by with a variable.
 */
const cost: ComplexityEstimator = ({ args, childComplexity, field }) => {
  const type = getNamedType(field.type);
  const pages = isObjectType(type) && type.name.endsWith('Connection');
  const first: unknown = (args as Record<string, unknown>)['first'];
  return 1 + childComplexity * (pages && typeof first === 'number' ? Math.max(1, first) : 1);
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
          const asked = { schema, query: document, variables, estimators: [cost] };
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

import { GraphQLError, type ValidationRule } from 'graphql';

/** Refuses an operation of a kind that the schema has none of; left to the executor, it would look like a bug of ours. */
export const rootExists: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(
      new GraphQLError(`There is no ${node.operation} here: ask with a query.`, { nodes: [node] }),
    );
  },
});

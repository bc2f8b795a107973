import type { ApolloServerPlugin } from '@apollo/server';

/** What is wrong with an operation, as against the request that carries it. */
const ofTheOperation: readonly unknown[] = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
];

/**
 * GraphQL over HTTP: a client that reads `application/json` alone takes a status of 400 for a proxy's and throws the body
 * away with what was wrong; it is to get 200. One that reads `application/graphql-response+json` knows the difference.
 */
export function statusForJson(): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ request, response, errors }) => {
          const knows = request.http?.headers.get('accept')?.includes('application/graphql-response+json');
          const faults = errors?.map(({ extensions }) => extensions['code']) ?? [];
          if (!knows && faults.length > 0 && faults.every((code) => ofTheOperation.includes(code)))
            response.http.status = 200;
          return Promise.resolve();
        },
      }),
  };
}

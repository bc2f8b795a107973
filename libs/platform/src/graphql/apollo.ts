import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloArmor } from '@escape.tech/graphql-armor';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config/config.js';
import { CompilingDriver } from './compiled.js';
import { formatError } from './format-error.js';
import { answeringAlong } from './along.js';
import { limits } from './limits.js';
import { rootExists } from './root-exists.rule.js';
import { statusForJson } from './status.plugin.js';
import { withoutTrivialResolvers } from './trivial.js';

const armor = new ApolloArmor({
  maxDepth: { n: limits.depth, flattenFragments: true },
  // It reads literals only and takes a variable for one: see `costOf`.
  costLimit: { enabled: false },
  maxAliases: { n: limits.aliases, allowList: [] },
  maxDirectives: { n: limits.directives },
  // The parser counts tokens itself (parseOptions); this library's way makes every syntax error a status of 500.
  maxTokens: { enabled: false },
  blockFieldSuggestion: { enabled: true },
}).protect();

// The library is typed against the CommonJS twin of the same Apollo classes.
const armorPlugins = armor.plugins as unknown as NonNullable<ApolloDriverConfig['plugins']>;

/** Nest has no place for what the two root types say of themselves. */
function describeRoots(schema: GraphQLSchema): GraphQLSchema {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (query) query.description = 'What can be asked. Nothing here changes anything.';
  if (mutation)
    mutation.description =
      'What can be done. Each answers with a success or with a problem that a client should handle. ' +
      'Send a header `Idempotency-Key` of your own making to have it done once however often you send it: for a day the ' +
      'same key with the same operation answers the same.';
  return schema;
}

/** How the GraphQL server is set up: one schema, made from the code, sorted. */
export function apolloOptions(config: Config): ApolloDriverConfig {
  return {
    driver: config.executor === 'compiled' ? CompilingDriver : ApolloDriver,
    path: '/graphql',
    autoSchemaFile: true,
    sortSchema: true,
    transformSchema: (schema) => answeringAlong(withoutTrivialResolvers(describeRoots(schema))),
    graphiql: false,
    playground: false,
    introspection: config.playground,
    includeStacktraceInErrorResponses: false,
    validationRules: [...armor.validationRules, rootExists],
    parseOptions: { maxTokens: limits.tokens },
    plugins: [...armorPlugins, statusForJson(), ApolloServerPluginCacheControlDisabled()],
    formatError,
    context: (req: FastifyRequest, res: FastifyReply) => ({ req, res }),
  };
}

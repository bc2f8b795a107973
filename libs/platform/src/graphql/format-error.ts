import { unwrapResolverError } from '@apollo/server/errors';
import { Logger } from '@nestjs/common';
import type { GraphQLFormattedError } from 'graphql';
import { QueryFailedError } from 'typeorm';
import { newId } from '../database/ids.js';
import { CallerFault, type FieldFault } from './faults.js';
import { isPrivate } from './input.pipe.js';

const logger = new Logger('GraphQL');

/** Codes of faults that the caller can mend. Everything else is ours and is masked. */
const callerCodes = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'RATE_LIMITED',
]);

/** Lets a caller's fault through and masks a bug: the log has it under the correlation id that the caller sees. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  if (cause instanceof CallerFault || callerCodes.has(String(formatted.extensions?.['code']))) {
    const wrong = wrongVariable(formatted.message);
    const extensions = {
      ...formatted.extensions,
      ...(wrong && { fields: [{ ...wrong, expected: withoutHints(wrong.expected) }] }),
    };
    return { ...formatted, extensions, message: plain(formatted.message) };
  }
  const correlationId = newId('error');
  logger.error({ correlationId, path: formatted.path, ...describe(cause) }, 'A request failed');
  return {
    message: `Something went wrong on our side. If it happens again, tell us this number: ${correlationId}`,
    path: formatted.path,
    locations: formatted.locations,
    extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId },
  };
}

/** What graphql-js says of a wrong variable that repeats nothing of what came but names of the schema. */
const harmless =
  /(Field "\w+" (?:of required type "[^"]*" was not provided|is not defined by type "\w+")[^"]*\.?|Value "\w+" does not exist in "\w+" enum\.?)$/;

/**
 * What graphql-js says of a wrong variable, as input that is checked later says it. Without the whole of what came: it
 * would repeat the password that stands beside the field that is missing. Of what is not known to be harmless, only where
 * it is; of a field that is neither secret nor personal, what came for it alone.
 */
function wrongVariable(message: string): FieldFault | undefined {
  const [, absent, type = ''] =
    /^Variable "\$(\w+)" of required type "([^"]+)" was not provided/.exec(message) ?? [];
  if (absent) return { path: absent, expected: type };
  const [, variable] = /^Variable "\$(\w+)" got invalid value /.exec(message) ?? [];
  if (!variable) return undefined;
  const [, path = variable] = /.* at "([\w.[\]]+)"; /s.exec(message) ?? [];
  return { path, expected: harmless.exec(message)?.[0] ?? whatCameFor(path, message) };
}

function whatCameFor(path: string, message: string): string {
  const own = /(?:^[^;]*| at "[\w.[\]]+"); ([^;]*)$/.exec(message)?.[1];
  return own !== undefined && !isPrivate(path) ? own : 'it is of another type than the schema says.';
}

function withoutValues(message: string): string {
  const [, variable] = /^Variable "\$(\w+)" got invalid value /.exec(message) ?? [];
  const wrong = wrongVariable(message);
  if (!variable || !wrong) return message;
  const where = wrong.path === variable ? '' : ` at "${wrong.path}"`;
  return `Variable "$${variable}" is not right${where}: ${wrong.expected}`;
}

function withoutHints(message: string): string {
  return message.replace(/ (Did you mean .*|\[Suggestion hidden\]\??)$/s, '');
}

/** A message without what the libraries that made it add: hints at hidden names, and a limit called a syntax error. */
function plain(message: string): string {
  return withoutHints(withoutValues(message)).replace(
    /^Syntax Error: (?=(Query|Aliases|Directives|Document))/,
    '',
  );
}

/** What a log may hold of an error: never values, which may be personal. */
export function describe(error: unknown): Record<string, unknown> {
  if (error instanceof QueryFailedError) {
    const { code, constraint, table, column } = error.driverError as Error & Record<string, unknown>;
    return { type: 'QueryFailedError', code, constraint, table, column, stack: frames(error) };
  }
  // Not the message: it may quote what somebody typed. The frames say where to look.
  if (error instanceof Error) return { type: error.name, stack: frames(error) };
  return { type: typeof error };
}

function frames(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 12)
    .join('\n');
}

import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTime, GraphQLLocalDate } from 'graphql-scalars';
import type { LocalDate } from '../database/clock.js';
import { shorten } from './faults.js';

const [first, last] = ['2000-01-01', '2100-12-31'];

function fault(expected: string, came: unknown): GraphQLError {
  return new GraphQLError(`${expected}, got ${shorten(came)}.`, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** RFC 3339 with seconds and an offset: what lacks either would have to be guessed. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function readInstant(value: unknown): Date {
  const expected = 'DateTime: expected a time that exists, with its offset, such as 2027-03-04T09:00:00Z';
  if (typeof value !== 'string' || !instant.test(value)) throw fault(expected, value);
  try {
    return GraphQLDateTime.parseValue(value);
  } catch {
    throw fault(expected, value);
  }
}

/** An instant, ISO 8601 with an offset. Nothing is guessed: 30 February is refused, not moved into March. */
export const DateTime = new GraphQLScalarType<Date, Date>({
  name: 'DateTime',
  description: 'An instant with its offset from UTC: `2027-03-04T09:00:00Z` (RFC 3339).',
  serialize: (value) => (value instanceof Date ? value.toISOString() : value) as Date,
  parseValue: readInstant,
  parseLiteral: (node) => readInstant(literalOf(node)),
});

function readDay(value: unknown): LocalDate {
  const day = GraphQLLocalDate.parseValue(value) as LocalDate;
  if (day < first || day > last) throw fault(`Expected a day from ${first} to ${last}`, day);
  return day;
}

/** A calendar day of England, `2026-05-14`, within this century. */
export const LocalDateScalar = new GraphQLScalarType<LocalDate, LocalDate>({
  name: 'LocalDate',
  description: `A calendar day of England, \`2026-05-14\`, from ${first} to ${last}.`,
  serialize: (value) => GraphQLLocalDate.serialize(value) as LocalDate,
  parseValue: readDay,
  parseLiteral: (node) => readDay(literalOf(node)),
});

function literalOf(node: ValueNode): unknown {
  return node.kind === Kind.STRING ? node.value : undefined;
}

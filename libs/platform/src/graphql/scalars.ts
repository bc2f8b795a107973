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

const DAY = 86_400_000;
const two = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const days = new Map<number, string>();

/** What `toISOString` says, in a fifth of its time: a page of offers has a hundred instants on few days. */
function isoOf(instant: Date): string {
  const time = instant.getTime();
  const day = Math.floor(time / DAY);
  let date = days.get(day);
  if (date === undefined) {
    if (days.size >= 1000) days.clear();
    days.set(day, (date = instant.toISOString().slice(0, -13)));
  }
  const within = time - day * DAY;
  const [hours, minutes] = [two[Math.floor(within / 3_600_000)], two[Math.floor(within / 60_000) % 60]];
  const rest = String(within % 1000).padStart(3, '0');
  return `${date}${hours}:${minutes}:${two[Math.floor(within / 1000) % 60]}.${rest}Z`;
}

/** An instant, ISO 8601 with an offset. Nothing is guessed: 30 February is refused, not moved into March. */
export const DateTime = new GraphQLScalarType<Date, Date>({
  name: 'DateTime',
  description: 'An instant with its offset from UTC: `2027-03-04T09:00:00Z` (RFC 3339).',
  serialize: (value) => (value instanceof Date ? isoOf(value) : value) as unknown as Date,
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

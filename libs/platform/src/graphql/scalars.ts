import { GraphQLISODateTime } from '@nestjs/graphql';
import { GraphQLLocalDate } from 'graphql-scalars';

/** An instant, ISO 8601 with an offset. */
export const DateTime = GraphQLISODateTime;

/** A calendar day of England, `2026-05-14`. */
export const LocalDateScalar = GraphQLLocalDate;

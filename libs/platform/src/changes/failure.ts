import { QueryFailedError } from 'typeorm';

/** A failure told without a value of the data that caused it. */
export interface Failure {
  /** The kind of error, with PostgreSQL's code and the broken constraint where there is one. */
  readonly what: string;
  /** Where it was thrown: the frames of its stack without its message. */
  readonly where: string;
}

/**
 * Tells an error without its message: messages of drivers and parsers quote the value that they choke on, and such a
 * value may be somebody's name or words.
 */
export function describeFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { what: `thrown ${typeof error}`, where: '' };
  const cause: Error & { code?: unknown; constraint?: unknown } =
    error instanceof QueryFailedError ? (error.driverError as Error) : error;
  const what = [error.name, cause.code, cause.constraint]
    .filter((part) => typeof part === 'string' && part)
    .join(' ');
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { what, where: frames.join('\n') };
}

/**
 * Something the person at the keyboard can put right. Its message is one line that says what is wrong and
 * what to do; whoever starts the product prints that line without a stack trace and exits with code 1.
 */
export class StartupProblem extends Error {
  override name = 'StartupProblem';
}

/** The system's code of an error (`EACCES`, `ENOENT`, an SQLSTATE…), or an empty string where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

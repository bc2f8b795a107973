/**
 * Something the person at the keyboard can put right. Its message is one line that says what is wrong and
 * what to do; whoever starts the product prints that line without a stack trace and exits with code 1.
 */
export class StartupProblem extends Error {
  override name = 'StartupProblem';
}

/** The system's code of an error (`EACCES`, `ENOENT`, an SQLSTATE…), or an empty string where it has none. */
export function codeOf(error: unknown): string {
  return fieldOf(error, 'code');
}

/** What an error says, in its first line. */
export function messageOf(error: unknown): string {
  return fieldOf(error, 'message').split('\n')[0] || String(error);
}

/** By shape and not by class: errors of Node itself are of another class inside a test's sandbox. */
function fieldOf(error: unknown, name: string): string {
  const value = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return value === undefined || value === null ? '' : String(value);
}

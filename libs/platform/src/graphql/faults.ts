import { GraphQLError } from 'graphql';

/** One wrong field of the input: where it is, what was expected, what came. */
export interface FieldFault {
  /** Where the field is, from the argument down: `input.slots[0].endsAt`. */
  readonly path: string;
  /** What a right value looks like. */
  readonly expected: string;
  /** What came, shortened; absent for secrets. */
  readonly got?: string;
}

/** A fault of the caller, answered as a top-level error with a code. Anything else is a bug and masked. */
export class CallerFault extends GraphQLError {}

/** Nobody is signed in, or the token is not good. */
export class Unauthenticated extends CallerFault {
  constructor(message = 'Sign in first: send "Authorization: Bearer <token>" as signIn returned it.') {
    super(message, { extensions: { code: 'UNAUTHENTICATED' } });
  }
}

/** The caller is known and may not. */
export class Forbidden extends CallerFault {
  constructor(message: string) {
    super(message, { extensions: { code: 'FORBIDDEN' } });
  }
}

/** What is not there and what the caller may not see look alike. */
export class NotFound extends CallerFault {
  constructor(noun: string, id: string | number) {
    super(`No ${noun} ${shorten(id)} is visible to you.`, {
      extensions: { code: 'NOT_FOUND', noun, id: shorten(id) },
    });
  }
}

/** Input that no state of the world would make right. */
export class BadInput extends CallerFault {
  constructor(readonly fields: readonly FieldFault[]) {
    super(
      fields
        .map(
          ({ path, expected, got }) =>
            `${path}: expected ${expected}${got === undefined ? '' : `, got ${got}`}`,
        )
        .join('; '),
      {
        extensions: { code: 'BAD_USER_INPUT', fields },
      },
    );
  }
}

/** A value as it may stand in an error: quoted and short. */
export function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 60)}… (${text.length} characters)` : text;
}

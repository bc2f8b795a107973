import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Permission } from './viewer.js';

/** Where the access of an operation is written on its method. */
export const ACCESS = 'firsthand:access';

/** The access of an operation: open to everybody, or to whoever has the permission. */
export type Access =
  { readonly kind: 'public' } | { readonly kind: 'allow'; readonly permission: Permission };

/** Anybody may call this, signed in or not. */
export const Public = () => SetMetadata<string, Access>(ACCESS, { kind: 'public' });

/** Only a signed-in person may call this, one of whose roles grants the permission, or a broker's key with that scope. */
export const Allow = (permission: Permission) =>
  SetMetadata<string, Access>(ACCESS, { kind: 'allow', permission });

/** Where it is written on a method that its answer holds a secret. */
export const SECRET = 'firsthand:secret';

/** The answer holds a secret, which is kept nowhere: the mutation takes no `Idempotency-Key`. */
export const AnswersWithSecret = () => SetMetadata(SECRET, true);

/** Whoever asks; `undefined` for an anonymous caller of a public operation. */
export const CurrentViewer = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return GqlExecutionContext.create(context).getContext<{ req: { user?: unknown } }>().req.user ?? undefined;
});

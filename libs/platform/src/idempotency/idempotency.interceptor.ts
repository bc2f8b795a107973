import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import { type GraphQLResolveInfo, Kind, type OperationDefinitionNode } from 'graphql';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { ACCESS, type Access, SECRET } from '../access/decorators.js';
import type { PlatformViewer } from '../access/viewer.js';
import { brokenConstraint } from '../database/transactions.js';
import { BadInput, CallerFault, shorten } from '../graphql/faults.js';
import { type Claim, CLAIMED, claims } from './claim.js';
import { IdempotencyKeys, type Remembered } from './idempotency.service.js';

const HEADER = 'idempotency-key';

/** What of an operation's context this needs, and what it leaves there for the answer. */
export interface IdempotentContext {
  readonly req: {
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly body: { readonly query?: string; readonly variables?: unknown; readonly operationName?: string };
    readonly user?: PlatformViewer;
  };
  /** The claim under which the mutation has had its effect: its answer is to be remembered. */
  claim?: Claim;
  /** What was answered before, to be answered again. */
  replay?: unknown;
}

/** Lets a mutation that names a key have its effect once: the second time the first answer comes again. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType<GqlContextType>() !== 'graphql') return next.handle();
    const operation = GqlExecutionContext.create(context);
    const info = operation.getInfo<GraphQLResolveInfo>();
    const asked = operation.getContext<IdempotentContext>();
    if (info.parentType !== info.schema.getMutationType() || asked.req.headers[HEADER] === undefined)
      return next.handle();
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    const secret = access?.kind === 'public' || this.reflector.get<boolean>(SECRET, context.getHandler());
    const claim = claimOf(asked, info, secret);
    const before = await this.keys.find(claim);
    if (before) return this.again(asked, claim, await this.keys.findAnswered(claim));
    try {
      const answer: unknown = await claims.run(claim, () => lastValueFrom(next.handle()));
      if (claim.committed) asked.claim = claim;
      return of(answer);
    } catch (error) {
      if (brokenConstraint(error) !== CLAIMED) throw error;
      return this.again(asked, claim, await this.keys.findAnswered(claim));
    }
  }

  private again(asked: IdempotentContext, claim: Claim, found: Remembered | undefined): never {
    if (found && !found.fingerprint.equals(claim.fingerprint)) {
      const expected = 'a key of its own for each operation and input: this one was used for another';
      throw new BadInput([{ path: 'Idempotency-Key', expected, got: shorten(claim.key) }]);
    }
    if (!found || found.answer === null) {
      throw new CallerFault(
        'What was sent under this Idempotency-Key has had its effect, but its answer is lost. Look at how things stand.',
        { extensions: { code: 'IDEMPOTENCY_ANSWER_LOST' } },
      );
    }
    asked.replay = found.answer;
    throw new CallerFault('Answered before.', { extensions: { code: 'BAD_USER_INPUT' } });
  }
}

/** Throws BAD_USER_INPUT for a key that may not be used here. */
function claimOf(
  { req: { headers, body, user } }: IdempotentContext,
  { operation }: GraphQLResolveInfo,
  secret: boolean,
): Claim {
  const key = headers[HEADER] ?? '';
  const actor = secret ? undefined : user?.actorId;
  const expected = whyNotUsable(key, operation, actor);
  if (expected || !actor)
    throw new BadInput([{ path: 'Idempotency-Key', expected: expected ?? 'no key', got: shorten(key) }]);
  const said = JSON.stringify([body.query, body.variables ?? {}, body.operationName ?? null]);
  return { actor, key, fingerprint: createHash('sha256').update(said).digest(), committed: false };
}

/**
 * What is expected instead of a key that is none, over several mutations, or of a mutation that answers with a secret
 * (as those do that are open to nobody in particular): secrets are kept nowhere.
 */
function whyNotUsable(
  key: string,
  { selectionSet: { selections } }: OperationDefinitionNode,
  actor: string | undefined,
): string | undefined {
  if (!/^[\x21-\x7e]{1,100}$/.test(key)) return '1 to 100 visible ASCII characters';
  if (!actor) return 'no key for what is done without being signed in, or answers with a secret';
  if (selections.length > 1 || selections[0]?.kind !== Kind.FIELD)
    return 'a single mutation in the operation';
  return undefined;
}

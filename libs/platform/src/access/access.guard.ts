import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import { AuthGuard } from '@nestjs/passport';
import type { GraphQLResolveInfo } from 'graphql';
import { Forbidden, Unauthenticated } from '../graphql/faults.js';
import { forgetLoaded } from '../graphql/loader.js';
import { ACCESS, type Access } from './decorators.js';
import type { PlatformViewer } from './viewer.js';

/** A request on its way through the guard. */
interface Asked {
  headers: Record<string, string | undefined>;
  user?: PlatformViewer;
  identified?: Promise<PlatformViewer | undefined>;
}

/** Closed by default: an operation that says neither `@Public` nor `@Allow` is refused. */
@Injectable()
export class AccessGuard extends AuthGuard(['api-key', 'jwt']) {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!access) throw new Forbidden('This operation is not open to anybody.');
    this.beginAnew(context);
    const viewer = await this.identify(this.getRequest(context));
    if (access.kind === 'public') return true;
    if (!viewer) throw new Unauthenticated();
    if (!viewer.can(access.permission)) throw new Forbidden(viewer.whyNot(access.permission));
    return true;
  }

  /**
   * Finds out who asks, once a request: its cost is counted before it runs, and each of its root fields is guarded.
   * Throws UNAUTHENTICATED where a token came that is not good.
   */
  identify(request: object): Promise<PlatformViewer | undefined> {
    const asked = request as Asked;
    return (asked.identified ??= this.authenticate(asked));
  }

  /** No token: anonymous. */
  private async authenticate(request: Asked): Promise<PlatformViewer | undefined> {
    // Every strategy reads this header alone.
    if (request.headers['authorization'] === undefined) return undefined;
    await super.canActivate(new ExecutionContextHost([request, {}]));
    return request.user;
  }

  /** Mutations of one operation run one after the other: what the first has read is old to the second. */
  private beginAnew(context: ExecutionContext): void {
    if (context.getType<GqlContextType>() !== 'graphql') return;
    const operation = GqlExecutionContext.create(context);
    const { parentType, schema } = operation.getInfo<GraphQLResolveInfo>();
    if (parentType === schema.getMutationType()) forgetLoaded(operation.getContext<object>());
  }

  override getRequest(context: ExecutionContext): Asked {
    if (context.getType<GqlContextType>() !== 'graphql') return context.switchToHttp().getRequest<Asked>();
    return GqlExecutionContext.create(context).getContext<{ req: Asked }>().req;
  }

  /** A token that is nonsense, expired or of nobody: refused, also where anonymous may pass. */
  override handleRequest<T>(error: unknown, viewer: T | false): T {
    if (error) throw error;
    if (viewer) return viewer;
    throw new Unauthenticated('The access token is not valid, or no longer. Sign in again.');
  }
}

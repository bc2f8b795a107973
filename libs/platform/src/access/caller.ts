import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';

/** Where a request comes from, as far as the connection tells. */
export interface CallerOrigin {
  /** The IP address of the other end. */
  readonly address: string;
  /** What the browser or program says it is; at most 200 characters. */
  readonly device: string;
}

/** Where the request comes from. */
export const Origin = createParamDecorator((_: unknown, context: ExecutionContext): CallerOrigin => {
  const { req } = GqlExecutionContext.create(context).getContext<{ req: FastifyRequest }>();
  const device = req.headers['user-agent'] ?? '';
  return { address: req.ip, device: [...device].slice(0, 200).join('') };
});

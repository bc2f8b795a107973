import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';

/** Where a request comes from, as far as the connection tells. */
export interface CallerOrigin {
  /** The IP address of the other end; of IPv6 the network of 64 bits, as whoever has one has all its addresses. */
  readonly address: string;
  /** What the browser or program says it is; at most 200 characters. */
  readonly device: string;
}

/** Where the request comes from. */
export const Origin = createParamDecorator((_: unknown, context: ExecutionContext): CallerOrigin => {
  return originOf(GqlExecutionContext.create(context).getContext<{ req: FastifyRequest }>().req);
});

/** Where a request comes from that is no GraphQL: a form. */
export function originOf({ headers, ip }: Pick<FastifyRequest, 'headers' | 'ip'>): CallerOrigin {
  const device = headers['user-agent'] ?? '';
  return { address: networkOf(ip), device: [...device].slice(0, 200).join('') };
}

/** An IPv4 address as it is, an IPv6 address cut to its network of 64 bits. */
export function networkOf(ip: string): string {
  const address = ipaddr.process(ip);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

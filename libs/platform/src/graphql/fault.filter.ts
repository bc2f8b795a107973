import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { GqlContextType } from '@nestjs/graphql';
import type { FastifyReply } from 'fastify';
import { newId } from '../database/ids.js';
import { CallerFault } from './faults.js';
import { describe } from './format-error.js';
import { limits } from './limits.js';

/** An answer over plain HTTP, in the same form as GraphQL's. */
interface Plain {
  status: number;
  code: string;
  message: string;
}

const codes: Record<number, string> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/**
 * Faults leave in one form everywhere. Within GraphQL they pass on to `formatError`, unlogged here: a caller's fault
 * is an answer, not an incident. Over plain HTTP (a body that cannot be read, a path that is none) they get a status.
 */
@Catch()
export class FaultFilter implements ExceptionFilter<unknown> {
  private readonly logger = new Logger('HTTP');

  catch(fault: unknown, host: ArgumentsHost): unknown {
    if (host.getType<GqlContextType>() === 'graphql') return fault;
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // The health checks have a form of their own.
    if (fault instanceof HttpException && fault.getStatus() === 503)
      return reply.status(503).send(fault.getResponse());
    const { status, code, message } = this.plain(fault);
    return reply.status(status).send({ errors: [{ message, extensions: { code } }] });
  }

  private plain(fault: unknown): Plain {
    const status = statusOf(fault);
    const code = codes[status] ?? 'BAD_REQUEST';
    if (status === 413)
      return { status, code, message: `A request may have at most ${limits.bodyBytes} bytes.` };
    if (status < 500)
      return {
        status,
        code,
        message: fault instanceof Error ? fault.message : 'The request cannot be read.',
      };
    const correlationId = newId('error');
    this.logger.error({ correlationId, ...describe(fault) }, 'A request failed');
    return {
      status: 500,
      code: 'INTERNAL_SERVER_ERROR',
      message: `Something went wrong on our side. If it happens again, tell us this number: ${correlationId}`,
    };
  }
}

function statusOf(fault: unknown): number {
  if (fault instanceof HttpException) return fault.getStatus();
  if (fault instanceof CallerFault)
    return Number(Object.entries(codes).find(([, code]) => code === fault.extensions['code'])?.[0] ?? 400);
  // Fastify's own errors: a body too large, no JSON, an unknown content type.
  const status = (fault as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { GqlContextType } from '@nestjs/graphql';
import type { FastifyReply } from 'fastify';
import { CallerFault } from '../graphql/faults.js';

const statuses: Record<string, number> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404 };

/** A caller's fault is an answer, not an incident: it is not logged, and over plain HTTP it has its status. */
@Catch(CallerFault)
export class CallerFaultFilter implements ExceptionFilter<CallerFault> {
  catch(fault: CallerFault, host: ArgumentsHost) {
    if (host.getType<GqlContextType>() === 'graphql') return fault;
    const code = String(fault.extensions['code']);
    return host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(statuses[code] ?? 400)
      .send({ errors: [{ message: fault.message, extensions: fault.extensions }] });
  }
}

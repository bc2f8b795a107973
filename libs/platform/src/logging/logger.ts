import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';

/** Paths whose values never reach a log. */
const redacted = [
  'req.headers.authorization',
  'authorization',
  'password',
  'email',
  'name',
  'token',
  '*.authorization',
  '*.password',
  '*.email',
  '*.name',
  '*.token',
];

/** How Fastify's own pino logs: one JSON line each, without query strings, addresses or personal values. */
export function loggerOptions(level: string) {
  return {
    level,
    redact: { paths: redacted, censor: '[redacted]' },
    serializers: {
      req: (request: FastifyRequest) => ({ method: request.method, path: request.url?.split('?')[0] }),
      res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
      // Messages and first lines of stacks may quote what people typed.
      err: (error: Error & { code?: unknown }) => ({
        type: error.name,
        code: error.code,
        message: '',
        stack: '',
      }),
    },
  };
}

/** Nest's log lines through Fastify's logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly pino: FastifyBaseLogger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.pino.debug(this.fields(rest), this.text(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn(this.fields(rest), this.text(message));
  }

  /** `logger.error({ …fields }, 'what failed')` and Nest's own `error(message, stack?, context)`. */
  error(message: unknown, ...rest: unknown[]): void {
    if (typeof message === 'object' && message !== null && !(message instanceof Error)) {
      this.pino.error(message, String(rest[0] ?? 'error'));
    } else this.pino.error(this.fields(rest), this.text(message));
  }

  private text(message: unknown): string {
    return message instanceof Error ? message.name : String(message);
  }

  private fields(rest: unknown[]): { context?: unknown; stack?: string } {
    const context = rest.at(-1);
    const [stack] = rest;
    return rest.length > 1 && typeof stack === 'string' ? { context, stack: frames(stack) } : { context };
  }
}

/** The frames of a stack: its first lines may quote what somebody typed. */
function frames(stack: string): string {
  const lines = stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return lines.slice(0, 12).join('\n');
}

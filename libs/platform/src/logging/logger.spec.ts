import type { FastifyBaseLogger } from 'fastify';
import { NestLogger } from './logger.js';

describe('a log line of an error', () => {
  const lines: unknown[] = [];
  const pino = { error: (...line: unknown[]) => void lines.push(line) } as unknown as FastifyBaseLogger;

  it('says where it happened, and not what somebody typed', () => {
    new NestLogger(pino).error('Job failed', 'Error: ada@example.org\n    at work (jobs.ts:1:2)', 'Jobs');
    new NestLogger(pino).error('Failed', 'Jobs');
    expect(lines).toEqual([
      [{ context: 'Jobs', stack: '    at work (jobs.ts:1:2)' }, 'Job failed'],
      [{ context: 'Jobs' }, 'Failed'],
    ]);
  });
});

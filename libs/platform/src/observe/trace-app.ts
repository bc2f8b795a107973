import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Config } from '../config/config.js';
import { TRACING, type TracingHolder } from './tracing.holder.js';

/** Traces an application's requests and statements where an endpoint is configured; loads nothing where none is. */
export async function traceApp(app: NestFastifyApplication, { otlpEndpoint }: Config): Promise<void> {
  if (!otlpEndpoint) return;
  const { startTracing } = await import('./tracing.js');
  const tracing = await startTracing(otlpEndpoint);
  app.get<TracingHolder>(TRACING).tracing = tracing;
  const server = app.getHttpAdapter().getInstance();
  tracing.traceRequests(server as unknown as Parameters<typeof tracing.traceRequests>[0]);
  tracing.traceStatements((app.get(DataSource).driver as PostgresDriver).master as pg.Pool);
  server.addHook('onClose', () => tracing.stop());
}

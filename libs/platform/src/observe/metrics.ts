import { createServer, type Server } from 'node:http';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type pg from 'pg';
import { cursorStates } from '../changes/change-followers.js';
import { Mirrors, type MirrorState } from '../changes/mirrors.js';
import { waitingChanges } from '../changes/sequence.js';
import { Config } from '../config/config.js';

/** What came of an operation. */
export type Outcome = 'ok' | 'refused' | 'failed';

/** What is measured of operations; every label has few values, all of them ours. */
interface Meters {
  operation(kind: string, outcome: Outcome, seconds: number): void;
  refused(code: string): void;
}

interface QueueState {
  waiting: number;
  oldest: number;
  failed: number;
}

/**
 * Figures for Prometheus, on a port of its own so that the world does not see them: `METRICS_PORT`. Without it nothing is
 * loaded, measured or opened.
 */
@Injectable()
export class Metrics implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Undefined while nothing is measured. */
  meters?: Meters;
  private server?: Server;

  constructor(
    private readonly config: Config,
    private readonly dataSource: DataSource,
    private readonly mirrors: Mirrors,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort, metricsHost } = this.config;
    if (metricsPort === undefined || !this.dataSource.isInitialized) return;
    const prometheus = await import('prom-client');
    const registry = new prometheus.Registry();
    prometheus.collectDefaultMetrics({ register: registry });
    this.meters = metersIn(prometheus, registry);
    const refresh = this.watchDatabase(prometheus, registry);
    const watchMirrors = mirrorGauges(prometheus, registry);
    this.server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
      watchMirrors(this.mirrors.states());
      refresh()
        .then(() => registry.metrics())
        .then(
          (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
          () => response.writeHead(500).end(),
        );
    });
    await new Promise<void>((listening, failed) =>
      this.server?.once('error', failed).listen(metricsPort, metricsHost, listening),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((closed) => (this.server ? this.server.close(closed) : closed(undefined)));
  }

  /** The port in use, for whoever asked for any free one. */
  get port(): number | undefined {
    const address = this.server?.address();
    return typeof address === 'object' ? address?.port : undefined;
  }

  /** What to ask before the figures are read, for all of them at once: of the pool, and in one round trip each of the queue and the changes. */
  private watchDatabase(prometheus: typeof import('prom-client'), registry: Registry): () => Promise<void> {
    const pool = (this.dataSource.driver as PostgresDriver).master as pg.Pool;
    const gauge = (name: string, help: string) =>
      new prometheus.Gauge({ name: `firsthand_${name}`, help, registers: [registry] });
    const connections = gauge('pool_connections', 'Connections of the pool, used and idle');
    const idle = gauge('pool_idle', 'Connections of the pool that nobody uses');
    const queueing = gauge('pool_waiting', 'Requests that wait for a connection');
    const up = gauge('database_up', 'Whether the database answered when these figures were taken');
    const jobs = gauge('jobs_due', 'Jobs that are due and wait for a runner');
    const oldestJob = gauge('jobs_oldest_due_seconds', 'For how long the oldest of them has been due');
    const failed = gauge('jobs_given_up', 'Jobs that failed in their last attempt');
    const changes = gauge('changes_unnumbered', 'Committed changes that nobody can follow yet');
    const oldestChange = gauge('changes_oldest_unnumbered_seconds', 'Age of the oldest of them');
    const behind = new prometheus.Gauge({
      ...{
        name: 'firsthand_changes_behind',
        help: 'Numbered changes that a subscriber has not dealt with yet',
      },
      ...{ labelNames: ['subscriber'], registers: [registry] },
    });
    return async () => {
      connections.set(pool.totalCount);
      idle.set(pool.idleCount);
      queueing.set(pool.waitingCount);
      try {
        const [waiting, queue] = [await waitingChanges(this.dataSource.manager), await this.queue()];
        changes.set(waiting.count);
        oldestChange.set(waiting.oldestSeconds);
        jobs.set(queue.waiting);
        oldestJob.set(queue.oldest);
        failed.set(queue.failed);
        for (const { name, behind: many } of await cursorStates(this.dataSource.manager))
          behind.set({ subscriber: name }, many);
        up.set(1);
      } catch {
        up.set(0);
      }
    };
  }

  private async queue(): Promise<QueueState> {
    const [state] = await this.dataSource.query<QueueState[]>(
      `SELECT count(*) FILTER (WHERE due) AS waiting, count(*) FILTER (WHERE attempts >= max_attempts) AS failed,
         coalesce(extract(epoch FROM clock_timestamp() - min(run_at) FILTER (WHERE due)), 0)::float8 AS oldest
       FROM (SELECT *, run_at <= clock_timestamp() AND locked_at IS NULL AND attempts < max_attempts AS due
         FROM graphile_worker.jobs) AS job`,
    );
    return state ?? { waiting: 0, oldest: 0, failed: 0 };
  }
}

/** Figures of what the process keeps in its memory. */
function mirrorGauges(
  prometheus: typeof import('prom-client'),
  registry: Registry,
): (states: readonly MirrorState[]) => void {
  const gauge = (name: string, help: string, labelNames = ['mirror']) =>
    new prometheus.Gauge({ name: `firsthand_mirror_${name}`, help, labelNames, registers: [registry] });
  const loaded = gauge('loaded', 'Whether it has been read; the database is asked instead until then');
  const age = gauge('age_seconds', 'Seconds since it was last known to be up to date');
  const rows = gauge('rows', 'How much it holds', ['mirror', 'of']);
  return (states) => {
    for (const { name: mirror, ...state } of states) {
      loaded.set({ mirror }, state.loaded ? 1 : 0);
      if (state.ageSeconds !== null) age.set({ mirror }, state.ageSeconds);
      for (const [of, count] of Object.entries(state.sizes)) rows.set({ mirror, of }, count);
    }
  };
}

function metersIn(prometheus: typeof import('prom-client'), registry: Registry): Meters {
  const operations = new prometheus.Histogram({
    name: 'firsthand_operation_seconds',
    help: 'How long operations took, by kind and by what came of them',
    labelNames: ['kind', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const refusals = new prometheus.Counter({
    name: 'firsthand_refused_total',
    help: 'Operations that were refused, by the code of their first error',
    labelNames: ['code'],
    registers: [registry],
  });
  return {
    operation: (kind, outcome, seconds) => operations.labels(kind, outcome).observe(seconds),
    refused: (code) => refusals.labels(code).inc(),
  };
}

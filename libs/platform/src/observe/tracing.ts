import type { Span, Tracer } from '@opentelemetry/api';
import type pg from 'pg';

/** What of Fastify this needs. */
interface Server {
  addHook(name: 'onRequest', hook: (request: object, reply: unknown, done: () => void) => void): unknown;
}

/** What runs while traces are sent somewhere. */
export interface Tracing {
  /** Puts every request into a span. */
  traceRequests(server: Server): void;
  /** Puts every statement of a request into a span. */
  traceStatements(pool: pg.Pool): void;
  /** Names the span of the request under way, and ends it. Called where the answer is known. */
  answered(request: object, name: string, outcome: string): void;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/**
 * Begins to send traces by OTLP over HTTP as JSON. The libraries are loaded here and nowhere else: without an endpoint they
 * cost nothing. The spans are made by hand, because hooks that patch modules as they load do not reach ESM without a loader
 * in every command: one for a request, and one for each statement that it sends. They carry the names of operations and
 * tables of ours, and no value, variable, address or person.
 *
 * @param endpoint the collector's address, without `/v1/traces`
 */
export async function startTracing(endpoint: string): Promise<Tracing> {
  const [api, sdk, exporter] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const provider = new sdk.NodeTracerProvider({
    spanProcessors: [new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter({ url }))],
  });
  provider.register();
  const tracer = provider.getTracer('firsthand');
  const spans = new WeakMap<object, Span>();
  return {
    traceRequests: (server) =>
      server.addHook('onRequest', (request, _reply, done) => {
        const span = tracer.startSpan('request', { kind: api.SpanKind.SERVER });
        spans.set(request, span);
        api.context.with(api.trace.setSpan(api.context.active(), span), done);
      }),
    traceStatements: (pool) => {
      const traced = new WeakSet<pg.PoolClient>();
      pool.on('acquire', (client) => {
        if (traced.has(client)) return;
        traced.add(client);
        traceClient(client, tracer, () => api.trace.getActiveSpan() !== undefined);
      });
    },
    answered: (request, name, outcome) => {
      spans.get(request)?.updateName(name).setAttribute('firsthand.outcome', outcome).end();
      spans.delete(request);
    },
    stop: async () => {
      await provider.shutdown();
      api.trace.disable();
      api.context.disable();
    },
  };
}

/** Statements of jobs and followers belong to no request, and to no trace. */
function traceClient(client: pg.PoolClient, tracer: Tracer, isAsked: () => boolean): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const traced = (...given: unknown[]): unknown => {
    if (!isAsked()) return query(...given);
    const span = tracer.startSpan(statementName(given[0]), {
      attributes: { 'db.system.name': 'postgresql' },
    });
    const last = given.at(-1);
    if (typeof last === 'function') {
      const told = (...answer: unknown[]): unknown => {
        span.end();
        return (last as (...answer: unknown[]) => unknown)(...answer);
      };
      return query(...given.slice(0, -1), told);
    }
    const answer = query(...given);
    if (answer instanceof Promise) void answer.catch(() => undefined).finally(() => span.end());
    else span.end();
    return answer;
  };
  Object.assign(client, { query: traced });
}

/** `SELECT offer`: the verb and the first table of a statement, never its text, which may hold a value. */
export function statementName(statement: unknown): string {
  const text =
    typeof statement === 'string' ? statement : String((statement as { text?: string } | null)?.text);
  const verb = /[a-z]+/i.exec(text)?.[0].toUpperCase() ?? 'STATEMENT';
  const table = /\b(?:from|into|update)\s+(?:only\s+)?"?([a-z_]{1,63})"?/i.exec(text)?.[1];
  return table ? `${verb} ${table}` : verb;
}

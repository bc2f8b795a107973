import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Metrics } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';

interface Exported {
  resourceSpans: { scopeSpans: { spans: SpanOf[] }[] }[];
}
interface SpanOf {
  name: string;
  spanId: string;
  traceId: string;
  parentSpanId?: string;
  attributes: { key: string; value: unknown }[];
}

describe('figures', () => {
  let world: TestApp;
  const metrics = () => world.app.get(Metrics);
  const read = async () => (await fetch(`http://127.0.0.1:${metrics().port}/metrics`)).text();
  afterEach(() => world?.stop());

  it('are not measured and not served unless a port is given', async () => {
    world = await startTestApp();
    expect([metrics().port, metrics().meters]).toEqual([undefined, undefined]);
    expect((await fetch(`${world.url}/metrics`)).status).toBe(404);
  });

  it('tell of operations, refusals, the pool, jobs and changes, with labels of ours alone', async () => {
    world = await startTestApp({ METRICS_PORT: '0', JOBS: 'off' });
    await world.anyone.ask('query Canary { sectors { code } }');
    await world.anyone.refusal('{ viewer { __typename } }');
    await world.anyone.refusal('{ canary }');
    await world.dataSource.query(
      `SELECT graphile_worker.add_job('story', run_at := now() - interval '1 hour')`,
    );
    await (
      await world.given.person()
    ).ask(
      `mutation { registerBroker(input: { name: "A", licence: "OGL", attribution: "A" }) { __typename } }`,
    );
    const numbered = () => world.dataSource.query<object[]>('SELECT FROM change WHERE number IS NOT NULL');
    while ((await numbered()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const many = (await numbered()).length;
    await world.dataSource.query(`INSERT INTO change_cursor (name, number) VALUES ('stuck', 0)`);
    const text = await read();
    expect(text).toContain(`firsthand_changes_behind{subscriber="stuck"} ${many}\n`);
    expect(text).toMatch(/firsthand_changes_behind\{subscriber="introductions"\} \d/);
    expect(text).toMatch(/firsthand_operation_seconds_count\{kind="query",outcome="ok"\} 1\n/);
    expect(text).toMatch(/firsthand_refused_total\{code="UNAUTHENTICATED"\} 1\n/);
    expect(text).toMatch(/firsthand_refused_total\{code="GRAPHQL_VALIDATION_FAILED"\} 1\n/);
    expect(text).toMatch(/firsthand_pool_connections [1-9]/);
    expect(text).toMatch(/firsthand_database_up 1\n/);
    expect(text).toMatch(/firsthand_mirror_age_seconds{mirror="market"} [\d.e-]+\n/);
    expect(text).toMatch(/firsthand_mirror_rows{mirror="market",of="offers"} 0\n/);
    expect(text).toMatch(/firsthand_jobs_due 1\n/);
    expect(text).toMatch(/firsthand_jobs_oldest_due_seconds 36\d\d/);
    expect(text).toMatch(/firsthand_changes_unnumbered \d/);
    expect(text).toMatch(/firsthand_changes_oldest_unnumbered_seconds \d/);
    expect(text).toMatch(/nodejs_eventloop_lag_seconds \d/);
    expect(text).not.toMatch(/canary/i);
    expect((await fetch(`http://127.0.0.1:${metrics().port}/`)).status).toBe(404);
  });
});

describe('traces', () => {
  let world: TestApp;
  let collector: Server;
  const bodies: string[] = [];
  const paths: (string | undefined)[] = [];

  beforeAll(async () => {
    collector = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        bodies.push(body);
        paths.push(request.url);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening));
  });
  afterAll(() => new Promise((closed) => collector.close(closed)));

  it('show a request with its statements, and no value of anybody', async () => {
    const { port } = collector.address() as AddressInfo;
    world = await startTestApp({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    const person = await world.given.person();
    await person.ask(
      'query Canary($canary: Int) { sectors { code } offers(first: $canary) { nodes { id } } }',
      {
        canary: 7,
      },
    );
    await world.anyone.send(
      `mutation { signIn(input: { email: "canary@example.org", password: "canary canary" }) { __typename } }`,
    );
    await world.stop();

    expect(new Set(paths)).toEqual(new Set(['/v1/traces']));
    const spans = bodies
      .map((body) => JSON.parse(body) as Exported)
      .flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
      );
    const asked = spans.find(({ name }) => name === 'query sectors offers');
    const statements = spans.filter(({ parentSpanId }) => parentSpanId === asked?.spanId);
    expect(statements.map(({ name }) => name)).toEqual(expect.arrayContaining(['SELECT sector']));
    expect(statements.length).toBeGreaterThan(2);
    expect(statements.every(({ traceId }) => traceId === asked?.traceId)).toBe(true);
    expect(spans.map(({ name }) => name)).toContain('mutation signIn');
    expect(
      spans.filter(({ parentSpanId, name }) => !parentSpanId && !/^(query|mutation) /.test(name)),
    ).toEqual([]);
    for (const told of ['anary', 'example.org', person.personId, person.token ?? '', '127.0.0.1'])
      expect(bodies.join('')).not.toContain(told);
  });
});

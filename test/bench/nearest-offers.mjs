import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { startEmbedded } from '#platform';
import { addOffers, prepareMarket, questions } from './market.mjs';

// `npm run bench`: offers near a school, twenty with employer and slots, asked over twenty connections. The API as it is
// in production beside a bare server that answers the same JSON from the same tables, in one run on one machine. What it
// prints are ratios: they travel to other machines, requests a second do not.

const SIZES = [10_000, 100_000];
const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);

const QUERY = `query ($near: NearInput!, $filter: OfferFilter!) { offers(near: $near, filter: $filter, first: 20) {
  edges { distanceKm node { id title activityType employer { id name } slots { id startsAt endsAt remaining } } }
  pageInfo { hasNextPage } } }`;

/** A free port of this machine. */
function freePort() {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

/** Ends a server of the bench, and waits until it has. */
function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill();
  });
}

/** Starts a server of the bench and waits until it answers. */
async function serve(script, databaseUrl) {
  const port = await freePort();
  const env = { ...process.env, DATABASE_URL: databaseUrl, PORT: String(port), NODE_ENV: 'production' };
  const quiet = {
    JOBS: 'off',
    LOG_LEVEL: 'error',
    TOKEN_SECRET: 'x'.repeat(32),
    PLAYGROUND: 'false',
    COST_PER_ADDRESS: '1000000000',
  };
  const flags = process.env.BENCH_PROFILE
    ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]
    : [];
  const child = spawn(process.execPath, [...flags, script], {
    env: { ...env, ...quiet },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}/graphql`;
  for (let tries = 0; tries < 100; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const up = await fetch(url).then(
      () => true,
      () => false,
    );
    if (up) return { url, stop: () => ended(child) };
  }
  throw new Error(`${script} does not answer at ${url}`);
}

const bodies = (asked) => asked.map((variables) => JSON.stringify({ query: QUERY, variables }));

/** Requests a second and the median of the milliseconds they take. */
async function measure(url, asked, seconds = SECONDS) {
  const headers = { 'content-type': 'application/json' };
  const requests = bodies(asked).map((body) => ({ method: 'POST', path: '/graphql', headers, body }));
  const {
    requests: rate,
    latency,
    non2xx,
    errors,
  } = await autocannon({ url, connections: 20, duration: seconds, requests });
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx} answers other than 200, ${errors} errors`);
  return { rate: rate.average, median: latency.p50 };
}

/** Both servers say the same of a question, or the comparison means nothing. */
async function agree(one, other, asked) {
  for (const body of bodies(asked.slice(0, 20))) {
    const ask = async (url) => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const { data } = await answer.json();
      return JSON.stringify(
        data.offers.edges.map(({ distanceKm, node }) => [distanceKm, node.id, node.slots.length]),
      );
    };
    const [here, there] = [await ask(one), await ask(other)];
    if (here !== there) throw new Error(`The two servers disagree:\n${here}\n${there}`);
  }
}

async function plan(dataSource, { near, filter }) {
  const [{ place }] = await dataSource.query('SELECT place::text AS place FROM school WHERE urn = $1', [
    near.urn,
  ]);
  const rows = await dataSource.query(
    `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)
     SELECT found.offer_id, found.place <-> $1::point FROM offer_place found
     WHERE found.sector = $2
       AND EXISTS (SELECT FROM slot WHERE slot.offer_id = found.offer_id AND slot.remaining > 0 AND slot.starts_at > now())
     ORDER BY found.place <-> $1::point, found.offer_id LIMIT 21`,
    [place, filter.sector],
  );
  return rows.map((row) => `    ${row['QUERY PLAN']}`).join('\n');
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'firsthand-bench-'));
  chmodSync(folder, 0o711);
  const database = await startEmbedded({
    projectDir: process.cwd(),
    dataDir: folder,
    throwaway: true,
    log: console.error,
  });
  const dataSource = await prepareMarket(database.url);
  const stops = [];
  try {
    const asked = await questions(dataSource, 500);
    const found = [];
    for (const size of SIZES) {
      await addOffers(dataSource, size);
      const bare = await serve('test/bench/bare-server.mjs', database.url);
      const api = await serve('dist/apps/api/main.js', database.url);
      stops.push(bare.stop, api.stop);
      await agree(bare.url, api.url, asked);
      for (const { url } of [bare, api]) await measure(url, asked, 2); // warm
      const [reference, ours] = [await measure(bare.url, asked), await measure(api.url, asked)];
      await bare.stop();
      await api.stop();
      found.push({ size, reference, ours });
      console.log(
        `${size} offers: bare ${reference.rate.toFixed(0)}/s, API ${ours.rate.toFixed(0)}/s: share ${(ours.rate / reference.rate).toFixed(2)}` +
          ` (median ${reference.median} and ${ours.median} ms)`,
      );
    }
    const [small, large] = found;
    console.log(
      `Growth of the API's cost from ${small.size} to ${large.size} offers: ${(small.ours.rate / large.ours.rate).toFixed(2)} times`,
    );
    console.log(`The plan at ${large.size} offers:\n${await plan(dataSource, asked[0])}`);
  } finally {
    for (const stop of stops) await stop();
    await dataSource.destroy();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();

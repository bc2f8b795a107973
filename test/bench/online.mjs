import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { localDateOf, startEmbedded } from '#platform';
import { addOffers, prepareMarket } from './market.mjs';
import {
  addRequests,
  BEST_IN_SQL,
  everyDay,
  loadMarket,
  readRequest,
  TOKEN_SECRET,
  varyOffers,
} from './matches-market.mjs';
import { serve } from './serve.mjs';

// `npm run bench:online`: the ten best offers for a request. First the search by itself, in memory beside the same
// question in SQL; then over HTTP: the API as it is in production, with both executors, beside a bare server that asks
// SQL and one that has the same market in memory. One run on one machine, the servers take turns; what is printed are
// medians of the shares of each turn. Ratios travel to other machines, times do not.

const SIZES = (process.env.BENCH_SIZES ?? '100000,1000000').split(',').map(Number);
/** Over HTTP the first of the sizes is enough: what grows beyond it is SQL. */
const OVER_HTTP = SIZES[0];
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 2);
const ASKED = 300;

const api = (GRAPHQL_EXECUTOR) => ({
  script: 'dist/apps/api/main.js',
  env: {
    ...{
      GRAPHQL_EXECUTOR,
      TOKEN_SECRET,
      MATCHES: 'memory',
      JOBS: 'off',
      LOG_LEVEL: 'error',
      PLAYGROUND: 'false',
    },
    COST_PER_PERSON: '1000000000',
  },
});
const SERVERS = {
  'bare http + pg, SQL': { script: 'test/bench/bare-matches.mjs', env: { BENCH_FROM: 'sql' } },
  'bare, same market': { script: 'test/bench/bare-matches.mjs', env: { BENCH_FROM: 'memory' } },
  'API, graphql-js': api('graphql_js'),
  'API, compiled': api('compiled'),
};

const QUERY = `query ($id: ID!) { node(id: $id) { ... on SchoolRequest { matches(first: 10) {
  nodes { score distanceKm offer { id title } slot { id startsAt endsAt remaining } } pageInfo { hasNextPage } } } } }`;

const asRequest = ({ id, token }) => ({
  ...{ method: 'POST', path: '/graphql', body: JSON.stringify({ query: QUERY, variables: { id } }) },
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
});

/** Requests a second. Whatever is an error ends the run. */
async function measure({ name, url }, asked, how) {
  const verifyBody = (body) => body.includes('"hasNextPage"') && !body.includes('"errors"');
  const found = await autocannon({
    url,
    connections: 20,
    ...how,
    requests: asked.map(asRequest),
    verifyBody,
  });
  if (found.non2xx + found.errors + found.mismatches > 0)
    throw new Error(`${name}: ${found.non2xx} answers other than 200, ${found.mismatches} other answers`);
  return found.requests.average;
}

/** All servers say the same of a question, or the comparison means nothing. */
async function agree(servers, asked) {
  const isInstant = (key) => key.endsWith('sAt');
  for (const question of asked.slice(0, 40)) {
    const answers = [];
    for (const { url } of servers) {
      const { data, errors } = await (await fetch(url, asRequest(question))).json();
      if (errors) throw new Error(JSON.stringify(errors));
      answers.push(
        JSON.stringify(data, (key, value) => (isInstant(key) ? new Date(value).toISOString() : value)),
      );
    }
    answers.forEach((answer, at) => {
      if (answer !== answers[0])
        throw new Error(`${servers[at].name} says otherwise:\n${answer}\n${answers[0]}`);
    });
  }
}

const sorted = (numbers) => [...numbers].sort((one, other) => one - other);
const at = (numbers, share) =>
  sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const ms = (value) => `${value < 10 ? value.toFixed(3) : value.toFixed(0)} ms`;

async function overHttp(url, asked) {
  const servers = [];
  try {
    for (const name of Object.keys(SERVERS)) servers.push(await serve(name, SERVERS[name], url));
    // The market of the API is read beside its first answers; until it is there, SQL answers.
    for (const { name, origin } of servers.filter(({ name }) => name.startsWith('API')))
      await loaded(name, origin);
    await agree(servers, asked);
    for (const server of servers) await measure(server, asked, { amount: 1500 });
    for (let round = 0; round < ROUNDS; round += 1)
      for (const server of servers) server.turns.push(await measure(server, asked, { duration: SECONDS }));
    const [{ turns: reference }] = servers;
    for (const { name, turns } of servers) {
      const shares = turns.map((rate, turn) => rate / reference[turn]);
      const [least, most] = [Math.min(...shares), Math.max(...shares)].map((share) => share.toFixed(2));
      console.log(
        `${OVER_HTTP} offers, ${name.padEnd(20)} ${at(shares, 0.5).toFixed(2)} (${least} to ${most}; ${at(turns, 0.5).toFixed(0)}/s)`,
      );
    }
  } finally {
    for (const { stop } of servers) await stop();
  }
}

async function loaded(name, origin) {
  for (let tries = 0; tries < 1200; tries += 1) {
    const { info } = await (await fetch(`${origin}/health/ready`)).json();
    if (info.market.loaded) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${name} does not load its market`);
}

/** The search by itself, and the same in SQL on one connection; both answer the same. */
async function byItself(dataSource, asked, size) {
  const begun = performance.now();
  const market = await loadMarket(dataSource);
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const now = Date.now();
  const when = { today: localDateOf(new Date(now)), now };
  const query = (sql, values) => dataSource.query(sql, values);
  const requests = [];
  for (const { id } of asked) requests.push(await readRequest(query, id, everyDay));
  const search = (request) => market.matches(request, when, { count: 11 });
  for (let warm = 0; warm < 10; warm += 1) requests.forEach(search);
  const inMemory = [];
  for (let round = 0; round < 10; round += 1) {
    for (const request of requests) {
      const from = performance.now();
      search(request);
      inMemory.push(performance.now() - from);
    }
  }
  const inSql = [];
  for (const request of requests.slice(0, size > 100_000 ? 60 : ASKED)) {
    const from = performance.now();
    const rows = await dataSource.query(BEST_IN_SQL, [request.requestId]);
    inSql.push(performance.now() - from);
    const names = [rows.map(({ id }) => id), search(request).map(({ offer }) => offer.offerId)].map(String);
    if (names[0] !== names[1])
      throw new Error(`SQL says otherwise of ${request.requestId}:\n${names.join('\n')}`);
  }
  const times = [0.5, 0.99].map(
    (share) => `p${share * 100} ${ms(at(inMemory, share))} beside ${ms(at(inSql, share))} in SQL`,
  );
  console.log(
    `${size} offers, ten best by themselves: ${times.join(', ')}; ${(at(inSql, 0.5) / at(inMemory, 0.5)).toFixed(0)} times;` +
      ` in memory after ${seconds} s, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB in all`,
  );
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
  try {
    const asked = await addRequests(dataSource, ASKED);
    for (const size of SIZES) {
      await addOffers(dataSource, size);
      await varyOffers(dataSource);
      await byItself(dataSource, asked, size);
      if (size === OVER_HTTP) await overHttp(database.url, asked);
    }
  } finally {
    await dataSource.destroy();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();

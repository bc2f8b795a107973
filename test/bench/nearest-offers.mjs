import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { startEmbedded } from '#platform';
import { addOffers, prepareMarket, questions } from './market.mjs';
import { serve } from './serve.mjs';

// `npm run bench`: offers near a school, twenty with employer and slots, asked over twenty connections. The API as it is
// in production, with both executors, beside a bare server that answers the same JSON from the same tables and what the
// tutorials of Nest add up to, in one run on one machine. The servers take turns, so that a machine that is busy is busy
// for all of them; what is printed are medians of the shares of each turn. Ratios travel to other machines, requests a
// second do not.

const SIZES = [10_000, 100_000];
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 2);
/** So many requests before anything is counted: code is compiled as it proves hot. */
const WARM = 3_000;

const api = (GRAPHQL_EXECUTOR) => ({
  script: 'dist/apps/api/main.js',
  env: {
    GRAPHQL_EXECUTOR,
    JOBS: 'off',
    LOG_LEVEL: 'error',
    TOKEN_SECRET: 'x'.repeat(32),
    PLAYGROUND: 'false',
    COST_PER_ADDRESS: '1000000000',
  },
});
const SERVERS = {
  'bare http + pg': { script: 'test/bench/bare-server.mjs' },
  'the usual Nest': { script: 'test/bench/usual-nest.mjs' },
  'API, graphql-js': api('graphql_js'),
  'API, compiled': api('compiled'),
};

const QUERY = `query ($near: NearInput!, $filter: OfferFilter!) { offers(near: $near, filter: $filter, first: 20) {
  edges { distanceKm node { id title activityType employer { id name } slots { id startsAt endsAt remaining } } }
  pageInfo { hasNextPage } } }`;

const bodies = (asked) => asked.map((variables) => JSON.stringify({ query: QUERY, variables }));

const headers = { 'content-type': 'application/json' };

/** Requests a second and the median of the milliseconds they take. Whatever is no whole page of offers ends the run. */
async function measure({ name, url }, asked, how) {
  const requests = bodies(asked).map((body) => ({ method: 'POST', path: '/graphql', headers, body }));
  const verifyBody = (body) => !body.includes('"errors"') && body.split('"distanceKm"').length === 21;
  const found = await autocannon({ url, connections: 20, ...how, requests, verifyBody });
  const { requests: rate, latency, non2xx, errors, mismatches } = found;
  if (non2xx + errors + mismatches > 0)
    throw new Error(
      `${name}: ${non2xx} answers other than 200, ${errors} errors, ${mismatches} other answers`,
    );
  return { rate: rate.average, latency: latency.p50 };
}

/** All servers say the same of a question, or the comparison means nothing. Instants may be written in several ways. */
async function agree(servers, asked) {
  for (const body of bodies(asked.slice(0, 20))) {
    const answers = [];
    for (const { url } of servers) {
      const answer = await fetch(url, { method: 'POST', headers, body });
      const { data } = await answer.json();
      answers.push(
        JSON.stringify(data, (key, value) => (key.endsWith('sAt') ? new Date(value).toISOString() : value)),
      );
    }
    answers.forEach((answer, index) => {
      if (answer !== answers[0])
        throw new Error(`${servers[index].name} says otherwise:\n${answer}\n${answers[0]}`);
    });
  }
}

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** One line a server: its share of the first one, turn by turn. */
function lines(size, servers) {
  const [{ turns: reference }] = servers;
  return servers.map(({ name, turns }) => {
    const shares = turns.map(({ rate }, turn) => rate / reference[turn].rate);
    const [rate, latency] = [
      median(turns.map((turn) => turn.rate)),
      median(turns.map((turn) => turn.latency)),
    ];
    return (
      `${size} offers, ${name.padEnd(16)} ${median(shares).toFixed(2)}` +
      ` (${Math.min(...shares).toFixed(2)} to ${Math.max(...shares).toFixed(2)}; ${rate.toFixed(0)}/s, median ${latency} ms)`
    );
  });
}

/** How the database does it: the search of `offer.statements.ts`, with what comes along. */
async function plan(dataSource, { near, filter }) {
  const place = '(SELECT place FROM school WHERE urn = $1)';
  const rows = await dataSource.query(
    `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF)
     SELECT found.metres, offer.id, employer.name,
       (SELECT json_agg(slot.id ORDER BY starts_at, id) FROM slot WHERE slot.offer_id = offer.id AND NOT called_off)
     FROM (SELECT offer_id AS id, metres, row_number() OVER (ORDER BY metres, offer_id) AS nth FROM (
         SELECT found.offer_id, found.place <-> ${place} AS metres FROM offer_place found
         WHERE found.sector = $2 AND ${place} IS NOT NULL
           AND EXISTS (SELECT FROM slot WHERE slot.offer_id = found.offer_id AND slot.remaining > 0 AND slot.bookable_until > now())
         ORDER BY found.place <-> ${place}, found.offer_id LIMIT 21) near) found
     JOIN offer ON offer.id = found.id JOIN employer ON employer.id = offer.employer_id ORDER BY found.nth`,
    [near.urn, filter.sector],
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
    const costs = [];
    for (const size of SIZES) {
      await addOffers(dataSource, size);
      const servers = [];
      for (const name of Object.keys(SERVERS)) {
        servers.push(await serve(name, SERVERS[name], database.url));
        stops.push(servers.at(-1).stop);
      }
      await agree(servers, asked);
      for (const server of servers) await measure(server, asked, { amount: WARM });
      for (let round = 0; round < ROUNDS; round += 1)
        for (const server of servers) server.turns.push(await measure(server, asked, { duration: SECONDS }));
      for (const { stop } of servers) await stop();
      console.log(lines(size, servers).join('\n'));
      costs.push(servers.map(({ turns }) => 1 / Math.max(...turns.map(({ rate }) => rate))));
    }
    const growth = (server) => (costs[1][server] / costs[0][server]).toFixed(2);
    console.log(
      `Growth of the cost from ${SIZES[0]} to ${SIZES[1]} offers, best turns: bare ${growth(0)} times, API ${growth(2)} times`,
    );
    console.log(`The plan at ${SIZES[1]} offers:\n${await plan(dataSource, asked[0])}`);
  } finally {
    for (const stop of stops) await stop();
    await dataSource.destroy();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();

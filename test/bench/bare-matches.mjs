import { createServer } from 'node:http';
import { localDateOf } from '#platform';
import pg from 'pg';
import { BEST_IN_SQL, everyDay, loadMarket, readRequest } from './matches-market.mjs';

// The references of the bench of matches: Node's own http and pg, the same JSON from the same tables. Nothing is
// validated, nobody is asked who they are. With BENCH_FROM=sql the best are found by one statement; with `memory` by the
// market of the product, which is loaded once and follows nothing.

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const query = async (text, values) => (await pool.query({ name: text.slice(-50), text, values })).rows;

const market = process.env.BENCH_FROM === 'memory' && (await loadMarket({ query }));
const calendars = new Map();
const calendarOf = (from) => calendars.get(from) ?? calendars.set(from, everyDay(from)).get(from);

const SHOWN = `SELECT slot.id AS slot_id, offer.id, title, starts_at, ends_at, remaining
  FROM slot JOIN offer ON offer.id = slot.offer_id WHERE slot.id = ANY($1)`;

async function fromMemory(id) {
  const now = Date.now();
  const request = await readRequest(query, id, calendarOf);
  const matches = market.matches(request, { today: localDateOf(new Date(now)), now }, { count: 11 });
  const shown = await query(SHOWN, [matches.map(({ offer }) => offer.slotId)]);
  const slots = new Map(shown.map((row) => [row.slot_id, row]));
  return matches.map(({ offer, score }) => ({
    ...{ ...slots.get(offer.slotId), score: score.total, metres: score.distanceMetres },
  }));
}

function answer(rows) {
  const nodes = rows.slice(0, 10).map((row) => ({
    ...{
      score: Number(row.score),
      distanceKm: Math.round(row.metres / 100) / 10,
      offer: { id: row.id, title: row.title },
    },
    slot: { id: row.slot_id, startsAt: row.starts_at, endsAt: row.ends_at, remaining: row.remaining },
  }));
  return JSON.stringify({
    data: { node: { matches: { nodes, pageInfo: { hasNextPage: rows.length > 10 } } } },
  });
}

createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    try {
      const { id } = JSON.parse(Buffer.concat(parts).toString()).variables;
      const rows = market ? await fromMemory(id) : await query(BEST_IN_SQL, [id]);
      response.setHeader('content-type', 'application/json');
      response.end(answer(rows));
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
}).listen(Number(process.env.PORT), '127.0.0.1');

import { createServer } from 'node:http';
import pg from 'pg';

// The reference of the bench: Node's own http and pg, one named statement, the same JSON from the same tables. Nothing
// is validated, nobody is asked who they are, no field is chosen: what is left is what the work itself costs.

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

const SQL = `
  SELECT found.offer_id AS id, found.metres, offer.title, offer.activity_type AS "activityType",
    employer.id AS "employerId", employer.name AS "employerName", slots.list AS slots
  FROM (
    SELECT found.offer_id, found.place <-> school.place AS metres FROM school, offer_place found
    WHERE school.urn = $1 AND found.sector = $2
      AND EXISTS (SELECT FROM slot WHERE slot.offer_id = found.offer_id AND slot.remaining > 0 AND slot.bookable_until > now())
    ORDER BY found.place <-> (SELECT place FROM school WHERE urn = $1), found.offer_id LIMIT 21) found
  JOIN offer ON offer.id = found.offer_id JOIN employer ON employer.id = offer.employer_id
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('id', id, 'startsAt', starts_at, 'endsAt', ends_at, 'remaining', remaining)
      ORDER BY starts_at, id) AS list FROM slot WHERE slot.offer_id = offer.id) slots
  ORDER BY found.metres, found.offer_id`;

function answer(rows) {
  const edges = rows
    .slice(0, 20)
    .map(({ id, metres, title, activityType, employerId, employerName, slots }) => ({
      distanceKm: Math.round(metres / 100) / 10,
      node: {
        id,
        title,
        activityType: activityType.toUpperCase(),
        employer: { id: employerId, name: employerName },
        slots,
      },
    }));
  return JSON.stringify({ data: { offers: { edges, pageInfo: { hasNextPage: rows.length > 20 } } } });
}

createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    try {
      const { variables } = JSON.parse(Buffer.concat(parts).toString());
      const values = [variables.near.urn, variables.filter.sector];
      const { rows } = await pool.query({ name: 'nearest', text: SQL, values });
      response.setHeader('content-type', 'application/json');
      response.end(answer(rows));
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
}).listen(Number(process.env.PORT), '127.0.0.1');

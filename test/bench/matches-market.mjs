import { createHmac } from 'node:crypto';
import { Market } from '#matching';
import { localDateOf } from '#platform';
import { calendarOf, daysFrom } from '#statutes';

// Requests of real schools in the made-up market of `market.mjs`, which is made less even here: what is offered differs in
// age, years, distance, days and size, so that the best is not simply the nearest.

export const TOKEN_SECRET = 'x'.repeat(32);

/** Makes new offers differ from one another, each by its number. */
export async function varyOffers(dataSource) {
  await dataSource.query(`
    CREATE TEMP TABLE varied AS SELECT id, ('x' || right(md5(id), 6))::bit(24)::int AS chance FROM offer WHERE travel_km = 30 AND title LIKE 'Offer number %'`);
  await dataSource.query(`
    UPDATE offer SET published_at = now() - (chance % 200) * interval '1 day', created_at = now() - interval '201 days',
      year_from = 7 + chance % 3, year_to = 10 + chance % 4, travel_km = 5 + chance % 45 + (chance % 45 = 25)::int
    FROM varied WHERE varied.id = offer.id`);
  await dataSource.query(`
    UPDATE slot SET starts_at = moved, ends_at = moved + interval '1 hour', max_pupils = 25 + (chance + which) % 60, remaining = 1 + chance % 2
    FROM (SELECT slot.id, chance, right(slot.id, 1)::int AS which,
        date_trunc('day', now()) + interval '10 hours' + (2 + (chance / 7 + right(slot.id, 1)::int * 37) % 120) * interval '1 day' AS moved
      FROM varied JOIN slot ON slot.offer_id = varied.id) new WHERE new.id = slot.id`);
  await dataSource.query(`
    UPDATE offer_place SET year_from = offer.year_from, year_to = offer.year_to, travel_m = offer.travel_km * 1000
    FROM varied JOIN offer USING (id) WHERE offer_place.offer_id = varied.id`);
  await dataSource.query('DROP TABLE varied');
  await dataSource.query('VACUUM ANALYZE offer, slot, offer_place');
}

const WINDOW = [5, 75];

/** Adds a teacher and an open request for each of so many schools. @returns the questions: ids, and whoever may ask */
export async function addRequests(dataSource, many) {
  const schools = await dataSource.query(
    `SELECT id, place, row_number() OVER (ORDER BY md5(id))::int AS n FROM school
     WHERE open AND kind = 'state_secondary' ORDER BY md5(id) LIMIT $1`,
    [many],
  );
  const ids = schools.map(({ id }) => id);
  const all = (sql, ...more) => dataSource.query(sql, [ids, ...more]);
  const of = 'FROM unnest($1::text[]) WITH ORDINALITY AS school (id, n)';
  await all(`INSERT INTO person (id, name, email, is_operator, created_at)
    SELECT 'person_' || n, 'Person ' || n, 'person' || n || '@example.org', false, now() ${of}`);
  await all(`INSERT INTO session (id, person_id, device, created_at, last_used_at, expires_at)
    SELECT 'session_' || n, 'person_' || n, 'bench', now(), now(), now() + interval '1 day' ${of}`);
  await all(`INSERT INTO membership (id, person_id, school_id, role, status, requested_at, decided_at)
    SELECT 'membership_' || n, 'person_' || n, id, 'teacher', 'approved', now(), now() ${of}`);
  await all(`INSERT INTO school_calendar (id, scope, academic_year, inset_days, open_days, exams, version, declared_at)
    SELECT 'calendar_' || n || '_' || year, id, year, '[]',
      (SELECT jsonb_agg(day::date) FROM generate_series(make_date(year, 9, 1), make_date(year + 1, 8, 31), interval '1 day') day), '[]', 1, now()
    ${of}, generate_series(extract(year FROM now())::integer - 1, extract(year FROM now())::integer + 1) year`);
  await all(`INSERT INTO pupil_group (id, school_id, academic_year, year_group, code, size)
    SELECT 'group_' || n, id, extract(year FROM now() - interval '8 months')::int, 10, '10A', 30 ${of}`);
  await all(
    `INSERT INTO request (id, school_id, person_id, kind, status, version, title, notes, activity_types, sectors, wanted, remaining,
      pupils_per_session, windows, first_day, last_day, mode, travel_km, benchmark, created_at, opened_at)
    SELECT 'request_' || n, id, 'person_' || n, 'encounter', 'open', 2, 'Request ' || n, '', '{careers_talk}', ARRAY[chr(65 + n::int % 21)], 2, 2,
      28, jsonb_build_array(jsonb_build_object('from', current_date + $2::int, 'to', current_date + $3::int)),
      current_date + $2::int, current_date + $3::int, 'in_person', 10, 'b2', now(), now() ${of}`,
    ...WINDOW,
  );
  await all(`INSERT INTO request_group (request_id, group_id) SELECT 'request_' || n, 'group_' || n ${of}`);
  return ids.map((_, at) => ({
    id: `request_${at + 1}`,
    token: tokenOf(`person_${at + 1}`, `session_${at + 1}`),
  }));
}

function tokenOf(sub, sid) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const iat = Math.floor(Date.now() / 1000);
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub, sid, iat, exp: iat + 86_400, iss: 'firsthand' })}`;
  return `${body}.${createHmac('sha256', TOKEN_SECRET).update(body).digest('base64url')}`;
}

/**
 * The same question in SQL, for requests as these are: in person, for one activity, sector and year, on any day of one
 * window. What lies within the longest journey is found by the index, each offer is taken by its best slot.
 */
export const BEST_IN_SQL = `
  WITH asked AS (
    SELECT request.id, sectors[1] AS sector, activity_types, pupils_per_session AS pupils, school.place,
      (windows->0->>'from')::date AS first, (windows->0->>'to')::date AS last
    FROM request JOIN school ON school.id = request.school_id WHERE request.id = $1
  ), fitting AS (
    SELECT DISTINCT ON (offer.id) offer.id, offer.title, slot.id AS slot_id, slot.starts_at, slot.ends_at, slot.remaining, metres,
      150 + floor(150 * greatest(0, 50000 - metres) / 50000) + 90 + 60 / (offer.year_to - offer.year_from + 1)
        + floor(60 * greatest(0, 180 - (current_date - (published_at AT TIME ZONE 'Europe/London')::date)) / 180)
        + floor(60 * pupils / max_pupils) AS score
    FROM asked JOIN offer_place found ON found.sector = asked.sector AND found.place <@ circle(asked.place, 50000)
    CROSS JOIN LATERAL (SELECT ceil(found.place <-> asked.place) AS metres) far
    JOIN offer ON offer.id = found.offer_id
    JOIN slot ON slot.offer_id = offer.id
    WHERE found.activity_type = ANY(asked.activity_types) AND metres <= found.travel_m
      AND found.year_from <= 10 AND found.year_to >= 10
      AND slot.remaining > 0 AND slot.bookable_until > now() AND pupils <= max_pupils
      AND (starts_at AT TIME ZONE 'Europe/London')::date BETWEEN first AND last
    ORDER BY offer.id, max_pupils, (starts_at AT TIME ZONE 'Europe/London')::date, slot.id
  ) SELECT * FROM fitting ORDER BY score DESC, metres, id LIMIT 11`;

/** All that is on the list, in memory. */
export async function loadMarket(dataSource) {
  const market = new Market();
  for (let after = ''; ;) {
    const rows = await dataSource.query(
      `SELECT offer.*, slots.list FROM (SELECT * FROM offer WHERE status = 'published' AND id > $1 ORDER BY id LIMIT 2000) offer,
         LATERAL (SELECT json_agg(json_build_array(id, starts_at, remaining, max_pupils)) AS list FROM slot WHERE offer_id = offer.id) slots ORDER BY offer.id`,
      [after],
    );
    for (const row of rows) market.put(marketOffer(row));
    if (rows.length === 0) return market;
    after = rows.at(-1).id;
  }
}

function marketOffer(row) {
  const slots = row.list.map(([slotId, startsAt, remaining, maxPupils]) => {
    const day = localDateOf(new Date(startsAt));
    const dates = { startsOn: day, endsOn: day, arranged: null, dates: [], broadcast: false };
    return {
      slotId,
      bookableUntil: Date.parse(startsAt),
      slot: { kind: 'encounter', ...dates, remaining, maxPupils },
    };
  });
  return {
    ...{
      offerId: row.id,
      employerId: row.employer_id,
      personId: null,
      activityType: row.activity_type,
      employed: true,
    },
    ...{
      sectors: row.sectors,
      yearFrom: row.year_from,
      yearTo: row.year_to,
      mode: row.mode,
      travelKm: row.travel_km,
    },
    place: { easting: row.place.x, northing: row.place.y },
    ...{
      responded: { asked: 0, answered: 0 },
      publishedOn: localDateOf(row.published_at),
      excluded: [],
      slots,
    },
  };
}

/** A request as the market takes it. */
export async function readRequest(query, id, calendarOf) {
  const [row] = await query(
    `SELECT request.*, school.place FROM request JOIN school ON school.id = request.school_id WHERE request.id = $1`,
    [id],
  );
  return {
    ...{
      requestId: id,
      schoolId: row.school_id,
      kind: row.kind,
      activityTypes: row.activity_types,
      sectors: row.sectors,
    },
    ...{
      groups: [{ yearGroup: 10, size: 30 }],
      booked: 0,
      outstanding: row.remaining,
      pupilsPerSession: row.pupils_per_session,
    },
    ...{
      windows: row.windows,
      calendar: calendarOf(row.windows[0].from),
      mode: row.mode,
      travelKm: row.travel_km,
      benchmark: 'b2',
      need: null,
    },
    ...{ place: { easting: row.place.x, northing: row.place.y }, excluded: [], personsTaken: [] },
  };
}

/** The calendar of a school that teaches every day, as the schools of the bench declare it. */
export function everyDay(from) {
  const year = Number(from.slice(0, 4)) - (from.slice(5) < '09-01' ? 1 : 0);
  return { ...calendarOf(year, []), openDays: daysFrom(`${year}-09-01`, `${year + 1}-08-31`), exams: [] };
}

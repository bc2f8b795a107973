import { createDataSource, migrateJobs } from '#platform';
import { importShippedRegisters } from '#reference';

// A made-up market of some size around the real schools of England: where offers lie follows where schools do.

const EMPLOYERS = 5_000;

/** The schema and the registers, with employers and no offers yet. */
export async function prepareMarket(url) {
  const dataSource = await createDataSource(url).initialize();
  await dataSource.runMigrations();
  await migrateJobs(url);
  await importShippedRegisters(dataSource, 'data', () => undefined);
  await dataSource.query(`
    INSERT INTO employer (id, name, size_band, sectors, created_at, approved_at)
    SELECT 'employer_' || to_hex(n), 'Employer ' || n, 'small', '{C}', now(), now() FROM generate_series(1, ${EMPLOYERS}) n`);
  return dataSource;
}

/** Adds offers until there are so many: each near some school, in one of 21 sectors, with two slots to come. */
export async function addOffers(dataSource, upTo) {
  const [{ there }] = await dataSource.query('SELECT count(*)::int AS there FROM offer');
  await dataSource.query('SELECT setseed(0.5)');
  await dataSource.query(
    `INSERT INTO offer (id, employer_id, given_by, status, version, title, description, activity_type, sectors, year_from,
       year_to, mode, postcode, place, travel_km, created_at, published_at)
     SELECT 'offer_' || lpad(to_hex(n), 32, '0'), 'employer_' || to_hex(1 + n % ${EMPLOYERS}), 'employer', 'published', 2,
       'Offer number ' || n, 'What would happen, in a sentence of some length.', 'careers_talk',
       ARRAY[chr(65 + n % 21)], 7, 13, 'in_person', 'M1 1AE',
       point(school.place[0] + (random() - 0.5) * 20000, school.place[1] + (random() - 0.5) * 20000), 30, now(), now()
     FROM generate_series($1::int, $2::int) n
     JOIN (SELECT row_number() OVER (ORDER BY urn) AS at, place FROM school) school
       ON school.at = 1 + (n::bigint * 7919) % (SELECT count(*) FROM school)`,
    [there + 1, upTo],
  );
  await dataSource.query(
    `INSERT INTO slot (id, offer_id, kind, starts_at, ends_at, capacity, remaining, max_pupils)
     SELECT replace(offer.id, 'offer_', 'slot_') || which, offer.id, 'encounter', now() + (30 + which) * interval '1 day',
       now() + (30 + which) * interval '1 day' + interval '1 hour', 2, 2, 60
     FROM offer, generate_series(1, 2) which WHERE NOT EXISTS (SELECT FROM slot WHERE slot.offer_id = offer.id)`,
  );
  await dataSource.query(
    `INSERT INTO offer_place (sector, offer_id, place, activity_type, year_from, year_to, mode, travel_m, district)
     SELECT sector, id, place, activity_type, year_from, year_to, mode, travel_km * 1000, district
     FROM offer, unnest(ARRAY['*', sectors[1]]) sector, district_at(place) district
     WHERE NOT EXISTS (SELECT FROM offer_place WHERE offer_place.offer_id = offer.id)`,
  );
  await dataSource.query('VACUUM ANALYZE offer, slot, offer_place, employer, school');
}

/** The schools that are asked from, and the sector of each question. */
export async function questions(dataSource, many) {
  const schools = await dataSource.query(
    `SELECT urn FROM school WHERE open AND kind = 'state_secondary' ORDER BY urn LIMIT $1`,
    [many],
  );
  return schools.map(({ urn }, n) => ({
    near: { urn },
    filter: { sector: String.fromCharCode(65 + (n % 21)) },
  }));
}

import { Benchmarks } from '#benchmarks';
import { type DemonstrationSummary, makeDemonstration } from '#demonstration';
import { changesAfter, Clock, createDataSource, sequence, Tx } from '#platform';
import { importShippedRegisters } from '#reference';
import { listPlaces } from '#requests';
import { PolicyId, SECTOR_LETTERS } from '#statutes';
import type { DataSource } from 'typeorm';
import { startTestApp, type TestApp } from '../support/app.js';
import { apply, cleared } from '../support/clearings.js';
import { Client } from '../support/client.js';
import { freshDatabase } from '../support/database.js';
import { accept } from '../support/introductions.js';

const options = {
  seed: 7,
  now: new Date('2026-11-24T10:30:00Z'),
  registersDir: 'data',
  progress: () => undefined,
};

let world: TestApp;
let database: DataSource;
let summary: DemonstrationSummary;

beforeAll(async () => {
  world = await startTestApp();
  database = world.dataSource;
  // The demonstration is of one day, and so is everything that is asked of it here.
  Object.assign(world.app.get(Clock, { strict: false }), { now: () => options.now });
  await importShippedRegisters(database, 'data', () => undefined);
  summary = await makeDemonstration(database, options);
}, 180_000);
afterAll(() => world?.stop());

const count = async (sql: string, values: unknown[] = []): Promise<number> => {
  const [row] = await database.query<{ count: number }[]>(`SELECT count(*) AS count FROM ${sql}`, values);
  return row?.count ?? -1;
};

/** What of each table's rows a seed fixes, as one checksum a table, whatever the order of the rows. */
async function checksums(of: DataSource, tables = Object.keys(TABLES)): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const table of tables) {
    const [row] = await of.query<{ sum: string }[]>(
      `SELECT sum(hashtextextended((to_jsonb(one) - $1::text)::text, 0)::numeric)::text AS sum FROM ${table} one`,
      [TABLES[table]],
    );
    sums[table] = row?.sum ?? 'empty';
  }
  return sums;
}

/** The tables it fills, each with the column that is not fixed: a password is salted, a number counted. */
const TABLES: Readonly<Record<string, string>> = {
  ...{ broker: '', employer: '', employer_site: '', person: 'password_hash', membership: '' },
  ...{ offer: '', slot: '', offer_place: '', roll: '', pupil_group: '' },
  ...{ delivery: '', attendance: 'id', evidence: '', request: '', request_group: '', request_place: '' },
};

describe('How much there is', () => {
  it('is what the product promises, and what the summary says', async () => {
    expect(await count(`offer WHERE status = 'published'`)).toBeGreaterThanOrEqual(6_000);
    expect(await count(`request WHERE status = 'open'`)).toBeGreaterThanOrEqual(4_000);
    expect(await count('employer')).toBeGreaterThanOrEqual(2_500);
    expect(await count('broker')).toBe(8);
    expect(await count('employer WHERE provider_kind IS NOT NULL')).toBeGreaterThan(50);
    const kinds = await count(
      `(SELECT DISTINCT ambassador_kind FROM offer WHERE given_by = 'young_ambassador') kinds`,
    );
    expect(kinds).toBe(4);
    expect(summary.counts).toEqual({
      brokers: await count('broker'),
      employers: await count('employer'),
      people: await count('person'),
      offers: await count('offer'),
      requests: await count('request'),
      schools: await count('(SELECT DISTINCT school_id FROM roll) schools'),
      groups: await count('pupil_group'),
      deliveries: await count('delivery'),
    });
  });

  it('comes through every scheme', async () => {
    const through = await count(
      `broker WHERE NOT EXISTS (SELECT FROM offer WHERE offer.broker_id = broker.id AND offer.status = 'published')`,
    );
    expect(through).toBe(0);
  });

  it('has employers of each size as in England', async () => {
    const [share] = await database.query<Record<string, number>[]>(
      `SELECT avg((size_band = 'micro')::int)::float8 AS micro, avg((size_band = 'small')::int)::float8 AS small,
         avg((size_band = 'medium')::int)::float8 AS medium, avg((size_band = 'large')::int)::float8 AS large
       FROM employer WHERE provider_kind IS NULL AND size_band <> 'self_employed'`,
    );
    expect(share?.['micro']).toBeCloseTo(0.81, 1);
    expect(share?.['small']).toBeCloseTo(0.15, 1);
    expect(share?.['medium']).toBeCloseTo(0.03, 1);
    expect(await count(`employer WHERE provider_kind IS NULL AND size_band = 'large'`)).toBeGreaterThan(0);
    expect(await count(`employer WHERE size_band = 'self_employed'`)).toBeGreaterThan(300);
  });
});

describe('What there is', () => {
  it.each([
    [
      'broker',
      `name NOT LIKE '% (demonstration)' OR licence NOT LIKE 'Demonstration%' OR attribution NOT LIKE 'Demonstration%'`,
    ],
    ['employer', `name NOT LIKE '% (demonstration)' OR company_number IS NOT NULL`],
    ['person', `name NOT LIKE 'Demo %' OR email NOT LIKE '%.example'`],
    ['offer', `description NOT LIKE '%Demonstration data:%'`],
    ['request', `title NOT LIKE '%(demonstration)%' OR notes NOT LIKE 'Demonstration data:%'`],
    ['roll', `declared_by <> 'demonstration'`],
    ['pupil_group', `code NOT LIKE '%-demo'`],
    ['delivery', `NOT simulated`],
  ])('is labelled in %s', async (table, unlabelled) => {
    expect(await count(table)).toBeGreaterThan(0);
    expect(await count(`${table} WHERE ${unlabelled}`)).toBe(0);
  });

  it('gives every school of Years 7 to 13 a roll, groups and something on record', async () => {
    const taught = `school WHERE open AND (age_low IS NULL OR greatest(age_low, 11) < least(age_high, 18))`;
    expect(await count(taught)).toBeGreaterThan(7_000);
    for (const table of ['roll', 'pupil_group', 'delivery'])
      expect(await count(`${taught} AND NOT EXISTS (SELECT FROM ${table} WHERE school_id = school.id)`)).toBe(
        0,
      );
  });

  it('has schools as far with Benchmark 5 as schools are', async () => {
    const benchmarks = world.app.get(Benchmarks, { strict: false });
    const schools = await database.query<{ id: string }[]>(
      `SELECT id FROM school WHERE kind = 'state_secondary' AND urn % 20 = 3 ORDER BY urn`,
    );
    const positions = await Promise.all(
      schools.map(({ id }) => benchmarks.position(id, PolicyId.GATSBY_2014, '2026-11-24')),
    );
    const yearsMet = positions.map((position) => (position?.yearGroups ?? []).map(({ met }) => met));
    const share = (wanted: (met: (boolean | null)[]) => boolean) =>
      yearsMet.filter(wanted).length / schools.length;
    expect(schools.length).toBeGreaterThan(100);
    const everyYear = share((met) => met.every((one) => one === true));
    expect(everyYear).toBeGreaterThan(0.4);
    expect(everyYear).toBeLessThan(0.65);
    expect(share((met) => met.every((one) => one === false))).toBeGreaterThan(0.05);
    expect(share((met) => met.includes(true) && met.includes(false))).toBeGreaterThan(0.15);
  });

  it('has schools with interviews, providers met and placements in days on record', async () => {
    for (const shown of [
      `delivery WHERE activity_type = 'guidance_interview' AND adviser_level = 6`,
      `delivery WHERE cardinality(provider_kinds) > 1`,
      `attendance WHERE days = 5`,
    ])
      expect(await count(shown)).toBeGreaterThan(1_000);
  });

  it('lies ahead: slots in school hours, windows within the year of the groups', async () => {
    const local = `(starts_at AT TIME ZONE 'Europe/London')`;
    const outside = `extract(isodow FROM ${local}) > 5 OR ${local}::time NOT BETWEEN '09:00' AND '14:00'
      OR (ends_at AT TIME ZONE 'Europe/London')::time > '16:00' OR starts_at <= $1`;
    const booked = 'EXISTS (SELECT FROM hold WHERE slot_id = slot.id)';
    expect(await count(`slot WHERE (${outside}) AND NOT ${booked}`, [options.now])).toBe(0);
    expect(await count(`offer WHERE NOT EXISTS (SELECT FROM slot WHERE offer_id = offer.id)`)).toBe(0);
    const wrong = `request JOIN request_group ON request_id = request.id JOIN pupil_group ON pupil_group.id = group_id
      WHERE (first_day <= $1 AND remaining > 0) OR last_day > make_date(academic_year + 1, 8, 31) OR pupil_group.school_id <> request.school_id`;
    expect(await count(wrong, [options.now])).toBe(0);
  });
});

describe('The visit of the last school day', () => {
  it('is over, has nothing on record, and waits for its teacher to say what happened', async () => {
    const [teacher] = await database.query<{ id: string }[]>(
      `SELECT id FROM person WHERE email LIKE 'teacher@%'`,
    );
    const visit = await database.query<{ startsAt: Date }[]>(
      `SELECT booking.starts_at AS "startsAt" FROM booking JOIN request ON request.id = booking.request_id
         JOIN hold ON hold.id = booking.hold_id AND hold.status = 'booked' JOIN slot ON slot.id = booking.slot_id
       WHERE request.person_id = $1 AND booking.status = 'confirmed' AND slot.remaining = 0 AND request.remaining = 0
         AND NOT EXISTS (SELECT FROM delivery WHERE booking_id = booking.id)`,
      [teacher?.id],
    );
    expect(visit.map(({ startsAt }) => startsAt < options.now)).toEqual([true]);
  });
});

describe('What finds it', () => {
  it('is what publishing an offer writes', async () => {
    const listed = `SELECT offer_id, sector, place::text, activity_type, year_from, year_to, mode, travel_m FROM offer_place`;
    const published = `SELECT id, sector, place::text, activity_type, year_from, year_to, mode, travel_km * 1000
      FROM offer, unnest(CASE WHEN sectors = '{}' THEN $1::text[] ELSE sectors END || '*'::text) AS sector
      WHERE status = 'published'`;
    expect(await count(`((${listed}) EXCEPT (${published})) x`, [SECTOR_LETTERS])).toBe(0);
    expect(await count(`((${published}) EXCEPT (${listed})) x`, [SECTOR_LETTERS])).toBe(0);
  });

  it('is what opening a request writes', async () => {
    const before = await checksums(database, ['request_place']);
    const ids = await database.query<{ id: string }[]>('SELECT id FROM request');
    await database.transaction((manager) =>
      listPlaces(
        new Tx(manager, options.now, 'system'),
        ids.map(({ id }) => id),
      ),
    );
    expect(await checksums(database, ['request_place'])).toEqual(before);
  });

  it('leaves one change behind', async () => {
    await sequence(database);
    expect(await changesAfter(database.manager, 0, 10)).toMatchObject([
      { noun: 'demonstration', nounId: 'demonstration_7', kind: 'made', actor: 'system' },
    ]);
  });
});

describe('Making it again', () => {
  it('changes nothing and says what is there, whatever the seed', async () => {
    const before = await checksums(database);
    expect(await makeDemonstration(database, { ...options, seed: 8 })).toEqual(summary);
    expect(await checksums(database)).toEqual(before);
  });

  it('elsewhere makes the same rows from the same seed', async () => {
    const { url, drop } = await freshDatabase();
    const other = await createDataSource(url).initialize();
    try {
      await importShippedRegisters(other, 'data', () => undefined);
      expect(await makeDemonstration(other, options)).toEqual(summary);
      expect(await checksums(other)).toEqual(await checksums(database));
    } finally {
      await other.destroy();
      await drop();
    }
  }, 120_000);

  it('without registers says what is missing, and writes nothing', async () => {
    const { url, drop } = await freshDatabase();
    const empty = await createDataSource(url).initialize();
    try {
      await expect(makeDemonstration(empty, options)).rejects.toThrow(/registers/);
      expect(await empty.query('SELECT id FROM broker')).toEqual([]);
    } finally {
      await empty.destroy();
      await drop();
    }
  });
});

/** Where a school stands for what reaches over several years, as asked for here. */
interface Shown {
  positions: { criteria: { yearGroups: { numerator: number }[] }[] }[];
  workExperience: Shown['positions'][number];
}

describe('Its accounts and queries', () => {
  const query = (index: number) => summary.queries[index]?.query ?? '';

  it('find offers near the school', async () => {
    const { offers } = await world.anyone.ask<{ offers: { edges: { distanceKm: number }[] } }>(query(0));
    expect(offers.edges).toHaveLength(5);
    expect(offers.edges.every(({ distanceKm }) => distanceKm <= 10)).toBe(true);
  });

  it('let everybody in', async () => {
    const names = summary.accounts.map(({ email }) => email.split('@')[0]);
    expect(names).toEqual(['teacher', 'head', 'employer', 'volunteer', 'operator']);
    for (const { email, password } of summary.accounts) {
      const own = query(1).replace(
        /email: "[^"]*", password: "[^"]*"/,
        `email: "${email}", password: "${password}"`,
      );
      expect(await world.anyone.ask(own)).toEqual({ signIn: { accessToken: expect.any(String) } });
    }
  });

  it('show the teacher who suits the request, the employer of the story among them', async () => {
    const { signIn } = await world.anyone.ask<{ signIn: { accessToken: string } }>(query(1));
    const teacher = new Client(world.url, signIn.accessToken);
    const { viewer } = await teacher.ask<{ viewer: { memberships: { school: Shown }[] } }>(
      `{ viewer { memberships { school { positions(policy: GATSBY_2014) { ...P } workExperience { ...P } } } } }
       fragment P on CriteriaPosition { criteria { yearGroups { numerator } } }`,
    );
    const [shown] = viewer.memberships.map(({ school }) => [...school.positions, school.workExperience]);
    const most = shown?.map(({ criteria }) =>
      Math.max(...criteria.flatMap(({ yearGroups }) => yearGroups.map(({ numerator }) => numerator))),
    );
    expect(most?.map((numerator) => numerator > 0)).toEqual([true, true, true, true]);
    const more = 'newlyReachedPupils offer { employer { name } }';
    type Edge = {
      node: { score: number; newlyReachedPupils: number; offer: { employer: { name: string } } };
    };
    const { node } = await teacher.ask<{ node: { title: string; matches: { edges: Edge[] } } }>(
      query(2).replace('score', `score ${more}`),
    );
    expect(node.title).toBe('Engineers for Year 9 (demonstration)');
    expect(node.matches.edges).toHaveLength(5);
    expect(node.matches.edges.map((edge) => edge.node.offer.employer.name)).toContain(
      'Harlow & Pike Engineering (demonstration)',
    );
    expect(node.matches.edges.every((edge) => edge.node.newlyReachedPupils > 0)).toBe(true);
  });
});

describe('A clearing of it', () => {
  it('is proved and applied, and every proposal of it is confirmed', async () => {
    const operator = await world.given.person({ operator: true });
    const clearing = await cleared(operator, {
      ...{ area: 'E47000001', firstDay: '2026-11-25', lastDay: '2027-04-30', timeLimitSeconds: 120 },
    });
    expect(clearing).toMatchObject({ status: 'FINISHED', result: { certified: true, faults: [] } });
    const { pairs = 0, before, after, objective } = clearing.result!;
    expect(pairs).toBeGreaterThan(30);
    expect(after.overall.withNothing).toBeLessThan(before.overall.withNothing);
    expect(await apply(operator, clearing.id)).toMatchObject({ proposed: pairs, refused: 0 });

    const both = await actingForBoth(clearing.id);
    const proposals = await database.query<{ id: string; version: number }[]>(
      `SELECT id, version FROM proposal WHERE id IN (SELECT proposal_id FROM clearing_pair WHERE clearing_id = $1)`,
      [clearing.id],
    );
    for (const { id, version } of proposals) {
      expect((await accept(both, { id, version })).proposal?.status).toBe('ACCEPTED_BY_SCHOOL');
      expect((await accept(both, { id, version: version + 1 })).booking?.status).toBe('CONFIRMED');
    }
    expect(await count(`booking WHERE created_at = $1 AND units > 0`, [options.now])).toBe(pairs);
    expect(objective.units).toBeGreaterThanOrEqual(pairs);
  }, 300_000);
});

/** Somebody who acts for every school and every employer to whom a clearing proposed something. */
async function actingForBoth(clearingId: string): Promise<Client> {
  const person = await world.given.person();
  for (const [side, role] of [
    ['school_id', 'teacher'],
    ['employer_id', 'volunteer'],
  ])
    await database.query(
      `INSERT INTO membership (id, person_id, ${side}, role, status, requested_at, decided_at)
       SELECT 'membership_' || md5(${side}), $2, ${side}, $3, 'approved', now(), now() FROM (
         SELECT DISTINCT ${side} FROM proposal JOIN clearing_pair ON proposal_id = proposal.id WHERE clearing_id = $1) sides`,
      [clearingId, person.personId, role],
    );
  return person;
}

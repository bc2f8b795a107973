import { OfferJobs } from '#offers';
import { newId, Tx } from '#platform';
import { applyRetention, erasePerson, type Erasure, exportPerson, HOLDINGS, Holds } from '#privacy';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import {
  accept,
  openRequest,
  pair,
  propose,
  publishedOffer,
  schoolWithPupils,
} from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp({ JOBS: 'off' })));
afterAll(() => world?.stop());

const HERE = '(384123,398321)';
const POSTCODE = 'ZZ9 9ZZ';
const rows = <Row>(sql: string, values: unknown[] = []) => world.dataSource.query<Row[]>(sql, values);

interface Column {
  table: string;
  column: string;
  type: string;
}

/** Every column that the product's tables have. */
const catalogue = () =>
  rows<Column>(
    `SELECT c.table_name AS table, column_name AS column, data_type AS type FROM information_schema.columns c
       JOIN information_schema.tables USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND table_type = 'BASE TABLE' AND c.table_name <> 'migration' ORDER BY 1, 2`,
  );

describe('every column of every table', () => {
  it('is said to hold something of people, or nothing', async () => {
    const there: Record<string, string[]> = {};
    for (const { table, column } of await catalogue()) (there[table] ??= []).push(column);
    const said = Object.entries(HOLDINGS).map(([table, { columns }]) => [table, Object.keys(columns).sort()]);
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(Object.entries(there).map(([table, columns]) => [table, columns.sort()])),
    );
  });
});

/** Somebody who is a sole trader with an offer, a teacher with a request, and signed in. */
async function somebody(): Promise<{
  person: Client & { personId: string };
  offer: { id: string; version: number; slots: { id: string }[] };
}> {
  const employer = await world.given.employer();
  const person = await world.given.volunteer(employer, 'employer_admin');
  await rows(`UPDATE employer SET size_band = 'self_employed', company_number = '0' WHERE id = $1`, [
    employer.id,
  ]);
  const offer = await publishedOffer(world, person, employer, { byMe: true, givenBy: 'VOLUNTEER' });
  const pupils = await schoolWithPupils(world);
  await rows(
    `INSERT INTO membership (id, person_id, school_id, role, status, requested_at) VALUES ($1, $2, $3, 'teacher', 'approved', now())`,
    [newId('membership'), person.personId, pupils.school.id],
  );
  await openRequest(person, pupils, { notes: 'Ask for me at the gate.' });
  await rows(
    `INSERT INTO refresh_token SELECT '\\x00'::bytea || convert_to(id, 'UTF8'), id, now() FROM session WHERE person_id = $1`,
    [person.personId],
  );
  await rows(`INSERT INTO mailed_link VALUES ($1, 'verify_email', '\\x00', 'a@example.org', now(), now())`, [
    person.personId,
  ]);
  await rows(`INSERT INTO idempotency_key VALUES ($1, 'k', '\\x00', now(), '{}')`, [person.personId]);
  await rows(
    `WITH search AS (INSERT INTO saved_search VALUES ($1, $2, 1, 'Mine', '{}', 'daily', now(), 0, 0, now(), 1)),
       told AS (INSERT INTO told_offer VALUES ($1, $3, 'letter_1')), fresh AS (INSERT INTO new_offer VALUES ($3, 1, 1) ON CONFLICT DO NOTHING),
       letter AS (INSERT INTO alert_letter VALUES ($4, $2, now()))
     INSERT INTO alert_stop_link VALUES ('\\x00', $2, now())`,
    [newId('saved_search'), person.personId, offer.id, newId('letter')],
  );
  await rows(`INSERT INTO identity VALUES ('https://id.example.org', $1, $1, now())`, [person.personId]);
  await rows(
    `INSERT INTO job_profile (id, person_id, employer_id, status, version, occupation, story, can_ask, subjects, created_at,
       published_at, occupation_words, document)
     VALUES ($1, $2, $3, 'published', 1, '2122', 'I build.', '{Why?}', '{Maths}', now(), now(), 'Engineers', '')`,
    [newId('job_profile'), person.personId, employer.id],
  );
  return { person, offer };
}

/** Fills each personal column of a person with something that is found again. */
async function mark(personId: string): Promise<string[]> {
  const marked: string[] = [];
  for (const { table, column, type } of await catalogue()) {
    const { columns, about } = HOLDINGS[table] ?? { columns: {} };
    if (!about || ![Holds.PERSONAL, Holds.SECRET].includes(columns[column] as Holds)) continue;
    const text = `'CANARY ${table}.${column} ' || t.ctid::text`;
    const values: Record<string, string> = {
      jsonb: `jsonb_build_object('said', ${text})`,
      bytea: `convert_to(${text}, 'UTF8')`,
      point: `'${HERE}'`,
      ARRAY: `ARRAY[${text}]`,
      tsvector: `array_to_tsvector(ARRAY[${text}])`,
    };
    const [{ count } = { count: 0 }] = await rows<{ count: number }>(
      `WITH marked AS (UPDATE "${table}" t SET "${column}" = ${column === 'postcode' ? `'${POSTCODE}'` : (values[type] ?? text)} WHERE ${about} RETURNING 1)
       SELECT count(*) FROM marked`,
      [personId],
    );
    // A table that holds nothing of this person proves nothing: give `somebody` a row in it.
    expect([table, count]).toEqual([table, expect.any(Number)]);
    if (count === 0) throw new Error(`Nobody in this story has a row in ${table}`);
    marked.push(`${table}.${column}`);
  }
  return marked;
}

/** A colleague's published offer shows the person's profile, and is found by what it says. */
async function showProfile(personId: string, offerId: string): Promise<void> {
  await rows(
    'UPDATE offer SET job_profile_id = (SELECT id FROM job_profile WHERE person_id = $1) WHERE id = $2',
    [personId, offerId],
  );
  await rows(
    `UPDATE offer_listing SET document = document || array_to_tsvector('{CANARY of a story}') WHERE offer_id = $1`,
    [offerId],
  );
}

/** The tables, of whatever schema, in which a mark stands. */
async function foundIn(): Promise<string[]> {
  const tables = await rows<{ name: string }>(
    `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [first] = await rows(
      `SELECT FROM ${name} AS t WHERE t::text LIKE '%CANARY%' OR t::text LIKE '%43414e415259%' OR t::text LIKE '%${HERE}%' OR t::text LIKE '%${POSTCODE}%' LIMIT 1`,
    );
    if (first) found.push(name.replace('public.', ''));
  }
  return found.sort();
}

const erase = (personId: string): Promise<Erasure> =>
  world.dataSource.transaction((manager) => erasePerson(new Tx(manager, new Date(), 'system'), personId));

describe('a person', () => {
  let person: Client & { personId: string };
  let colleagues: { id: string };
  let other: string[];
  let marked: string[];

  /** Everything that belongs to anybody else, and every figure. */
  async function others(): Promise<string[]> {
    const mine = ['person', 'session', 'membership', 'offer', 'request'];
    const found: string[] = [];
    for (const table of mine) {
      const whose = table === 'person' ? 't.id <> $1' : 't.person_id IS DISTINCT FROM $1';
      const kept = await rows<{ row: string }>(
        `SELECT t::text AS row FROM ${table} t WHERE ${whose} ORDER BY 1`,
        [person.personId],
      );
      found.push(...kept.map(({ row }) => row));
    }
    for (const table of ['booking', 'hold', 'proposal', 'slot', 'delivery', 'pupil_group', 'roll']) {
      found.push(
        ...(await rows<{ row: string }>(`SELECT t::text AS row FROM ${table} t ORDER BY 1`)).map(
          ({ row }) => row,
        ),
      );
    }
    return found;
  }

  it('is not erased while somebody counts on them', async () => {
    const { teacher, request, offer } = await pair(world, { description: 'Ours.' }, { notes: 'Ours too.' });
    const made = await somebody();
    ({ person } = made);
    colleagues = offer;
    const { proposal } = await propose(teacher, request.id, made.offer.slots[0]?.id ?? '');
    expect(await erase(person.personId)).toEqual({
      done: 'refused',
      because: [
        expect.stringMatching(/^The proposal proposal_\w+ waits for an answer: decline it/),
        expect.stringMatching(/^The offer offer_\w+ is open to schools: withdraw it/),
      ],
    });
    if (!proposal) throw new Error('Nothing was proposed');
    const { booking } = await accept(person, proposal);
    const [{ version } = { version: 0 }] = await rows<{ version: number }>(
      'SELECT version FROM offer WHERE id = $1',
      [made.offer.id],
    );
    await person.ask(
      'mutation ($input: OfferVersionInput!) { withdrawOffer(input: $input) { __typename } }',
      {
        input: { id: made.offer.id, version },
      },
    );
    expect(await erase(person.personId)).toEqual({
      done: 'refused',
      because: [
        expect.stringMatching(/^The booking booking_\w+ on \d{4}-\d\d-\d\d is still to come: cancel it/),
      ],
    });
    await rows(`UPDATE booking SET status = 'cancelled_by_offerer', reason = 'ill' WHERE id = $1`, [
      booking?.id,
    ]);
    await rows(
      `INSERT INTO offer_place SELECT '*', id, place, activity_type, year_from, year_to, mode, 1 FROM offer WHERE id = $1`,
      [made.offer.id],
    );
    await rows(`INSERT INTO offer_listing VALUES ($1, '')`, [made.offer.id]);
    marked = await mark(person.personId);
    await showProfile(person.personId, colleagues.id);
    expect(await foundIn()).toEqual([...new Set(marked.map((name) => name.split('.')[0]))].sort());
    other = await others();
  });

  it('is told everything that is held about them, but for passwords and tokens', async () => {
    const told = await exportPerson(world.dataSource.manager, person.personId, new Date());
    const text = JSON.stringify(told);
    for (const name of marked) {
      const [table = '', column = ''] = name.split('.');
      const type = HOLDINGS[table]?.columns[column];
      if (column === 'postcode') expect(text).toContain(POSTCODE);
      else if (column === 'place')
        expect(told.tables[table]).toContainEqual(
          expect.objectContaining({ place: { x: 384123, y: 398321 } }),
        );
      else expect([name, text.includes(`CANARY ${name}`)]).toEqual([name, type === Holds.PERSONAL]);
    }
    expect(told.leftOut).toEqual(expect.arrayContaining(['person.password_hash', 'refresh_token.hash']));
    expect(told.tables['booking']).toHaveLength(1);
    expect(told.tables['change']?.length).toBeGreaterThan(3);
    const ofOthers = await rows<{ email: string }>('SELECT email FROM person WHERE id <> $1', [
      person.personId,
    ]);
    for (const { email } of ofOthers) expect(text).not.toContain(email);
  });

  it('is erased from everywhere, while figures, the record of changes and everybody else stay', async () => {
    const [before] = await rows<{ changes: number }>('SELECT count(*) AS changes FROM change');
    expect(await erase(person.personId)).toEqual({ done: 'erased' });
    expect(await foundIn()).toEqual([]);
    expect(await others()).toEqual(other);
    const [after] = await rows<{ changes: number }>('SELECT count(*) AS changes FROM change');
    expect(after?.changes).toBe((before?.changes ?? 0) + 4); // erased, two memberships ended, a profile withdrawn
    expect(
      await rows('SELECT status, document FROM job_profile WHERE person_id = $1', [person.personId]),
    ).toEqual([{ status: 'withdrawn', document: null }]);
    expect(
      await rows(`SELECT FROM offer_listing WHERE offer_id = $1 AND document @@ to_tsquery('things')`, [
        colleagues.id,
      ]),
    ).toHaveLength(1);
    expect(await person.refusal('{ viewer { person { name } } }')).toMatch(
      /UNAUTHENTICATED|GRAPHQL_VALIDATION_FAILED/,
    );
    expect(await person.refusal('{ sectors { code } }')).toBe('UNAUTHENTICATED');
    expect(await erase(person.personId)).toEqual({ done: 'erased_before' });
  });
});

describe('what has been kept for its time', () => {
  const ago = (days: number) => `now() - interval '${days} days'`;

  it('goes, and nothing else does', async () => {
    const { teacher, volunteer, school, request, slotId } = await pair(world, {}, { notes: 'Ring first.' });
    const { proposal } = await propose(teacher, request.id, slotId);
    const old = await world.given.person();
    await rows(`UPDATE session SET expires_at = ${ago(31)} WHERE person_id = $1`, [old.personId]);
    await rows(`UPDATE membership SET status = 'ended', decided_at = ${ago(1096)} WHERE person_id = $1`, [
      volunteer.personId,
    ]);
    await rows(`UPDATE membership SET status = 'ended', decided_at = ${ago(1000)} WHERE person_id = $1`, [
      teacher.personId,
    ]);
    await rows(`UPDATE proposal SET status = 'lapsed', decided_at = ${ago(366)} WHERE id = $1`, [
      proposal?.id,
    ]);
    await rows(
      `UPDATE request SET status = 'expired', first_day = ${ago(800)}, last_day = ${ago(731)} WHERE id = $1`,
      [request.id],
    );
    await rows(
      `INSERT INTO idempotency_key VALUES ('old', 'k', '\\x00', ${ago(2)}), ('new', 'k', '\\x00', now())`,
    );

    for (const [hash, expires] of [
      ['\\x00', ago(1)],
      ['\\x01', `now() + interval '1 hour'`],
    ]) {
      await rows(`INSERT INTO sign_in_attempt VALUES ('${hash}', '${hash}', '', '', '/', NULL, ${expires})`);
      await rows(`INSERT INTO sign_in_code VALUES ('${hash}', false, NULL, '{}', ${expires})`);
    }

    for (const [id, day] of [
      ['letter_old', ago(31)],
      ['letter_new', 'now()'],
    ])
      await rows(`INSERT INTO alert_letter VALUES ($1, $2, ${day})`, [id, teacher.personId]);
    for (const [hash, expires] of [
      ['\\x00', ago(1)],
      ['\\x01', `now() + interval '1 day'`],
    ])
      await rows(`INSERT INTO alert_stop_link VALUES ('${hash}', $1, ${expires})`, [teacher.personId]);

    const policy = () =>
      world.dataSource.transaction((manager) => applyRetention(new Tx(manager, new Date(), 'system')));
    expect(await policy()).toEqual({
      ...{
        session: 1,
        attempt: 0,
        sign_in_attempt: 1,
        sign_in_code: 1,
        idempotency_key: 1,
        ended_membership: 1,
        proposal_text: 1,
        request_text: 1,
        offer_text: 0,
        ...{ alert_letter: 1, alert_stop_link: 1 },
      },
    });
    expect(await rows('SELECT status, explanation FROM proposal WHERE id = $1', [proposal?.id])).toEqual([
      { status: 'lapsed', explanation: '' },
    ]);
    expect(await rows('SELECT notes, school_id FROM request WHERE id = $1', [request.id])).toEqual([
      { notes: '', school_id: school.id },
    ]);
    expect(
      await rows(`SELECT actor FROM idempotency_key WHERE key = 'k' AND actor IN ('old', 'new')`),
    ).toEqual([{ actor: 'new' }]);
    expect(await rows('SELECT FROM membership WHERE person_id = $1', [teacher.personId])).toHaveLength(1);
    expect(await rows(`SELECT after FROM change WHERE noun = 'retention'`)).toEqual([
      {
        after: {
          ...{ session: 1, sign_in_attempt: 1, sign_in_code: 1, idempotency_key: 1, ended_membership: 1 },
          ...{ proposal_text: 1, request_text: 1 },
          ...{ alert_letter: 1, alert_stop_link: 1 },
        },
      },
    ]);
    for (const table of ['sign_in_attempt', 'sign_in_code'])
      expect(await rows(`SELECT FROM ${table}`)).toHaveLength(1);
    expect(Object.values(await policy()).every((count) => count === 0)).toBe(true);
  });
});

describe('the last who acts for an employer', () => {
  it('is not erased while schools count on it: an offer, a proposal, a booking', async () => {
    const { volunteer, teacher, request, employer, offer, slotId, ...pupils } = await pair(world, {
      ...{ givenBy: 'EMPLOYER', sessions: 2 },
    });
    const other = await openRequest(teacher, { ...pupils });
    const { proposal } = await propose(teacher, request.id, slotId);
    const { booking } = await accept(volunteer, proposal ?? { id: '', version: 0 });
    const waiting = await propose(teacher, other.id, slotId);

    const because = { done: 'refused', because: [] as string[] };
    because.because.push(
      expect.stringContaining(`The booking ${booking?.id}`) as string,
      expect.stringContaining(`The proposal ${waiting.proposal?.id}`) as string,
      expect.stringContaining(`The offer ${offer.id}`) as string,
    );
    expect(await erase(volunteer.personId)).toEqual(because);

    await world.given.volunteer(employer);
    expect(await erase(volunteer.personId)).toEqual({ done: 'erased' });
  });

  it('leaves no offer that schools see and nobody answers: those are paused', async () => {
    const { volunteer, employer, offer } = await pair(world, { givenBy: 'EMPLOYER' });
    const colleague = await world.given.volunteer(employer, 'employer_admin');
    const END = `mutation ($input: DecideMemberInput!) { endMembership(input: $input) { __typename } }`;
    const leave = async (person: typeof volunteer) => {
      const [own] = await rows<{ id: string }>('SELECT id FROM membership WHERE person_id = $1', [
        person.personId,
      ]);
      await person.ask(END, { input: { membershipId: own?.id } });
      await world.app.get(OfferJobs, { strict: false }).pauseUnattended(employer.id);
      return rows('SELECT status FROM offer WHERE id = $1', [offer.id]);
    };
    expect(await leave(volunteer)).toEqual([{ status: 'published' }]);
    expect(await leave(colleague)).toEqual([{ status: 'paused' }]);
    expect(await rows('SELECT FROM offer_place WHERE offer_id = $1', [offer.id])).toEqual([]);
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { AlertJobs, NewOffers } from '#searches';
import pg from 'pg';
import { startTestApp, type TestApp } from '../support/app.js';
import { gathering } from '../support/gathering.js';
import { publishedOffer } from '../support/introductions.js';
import { Mailbox, settingsFor } from '../support/mailbox.js';
import { followed, later, nextMorning, save, verifiedTeacher } from '../support/searches.js';
import { swapStatement } from '../support/swap-statement.js';

const NEWS = /^New offers for your saved searches/;
let mailbox: Mailbox;
let world: TestApp;
let second: TestApp;
beforeEach(async () => {
  mailbox = await Mailbox.open();
  // Both take the tokens of both.
  const settings = { ...mailbox.settings, TOKEN_SECRET: 'a secret of two processes, not short' };
  world = await startTestApp(settings);
  second = await startTestApp({ ...settings, DATABASE_URL: urlOf(world) });
});
afterEach(async () => {
  await second?.stop();
  await world?.stop();
  await mailbox?.close();
});

async function offerOf(of = world) {
  const employer = await of.given.employer();
  const volunteer = await of.given.volunteer(employer);
  return (title: string) => publishedOffer(of, volunteer, employer, { title });
}

const urlOf = ({ dataSource }: TestApp) =>
  (dataSource as unknown as { options: { url: string } }).options.url;
const alerts = (of: TestApp) => of.app.get(AlertJobs, { strict: false });
const told = (searchId: string) =>
  world.dataSource.query<{ letter: string }[]>(
    'SELECT letter_id AS letter FROM told_offer WHERE saved_search_id = $1',
    [searchId],
  );

/** Mails that waited are sent, and whatever else would come has come. */
async function settled(): Promise<void> {
  for (let step = 0; step < 1000; step += 1) {
    const [left] = await world.dataSource.query<{ count: number }[]>(
      `SELECT count(*) AS count FROM graphile_worker.jobs WHERE task_identifier = 'mail_new_offers'`,
    );
    if (left?.count === 0) return;
    await pause(10);
  }
}

describe('two workers that look at once', () => {
  /** Both look for the same people, many times over. */
  async function race() {
    const offer = await offerOf();
    const people = await Promise.all(Array.from({ length: 8 }, () => verifiedTeacher(world)));
    const searches = await Promise.all(
      people.map(({ teacher }) => save(teacher, { alerts: 'DAILY', search: 'bridges' })),
    );
    for (const title of ['Bridges of iron', 'Bridges of stone']) await offer(title);
    await followed(world);
    await later(world);
    await Promise.all(
      people.flatMap(({ teacher: { personId } }) =>
        [world, second, world, second].map((worker) => alerts(worker).tell(personId)),
      ),
    );
    await settled();
    const letters = people.map(({ email }) => mailbox.to(email, NEWS).length);
    const rows = await Promise.all(searches.map(async ({ id }) => (await told(id)).length));
    return { letters, rows };
  }

  it('send one letter to each, and each offer once', async () => {
    expect(await race()).toEqual({ letters: Array(8).fill(1), rows: Array(8).fill(2) });
  });

  const UNLOCKED = 'SELECT id, version FROM saved_search WHERE person_id = $2 AND looked_on < $1::date';

  it('control: without lock and constraints, somebody gets it twice', async () => {
    const both = new Map<unknown, () => Promise<void>>();
    const lookedUp = async (found: pg.QueryResult, personId: unknown) => {
      if (!both.has(personId)) both.set(personId, gathering());
      await both.get(personId)?.();
      return found;
    };
    for (const { dataSource } of [world, second]) {
      swapStatement(
        dataSource,
        (sql) => sql.endsWith(' FOR NO KEY UPDATE'),
        (query, values) => query('SELECT FROM person WHERE id = $1', values),
      );
      swapStatement(
        dataSource,
        (sql) => sql.endsWith(' ORDER BY id FOR UPDATE'),
        async (query, values) => lookedUp(await query(UNLOCKED, values), values[1]),
      );
    }
    await world.dataSource.query('ALTER TABLE told_offer DROP CONSTRAINT told_offer_once');
    await world.dataSource.query('ALTER TABLE alert_letter DROP CONSTRAINT alert_letter_once');
    const { letters } = await race();
    expect(Math.max(...letters)).toBeGreaterThan(1);
  });
});

describe('an offer whose publication commits late', () => {
  /** Whoever commits the publication of an offer called so waits until the lock is free. */
  const HELD = `
    CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM offer WHERE id = NEW.noun_id AND title LIKE '%late%') THEN
        PERFORM pg_advisory_xact_lock_shared(7);
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON change DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      WHEN (NEW.kind = 'published') EXECUTE FUNCTION hold()`;

  it('is told of the next time, though by its time and its id it lies before what was told', async () => {
    const offer = await offerOf();
    // Words that are known: whoever publishes a new one waits for another who does.
    await offer('Tunnels that come late, and tunnels in time');
    await followed(world);
    const { teacher, email } = await verifiedTeacher(world);
    await save(teacher, { alerts: 'DAILY', search: 'tunnels' });
    await world.dataSource.query(HELD);
    const holder = new pg.Client({ connectionString: urlOf(world) });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock(7)');
    const late = offer('Tunnels that come late');
    const waits = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = 7`;
    while ((await world.dataSource.query<object[]>(waits)).length === 0) await pause(10);
    const { id: prompt } = await offer('Tunnels in time');
    await nextMorning(world);
    const [at] = await world.dataSource.query<{ now: Date }[]>('SELECT now()');
    expect((await mailbox.newest(email, NEWS)).text).toMatch(/^\* Tunnels in time/m);
    await holder.end();
    const { id } = await late;
    await nextMorning(world);
    const { text = '' } = await mailbox.newest(email, NEWS, 2);
    expect(text.match(/^\* .*$/gm)).toEqual([expect.stringContaining('Tunnels that come late')]);

    // Control: whoever had followed times or ids would have lost it.
    const published = (offerId: string) =>
      world.dataSource.query<{ number: number; id: number; at: Date }[]>(
        `SELECT number, id, at FROM change WHERE noun_id = $1 AND kind = 'published'`,
        [offerId],
      );
    const [[first], [then]] = [await published(prompt), await published(id)];
    expect(Number(then?.at)).toBeLessThan(Number(at?.now));
    expect(then?.id).toBeLessThan(first?.id ?? 0);
    expect(then?.number).toBeGreaterThan(first?.number ?? Infinity);
  });
});

describe('a mail server that is down', () => {
  it('gets the letter when it is back, once and with the same name; what was told stays told', async () => {
    const probe = await Mailbox.open();
    const { port } = probe;
    await probe.close();
    const cut = await startTestApp(settingsFor(port));
    let back: Mailbox | undefined;
    try {
      const offer = await offerOf(cut);
      const { teacher, email } = await verifiedTeacher(cut);
      await save(teacher, { alerts: 'DAILY', search: 'lighthouses' });
      await offer('Lighthouses');
      await nextMorning(cut);
      const failed = () =>
        cut.dataSource.query<{ last_error: string; payload: object }[]>(
          `SELECT last_error, payload FROM graphile_worker._private_jobs WHERE last_error IS NOT NULL`,
        );
      const [{ last_error: error, payload } = { last_error: '', payload: {} }] = await failed();
      expect(error).toContain('MailNotSent');
      expect(Object.keys(payload)).toEqual(['letterId']);
      await offer('Lighthouses by the sea');
      back = await Mailbox.open(port);
      await cut.dataSource.query('UPDATE graphile_worker._private_jobs SET run_at = now()');
      const first = await back.newest(email, NEWS);
      expect(first.messageId).toContain((payload as { letterId: string }).letterId);
      await nextMorning(cut);
      const { text = '' } = await back.newest(email, NEWS, 2);
      expect(text.match(/Lighthouses/g)).toHaveLength(1);
      expect(text).toContain('Lighthouses by the sea');
      expect(back.to(email, NEWS)).toHaveLength(2);
    } finally {
      await cut.stop();
      await back?.close();
    }
  });
});

describe('what cannot come back', () => {
  it('is forgotten each night, with who was told of it', async () => {
    const offer = await offerOf();
    const { teacher } = await verifiedTeacher(world);
    const { id } = await save(teacher, { alerts: 'DAILY', search: 'canals' });
    const [gone, stays] = [await offer('Canals'), await offer('Canals by night')];
    await nextMorning(world);
    expect(await told(id)).toHaveLength(2);
    await world.dataSource.query(`UPDATE offer SET status = 'expired' WHERE id = $1`, [gone.id]);
    await world.app.get(NewOffers, { strict: false }).tidy();
    expect(await world.dataSource.query('SELECT offer_id AS id FROM told_offer')).toEqual([{ id: stays.id }]);
    expect(await world.dataSource.query('SELECT offer_id AS id FROM new_offer')).toEqual([{ id: stays.id }]);
  });
});

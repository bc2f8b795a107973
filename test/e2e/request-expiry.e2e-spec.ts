import { takeHold } from '#bookings';
import { system, Transactions } from '#platform';
import { RequestJobs } from '#requests';
import { startTestApp, type TestApp } from '../support/app.js';
import { Meetings } from '../support/meetings.js';

let world: TestApp;
let meetings: Meetings;
beforeAll(async () => {
  world = await startTestApp({ JOBS: 'off' });
  meetings = new Meetings(world.dataSource);
});
afterAll(() => world?.stop());

const expire = () => world.app.get(RequestJobs, { strict: false }).expire();

/** How many statements write to the change log while some work runs. */
async function writesOf(work: () => Promise<void>): Promise<number> {
  await world.dataSource.query(`
    CREATE TABLE IF NOT EXISTS written (one integer);
    CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO written VALUES (1); RETURN NULL; END $$;
    CREATE OR REPLACE TRIGGER note AFTER INSERT ON change FOR EACH STATEMENT EXECUTE FUNCTION note();
    TRUNCATE written`);
  await work();
  const [row] = await world.dataSource.query<{ n: number }[]>('SELECT count(*)::int AS n FROM written');
  return row?.n ?? NaN;
}

async function over(n: number): Promise<string[]> {
  const school = await world.given.school();
  const ids: string[] = [];
  for (let each = 0; each < n; each += 1) ids.push((await meetings.request(school)).id);
  await world.dataSource.query(
    `UPDATE request SET first_day = current_date - 9, last_day = current_date - 2 WHERE id = ANY($1)`,
    [ids],
  );
  return ids;
}

describe('requests that are over', () => {
  it('expire together, all of them remembered in one statement', async () => {
    const ids = await over(5);
    expect(await writesOf(expire)).toBe(1);
    expect(
      await world.dataSource.query(
        `SELECT kind, actor, before, after FROM change WHERE noun_id = ANY($1) AND noun = 'request'`,
        [ids],
      ),
    ).toEqual(
      ids.map(() => ({
        ...{ kind: 'expired', actor: 'system' },
        ...{ before: { status: 'open' }, after: { status: 'expired' } },
      })),
    );
    expect(await writesOf(expire)).toBe(0);
  });

  it('expire with their school, of which nothing can be held from the moment it closes', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const [request, slot] = [await meetings.request(school), await meetings.slot(employer)];
    await world.dataSource.query('UPDATE school SET open = false WHERE id = $1', [school.id]);
    const wanted = {
      slotId: slot.id,
      requestId: request.id,
      units: 1,
      holdUntil: new Date(Date.now() + 60_000),
    };
    expect(await world.app.get(Transactions).run(system, (tx) => takeHold(tx, wanted))).toBe(
      'request_filled',
    );
    await expire();
    expect(await world.dataSource.query('SELECT status FROM request WHERE id = $1', [request.id])).toEqual([
      { status: 'expired' },
    ]);
  });

  it('are passed over while somebody changes them, and expire in the next run', async () => {
    const [id = '', other = ''] = await over(2);
    const status = async () =>
      (
        await world.dataSource.query<{ status: string }[]>(
          'SELECT status FROM request WHERE id = ANY($1) ORDER BY id',
          [[id, other]],
        )
      ).map((row) => row.status);
    await world.dataSource.transaction(async (manager) => {
      await manager.query('SELECT FROM request WHERE id = $1 FOR UPDATE', [id]);
      await expire();
      expect(await status()).toEqual(['open', 'expired']);
    });
    await expire();
    expect(await status()).toEqual(['expired', 'expired']);
  });
});

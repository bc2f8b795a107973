import { setTimeout as pause } from 'node:timers/promises';
import { ClearingThreads } from '#introductions';
import { Mirrors, system, Transactions } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { cleared, clearingRow, start } from '../support/clearings.js';
import { openRequest, pair, publishedOffer, schoolWithPupils } from '../support/introductions.js';

const MATCH = `nodes { score neededElsewhere explanation offer { id } request { id } }`;
const RANKED = `query ($id: ID!, $ranking: MatchRanking, $first: Int, $after: String) { node(id: $id) { ... on SchoolRequest {
  matches(ranking: $ranking, first: $first, after: $after) { pageInfo { endCursor } ${MATCH} } } } }`;
const OF_OFFER = `query ($id: ID!) { node(id: $id) { ... on Offer { matches { ${MATCH} } } } }`;

interface Match {
  score: number;
  neededElsewhere: number;
  explanation: string;
  offer: { id: string };
  request: { id: string };
}
interface Answer {
  node: { matches: { nodes: Match[]; pageInfo: { endCursor: string } } };
}

const needed = ({ explanation }: Match): string | undefined =>
  /; (in the last clearing .*)\.$/.exec(explanation)?.[1];

describe.each(['memory', 'database'])('with matches from the %s, what a clearing needs elsewhere', (from) => {
  let world: TestApp;
  let operator: Client;
  beforeEach(async () => {
    world = await startTestApp({ MATCHES: from });
    operator = await world.given.person({ operator: true });
    while (
      world.app
        .get(Mirrors)
        .states()
        .some(({ loaded }) => !loaded)
    )
      await pause(10);
  });
  afterEach(() => world?.stop());

  async function offered(km: number, travelKm: number) {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const by = { givenBy: 'VOLUNTEER', byMe: true };
    const { id } = await publishedOffer(world, volunteer, employer, { ...by, km, travelKm });
    return { id, volunteer };
  }

  /** Three schools that all want the one who is near; another could only come to the first. */
  async function market() {
    const [near, far] = [await offered(1, 30), await offered(-20, 21)];
    const asked: { id: string; version: number; teacher: Client }[] = [];
    for (const km of [0, 2, 3]) {
      const pupils = await schoolWithPupils(world, km);
      const request = await openRequest(pupils.teacher, pupils, { sessions: 1 });
      asked.push({ ...request, teacher: pupils.teacher });
    }
    return { near, far, asked };
  }

  type Asked = Awaited<ReturnType<typeof market>>['asked'][number];

  const matchesOf = async ({ id, teacher }: Asked, ranking?: string) =>
    (await teacher.ask<Answer>(RANKED, { id, ranking })).node.matches.nodes;
  const order = async (asked: Asked, ranking?: string) =>
    (await matchesOf(asked, ranking)).map(({ offer }) => offer.id);
  const withdraw = ({ id, version, teacher }: Asked) =>
    teacher.ask(
      `mutation ($input: RequestVersionInput!) { withdrawRequest(input: $input) { ... on RequestSuccess { request { id } } } }`,
      { input: { id, version } },
    );

  it('is told with each match, and decides the order where that is asked for', async () => {
    const { near, far, asked } = await market();
    const [first, second, third] = asked as [Asked, Asked, Asked];
    for (const ranking of [undefined, 'BY_SCORE', 'BEST_FOR_ALL']) {
      expect(await order(first, ranking)).toEqual([near.id, far.id]);
    }
    const clearing = await cleared(operator);
    expect(clearing.result).toMatchObject({ certified: true, objective: { units: 2 } });

    expect(await order(first)).toEqual([near.id, far.id]);
    expect(await order(first, 'BEST_FOR_ALL')).toEqual([far.id, near.id]);
    const [other, wanted] = await matchesOf(first, 'BEST_FOR_ALL');
    expect(wanted!.neededElsewhere).toBeGreaterThan(wanted!.score);
    expect(needed(wanted!)).toBe('in the last clearing others needed this volunteer more');
    // The clearing gave them to each other: nobody else would have them rather.
    expect([other!.neededElsewhere, needed(other!)]).toEqual([0, undefined]);
    expect(await matchesOf(second)).toMatchObject([{ offer: { id: near.id }, neededElsewhere: 0 }]);
    expect((await matchesOf(third)).map(needed)).toEqual([needed(wanted!)]);

    const { nodes } = (await near.volunteer.ask<Answer>(OF_OFFER, { id: near.id })).node.matches;
    const told = new Map(nodes.map((match) => [match.request.id, needed(match)]));
    const more = 'in the last clearing other requests needed this volunteer more';
    expect(asked.map(({ id }) => told.get(id))).toEqual([more, undefined, more]);
  });

  it('is of the last clearing that finished and was meant', async () => {
    const { near, far, asked } = await market();
    const [first, second, third] = asked as [Asked, Asked, Asked];
    const prices = async () => (await matchesOf(first)).map(({ neededElsewhere }) => neededElsewhere);
    await cleared(operator, { dryRun: true });
    await cleared(operator, { whatIf: { offers: [{ moreSessions: 1 }] } });
    expect(await prices()).toEqual([0, 0]);
    const threads = world.app.get(ClearingThreads, { strict: false });
    const whole = threads.script;
    threads.script = new URL('../support/clearing-thread-broken.mjs', import.meta.url);
    expect((await cleared(operator)).status).toBe('FAILED');
    threads.script = whole;
    expect(await prices()).toEqual([0, 0]);

    await cleared(operator);
    const before = await prices();
    expect(before).toEqual([expect.any(Number), 0]);
    expect(before[0]).toBeGreaterThan(0);
    await cleared(operator, { dryRun: true });
    await cleared(operator, { whatIf: { offers: [{ moreSessions: 9 }] } });
    expect(await prices()).toEqual(before);

    await withdraw(second);
    await withdraw(third);
    expect(await prices()).toEqual(before);
    await cleared(operator);
    expect(await prices()).toEqual([0, 0]);
    expect(await order(first, 'BEST_FOR_ALL')).toEqual([near.id, far.id]);
  });

  it('is nothing any more of what suits nobody who asks, though a clearing does not even read it', async () => {
    const { near, asked } = await market();
    await cleared(operator);
    const points = async () => {
      const { nodes } = (await near.volunteer.ask<Answer>(OF_OFFER, { id: near.id })).node.matches;
      return nodes.map(({ neededElsewhere }) => neededElsewhere > 0);
    };
    expect(await points()).toContain(true);
    for (const request of asked) await withdraw(request);
    expect((await cleared(operator)).result?.slots).toBe(0);
    const pupils = await schoolWithPupils(world, 2);
    await openRequest(pupils.teacher, pupils);
    expect(await points()).toEqual([false]);
  });

  it('is an order with cursors of its own', async () => {
    const { near, asked } = await market();
    const { id, teacher } = asked[0]!;
    await cleared(operator);
    const { endCursor: after } = (
      await teacher.ask<Answer>(RANKED, { id, first: 1, ranking: 'BEST_FOR_ALL' })
    ).node.matches.pageInfo;
    const next = await teacher.ask<Answer>(RANKED, { id, after, ranking: 'BEST_FOR_ALL' });
    expect(next.node.matches.nodes.map(({ offer }) => offer.id)).toEqual([near.id]);
    const { errors } = await teacher.send(RANKED, { id, after, ranking: 'BY_SCORE' });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'after', expected: expect.stringContaining('in the same order') }],
    });
  });
});

describe('two clearings that end at once', () => {
  it('price a slot that both covered one after the other, and neither has to begin again', async () => {
    const world = await startTestApp();
    try {
      const operator = await world.given.person({ operator: true });
      const { slotId } = await pair(world, {}, { sessions: 3 });
      const other = await clearingRow(world, { areaCode: 'E99000001' });
      const query = <Row extends object>(sql: string, values: unknown[] = []) =>
        world.dataSource.query<Row[]>(sql, values);
      let id: string | undefined;
      await world.app.get(Transactions).run(system, async (tx) => {
        await tx.query(`SELECT pg_advisory_xact_lock(hashtext('slot_price'))`);
        await tx.query('INSERT INTO slot_price VALUES ($1, $2, 9999, $3)', [slotId, other, []]);
        id = (await start(operator)).clearing?.id;
        const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
        while ((await query(waits)).length === 0) await pause(10);
      });
      const state = `SELECT status, (SELECT count(*)::integer FROM graphile_worker.jobs WHERE last_error IS NOT NULL) AS failed
        FROM clearing WHERE id = $1`;
      const ended = async () => (await query<{ status: string; failed: number }>(state, [id]))[0]!;
      let at = await ended();
      while (at.status === 'running' && at.failed === 0) [, at] = [await pause(10), await ended()];
      expect(at).toEqual({ status: 'finished', failed: 0 });
      expect(await query('SELECT clearing_id AS id FROM slot_price WHERE slot_id = $1', [slotId])).toEqual([
        { id },
      ]);
    } finally {
      await world.stop();
    }
  });
});

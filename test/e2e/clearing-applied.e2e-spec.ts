import { setTimeout as pause } from 'node:timers/promises';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { apply, type ClearingAnswered, cleared, pairsOf, type ShownPair } from '../support/clearings.js';
import { countQueries } from '../support/count-queries.js';
import { gathering } from '../support/gathering.js';
import {
  accept,
  decline,
  inDays,
  openRequest,
  pair,
  propose,
  publishedOffer,
  schoolWithPupils,
} from '../support/introductions.js';
import { swapStatement } from '../support/swap-statement.js';

let world: TestApp;
let operator: Client;
beforeEach(async () => {
  world = await startTestApp();
  operator = await world.given.person({ operator: true });
});
afterEach(() => world?.stop());

const outcomes = (pairs: readonly ShownPair[]) =>
  Object.fromEntries(pairs.map(({ request, outcome }) => [request.id, outcome]));

/** Schools that ask for a session each, and a volunteer for each of them. */
async function pairsFor(schools: number) {
  const asked: { teacher: Client; requestId: string }[] = [];
  const offered: { volunteer: Client; offer: { id: string; version: number }; slotId: string }[] = [];
  for (let number = 0; number < schools; number += 1) {
    const pupils = await schoolWithPupils(world, number * 100);
    const { id } = await openRequest(pupils.teacher, pupils, { sessions: 1 });
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const offer = await publishedOffer(world, volunteer, employer, { km: number * 100 });
    asked.push({ teacher: pupils.teacher, requestId: id });
    offered.push({ volunteer, offer, slotId: offer.slots[0]?.id ?? '' });
  }
  return { asked, offered };
}

const OFFER = (what: string) =>
  `mutation ($input: OfferVersionInput!) { ${what}Offer(input: $input) { __typename } }`;
const REQUEST = `mutation ($input: RequestVersionInput!) { withdrawRequest(input: $input) { __typename } }`;

describe('what has changed before a clearing is applied', () => {
  it('is told pair by pair and not overwritten; the rest goes through', async () => {
    const { asked, offered } = await pairsFor(6);
    const clearing = await cleared(operator);
    expect(clearing.result?.pairs).toBe(6);
    const [paused, full, withdrawn, together, declined] = asked.map(({ requestId }) => requestId);
    const [one, two, three, four, five] = offered;
    await one?.volunteer.ask(OFFER('pause'), { input: { id: one.offer.id, version: one.offer.version } });
    // Somebody else was quicker.
    const nearby = await schoolWithPupils(world, 100);
    const other = await openRequest(nearby.teacher, nearby, { sessions: 1 });
    expect((await propose(nearby.teacher, other.id, two?.slotId ?? '')).proposal).toBeTruthy();
    await asked[2]?.teacher.ask(REQUEST, { input: { id: withdrawn, version: 2 } });
    expect((await propose(asked[3]!.teacher, together ?? '', four?.slotId ?? '')).proposal).toBeTruthy();
    const made = await propose(asked[4]!.teacher, declined ?? '', five?.slotId ?? '');
    await decline(five!.volunteer, made.proposal!, 'NOT_A_FIT');

    expect(await apply(operator, clearing.id)).toMatchObject({ proposed: 1, refused: 5 });
    const pairs = await pairsOf(operator, clearing.id);
    expect(outcomes(pairs)).toEqual({
      [paused!]: 'NOT_ON_THE_MARKET',
      [full!]: 'CAPACITY_EXHAUSTED',
      [withdrawn!]: 'NOT_ON_THE_MARKET',
      [together!]: 'ALREADY_PROPOSED',
      [declined!]: 'DOES_NOT_FIT',
      [asked[5]!.requestId]: 'PROPOSED',
    });
    expect(pairs.every(({ outcome, reason }) => (outcome === 'PROPOSED') === (reason === null))).toBe(true);
    expect(three).toBeDefined();
    const held = await world.dataSource.query(`SELECT count(*)::int AS held FROM hold WHERE status = 'held'`);
    expect(held).toEqual([{ held: 3 }]);
  });

  it('passes over an offer that is fulfilled as yet, though a booking of it was cancelled', async () => {
    await pairsFor(2);
    const clearing = await cleared(operator);
    await world.dataSource.query(
      `UPDATE offer SET status = 'fulfilled' WHERE id = (SELECT offer_id FROM slot LIMIT 1)`,
    );
    expect(await apply(operator, clearing.id)).toMatchObject({ proposed: 1, refused: 1 });
    const found = (await pairsOf(operator, clearing.id)).map(({ outcome }) => outcome);
    expect(found.sort()).toEqual(['CAPACITY_EXHAUSTED', 'PROPOSED']);
  });

  it('takes as many statements for many pairs as for few', async () => {
    await pairsFor(2);
    const few = await cleared(operator);
    const statements = await countQueries(world, () => apply(operator, few.id));
    await pairsFor(8);
    const many = await cleared(operator);
    expect(many.result?.pairs).toBeGreaterThan(6);
    expect(await countQueries(world, () => apply(operator, many.id))).toBe(statements);
  });
});

describe('after a decline', () => {
  it('the rest is cleared again: the pair does not come back, and no cap is broken', async () => {
    const { request, volunteer, slotId } = await pair(world, {}, { sessions: 1 });
    const employer = await world.given.employer();
    const second = await publishedOffer(world, await world.given.volunteer(employer), employer, { km: 20 });
    const first = await cleared(operator);
    expect((await pairsOf(operator, first.id)).map(({ slot }) => slot.id)).toEqual([slotId]);
    await apply(operator, first.id);
    const { proposals } = await volunteer.ask<{ proposals: { nodes: { id: string; version: number }[] } }>(
      '{ proposals { nodes { id version } } }',
    );
    await decline(volunteer, proposals.nodes[0]!, 'NOT_A_FIT');
    const again = await cleared(operator);
    expect(again.result).toMatchObject({ certified: true, objective: { units: 1 } });
    const pairs = await pairsOf(operator, again.id);
    expect(pairs.map((one) => [one.request.id, one.slot.id])).toEqual([[request.id, second.slots[0]?.id]]);
    expect(await apply(operator, again.id)).toMatchObject({ proposed: 1, refused: 0 });
    const rows = await world.dataSource.query(
      `SELECT min(remaining) AS least FROM slot UNION ALL SELECT min(remaining) FROM request`,
    );
    expect(rows).toEqual([{ least: 0 }, { least: 0 }]);
  });
});

describe('a slot by arrangement', () => {
  it('is proposed at a time in school hours, another one for each school, and confirmed', async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const window = {
      startsAt: inDays(10, 8),
      endsAt: inDays(12, 18),
      minutes: 60,
      sessions: 3,
      maxPupils: 30,
    };
    const more = { slots: [window], givenBy: 'VOLUNTEER', byMe: true };
    await publishedOffer(world, volunteer, employer, more);
    const schools = await Promise.all([1, 2, 3].map((km) => schoolWithPupils(world, km)));
    for (const pupils of schools) await openRequest(pupils.teacher, pupils, { sessions: 1 });
    const clearing = await cleared(operator);
    expect(await apply(operator, clearing.id)).toMatchObject({ proposed: 3, refused: 0 });
    const { proposals } = await volunteer.ask<{
      proposals: { nodes: { id: string; version: number; startsAt: string; endsAt: string }[] };
    }>('{ proposals { nodes { id version startsAt endsAt } } }');
    const times = proposals.nodes
      .map(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)])
      .sort();
    for (const [index, [from = 0]] of times.entries())
      expect(from).toBeGreaterThanOrEqual((times[index - 1]?.[1] ?? 0) + 3_600_000);
    for (const proposal of proposals.nodes) await accept(volunteer, proposal);
    for (const { teacher } of schools) {
      const waiting = await teacher.ask<{ proposals: { nodes: { id: string; version: number }[] } }>(
        '{ proposals(awaitingMe: true) { nodes { id version } } }',
      );
      expect((await accept(teacher, waiting.proposals.nodes[0]!)).booking?.status).toBe('CONFIRMED');
    }
  });
});

describe('a race', () => {
  const twice = async (id: string) => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => apply(operator, id)));
    const codes = (answer: ClearingAnswered) => answer.code ?? 'APPLIED';
    return answers.map(codes).sort();
  };

  it('of those who apply one clearing: one does, and the others are told', async () => {
    await pairsFor(3);
    const { id } = await cleared(operator);
    expect(await twice(id)).toEqual([
      'APPLIED',
      ...Array.from({ length: 7 }, () => 'CLEARING_ALREADY_APPLIED'),
    ]);
    expect(await world.dataSource.query('SELECT count(*)::int AS made FROM proposal')).toEqual([{ made: 3 }]);
  });

  it('control: with only the lock left out, more than one goes to apply it', async () => {
    await pairsFor(3);
    const { id } = await cleared(operator);
    const both = gathering();
    swapStatement(
      world.dataSource,
      (sql) => /FROM "clearing" .* FOR UPDATE/.test(sql),
      async (query, values, sql) => {
        const found = await query(sql.replace('FOR UPDATE', ''), values);
        await both();
        return found;
      },
    );
    const told = (await twice(id)).filter((code) => code === 'CLEARING_ALREADY_APPLIED');
    expect(told.length).toBeLessThan(7);
  });

  const sold = async () => {
    const [row] = await world.dataSource.query<{ held: number; taken: number }[]>(
      `SELECT (SELECT sum(units)::int FROM hold WHERE status <> 'released') AS held,
         (SELECT sum(capacity - remaining)::int FROM slot) AS taken`,
    );
    return row;
  };

  /** A clearing is applied while ten teachers propose the same slots for requests of their own. */
  async function against() {
    const { offered } = await pairsFor(4);
    const { id } = await cleared(operator);
    const others: { teacher: Client; requestId: string; slotId: string }[] = [];
    for (const [number, { slotId }] of offered.entries()) {
      const pupils = await schoolWithPupils(world, number * 100);
      for (let each = 0; each < 3; each += 1)
        others.push({
          ...{ teacher: pupils.teacher, slotId },
          requestId: (await openRequest(pupils.teacher, pupils, { sessions: 1, sectors: [] })).id,
        });
    }
    const [applied, ...answers] = await Promise.all([
      apply(operator, id),
      ...others.map(({ teacher, requestId, slotId }) => propose(teacher, requestId, slotId)),
    ]);
    const proposed = answers.filter((answer) => 'proposal' in answer && answer.proposal).length;
    return { applied, proposed };
  }

  it('against those who propose the same slots: each session goes once, and each loser is told', async () => {
    const { applied, proposed } = await against();
    const { proposed: own = 0, refused } = applied as ClearingAnswered;
    expect(own + proposed).toBe(4);
    expect(refused).toBe(4 - own);
    expect(await sold()).toEqual({ held: 4, taken: 4 });
  });

  it('control: with the capacity read first and written then, sessions are sold twice', async () => {
    // Nobody takes a session before the clearing has read what is left, and it writes when somebody has.
    let read = (): void => undefined;
    const hasRead = new Promise<void>((resolve) => (read = resolve));
    swapStatement(
      world.dataSource,
      (sql) => sql.includes('UPDATE slot SET remaining = remaining - $2'),
      async (query, values, sql) => {
        await hasRead;
        return query(sql, values);
      },
    );
    swapStatement(
      world.dataSource,
      (sql) => /FOR NO KEY UPDATE/.test(sql) && sql.includes('FROM slot'),
      (query, values) => query('SELECT id FROM slot WHERE id = ANY($1)', values),
    );
    swapStatement(
      world.dataSource,
      (sql) => sql.includes('UPDATE slot SET remaining = remaining - wanted.units'),
      async (query, [ids]) => {
        const seen = await query('SELECT id, remaining FROM slot WHERE id = ANY($1)', [ids]);
        read();
        while ((await world.dataSource.query<object[]>('SELECT FROM hold')).length === 0) await pause(10);
        await query('UPDATE slot SET remaining = 0 WHERE id = ANY($1)', [ids]);
        return seen;
      },
    );
    await against();
    const { held, taken } = (await sold()) ?? { held: 0, taken: 0 };
    expect(held).toBeGreaterThan(taken);
  });
});

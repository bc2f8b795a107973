import { ChangeSequencer } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { countQueries } from '../support/count-queries.js';
import {
  accept,
  type Asked,
  dayInDays,
  decline,
  inDays,
  MATCHES,
  openRequest,
  pair,
  propose,
  publishedOffer,
  schoolWithPupils,
} from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

async function matchesOf(client: Client, id: string, page: { first?: number; after?: string } = {}) {
  const { matches } = (await client.ask<Asked>(MATCHES, { id, ...page })).node;
  if (!matches) throw new Error('No matches are shown.');
  return matches;
}

/** Remembers a change of what a story has written by itself, as whoever writes it otherwise does. */
const remember = (noun: string, id: string | undefined) =>
  world.dataSource.query(
    `INSERT INTO change (noun, noun_id, kind, actor, at) VALUES ($1, $2, 'changed', 'system', now())`,
    [noun, id],
  );

const slotOn = (days: number, hour = 10, sessions = 1) => ({
  startsAt: inDays(days, hour),
  endsAt: inDays(days, hour + 1),
  ...{ sessions, maxPupils: 30 },
});

describe('a list with the matches of each', () => {
  const DEEP = `nodes { matches(first: 5) { considered nodes { score offer { id } slot { id } request { id } } } }`;
  const REQUESTS = `query ($urn: Int!, $first: Int!) { requests(near: { urn: $urn }, within: 1, first: $first) { ${DEEP} } }`;
  const OFFERS = `query ($urn: Int!, $first: Int!) { offers(near: { urn: $urn }, within: 1, first: $first) { ${DEEP} } }`;
  type List = Record<string, { nodes: { matches: { nodes: { offer: { id: string } }[] } | null }[] }>;

  async function market(km: number, { requests, offers }: { requests: number; offers: number }) {
    const pupils = await schoolWithPupils(world, km);
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    for (let n = 0; n < requests; n += 1) await openRequest(pupils.teacher, pupils);
    for (let n = 0; n < offers; n += 1) await publishedOffer(world, volunteer, employer, { km });
    return { ...pupils, volunteer };
  }

  it.each([
    ['requests', REQUESTS],
    ['offers', OFFERS],
  ] as const)('of %s costs as many statements for three as for one', async (noun, query) => {
    const made = await market(noun === 'offers' ? 1000 : 2000, { requests: 3, offers: 3 });
    const client = noun === 'offers' ? made.volunteer : made.teacher;
    // Changes are numbered over the same connections, now and then.
    await world.app.get(ChangeSequencer, { strict: false }).stop();
    const costs: number[] = [];
    for (const first of [1, 3]) {
      const ask = async () => {
        const { [noun]: list } = await client.ask<List>(query, { urn: made.school.urn, first });
        expect(list?.nodes.map(({ matches }) => matches?.nodes.length)).toEqual(Array(first).fill(3));
      };
      costs.push(await countQueries(world, ask));
    }
    expect(costs[1]).toBe(costs[0]);
  });

  it('answers for ten of them in one operation, and says so when it is asked for more', async () => {
    const { teacher, school } = await market(3000, { requests: 11, offers: 1 });
    const ten = await teacher.ask<List>(REQUESTS, { urn: school.urn, first: 10 });
    expect(ten['requests']?.nodes.filter(({ matches }) => matches?.nodes.length === 1)).toHaveLength(10);
    const { errors } = await teacher.send(REQUESTS, { urn: school.urn, first: 11 });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toMatch(/at most 10 requests or offers .*ask for fewer at once/);
  });
});

describe('the next page', () => {
  it('goes on from where the last one ended, though its last match has gone', async () => {
    const { teacher, volunteer, employer, request } = await pair(world);
    for (const km of [6, 7, 8]) await publishedOffer(world, volunteer, employer, { km });
    const ids = (await matchesOf(teacher, request.id)).nodes.map(({ offer }) => offer.id);
    const page = await matchesOf(teacher, request.id, { first: 2 });
    await volunteer.ask(
      `mutation ($input: OfferVersionInput!) { withdrawOffer(input: $input) { __typename } }`,
      { input: { id: ids[1], version: 2 } },
    );
    const { endCursor: after } = page.pageInfo;
    const rest = await matchesOf(teacher, request.id, { first: 20, after });
    expect(rest.nodes.map(({ offer }) => offer.id)).toEqual(ids.slice(2));
  });

  it('is not of another list', async () => {
    const one = await pair(world);
    const other = await pair(world);
    const { endCursor: after } = (await matchesOf(one.teacher, one.request.id)).pageInfo;
    expect(await other.teacher.refusal(MATCHES, { id: other.request.id, after })).toBe('BAD_USER_INPUT');
  });
});

describe('what is weighed', () => {
  it('counts a candidate once, by the slot that comes nearest, and only where it does not fit', async () => {
    const { teacher, volunteer, employer, request } = await pair(world, { km: 5 }, { sectors: ['T'] });
    await publishedOffer(world, volunteer, employer, {
      sectors: ['T'],
      slots: [slotOn(90), slotOn(91), slotOn(92)],
    });
    await publishedOffer(world, volunteer, employer, { sectors: ['T'], slots: [slotOn(90), slotOn(30)] });
    const { nodes, considered, obstacles } = await matchesOf(teacher, request.id, { first: 100 });
    expect(nodes).toHaveLength(1);
    const of = (code: string) => obstacles.find((found) => found.code === code)?.candidates ?? 0;
    expect(of('OUTSIDE_WINDOWS')).toBe(1);
    expect(considered).toBe(nodes.length + of('OUTSIDE_WINDOWS') + of('SECTOR_NOT_ASKED'));
  });

  it('counts a request once, however many slots the offer has', async () => {
    const pupils = await schoolWithPupils(world, 500);
    await openRequest(pupils.teacher, pupils);
    await openRequest(pupils.teacher, pupils, { windows: [{ from: dayInDays(1), to: dayInDays(2) }] });
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const slots = [slotOn(30), slotOn(31), slotOn(32)];
    const offer = await publishedOffer(world, volunteer, employer, { km: 500, slots });
    const { nodes, considered, obstacles } = await matchesOf(volunteer, offer.id);
    expect(nodes).toHaveLength(1);
    expect(obstacles.find(({ code }) => code === 'OUTSIDE_WINDOWS')?.candidates).toBe(1);
    for (const { candidates } of obstacles) expect(candidates).toBeLessThanOrEqual(considered - nodes.length);
  });

  it('leaves out slots that are full or have begun', async () => {
    const { teacher, volunteer, employer, request, offer, slotId } = await pair(world, {
      slots: [slotOn(20), slotOn(21), slotOn(90)],
    });
    const [, second] = offer.slots;
    await propose(teacher, request.id, slotId);
    await world.dataSource.query(
      `UPDATE slot SET starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour' WHERE id = $1`,
      [second?.id],
    );
    await remember('offer', offer.id);
    for (const [client, id] of [
      [teacher, request.id],
      [volunteer, offer.id],
    ] as const) {
      const codes = (await matchesOf(client, id)).obstacles.map(({ code }) => code);
      expect(codes).not.toContain('SLOT_FULL');
      expect(codes).not.toContain('SLOT_PAST');
      expect(codes).toContain('OUTSIDE_WINDOWS');
    }
    const full = await publishedOffer(world, volunteer, employer);
    await world.dataSource.query('UPDATE slot SET remaining = 0 WHERE offer_id = $1', [full.id]);
    expect(await matchesOf(volunteer, full.id)).toMatchObject({ considered: 0, obstacles: [], nodes: [] });
  });

  it('finds the one slot that suits among more than are weighed', async () => {
    const windows = [{ from: dayInDays(50), to: dayInDays(50) }];
    const slots = Array.from({ length: 30 }, (_, day) => slotOn(25 + day));
    const { teacher, volunteer, request, offer } = await pair(world, { slots }, { windows });
    const suits = offer.slots[25]?.id;
    const ofRequest = (await matchesOf(teacher, request.id)).nodes;
    expect(ofRequest.find((found) => found.offer.id === offer.id)?.slot.id).toBe(suits);
    const ofOffer = (await matchesOf(volunteer, offer.id)).nodes;
    expect(ofOffer.find((found) => found.request.id === request.id)?.slot.id).toBe(suits);
  });

  it('does not fit a slot that has begun today', async () => {
    const { teacher, request, offer, slotId } = await pair(
      world,
      {},
      { windows: [{ from: dayInDays(0), to: dayInDays(60) }] },
    );
    await world.dataSource.query(
      `UPDATE slot SET starts_at = now() - interval '1 minute', ends_at = now() + interval '1 minute' WHERE id = $1`,
      [slotId],
    );
    const WHY_NOT = `query ($request: ID!, $offer: ID!) { whyNot(request: $request, offer: $offer) { fits misses { code } } }`;
    const told = await teacher.ask<{ whyNot: object }>(WHY_NOT, { request: request.id, offer: offer.id });
    expect(told.whyNot).toEqual({ fits: false, misses: [{ code: 'SLOT_PAST' }] });
  });
});

describe('after a refusal', () => {
  const three = { slots: [slotOn(30, 9), slotOn(30, 11), slotOn(30, 13)] };

  /** The slot that is suggested to the request after a proposal of the offer's first slot came to this. */
  async function suggestedAfter(
    what: (
      made: Awaited<ReturnType<typeof pair>>,
      proposal: { id: string; version: number },
    ) => Promise<unknown>,
  ) {
    const made = await pair(world, three);
    const { proposal } = await propose(made.teacher, made.request.id, made.slotId);
    await what(made, proposal ?? { id: '', version: 0 });
    const found = (await matchesOf(made.teacher, made.request.id, { first: 100 })).nodes.find(
      ({ offer }) => offer.id === made.offer.id,
    );
    return found && made.offer.slots.findIndex(({ id }) => id === found.slot.id);
  }

  it.each([
    ['DATE_UNSUITABLE', 1],
    ['NO_LONGER_AVAILABLE', 1],
    ['TOO_FAR', undefined],
    ['NOT_A_FIT', undefined],
    ['SAFEGUARDING', undefined],
    ['OTHER', undefined],
  ])('for %s, the first slot suggested is %s', async (reason, suggested) => {
    expect(await suggestedAfter(({ volunteer }, proposal) => decline(volunteer, proposal, reason))).toBe(
      suggested,
    );
  });

  it('stays as it was where the side that proposed takes it back', async () => {
    expect(await suggestedAfter(({ teacher }, proposal) => decline(teacher, proposal, 'OTHER'))).toBe(0);
  });

  it('stays as it was where the proposal ended by itself', async () => {
    const end =
      (reason: string) =>
      async (_: unknown, { id }: { id: string }) => {
        await world.dataSource.query(
          `WITH ended AS (UPDATE proposal SET status = 'declined', decline_reason = $2, declined_by = NULL WHERE id = $1
           RETURNING hold_id, slot_id), freed AS (UPDATE hold SET status = 'released' FROM ended WHERE hold.id = hold_id)
         UPDATE slot SET remaining = remaining + 1 FROM ended WHERE slot.id = slot_id`,
          [id, reason],
        );
        await remember('proposal', id);
      };
    expect(await suggestedAfter(end('no_longer_available'))).toBe(0);
    expect(await suggestedAfter(end('no_longer_needed'))).toBe(0);
  });
});

describe('how reliably an offerer answers', () => {
  it('counts what ended unanswered with the offer against them, and what the school ended not at all', async () => {
    const { teacher, volunteer, employer, request, school, groups } = await pair(world, { sessions: 9 });
    const because = async () => {
      const { nodes } = await matchesOf(teacher, request.id, { first: 100 });
      const own = new Set(ids);
      const part = nodes.find(({ offer }) => own.has(offer.id))?.parts.find(isResponsiveness);
      return part?.because;
    };
    const ids: string[] = [];
    const isResponsiveness = ({ name }: { name: string }) => name === 'RESPONSIVENESS';
    const proposed = async () => {
      const asked = await openRequest(teacher, { school, groups });
      const offer = await publishedOffer(world, volunteer, employer, { km: 2 });
      ids.push((await publishedOffer(world, volunteer, employer, { km: 1 })).id);
      return (await propose(teacher, asked.id, offer.slots[0]?.id ?? '')).proposal ?? { id: '', version: 0 };
    };
    const end = async (reason: string) => {
      const { id } = await proposed();
      await world.dataSource.query(
        `UPDATE proposal SET status = 'declined', decline_reason = $2, declined_by = NULL WHERE id = $1`,
        [id, reason],
      );
      await remember('proposal', id);
    };
    await end('no_longer_needed');
    expect(await because()).toBe('No proposal has been put to them yet.');
    await end('no_longer_available');
    expect(await because()).toBe('Answered 0 of 1 proposal in time.');
    await accept(volunteer, await proposed());
    await decline(volunteer, await proposed());
    await decline(teacher, await proposed());
    expect(await because()).toBe('Answered 2 of 3 proposals in time.');
  });
});

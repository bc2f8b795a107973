import { ProposalEndings } from '#introductions';
import { OfferJobs, takeCapacity } from '#offers';
import { system, Transactions } from '#platform';
import { RequestJobs } from '#requests';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  accept,
  type Asked,
  dayInDays,
  decline,
  inDays,
  MATCHES,
  pair,
  propose,
  publishedOffer,
} from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

describe('a proposal', () => {
  it('is declined with a reason, frees what it held, and the pair is not proposed again by the matcher', async () => {
    const { teacher, volunteer, request, offer, slotId } = await pair(world);
    const { proposal } = await propose(volunteer, request.id, slotId);
    expect(proposal?.status).toBe('ACCEPTED_BY_OFFERER');
    const declined = await decline(teacher, proposal ?? { id: '', version: 0 }, 'NOT_A_FIT');
    expect(declined.proposal).toMatchObject({
      status: 'DECLINED',
      declineReason: 'NOT_A_FIT',
      declinedBy: 'SCHOOL',
    });
    const { node } = await teacher.ask<Asked>(MATCHES, { id: request.id });
    expect(node).toMatchObject({ status: 'OPEN', remaining: 2 });
    expect(node.matches?.nodes.map((found) => found.offer.id)).not.toContain(offer.id);
    expect(node.matches?.obstacles).toContainEqual({ code: 'EXCLUDED', candidates: 1 });
    expect(await world.dataSource.query('SELECT remaining FROM slot WHERE id = $1', [slotId])).toEqual([
      { remaining: 1 },
    ]);
  });

  it('waits for the other side, in the version that was seen, and takes one answer', async () => {
    const { teacher, volunteer, request, slotId } = await pair(world);
    const { proposal = { id: '', version: 0 } } = await propose(teacher, request.id, slotId);
    expect(await accept(teacher, proposal)).toMatchObject({ code: 'PROPOSAL_NOT_WAITING' });
    expect(await accept(volunteer, { ...proposal, version: 9 })).toMatchObject({
      code: 'PROPOSAL_CHANGED_MEANWHILE',
    });
    expect(await propose(volunteer, request.id, slotId)).toMatchObject({
      code: 'ALREADY_PROPOSED',
      existing: { id: proposal.id },
    });
    expect((await accept(volunteer, proposal)).booking).toMatchObject({ status: 'CONFIRMED' });
    expect(await decline(volunteer, { id: proposal.id, version: 2 })).toMatchObject({
      code: 'PROPOSAL_NOT_WAITING',
    });
    const stranger = await world.given.volunteer(await world.given.employer());
    expect(
      await stranger.refusal(
        `mutation ($input: ProposalVersionInput!) { acceptProposal(input: $input) { __typename } }`,
        { input: { id: proposal.id, version: 2 } },
      ),
    ).toBe('NOT_FOUND');
  });

  it('is not made twice, nor for more than the request asks', async () => {
    const { teacher, volunteer, employer, request, slotId } = await pair(
      world,
      { sessions: 2 },
      { sessions: 1 },
    );
    const { proposal } = await propose(teacher, request.id, slotId);
    expect(await propose(teacher, request.id, slotId)).toMatchObject({
      code: 'ALREADY_PROPOSED',
      existing: { id: proposal?.id },
    });
    const other = await publishedOffer(world, volunteer, employer);
    expect(await propose(teacher, request.id, other.slots[0]?.id ?? '')).toMatchObject({
      code: 'REQUEST_FILLED',
    });
  });

  it('is for the two sides alone to make and to see', async () => {
    const { teacher, volunteer, request, slotId } = await pair(world);
    const stranger = await world.given.teacher(await world.given.school());
    const PROPOSE = `mutation ($input: ProposeMatchInput!) { proposeMatch(input: $input) { __typename } }`;
    expect(await stranger.refusal(PROPOSE, { input: { requestId: request.id, slotId } })).toBe('FORBIDDEN');
    const { proposal } = await propose(teacher, request.id, slotId);
    const LIST =
      'query ($awaitingMe: Boolean) { proposals(awaitingMe: $awaitingMe) { nodes { id offer { title } request { title } slot { id } } } }';
    const ids = async (client: typeof teacher, awaitingMe?: boolean) =>
      (
        await client.ask<{ proposals: { nodes: { id: string }[] } }>(LIST, { awaitingMe })
      ).proposals.nodes.map(({ id }) => id);
    expect([await ids(teacher), await ids(volunteer), await ids(stranger)]).toEqual([
      [proposal?.id],
      [proposal?.id],
      [],
    ]);
    expect([await ids(teacher, true), await ids(volunteer, true)]).toEqual([[], [proposal?.id]]);
    const seen = async (client: typeof teacher) =>
      (
        await client.ask<{ node: object | null }>('query ($id: ID!) { node(id: $id) { id } }', {
          id: proposal?.id,
        })
      ).node !== null;
    expect([await seen(teacher), await seen(volunteer), await seen(stranger)]).toEqual([true, true, false]);
  });

  it('holds its capacity until a deadline of a week, or the slot, and lapses then by itself', async () => {
    const [soon, late] = [await pair(world, { days: 3 }), await pair(world, { days: 30 })];
    const first = await propose(soon.teacher, soon.request.id, soon.slotId);
    const second = await propose(late.teacher, late.request.id, late.slotId);
    expect(first.proposal?.holdUntil).toBe(inDays(3));
    expect(second.proposal?.holdUntil.slice(0, 10)).toBe(dayInDays(7));

    await world.dataSource.query(
      `UPDATE proposal SET hold_until = now() - interval '1 minute' WHERE id = $1`,
      [second.proposal?.id],
    );
    await world.dataSource.query(
      `UPDATE hold SET hold_until = now() - interval '1 minute' WHERE slot_id = $1`,
      [late.slotId],
    );
    expect(await accept(late.volunteer, second.proposal ?? { id: '', version: 0 })).toMatchObject({
      code: 'PROPOSAL_LAPSED',
    });
    // The job runs each minute; here it is asked for at once.
    await world.dataSource.query(`SELECT graphile_worker.add_job('lapse_proposals')`);
    const status = async () =>
      (
        await world.dataSource.query<{ status: string }[]>('SELECT status FROM proposal WHERE id = $1', [
          second.proposal?.id,
        ])
      )[0]?.status;
    while ((await status()) !== 'lapsed') await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await world.dataSource.query('SELECT remaining FROM slot WHERE id = $1', [late.slotId])).toEqual([
      { remaining: 1 },
    ]);
    expect(
      await world.dataSource.query('SELECT remaining FROM request WHERE id = $1', [late.request.id]),
    ).toEqual([{ remaining: 2 }]);
    expect(await accept(late.volunteer, second.proposal ?? { id: '', version: 0 })).toMatchObject({
      code: 'PROPOSAL_LAPSED',
    });
  });

  it('lapses though another one cannot, of which the job then tells', async () => {
    const [bad, good] = [await pair(world), await pair(world)];
    const [first, second] = [
      await propose(bad.teacher, bad.request.id, bad.slotId),
      await propose(good.teacher, good.request.id, good.slotId),
    ];
    const ids = [first.proposal?.id, second.proposal?.id];
    await world.dataSource.query(
      `UPDATE proposal SET hold_until = now() - interval '1 minute' WHERE id = ANY($1)`,
      [ids],
    );
    await world.dataSource.query(
      `CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'This one is spoilt'; END $$`,
    );
    await world.dataSource.query(
      `CREATE TRIGGER spoilt BEFORE UPDATE ON proposal FOR EACH ROW WHEN (OLD.id = '${ids[0]}') EXECUTE FUNCTION spoil()`,
    );
    await expect(world.app.get(ProposalEndings, { strict: false }).lapseDue()).rejects.toThrow('spoilt');
    await world.dataSource.query('DROP TRIGGER spoilt ON proposal');
    expect(
      await world.dataSource.query('SELECT status FROM proposal WHERE id = ANY($1) ORDER BY id', [ids]),
    ).toEqual([{ status: 'accepted_by_school' }, { status: 'lapsed' }]);
  });

  it.each([
    ['offer', 'withdrawOffer', 'OfferVersionInput', 'NO_LONGER_AVAILABLE'],
    ['request', 'withdrawRequest', 'RequestVersionInput', 'NO_LONGER_NEEDED'],
  ] as const)('ends with its %s, and frees what it held', async (noun, verb, type, declineReason) => {
    const made = await pair(world);
    const { proposal } = await propose(made.teacher, made.request.id, made.slotId);
    const { id, version } = made[noun];
    const client = noun === 'offer' ? made.volunteer : made.teacher;
    await client.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { __typename } }`, {
      input: { id, version },
    });
    const READ = 'query ($id: ID!) { node(id: $id) { ... on Proposal { status declineReason declinedBy } } }';
    const read = async () =>
      (await made.teacher.ask<{ node: { status: string } }>(READ, { id: proposal?.id })).node;
    while ((await read()).status === 'ACCEPTED_BY_SCHOOL')
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await read()).toEqual({ status: 'DECLINED', declineReason, declinedBy: null });
    expect(await world.dataSource.query('SELECT remaining FROM slot WHERE id = $1', [made.slotId])).toEqual([
      { remaining: 1 },
    ]);
  });
});

describe('a proposal in a race', () => {
  it('is for each volunteer once a request, whichever of their slots', async () => {
    const mine = { givenBy: 'VOLUNTEER', byMe: true };
    const made = await pair(world, { sessions: 1, ...mine }, { sessions: 5 });
    const offers = [made.offer];
    for (let more = 0; more < 4; more += 1)
      offers.push(await publishedOffer(world, made.volunteer, made.employer, mine));
    const answers = await Promise.all(
      offers.map(({ slots }) => propose(made.teacher, made.request.id, slots[0]?.id ?? '')),
    );
    expect(answers.filter(({ proposal }) => proposal)).toHaveLength(1);
    for (const { misses } of answers.filter(({ proposal }) => !proposal))
      expect(misses?.map(({ code }) => code)).toEqual(['PERSON_TAKEN']);
  });

  it('keeps its offer from being withdrawn unseen: who withdraws waits for it, and then ends it', async () => {
    const { offer, slotId, volunteer } = await pair(world);
    let withdrawn: Promise<unknown> | undefined;
    const status = async () =>
      (
        await world.dataSource.query<{ status: string }[]>('SELECT status FROM offer WHERE id = $1', [
          offer.id,
        ])
      )[0]?.status;
    await world.app.get(Transactions).run(system, async (tx) => {
      expect(await takeCapacity(tx, slotId, 1)).toBe(true);
      withdrawn = volunteer.ask(
        'mutation ($input: OfferVersionInput!) { withdrawOffer(input: $input) { __typename } }',
        { input: { id: offer.id, version: offer.version } },
      );
      const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while ((await world.dataSource.query<object[]>(waits)).length === 0)
        await new Promise((resolve) => setTimeout(resolve, 10));
      expect(await status()).toBe('published');
    });
    await withdrawn;
    expect(await status()).toBe('withdrawn');
  });
});

describe('what is over', () => {
  it('does not expire while it has had no slot but those that were called off', async () => {
    const { volunteer, offer } = await pair(world);
    await world.dataSource.query('UPDATE slot SET remaining = 0, called_off = true WHERE offer_id = $1', [
      offer.id,
    ]);
    await world.app.get(OfferJobs, { strict: false }).expire();
    const { node } = await volunteer.ask<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { ... on Offer { status } } }',
      offer,
    );
    expect(node).toEqual({ status: 'PUBLISHED' });
  });

  it('expires by itself, offers with their last slot and requests with their last window', async () => {
    const made = await pair(world);
    await world.dataSource.query(
      `UPDATE slot SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' WHERE id = $1`,
      [made.slotId],
    );
    await world.dataSource.query(
      `UPDATE request SET first_day = current_date - 9, last_day = current_date - 2 WHERE id = $1`,
      [made.request.id],
    );
    await world.app.get(OfferJobs, { strict: false }).expire();
    await world.app.get(RequestJobs, { strict: false }).expire();
    for (const [table, id] of [
      ['offer', made.offer.id],
      ['request', made.request.id],
    ] as const) {
      expect(await world.dataSource.query(`SELECT status FROM ${table} WHERE id = $1`, [id])).toEqual([
        { status: 'expired' },
      ]);
      expect(await world.dataSource.query(`SELECT FROM ${table}_place WHERE ${table}_id = $1`, [id])).toEqual(
        [],
      );
      expect(
        await world.dataSource.query('SELECT actor, before FROM change WHERE noun_id = $1 AND kind = $2', [
          id,
          'expired',
        ]),
      ).toEqual([{ actor: 'system', before: { status: table === 'offer' ? 'published' : 'open' } }]);
    }
  });
});

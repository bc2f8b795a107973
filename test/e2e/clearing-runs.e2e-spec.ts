import { ClearingJobs, ClearingThreads } from '#introductions';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { apply, cancel, cleared, look, pairsOf, start, until } from '../support/clearings.js';
import {
  dayInDays,
  inDays,
  openRequest,
  pair,
  publishedOffer,
  schoolWithPupils,
} from '../support/introductions.js';

let world: TestApp;
let operator: Client;
beforeEach(async () => {
  world = await startTestApp();
  operator = await world.given.person({ operator: true });
});
afterEach(() => world?.stop());

/** What the threads of clearings run from now on. */
const runs = (script: string, of = world) =>
  Object.assign(of.app.get(ClearingThreads, { strict: false }), {
    script: new URL(`../support/${script}.mjs`, import.meta.url),
  });

const addManchester = () =>
  world.dataSource.query(
    `INSERT INTO area (code, kind, name, districts) VALUES ('E08000003', 'local_authority', 'Manchester', '{E08000003}')`,
  );

describe('while it is under way, a clearing', () => {
  it('tells how far it has come, is the only one of its area, and is cancelled', async () => {
    await pair(world);
    runs('clearing-thread-slow');
    const id = (await start(operator)).clearing?.id ?? '';
    const seen = await until(operator, id, ({ progress }) => progress > 0);
    expect(seen).toMatchObject({ status: 'RUNNING', progress: 0.25, stage: 'clearing', result: null });
    expect(await start(operator)).toMatchObject({ code: 'CLEARING_UNDER_WAY', existing: { id } });
    // That of another area waits for it.
    await addManchester();
    const waits = (await start(operator, { area: 'E08000003' })).clearing;
    expect((await apply(operator, id)).code).toBe('CLEARING_NOT_FINISHED');
    expect((await cancel(operator, id)).clearing?.status).toBe('RUNNING');
    expect((await look(operator, waits?.id ?? '')).status).toBe('QUEUED');
    runs('clearing-thread');
    expect(await until(operator, id)).toMatchObject({ status: 'CANCELLED', result: null });
    expect(await until(operator, waits?.id ?? '')).toMatchObject({ status: 'FINISHED' });
    expect(await pairsOf(operator, id)).toEqual([]);
    expect(await cancel(operator, id)).toMatchObject({ code: 'CLEARING_OVER' });
    runs('clearing-thread');
    expect((await cleared(operator)).status).toBe('FINISHED');
  });

  it('answers with the best it has once its time is over', async () => {
    await pair(world);
    runs('clearing-thread-slow');
    const { status, result } = await cleared(operator, { timeLimitSeconds: 1 });
    expect([status, result?.certified, result?.faults]).toEqual(['FINISHED', true, []]);
    expect(result?.gap).toBe((result?.dual ?? NaN) - (result?.objective.total ?? NaN));
    expect(result?.gap).toBeGreaterThanOrEqual(0);
  });

  it('fails where it cannot be worked out, and leaves its area to the next', async () => {
    await pair(world);
    runs('clearing-thread-broken');
    const failed = await cleared(operator);
    expect(failed).toMatchObject({ status: 'FAILED', result: null });
    expect((await apply(operator, failed.id)).code).toBe('CLEARING_NOT_FINISHED');
    runs('clearing-thread');
    expect((await cleared(operator)).status).toBe('FINISHED');
  });

  it('is not begun once it was cancelled; and two that are started at once are one', async () => {
    const waits = await startTestApp({ JOBS: 'off' });
    try {
      const other = await waits.given.person({ operator: true });
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => start(other)));
      const ids = answers.flatMap(({ clearing }) => clearing?.id ?? []);
      expect(ids).toHaveLength(1);
      expect(answers.filter(({ code }) => code === 'CLEARING_UNDER_WAY')).toHaveLength(4);
      expect((await cancel(other, ids[0] ?? '')).clearing?.status).toBe('CANCELLED');
      expect((await start(other)).clearing?.status).toBe('QUEUED');
    } finally {
      await waits.stop();
    }
  });
});

describe('a clearing whose process stops', () => {
  let waits: TestApp;
  let who: Client;
  let id: string;
  beforeEach(async () => {
    waits = await startTestApp({ JOBS: 'off' });
    who = await waits.given.person({ operator: true });
    id = (await start(who)).clearing?.id ?? '';
  });
  afterEach(() => waits?.stop());
  const attempt = (number: number, signal = new AbortController().signal) =>
    waits.app.get(ClearingJobs, { strict: false }).run(id, { attempt: number, signal });
  const status = async () =>
    (await waits.dataSource.query<{ status: string }[]>('SELECT status FROM clearing WHERE id = $1', [id]))[0]
      ?.status;

  it('is taken up again by the next, and finishes', async () => {
    runs('clearing-thread-slow', waits);
    const stops = new AbortController();
    const first = attempt(1, stops.signal);
    while ((await status()) !== 'running') await new Promise((resolve) => setTimeout(resolve, 20));
    stops.abort();
    await expect(first).rejects.toThrow();
    expect(await status()).toBe('running');
    runs('clearing-thread', waits);
    await attempt(2);
    expect(await status()).toBe('finished');
    await attempt(3);
    expect(await status()).toBe('finished');
  });

  it('is not taken up again where it was cancelled meanwhile', async () => {
    await waits.dataSource.query(`UPDATE clearing SET status = 'running' WHERE id = $1`, [id]);
    expect((await cancel(who, id)).clearing?.status).toBe('RUNNING');
    await attempt(2);
    expect(await status()).toBe('cancelled');
    expect((await start(who)).clearing?.status).toBe('QUEUED');
  });

  it('is given up where it may be what stops them', async () => {
    await attempt(4);
    expect(await status()).toBe('failed');
  });
});

describe('what is cleared', () => {
  it('are the schools of an area, and days of a term', async () => {
    await addManchester();
    const [here, there] = [await pair(world, { days: 20 }), await pair(world, { days: 40 })];
    await world.dataSource.query(`UPDATE school SET district = 'E08000003' WHERE id = $1`, [here.school.id]);
    const one = await cleared(operator, { area: 'E08000003', dryRun: true });
    expect(one.area).toEqual({ code: 'E08000003' });
    expect((await pairsOf(operator, one.id)).map(({ request }) => request.id)).not.toContain(
      there.request.id,
    );
    const term = await cleared(operator, { firstDay: dayInDays(30), lastDay: dayInDays(50), dryRun: true });
    const slots = (await pairsOf(operator, term.id)).map(({ slot }) => slot.id);
    expect(slots).toContain(there.slotId);
    expect(slots).not.toContain(here.slotId);
  });

  it('may be supposed to be otherwise, and nothing comes of it', async () => {
    const { offer, request } = await pair(world, { km: 40 }, { sessions: 1 });
    const other = await schoolWithPupils(world);
    await openRequest(other.teacher, other, { sessions: 1 });
    const counted = async (whatIf?: object) => {
      const { dryRun, result, id } = await cleared(operator, { dryRun: whatIf === undefined, whatIf });
      expect([dryRun, result?.certified]).toEqual([true, true]);
      return { id, units: result?.objective.units };
    };
    expect((await counted()).units).toBe(0);
    expect((await counted({ offers: [{ offerIds: [offer.id], moreKm: 20 }] })).units).toBe(1);
    const more = { offers: [{ moreKm: 20, moreSessions: 9 }] };
    const both = await counted(more);
    expect(both.units).toBe(2);
    const asked = { requests: [{ requestIds: [request.id], moreSessions: 2 }] };
    expect((await counted({ ...more, ...asked })).units).toBe(4);
    expect((await apply(operator, both.id)).code).toBe('CLEARING_IS_DRY_RUN');
    const rows = await world.dataSource.query(
      'SELECT remaining FROM slot UNION ALL SELECT remaining FROM request',
    );
    expect(rows).toEqual([{ remaining: 1 }, { remaining: 1 }, { remaining: 1 }]);
  });

  it('is given no more for a benchmark than is said, and the proof holds for that', async () => {
    const pupils = await schoolWithPupils(world);
    await openRequest(pupils.teacher, pupils, { sessions: 2 });
    for (const day of [30, 31]) {
      const employer = await world.given.employer();
      const slots = [{ startsAt: inDays(day, 9), endsAt: inDays(day, 10), sessions: 1, maxPupils: 30 }];
      await publishedOffer(world, await world.given.volunteer(employer), employer, { slots });
    }
    const shown = async (mostPerBenchmark?: number) => {
      const { result, ...of } = await cleared(operator, { dryRun: true, mostPerBenchmark });
      return [of.mostPerBenchmark, result?.objective.units, result?.gap, result?.certified];
    };
    expect(await shown()).toEqual([null, 2, 0, true]);
    expect(await shown(1)).toEqual([1, 1, 0, true]);
  });

  it('leaves out who has promised the time, and has nobody in two places', async () => {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const slots = [9, 10, 14].map((hour) => ({
      ...{ startsAt: inDays(30, hour), endsAt: inDays(30, hour + 1), sessions: 1, maxPupils: 30 },
    }));
    const offer = await publishedOffer(world, volunteer, employer, {
      slots,
      givenBy: 'VOLUNTEER',
      byMe: true,
    });
    const schools = await Promise.all([1, 2, 3].map((km) => schoolWithPupils(world, km)));
    for (const pupils of schools) await openRequest(pupils.teacher, pupils, { sessions: 1 });
    const one = await cleared(operator);
    // At nine or at ten, as there is no time for the way between; and at two.
    expect(one.result).toMatchObject({ slots: 3, objective: { units: 2 }, gap: 0, certified: true });
    expect(await apply(operator, one.id)).toMatchObject({ proposed: 2, refused: 0 });
    const rest = await cleared(operator);
    expect(rest.result).toMatchObject({ requests: 1, slots: 0, objective: { units: 0 } });
    expect(offer.slots).toHaveLength(3);
  });

  it('counts what is held: its pupils as met, and its school as served', async () => {
    const pupils = await schoolWithPupils(world);
    const all = { sessions: 1, pupilsPerSession: 60 };
    for (const sectors of [['C'], ['F']]) await openRequest(pupils.teacher, pupils, { ...all, sectors });
    const publish = async (sectors: string[], day: number) => {
      const employer = await world.given.employer({ sectors });
      const slots = [{ startsAt: inDays(day, 9), endsAt: inDays(day, 10), sessions: 1, maxPupils: 60 }];
      await publishedOffer(world, await world.given.volunteer(employer), employer, { sectors, slots });
    };
    await publish(['C'], 30);
    const first = await cleared(operator);
    expect(first.result?.objective.units).toBe(1);
    expect(first.result?.objective.gain).toBeGreaterThan(0);
    expect(await apply(operator, first.id)).toMatchObject({ proposed: 1 });
    await publish(['F'], 31);
    const { result } = await cleared(operator);
    expect(result).toMatchObject({ requests: 1, objective: { units: 1, gain: 0 }, certified: true });
    expect(result?.before.overall).toMatchObject({ schools: 1, withNothing: 0, median: 0.5 });
    expect(result?.after.overall).toMatchObject({ schools: 1, withNothing: 0, median: 1 });
  });

  it('does not have a group in two places, nor count its need twice', async () => {
    const pupils = await schoolWithPupils(world);
    for (const sectors of [['C'], ['F']]) await openRequest(pupils.teacher, pupils, { sessions: 1, sectors });
    for (const sectors of [['C'], ['F']]) {
      const employer = await world.given.employer({ sectors });
      await publishedOffer(world, await world.given.volunteer(employer), employer, { sectors });
    }
    const { result } = await cleared(operator);
    expect(result).toMatchObject({ feasiblePairs: 2, pairs: 1, certified: true });
    // Against what could be if a group could be in two places.
    expect(result?.gap).toBeGreaterThan(0);
  });
});

describe('whoever asks for a clearing', () => {
  it('is an operator', async () => {
    const { teacher, volunteer } = await pair(world);
    for (const somebody of [teacher, volunteer, await world.given.person()]) {
      const input = { firstDay: dayInDays(0), lastDay: dayInDays(60) };
      const mutation =
        'mutation ($input: StartClearingInput!) { startClearing(input: $input) { __typename } }';
      expect(await somebody.refusal(mutation, { input })).toBe('FORBIDDEN');
      expect(await somebody.refusal('{ clearings { nodes { id } } }')).toBe('FORBIDDEN');
    }
  });

  it('is told what is wrong with what they ask', async () => {
    const wrong: [string, object, string][] = [
      ['a day before the first', { firstDay: dayInDays(9), lastDay: dayInDays(8) }, 'input.lastDay'],
      ['days that are over', { firstDay: dayInDays(-9), lastDay: dayInDays(-1) }, 'input.lastDay'],
      ['more than a year', { lastDay: dayInDays(400) }, 'input.lastDay'],
      ['an area that there is not', { area: 'Narnia' }, 'input.area'],
      ['nothing for any benchmark', { mostPerBenchmark: 0 }, 'input.mostPerBenchmark'],
      ['no time at all', { timeLimitSeconds: 0 }, 'input.timeLimitSeconds'],
      [
        'an offer that there is not',
        { whatIf: { offers: [{ offerIds: ['offer_0'] }] } },
        'input.whatIf.offers[0].offerIds',
      ],
      [
        'less than nothing',
        { whatIf: { requests: [{ moreSessions: -1 }] } },
        'input.whatIf.requests[0].moreSessions',
      ],
      ['an area to suppose', { whatIf: { offers: [{ area: 'Narnia' }] } }, 'input.whatIf.offers[0].area'],
    ];
    for (const [what, more, path] of wrong) {
      const { errors } = await operator.send(
        'mutation ($input: StartClearingInput!) { startClearing(input: $input) { __typename } }',
        { input: { firstDay: dayInDays(0), lastDay: dayInDays(60), ...more } },
      );
      const { code, fields } = errors?.[0]?.extensions ?? { code: 'none' };
      expect([what, code, fields?.map((field) => field.path)]).toEqual([what, 'BAD_USER_INPUT', [path]]);
    }
  });

  it('is told of one that there is not', async () => {
    const mutation = 'mutation ($input: ClearingIdInput!) { applyClearing(input: $input) { __typename } }';
    expect(await operator.refusal(mutation, { input: { id: 'clearing_0' } })).toBe('NOT_FOUND');
  });
});

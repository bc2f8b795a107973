import { Benchmarks } from '#benchmarks';
import { localDateOf } from '#platform';
import { PolicyId } from '#statutes';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { countQueries } from '../support/count-queries.js';
import { academicYearAt, b5Points, inDays, Meetings } from '../support/meetings.js';

let world: TestApp;
let meetings: Meetings;
beforeAll(async () => {
  world = await startTestApp();
  meetings = new Meetings(world.dataSource);
});
afterAll(() => world?.stop());

const POSITION = `query ($urn: Int!, $policy: BenchmarkPolicy!, $asOf: LocalDate) { school(urn: $urn) {
  benchmarks(policy: $policy, asOf: $asOf) {
    benchmark asOf academicYear indicative met policy { id citation thresholdPercent }
    yearGroups { yearGroup numerator denominator rollDeclaredOn recorded { lower upper } meaningful { lower upper }
      thresholdPupils shortfall met band } } } }`;
const NEED = `query ($id: ID!, $policy: BenchmarkPolicy) { node(id: $id) { ... on SchoolRequest {
  need(policy: $policy) { policy asOf pupils byYear { yearGroup pupils shortfall unreached numerator denominator } } } } }`;

type Year = { yearGroup: number; numerator: number; denominator: number | null; met: boolean | null };
type Position = { met: boolean | null; yearGroups: Year[] };
type Answer = { school: { benchmarks: Position | null } };
const academicYear = 2025;

/** A school whose Year 9 has six groups of thirty, and one who may read its position. */
async function schoolOf180() {
  const school = await world.given.school();
  const teacher = await world.given.teacher(school);
  const groups: { id: string }[] = [];
  for (let n = 0; n < 6; n += 1) groups.push(await meetings.group(school, { academicYear }));
  const position = async (policy: string, asOf: string) => {
    const { benchmarks } = (await teacher.ask<Answer>(POSITION, { urn: school.urn, policy, asOf })).school;
    if (!benchmarks) throw new Error('expected a position');
    return benchmarks;
  };
  const yearNine = async (policy: string, asOf: string) => {
    const found = (await position(policy, asOf)).yearGroups.find(({ yearGroup }) => yearGroup === 9);
    if (!found) throw new Error('expected Year 9');
    return found;
  };
  const deliver = (pupils: number[], on: string, more: object = {}) =>
    meetings.delivery(
      school,
      pupils.map((n, index) => ({ yearGroup: 9, groupId: groups[index]?.id ?? '', pupils: n })),
      { on, ...more },
    );
  return { school, teacher, groups, position, yearNine, deliver };
}

describe('the position of a school', () => {
  it('meets 76 per cent of 180 with 137 pupils, not with 136', async () => {
    const { yearNine, deliver, position } = await schoolOf180();
    await deliver([30, 30, 30, 30, 16], '2025-11-10');
    expect(await yearNine('GATSBY_2014', '2026-07-31')).toEqual({
      ...{ yearGroup: 9, numerator: 136, denominator: 180, rollDeclaredOn: null },
      ...{ recorded: { lower: 136, upper: 136 }, meaningful: { lower: 136, upper: 136 } },
      ...{ thresholdPupils: 137, shortfall: 1, met: false, band: null },
    });
    expect((await position('GATSBY_2014', '2026-07-31')).met).toBe(false);

    await deliver([1, 1, 1, 1, 17], '2025-12-01');
    expect(await yearNine('GATSBY_2014', '2026-07-31')).toMatchObject({
      numerator: 137,
      shortfall: 0,
      met: true,
    });
    expect(await yearNine('GATSBY_2025', '2026-07-31')).toMatchObject({
      ...{ numerator: 137, thresholdPupils: 180, shortfall: 43, met: false, band: 'MOST' },
    });
    // The other years of the school have no roll: whether it meets the benchmark is not known.
    expect((await position('GATSBY_2014', '2026-07-31')).met).toBeNull();
  });

  it('is that of a day: later deliveries and other academic years do not count', async () => {
    const { yearNine, deliver } = await schoolOf180();
    await deliver([30], '2025-11-10');
    await deliver([1, 30], '2026-02-01');
    await deliver([30, 30, 30], '2025-07-01');
    const reachedOn = async (asOf: string) => (await yearNine('GATSBY_2014', asOf)).numerator;
    expect(await reachedOn('2025-11-09')).toBe(0);
    expect(await reachedOn('2025-11-10')).toBe(30);
    expect(await reachedOn('2026-03-31')).toBe(60);
  });

  it('has bounds where records name the year alone, and counts only what is meaningful', async () => {
    const { school, yearNine, deliver } = await schoolOf180();
    await deliver([30], '2025-11-10');
    await meetings.delivery(school, [{ yearGroup: 9, pupils: 100 }], { on: '2025-11-11' });
    await deliver([30, 30, 30, 30, 30, 30], '2025-11-12', { meaningful: false });
    expect(await yearNine('GATSBY_2014', '2026-03-31')).toMatchObject({
      ...{ numerator: 100, meaningful: { lower: 100, upper: 130 }, recorded: { lower: 180, upper: 180 } },
    });
  });

  it('reads the roll that stood on the day, and makes none up', async () => {
    const { school, yearNine, position } = await schoolOf180();
    await meetings.roll(school, { academicYear, pupils: 190, on: '2025-10-01' });
    await meetings.roll(school, { academicYear, pupils: 200, on: '2026-02-01' });
    await meetings.roll(school, { academicYear, yearGroup: 8, pupils: 0, on: '2026-02-01' });
    expect(await yearNine('GATSBY_2014', '2025-12-31')).toMatchObject({
      ...{ denominator: 190, rollDeclaredOn: '2025-10-01' },
    });
    expect(await yearNine('GATSBY_2014', '2026-03-31')).toMatchObject({ denominator: 200 });
    expect(await yearNine('GATSBY_2014', '2025-09-01')).toMatchObject({ denominator: 190 });
    const { yearGroups } = await position('GATSBY_2014', '2026-03-31');
    expect(yearGroups.map(({ yearGroup, denominator }) => [yearGroup, denominator])).toEqual([
      ...[
        [7, null],
        [8, 0],
        [9, 200],
        [10, null],
        [11, null],
        [12, null],
        [13, null],
      ],
    ]);
    expect(yearGroups[0]).toMatchObject({ thresholdPupils: null, shortfall: null, met: null, band: null });
  });

  it('says under which policy, as of which day, and that it is indicative', async () => {
    const { position } = await schoolOf180();
    expect(await position('GATSBY_2025', '2026-03-31')).toMatchObject({
      ...{ benchmark: 'B5', asOf: '2026-03-31', academicYear: 2025, indicative: true },
      policy: {
        id: 'GATSBY_2025',
        thresholdPercent: 100,
        citation: expect.stringContaining('Gatsby') as string,
      },
    });
  });

  it('is shown to those who act for the school and to nobody else', async () => {
    const { school, teacher } = await schoolOf180();
    const asked = { urn: school.urn, policy: 'GATSBY_2025' };
    const others = [
      world.anyone,
      await world.given.teacher(await world.given.school()),
      await world.given.volunteer(await world.given.employer()),
      await world.given.person({ operator: true }),
    ];
    for (const other of others)
      expect(await other.ask(POSITION, asked)).toEqual({ school: { benchmarks: null } });
    expect((await teacher.ask<Answer>(POSITION, asked)).school.benchmarks).not.toBeNull();
    expect(await teacher.refusal(POSITION, { ...asked, asOf: '2026-02-30' })).toBe('BAD_USER_INPUT');
    expect(await teacher.refusal(POSITION, { ...asked, policy: 'GATSBY_1999' })).toBe('BAD_USER_INPUT');
  });
});

describe('from need to delivery', () => {
  it('a recorded delivery raises the position and lowers the need', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const teacher = await world.given.teacher(school);
    const startsAt = inDays(-1);
    const group = await meetings.group(school, { academicYear: academicYearAt(startsAt) });
    const request = await meetings.request(school, [group]);
    const booking = await meetings.booking(school, employer, { startsAt });
    const asked = { id: request.id, policy: 'GATSBY_2025' };
    const need = { policy: 'GATSBY_2025', asOf: localDateOf(new Date()) };

    expect(await teacher.ask(NEED, asked)).toEqual({
      node: {
        need: {
          ...{ ...need, pupils: 30 },
          byYear: [{ yearGroup: 9, pupils: 30, shortfall: 30, unreached: 30, numerator: 0, denominator: 30 }],
        },
      },
    });
    await teacher.ask(
      `mutation ($input: RecordDeliveryInput!) { recordDelivery(input: $input) { ... on DeliverySuccess { delivery { id } } } }`,
      {
        input: {
          ...{ bookingId: booking.id, minutes: 60, mode: 'IN_PERSON', points: b5Points },
          attendance: [{ groupId: group.id, pupils: 28 }],
        },
      },
    );
    expect(await teacher.ask(NEED, asked)).toMatchObject({
      node: { need: { pupils: 2, byYear: [{ shortfall: 2, unreached: 2, numerator: 28 }] } },
    });
    const asOf = localDateOf(startsAt);
    const { school: found } = await teacher.ask<Answer>(POSITION, {
      urn: school.urn,
      policy: 'GATSBY_2014',
      asOf,
    });
    expect(found.benchmarks?.yearGroups.find(({ yearGroup }) => yearGroup === 9)).toMatchObject({
      ...{ numerator: 28, denominator: 30, met: true },
    });
  });

  it('is worked out for any number of requests in three statements', async () => {
    const today = localDateOf(new Date());
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const school = await world.given.school();
      const group = await meetings.group(school, { size: 20 + n });
      await meetings.delivery(school, [{ yearGroup: 9, groupId: group.id, pupils: 5 }], { on: today });
      ids.push((await meetings.request(school, [group])).id);
    }
    const { manager } = world.dataSource;
    const needOf = () => world.app.get(Benchmarks).needOf(manager, ids, today, PolicyId.GATSBY_2025);
    expect([...(await needOf()).values()].map(({ pupils }) => pupils)).toEqual([15, 16, 17, 18, 19, 20]);
    expect(await countQueries(world, needOf)).toBe(3);
  });

  it('is nothing for a request that names no groups', async () => {
    const school = await world.given.school();
    const { id } = await meetings.request(school);
    const needs = await world.app
      .get(Benchmarks)
      .needOf(world.dataSource.manager, [id, 'request_0'], '2026-11-24');
    expect([...needs]).toMatchObject([
      [id, { pupils: 0, byYear: [], policy: 'gatsby_2025' }],
      ['request_0', { pupils: 0 }],
    ]);
  });

  it('is told to those who act for the school alone, as it tells its rolls and position', async () => {
    const school = await world.given.school();
    const group = await meetings.group(school);
    const { id } = await meetings.request(school, [group]);
    const ask = async (client: Client) => (await client.ask<{ node: object | null }>(NEED, { id })).node;
    for (const stranger of [
      await world.given.volunteer(await world.given.employer()),
      await world.given.teacher(await world.given.school()),
      await world.given.person({ operator: true }),
    ])
      expect(await ask(stranger)).toEqual({ need: null });
    expect(await ask(await world.given.teacher(school))).toMatchObject({
      need: { pupils: 30, byYear: [{ denominator: 30 }] },
    });
  });

  it('is loaded once for a list', async () => {
    const [school, employer] = [await world.given.school(), await world.given.employer()];
    const teacher = await world.given.teacher(school);
    for (let n = 0; n < 4; n += 1) await meetings.booking(school, employer);
    const list = (first: number) => () =>
      teacher.ask(`{ bookings(first: ${first}) { nodes { request { need { pupils } } } } }`);
    expect(await countQueries(world, list(4))).toBe(await countQueries(world, list(1)));
  });
});

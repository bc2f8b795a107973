import { Benchmark, MEANINGFUL_POINTS } from '#statutes';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { countQueries } from '../support/count-queries.js';
import { academicYearAt, inDays, Meetings } from '../support/meetings.js';
import { localDateOf } from '#platform';

let world: TestApp;
let meetings: Meetings;
beforeAll(async () => {
  world = await startTestApp();
  meetings = new Meetings(world.dataSource);
});
afterAll(() => world?.stop());

const DELIVERY = `__typename ... on DeliverySuccess { delivery { id version givenBy employed byProvider providerKinds
    atProvider adviserLevel withdrawnAt booking { id } attendance { yearGroup pupils days offered group { id } } } }
  ... on Problem { code }`;
const RECORD = `mutation ($input: RecordEvidenceInput!) { recordEvidence(input: $input) { ${DELIVERY} ... on EvidenceAlreadyRecorded { existing { id } } } }`;
const CORRECT = `mutation ($input: CorrectEvidenceInput!) { correctEvidence(input: $input) { ${DELIVERY} } }`;
const WITHDRAW = `mutation ($input: WithdrawEvidenceInput!) { withdrawEvidence(input: $input) { ${DELIVERY} } }`;
const DELIVER = `mutation ($input: RecordDeliveryInput!) { recordDelivery(input: $input) { ${DELIVERY} } }`;
const ROWS = `benchmark asOf academicYear indicative met policy { id citation thresholdPercent }
  criteria { code target dueIn offered forAll met yearGroups {
    yearGroup numerator denominator recorded { lower } meaningful { lower upper } shortfall met band } }`;
const POSITIONS = `query ($urn: Int!, $policy: BenchmarkPolicy! = GATSBY_2025) { school(urn: $urn) {
  positions(policy: $policy) { ${ROWS} } providerAccess { ${ROWS} } workExperience { ${ROWS} } } }`;

interface Row {
  yearGroup: number;
  numerator: number;
  denominator: number | null;
}
interface Position {
  benchmark: string | null;
  met: boolean | null;
  criteria: { code: string; yearGroups: Row[] }[];
}
interface Found {
  positions: Position[] | null;
  providerAccess: Position | null;
  workExperience: Position | null;
}
interface Answer {
  __typename: string;
  code?: string;
  existing?: { id: string };
  delivery: { id: string; version: number };
}

const today = localDateOf(new Date());
const pointsOf = (benchmark: Benchmark.B6 | Benchmark.B7) =>
  MEANINGFUL_POINTS[benchmark].map((point) => ({ point: point.toUpperCase() }));

/** A school with thirty pupils in Year 11, and what they have had. */
async function schoolWithYear11() {
  const school = await world.given.school();
  const teacher = await world.given.teacher(school);
  const group = await meetings.group(school, {
    yearGroup: 11,
    size: 30,
    academicYear: academicYearAt(new Date()),
  });
  const common = { schoolId: school.id, deliveredOn: today, minutes: 60, mode: 'IN_PERSON' };
  const attendance = [{ groupId: group.id, pupils: 28 }];
  const position = async (policy = 'GATSBY_2025', client: Client = teacher) =>
    (await client.ask<{ school: Found }>(POSITIONS, { urn: school.urn, policy })).school;
  const numerator = async (code: string, policy?: string) => {
    const { positions, providerAccess, workExperience } = await position(policy);
    const all = [...(positions ?? []), providerAccess, workExperience].flatMap((one) => one?.criteria ?? []);
    const criterion = all.find((one) => one.code === code);
    return criterion?.yearGroups.find(({ yearGroup }) => yearGroup === 11)?.numerator;
  };
  const stated = {
    ...{ deliveredOn: today, minutes: 60, mode: 'IN_PERSON', activityType: 'GUIDANCE_INTERVIEW', attendance },
    adviserLevel: 6,
  };
  const interview = { schoolId: school.id, ...stated };
  return { school, teacher, group, common, interview, stated, position, numerator };
}

async function recorded(teacher: Client, input: object): Promise<Answer['delivery']> {
  return (await teacher.ask<{ recordEvidence: Answer }>(RECORD, { input })).recordEvidence.delivery;
}

describe('what a school records without a booking', () => {
  it('counts, is corrected and taken back, and every change is remembered', async () => {
    const { teacher, interview, stated, numerator, group } = await schoolWithYear11();
    const made = await recorded(teacher, interview);
    expect(made).toMatchObject({
      ...{ version: 1, givenBy: null, employed: false, byProvider: false, booking: null, adviserLevel: 6 },
      attendance: [{ yearGroup: 11, pupils: 28, days: null, offered: null, group: { id: group.id } }],
    });
    expect(await numerator('INTERVIEW_BY_16')).toBe(28);

    const input = { ...stated, deliveryId: made.id, version: 1, adviserLevel: 4 };
    const { correctEvidence } = await teacher.ask<{ correctEvidence: Answer }>(CORRECT, { input });
    expect(correctEvidence).toMatchObject({ delivery: { version: 2, adviserLevel: 4 } });
    expect([await numerator('INTERVIEW_BY_16'), await numerator('INTERVIEW_BY_16', 'GATSBY_2014')]).toEqual([
      ...[0, 28],
    ]);

    const seen = { deliveryId: made.id, version: 2 };
    const { withdrawEvidence } = await teacher.ask<{ withdrawEvidence: Answer }>(WITHDRAW, { input: seen });
    expect(withdrawEvidence).toMatchObject({
      delivery: { version: 3, withdrawnAt: expect.any(String) as string },
    });
    expect(await numerator('INTERVIEW_BY_16', 'GATSBY_2014')).toBe(0);
    expect(await teacher.ask(WITHDRAW, { input: { ...seen, version: 3 } })).toMatchObject({
      withdrawEvidence: { code: 'EVIDENCE_WITHDRAWN' },
    });
    const kinds = await world.dataSource.query<{ kind: string }[]>(
      'SELECT kind FROM change WHERE noun_id = $1 ORDER BY id',
      [made.id],
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['recorded', 'corrected', 'withdrawn']);
  });

  it('is changed once in the version that was seen, whoever is quicker', async () => {
    const { teacher, interview, stated } = await schoolWithYear11();
    const { id } = await recorded(teacher, interview);
    const input = { ...stated, deliveryId: id, version: 1 };
    const answers = await Promise.all([
      ...[1, 2, 3].map(() => teacher.ask<{ correctEvidence: Answer }>(CORRECT, { input })),
    ]);
    expect(answers.map(({ correctEvidence }) => correctEvidence.__typename).sort()).toEqual([
      ...['DeliveryChangedMeanwhile', 'DeliveryChangedMeanwhile', 'DeliverySuccess'],
    ]);
  });

  it('is recorded once, whoever is quicker, unless it was another one', async () => {
    const { teacher, interview } = await schoolWithYear11();
    const record = (more: object = {}) =>
      teacher.ask<{ recordEvidence: Answer }>(RECORD, { input: { ...interview, ...more } });
    const answers = (await Promise.all([1, 2, 3, 4].map(() => record()))).map((one) => one.recordEvidence);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      ...['DeliverySuccess', ...Array<string>(3).fill('EvidenceAlreadyRecorded')],
    ]);
    const made = answers.find(({ __typename }) => __typename === 'DeliverySuccess')?.delivery;
    expect(answers.flatMap(({ existing }) => existing?.id ?? [])).toEqual(Array(3).fill(made?.id));
    expect((await record({ another: true })).recordEvidence.__typename).toBe('DeliverySuccess');
    const elsewhere = { attendance: [{ yearGroup: 10, pupils: 3 }] };
    expect((await record(elsewhere)).recordEvidence.__typename).toBe('DeliverySuccess');
  });

  it('is for those who act for the school; the record of a booking is not touched by it', async () => {
    const { school, teacher, interview, group } = await schoolWithYear11();
    const { id } = await recorded(teacher, interview);
    const stranger = await world.given.teacher(await world.given.school());
    const volunteer = await world.given.volunteer(await world.given.employer());
    for (const other of [stranger, volunteer]) {
      expect(await other.refusal(RECORD, { input: interview })).toBe('FORBIDDEN');
      expect(await other.refusal(RECORD, { input: { ...interview, schoolId: 'school_none' } })).toBe(
        'FORBIDDEN',
      );
    }
    expect(await stranger.refusal(WITHDRAW, { input: { deliveryId: id, version: 1 } })).toBe('NOT_FOUND');
    expect(await stranger.refusal(WITHDRAW, { input: { deliveryId: 'delivery_none', version: 1 } })).toBe(
      'NOT_FOUND',
    );

    const booking = await meetings.booking(school, await world.given.employer(), {
      startsAt: inDays(-1 / 24),
    });
    const attendance = [{ groupId: group.id, pupils: 3 }];
    const { recordDelivery } = await teacher.ask<{ recordDelivery: Answer }>(DELIVER, {
      input: { bookingId: booking.id, minutes: 60, mode: 'IN_PERSON', attendance },
    });
    const seen = { deliveryId: recordDelivery.delivery.id, version: 1 };
    expect(await teacher.ask(WITHDRAW, { input: seen })).toMatchObject({
      withdrawEvidence: { code: 'EVIDENCE_OF_BOOKING' },
    });
  });

  it('names each wrong field', async () => {
    const { teacher, interview, group } = await schoolWithYear11();
    const pathsOf = async (more: object) => {
      const { errors } = await teacher.send(RECORD, { input: { ...interview, ...more } });
      return errors?.[0]?.extensions.fields?.map(({ path }) => path);
    };
    expect(await pathsOf({ deliveredOn: localDateOf(inDays(2)) })).toEqual(['input.deliveredOn']);
    expect(await pathsOf({ deliveredOn: '2001-01-01' })).toEqual(['input.deliveredOn']);
    expect(await pathsOf({ adviserLevel: 9 })).toEqual(['input.adviserLevel']);
    expect(await pathsOf({ attendance: [{ groupId: group.id, pupils: 20, days: 2 }] })).toEqual([
      'input.attendance[0].days',
    ]);
    expect(await pathsOf({ attendance: [{ groupId: group.id, pupils: 0 }] })).toEqual([
      'input.attendance[0].pupils',
    ]);
    expect(await pathsOf({ providerKinds: ['COLLEGE', 'COLLEGE'] })).toEqual(['input.providerKinds']);
  });
});

describe('positions over several years', () => {
  it('say under which edition, as of which day, and count bookings with what the school recorded', async () => {
    const { school, teacher, group, common, position, numerator } = await schoolWithYear11();
    const college = await world.given.employer();
    await world.dataSource.query(`UPDATE employer SET provider_kind = 'college' WHERE id = $1`, [college.id]);
    const booking = await meetings.booking(school, college, { startsAt: inDays(-1 / 24) });
    const attendance = [{ groupId: group.id, pupils: 20 }];
    await teacher.ask(DELIVER, {
      input: {
        bookingId: booking.id,
        minutes: 60,
        mode: 'IN_PERSON',
        attendance,
        points: pointsOf(Benchmark.B7),
      },
    });
    const fair = { ...common, activityType: 'CAREERS_FAIR', providerKinds: ['COLLEGE', 'UNIVERSITY'] };
    await recorded(teacher, {
      ...{ ...fair, attendance: [{ groupId: group.id, pupils: 25 }], points: pointsOf(Benchmark.B7) },
    });
    expect(await numerator('COLLEGE_BY_16')).toBe(25);
    expect(await numerator('UNIVERSITY_BY_16')).toBe(25);
    expect(await numerator('SIXTH_FORM_BY_16')).toBe(0);
    // Of thirty, 20 and 25 met a college: at least 15 did twice, unless it is after 28 February.
    expect(await numerator('SECOND_KEY_PHASE')).toBe(
      today.slice(5) > '02-28' && today.slice(5) < '09-01' ? 0 : 15,
    );

    const placement = {
      ...common,
      activityType: 'WORK_EXPERIENCE_PLACEMENT',
      points: pointsOf(Benchmark.B6),
    };
    const days = [
      { groupId: group.id, pupils: 20, days: 5 },
      { groupId: group.id, pupils: 4, days: 3 },
    ];
    await recorded(teacher, { ...placement, attendance: days, atWorkplace: true });
    expect(await numerator('WEEK_OF_PLACEMENT')).toBe(20);
    expect(await numerator('WORKPLACES_BY_16', 'GATSBY_2014')).toBe(24);
    expect(await numerator('WORKPLACES_BY_16', 'GATSBY_2025')).toBe(0);

    expect(await position()).toMatchObject({
      positions: [
        {
          benchmark: 'B6',
          asOf: today,
          indicative: true,
          met: false,
          policy: { id: 'GATSBY_2025', thresholdPercent: 100 },
        },
        { benchmark: 'B7', policy: { citation: expect.stringContaining('Benchmark 7') as string } },
        { benchmark: 'B8', academicYear: academicYearAt(new Date()) },
      ],
      providerAccess: { benchmark: null, policy: { id: 'PROVIDER_ACCESS_2023' } },
      workExperience: { benchmark: null, policy: { id: 'WORK_EXPERIENCE_2025' } },
    });
  });

  it('remember what a cohort had the year before', async () => {
    const { school, numerator } = await schoolWithYear11();
    const academicYear = academicYearAt(new Date()) - 1;
    const before = await meetings.group(school, { yearGroup: 10, size: 30, academicYear });
    const points = MEANINGFUL_POINTS[Benchmark.B6];
    const { id } = await meetings.delivery(school, [{ yearGroup: 10, groupId: before.id, pupils: 22 }], {
      ...{ on: `${academicYear + 1}-03-10`, activityType: 'workplace_visit', meaningful: false },
    });
    for (const point of points)
      await world.dataSource.query(
        `INSERT INTO evidence (delivery_id, side, point, stands) VALUES ($1, 'school', $2, true)`,
        [id, point],
      );
    expect(await numerator('WORKPLACES_BY_16', 'GATSBY_2014')).toBe(22);
  });

  it('are shown to those who act for the school, and to nobody else', async () => {
    const { position } = await schoolWithYear11();
    for (const other of [world.anyone, await world.given.teacher(await world.given.school())])
      expect(await position('GATSBY_2025', other)).toEqual({
        ...{ positions: null, providerAccess: null, workExperience: null },
      });
  });

  it('cost two statements, however many are asked for', async () => {
    const { school, teacher } = await schoolWithYear11();
    const asked = (fields: string) => () => teacher.ask(`{ school(urn: ${school.urn}) { urn ${fields} } }`);
    const without = await countQueries(world, asked(''));
    const all = 'positions(policy: GATSBY_2025) { met } providerAccess { met } workExperience { met }';
    expect(await countQueries(world, asked(all))).toBe(without + 2);
  });
});

describe('the need of a request for Benchmark 6', () => {
  it('is what its groups are short of, and falls with what is recorded', async () => {
    const { school, teacher, group, common } = await schoolWithYear11();
    const { id } = await meetings.request(school, [group]);
    await world.dataSource.query(
      `UPDATE request SET benchmark = 'b6', activity_types = '{workplace_visit}' WHERE id = $1`,
      [id],
    );
    const need = async () =>
      teacher.ask(
        `query ($id: ID!) { node(id: $id) { ... on SchoolRequest { need(policy: GATSBY_2014) {
        benchmark pupils byYear { yearGroup shortfall unreached } } } } }`,
        { id },
      );
    expect(await need()).toEqual({
      node: {
        need: { benchmark: 'B6', pupils: 23, byYear: [{ yearGroup: 11, shortfall: 23, unreached: 30 }] },
      },
    });
    const attendance = [{ groupId: group.id, pupils: 20 }];
    const visit = { ...common, activityType: 'WORKPLACE_VISIT', attendance, points: pointsOf(Benchmark.B6) };
    await recorded(teacher, visit);
    expect(await need()).toMatchObject({ node: { need: { pupils: 3, byYear: [{ unreached: 10 }] } } });
    await world.dataSource.query(`UPDATE request SET benchmark = 'b2' WHERE id = $1`, [id]);
    expect(await need()).toEqual({ node: { need: null } });
  });
});

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

const DELIVERY = `id activityType givenBy deliveredOn minutes mode byProvider employed interactionRecorded recordedBy
  school { urn } booking { id status } attendance { yearGroup pupils group { code } } pupils { yearGroup pupils }
  evidence { side point stands } meaningful { benchmark mayCount meaningful missing }`;
const RECORD = `mutation ($input: RecordDeliveryInput!) { recordDelivery(input: $input) { __typename
  ... on DeliverySuccess { delivery { ${DELIVERY} } } ... on Problem { code } ... on AlreadyDelivered { existing { id } } } }`;
const EVIDENCE = `mutation ($input: ConfirmEvidenceInput!) { confirmEvidence(input: $input) { __typename
  ... on DeliverySuccess { delivery { ${DELIVERY} } } ... on Problem { code } } }`;
const OF_SCHOOL = `query ($urn: Int!, $first: Int! = 20, $after: String) { school(urn: $urn) {
  deliveries(first: $first, after: $after) { nodes { ${DELIVERY} } pageInfo { hasNextPage endCursor } } } }`;
const NODE = `query ($id: ID!) { node(id: $id) { id __typename } }`;

type Made = {
  id: string;
  booking: { status: string };
  meaningful: { meaningful: boolean; missing: string[] }[];
};
type Recorded = { recordDelivery: { __typename: string; delivery: Made } };
type Confirmed = { confirmEvidence: { __typename: string; code?: string; delivery: Made } };

async function meeting(is: Parameters<Meetings['booking']>[2] = {}) {
  const [school, employer] = [await world.given.school(), await world.given.employer()];
  const [teacher, volunteer] = [await world.given.teacher(school), await world.given.volunteer(employer)];
  const booking = await meetings.booking(school, employer, is);
  const academicYear = academicYearAt(is?.startsAt ?? inDays(-1));
  const group = await meetings.group(school, { yearGroup: 9, size: 30, academicYear });
  const input = {
    ...{ bookingId: booking.id, minutes: 60, mode: 'IN_PERSON', points: b5Points },
    attendance: [{ groupId: group.id, pupils: 28 }],
  };
  return { school, employer, teacher, volunteer, booking, group, input, academicYear };
}

async function recorded(teacher: Client, input: object): Promise<Made> {
  return (await teacher.ask<Recorded>(RECORD, { input })).recordDelivery.delivery;
}

describe('recording what happened', () => {
  it('tells who took part, for how long and what made it meaningful', async () => {
    const { school, teacher, booking, input } = await meeting();
    expect(await recorded(teacher, input)).toMatchObject({
      ...{ activityType: 'CAREERS_TALK', givenBy: 'VOLUNTEER', minutes: 60, mode: 'IN_PERSON' },
      ...{ byProvider: false, employed: true, interactionRecorded: false },
      recordedBy: expect.stringMatching(/^Person /) as string,
      school: { urn: school.urn },
      booking: { id: booking.id, status: 'DELIVERED' },
      attendance: [{ yearGroup: 9, pupils: 28, group: { code: expect.any(String) as string } }],
      pupils: [{ yearGroup: 9, pupils: 28 }],
      meaningful: [{ benchmark: 'B5', mayCount: true, meaningful: true, missing: [] }],
    });
  });

  it('knows a student from an apprentice, and a provider from a firm', async () => {
    const student = await meeting({ ambassadorKind: 'undergraduate', activityType: 'ambassador_visit' });
    await world.dataSource.query(`UPDATE employer SET provider_kind = 'university' WHERE id = $1`, [
      student.employer.id,
    ]);
    expect(await recorded(student.teacher, student.input)).toMatchObject({
      ...{ givenBy: 'YOUNG_AMBASSADOR', employed: false, byProvider: true },
      meaningful: [{ benchmark: 'B7', mayCount: true }],
    });
    const apprentice = await meeting({ ambassadorKind: 'apprentice', activityType: 'ambassador_visit' });
    expect(await recorded(apprentice.teacher, apprentice.input)).toMatchObject({ employed: true });
  });

  it('waits until the booking has begun', async () => {
    const { teacher, input } = await meeting({ startsAt: inDays(2) });
    expect(await teacher.ask(RECORD, { input })).toEqual({
      recordDelivery: { __typename: 'BookingNotYetDue', code: 'BOOKING_NOT_YET_DUE' },
    });
  });

  it('happens once, whoever is quicker', async () => {
    const { teacher, input } = await meeting();
    const answers = await Promise.all([1, 2, 3, 4].map(() => teacher.ask<Recorded>(RECORD, { input })));
    const outcomes = answers.map(({ recordDelivery }) => recordDelivery.__typename).sort();
    expect(outcomes).toEqual([...Array<string>(3).fill('AlreadyDelivered'), 'DeliverySuccess']);
  });

  it('is for the school; its offerer may not, and to others there is no such booking', async () => {
    const { volunteer, input } = await meeting();
    expect(await volunteer.refusal(RECORD, { input })).toBe('FORBIDDEN');
    const stranger = await world.given.teacher(await world.given.school());
    expect(await stranger.refusal(RECORD, { input })).toBe('NOT_FOUND');
    expect(await (await world.given.person()).refusal(RECORD, { input })).toBe('FORBIDDEN');
  });

  it('names each wrong field, and writes nothing', async () => {
    const { teacher, input, group, booking, academicYear } = await meeting();
    const theirs = await meetings.group(await world.given.school(), { academicYear });
    const old = await meetings.group(await world.given.school(), { academicYear: academicYear - 1 });
    const pathsOf = async (more: object) => {
      const { errors } = await teacher.send(RECORD, { input: { ...input, ...more } });
      return errors?.[0]?.extensions.fields?.map(({ path }) => path);
    };
    const attendance = [
      { groupId: group.id, pupils: 31 },
      { groupId: theirs.id, pupils: 1 },
      { groupId: old.id, pupils: 1 },
      { pupils: 1 },
    ];
    expect(await pathsOf({ attendance })).toEqual([
      'input.attendance[0].pupils',
      'input.attendance[1].groupId',
      'input.attendance[2].groupId',
      'input.attendance[3]',
    ]);
    expect(await pathsOf({ attendance: [{ groupId: group.id, pupils: -1 }] })).toEqual([
      'input.attendance[0].pupils',
    ]);
    expect(await pathsOf({ attendance: [{ yearGroup: 14, pupils: 1 }] })).toEqual([
      'input.attendance[0].yearGroup',
    ]);
    expect(await pathsOf({ attendance: [], minutes: 0, mode: 'BOTH' })).toEqual([
      'input.attendance',
      'input.minutes',
    ]);
    expect(await pathsOf({ mode: 'BOTH' })).toEqual(['input.mode']);
    expect(await world.dataSource.query('SELECT FROM delivery WHERE booking_id = $1', [booking.id])).toEqual(
      [],
    );
  });
});

describe('evidence', () => {
  it('comes from both sides; a point that one denies does not stand until it changes its mind', async () => {
    const { teacher, volunteer, input } = await meeting();
    const { id: deliveryId } = await recorded(teacher, { ...input, points: [] });
    const say = async (who: Client, side: string, points: object[]) =>
      (await who.ask<Confirmed>(EVIDENCE, { input: { deliveryId, side, points } })).confirmEvidence.delivery;
    const denial = [{ point: 'TIME_TO_REFLECT', stands: false }];

    expect(await say(volunteer, 'OFFERER', denial)).toMatchObject({
      ...{ booking: { status: 'DELIVERED' }, recordedBy: null },
      evidence: [{ side: 'OFFERER', point: 'TIME_TO_REFLECT', stands: false }],
    });
    const bySchool = await say(teacher, 'SCHOOL', b5Points);
    expect(bySchool.booking.status).toBe('EVIDENCED');
    expect(bySchool.meaningful[0]).toMatchObject({ meaningful: false, missing: ['TIME_TO_REFLECT'] });
    const agreed = await say(volunteer, 'OFFERER', [{ point: 'TIME_TO_REFLECT', stands: true }]);
    expect(agreed.meaningful[0]).toMatchObject({ meaningful: true, missing: [] });
  });

  it('is each side’s own', async () => {
    const { teacher, volunteer, input } = await meeting();
    const { id: deliveryId } = await recorded(teacher, input);
    const as = (side: string) => ({ input: { deliveryId, side, points: b5Points } });
    expect(await teacher.refusal(EVIDENCE, as('OFFERER'))).toBe('FORBIDDEN');
    expect(await volunteer.refusal(EVIDENCE, as('SCHOOL'))).toBe('FORBIDDEN');
    const stranger = await world.given.volunteer(await world.given.employer());
    expect(await stranger.refusal(EVIDENCE, as('OFFERER'))).toBe('NOT_FOUND');
    const { errors } = await volunteer.send(EVIDENCE, {
      input: { deliveryId, side: 'OFFERER', points: [...b5Points, b5Points[0]] },
    });
    expect(errors?.[0]?.extensions.fields?.[0]?.path).toBe('input.points[4].point');
  });

  it('of what was brought in from elsewhere is the school’s', async () => {
    const school = await world.given.school();
    const teacher = await world.given.teacher(school);
    const { id: deliveryId } = await meetings.delivery(school, [{ yearGroup: 9, pupils: 20 }], {
      meaningful: false,
    });
    const { confirmEvidence } = await teacher.ask<Confirmed>(EVIDENCE, {
      input: { deliveryId, side: 'SCHOOL', points: b5Points },
    });
    expect(confirmEvidence.delivery).toMatchObject({
      booking: null,
      meaningful: [{ meaningful: true }],
    });
  });
});

describe('the deliveries of a school', () => {
  it('are its own, page by page, in as many statements whatever their number', async () => {
    const school = await world.given.school();
    const teacher = await world.given.teacher(school);
    const group = await meetings.group(school);
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      ids.unshift((await meetings.delivery(school, [{ yearGroup: 9, groupId: group.id, pupils: 20 }])).id);
    }
    type Page = {
      school: {
        deliveries: { nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      };
    };
    const { deliveries } = (await teacher.ask<Page>(OF_SCHOOL, { urn: school.urn, first: 3 })).school;
    const after = deliveries.pageInfo.endCursor;
    const rest = (await teacher.ask<Page>(OF_SCHOOL, { urn: school.urn, first: 3, after })).school.deliveries;
    expect([...deliveries.nodes, ...rest.nodes].map(({ id }) => id)).toEqual(ids);
    expect(await teacher.refusal(OF_SCHOOL, { urn: school.urn, first: 101 })).toBe('BAD_USER_INPUT');

    const ask = (first: number) => () => teacher.ask(OF_SCHOOL, { urn: school.urn, first });
    expect(await countQueries(world, ask(4))).toBe(await countQueries(world, ask(1)));
  });

  it('are nobody else’s', async () => {
    const school = await world.given.school();
    const delivery = await meetings.delivery(school, [{ yearGroup: 9, pupils: 20 }]);
    const stranger = await world.given.teacher(await world.given.school());
    for (const other of [stranger, world.anyone]) {
      expect(await other.ask(OF_SCHOOL, { urn: school.urn })).toEqual({ school: { deliveries: null } });
      expect(await other.ask(NODE, delivery)).toEqual({ node: null });
    }
    const teacher = await world.given.teacher(school);
    expect(await teacher.ask(NODE, delivery)).toEqual({ node: { id: delivery.id, __typename: 'Delivery' } });
  });
});

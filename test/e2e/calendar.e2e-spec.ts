import { academicYearOf, addDays } from '#statutes';
import { localDateOf } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { countQueries } from '../support/count-queries.js';
import { MATCHES, pair, propose, type Asked } from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

const thisYear = academicYearOf(localDateOf(new Date()));

const FIELDS = `academicYear version basis terms { name from to } insetDays openDays examsAssumed
  exams { name yearGroups from to } bankHolidays { on name }`;
const CALENDAR = `query ($urn: Int!, $year: Int, $on: LocalDate!, $years: [Int!]) { school(urn: $urn) {
  calendar(academicYear: $year) { ${FIELDS} dayOff(on: $on, yearGroups: $years) { on reason name years assumed } } } }`;
const DECLARE = `mutation ($input: DeclareCalendarInput!) { declareCalendar(input: $input) { __typename
  ... on DeclareCalendarSuccess { calendar { ${FIELDS} } }
  ... on CalendarChangedMeanwhile { code message current { version } } } }`;

interface Calendar {
  version: number;
  basis: string;
  terms: { name: string; from: string; to: string }[];
  insetDays: string[];
  exams: { name: string; from: string }[];
  examsAssumed: boolean;
  bankHolidays: { on: string }[];
  dayOff: { reason: string; assumed: boolean } | null;
}

interface Declared {
  declareCalendar: { __typename: string; calendar?: Calendar; current?: { version: number } };
}

const read = async (urn: number, on: string, years?: number[], year = thisYear): Promise<Calendar> =>
  (await world.anyone.ask<{ school: { calendar: Calendar } }>(CALENDAR, { urn, year, on, years })).school
    .calendar;

const declare = async (client: Client, input: object) =>
  (await client.ask<Declared>(DECLARE, { input: { academicYear: thisYear, version: 0, ...input } }))
    .declareCalendar;

/** A school that has said nothing of when it teaches, of an authority. */
async function silentSchool(laCode: string | null = null) {
  const school = await world.given.school();
  await world.dataSource.query('DELETE FROM school_calendar WHERE scope = $1', [school.id]);
  await world.dataSource.query('UPDATE school SET la_code = $2 WHERE id = $1', [school.id, laCode]);
  return { ...school, teacher: await world.given.teacher(school) };
}

const autumn = { name: 'Autumn', from: `${thisYear}-09-07`, to: `${thisYear}-12-11` };
const christmasEve = `${thisYear}-12-24`;

describe('the calendar of a school', () => {
  it('is assumed until somebody declares it, and says so', async () => {
    const { urn } = await silentSchool();
    const calendar = await read(urn, christmasEve);
    expect(calendar).toMatchObject({ version: 0, basis: 'ASSUMED', examsAssumed: true, insetDays: [] });
    expect(calendar.terms).toHaveLength(6);
    expect(calendar.exams.map(({ name }) => name)).toEqual(['GCSE exams', 'A level exams']);
    expect(calendar.bankHolidays.length).toBeGreaterThanOrEqual(8);
    expect(calendar.dayOff).toMatchObject({ reason: 'SCHOOL_HOLIDAY', assumed: true });
    const exams = calendar.exams[0]?.from ?? '';
    expect((await read(urn, exams, [11])).dayOff).toMatchObject({ reason: 'EXAMS', assumed: true });
    expect((await read(urn, exams, [10])).dayOff).toBeNull();
  });

  it('is its authority’s where the school leaves the terms to it, as an operator declares them', async () => {
    const { urn, id, teacher } = await silentSchool('352');
    const operator = await world.given.person({ operator: true });
    const declared = await declare(operator, { localAuthority: '352', terms: [autumn] });
    expect(declared.calendar).toMatchObject({ version: 1, basis: 'LOCAL_AUTHORITY', terms: [autumn] });
    expect(await read(urn, christmasEve)).toMatchObject({
      ...{ version: 0, basis: 'LOCAL_AUTHORITY', terms: [autumn] },
      dayOff: { reason: 'SCHOOL_HOLIDAY', assumed: false },
    });

    const inset = `${thisYear}-09-08`;
    const own = await declare(teacher, { schoolId: id, insetDays: [inset] });
    expect(own.calendar).toMatchObject({ version: 1, basis: 'LOCAL_AUTHORITY', insetDays: [inset] });
    expect((await read(urn, inset)).dayOff).toMatchObject({ reason: 'INSET_DAY' });

    const input = { academicYear: thisYear, version: 0, localAuthority: '352', terms: [autumn] };
    expect(await teacher.refusal(DECLARE, { input })).toBe('FORBIDDEN');
    const nowhere = { ...input, localAuthority: '999' };
    expect(await operator.refusal(DECLARE, { input: nowhere })).toBe('NOT_FOUND');
  });

  it('is restated as a whole by whoever saw its version, and by nobody else', async () => {
    const { id, teacher } = await silentSchool();
    const first = await declare(teacher, { schoolId: id, terms: [autumn], exams: [] });
    expect(first.calendar).toMatchObject({
      version: 1,
      basis: 'SCHOOL',
      terms: [autumn],
      examsAssumed: false,
    });
    const late = await declare(teacher, { schoolId: id });
    expect(late).toMatchObject({ __typename: 'CalendarChangedMeanwhile', current: { version: 1 } });
    const early = await declare(teacher, { schoolId: id, version: 2 });
    expect(early).toMatchObject({ __typename: 'CalendarChangedMeanwhile', current: { version: 1 } });
    const second = await declare(teacher, { schoolId: id, version: 1 });
    expect(second.calendar).toMatchObject({ version: 2, basis: 'ASSUMED', examsAssumed: true });

    const stranger = await world.given.teacher(await world.given.school());
    const input = { academicYear: thisYear, version: 2, schoolId: id };
    expect(await stranger.refusal(DECLARE, { input })).toBe('FORBIDDEN');
    const kinds = await world.dataSource.query(
      `SELECT kind, actor FROM change WHERE noun = 'calendar' AND after->>'scope' = $1 ORDER BY at`,
      [id],
    );
    expect(kinds).toEqual(Array(2).fill({ kind: 'declared', actor: teacher.personId }));
  });

  it('of two who declare at once has the one, and the other is told', async () => {
    const { id, teacher } = await silentSchool();
    const both = await Promise.all(
      Array.from({ length: 8 }, () => declare(teacher, { schoolId: id, terms: [autumn] })),
    );
    expect(both.filter(({ calendar }) => calendar)).toHaveLength(1);
    expect(both.filter(({ current }) => current?.version === 1)).toHaveLength(7);
  });

  it.each([
    ['neither a school nor an authority', { schoolId: null }, 'input.schoolId'],
    [
      'a term that ends before it begins',
      { terms: [{ ...autumn, to: `${thisYear}-09-01` }] },
      'input.terms[0].to',
    ],
    ['terms that overlap', { terms: [autumn, { ...autumn, name: 'Again' }] }, 'input.terms[1].from'],
    ['a day of another year', { insetDays: [`${thisYear - 1}-09-08`] }, 'input.insetDays[0]'],
    ['a year far off', { academicYear: thisYear + 5 }, 'input.academicYear'],
    [
      'a day that is both open and inset',
      { insetDays: [autumn.from], openDays: [autumn.from] },
      'input.openDays[0]',
    ],
    [
      'exams of nobody',
      { exams: [{ name: 'mocks', yearGroups: [], from: autumn.from, to: autumn.to }] },
      'input.exams[0].yearGroups',
    ],
  ])('refuses %s', async (_what, wrong, path) => {
    const { id, teacher } = await silentSchool();
    const input = { academicYear: thisYear, version: 0, schoolId: id, ...wrong };
    const { errors } = await teacher.send(DECLARE, { input });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path }] });
  });

  it('of many schools costs one statement more', async () => {
    for (let made = 0; made < 5; made += 1) await silentSchool('352');
    const schools = (calendar: string) => `{ schools(first: 20) { nodes { urn ${calendar} } } }`;
    const without = await countQueries(world, () => world.anyone.ask(schools('')));
    const queries = await countQueries(world, () =>
      world.anyone.ask(schools('calendar { basis terms { from } }')),
    );
    expect(queries - without).toBe(1);
  });
});

describe('a slot on a day without lessons', () => {
  const on = addDays(localDateOf(new Date()), 30);

  it('is no match, and both whyNot and the proposal say why', async () => {
    const { school, teacher, request, offer, slotId } = await pair(world);
    const asked = () => teacher.ask<Asked>(MATCHES, { id: request.id });
    expect((await asked()).node.matches?.nodes).toHaveLength(1);

    const year = academicYearOf(on);
    const terms = [{ name: 'All year', from: `${year}-09-01`, to: `${year + 1}-08-31` }];
    const calendar = { schoolId: school.id, academicYear: year, version: 1, terms };
    const mocks = [{ name: 'mocks', yearGroups: [9], from: on, to: on }];
    // Opened, in case the story runs thirty days before a weekend or bank holiday.
    await declare(teacher, { ...calendar, openDays: [on], exams: mocks });
    const { matches } = (await asked()).node;
    expect(matches?.nodes).toEqual([]);
    expect(matches?.obstacles).toEqual([{ code: 'EXAMS', candidates: 1 }]);
    const whyNot = await teacher.ask<{ whyNot: { misses: { code: string; sentence: string }[] } }>(
      `query ($request: ID!, $offer: ID!) { whyNot(request: $request, offer: $offer) { misses { code sentence changeableBy } } }`,
      { request: request.id, offer: offer.id },
    );
    expect(whyNot.whyNot.misses).toEqual([
      {
        code: 'EXAMS',
        sentence: expect.stringMatching(
          /^Year 9 sits mocks on .*; only another date would help\.$/,
        ) as string,
        changeableBy: null,
      },
    ]);
    const answer = await propose(teacher, request.id, slotId);
    expect([answer.code, answer.misses?.map(({ code }) => code)]).toEqual(['DOES_NOT_FIT', ['EXAMS']]);

    await declare(teacher, { ...calendar, version: 2, openDays: [on], exams: [] });
    expect((await propose(teacher, request.id, slotId)).proposal).toBeDefined();
  });
});

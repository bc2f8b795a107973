import { academicYearOf } from '#statutes';
import { ChangeSequencer, localDateOf, newId } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/count-queries.js';

const DECLARE = `mutation ($input: DeclareGroupsInput!) { declareGroups(input: $input) { __typename
  ... on DeclareGroupsSuccess { groups { id academicYear yearGroup code size version } }
  ... on GroupChangedMeanwhile { code current { version size } }
  ... on RollBelowGroups { code message yearGroup pupils groupsSum } } }`;

const ROLL = `mutation ($input: DeclareRollInput!) { declareRoll(input: $input) { __typename
  ... on DeclareRollSuccess { roll { id academicYear yearGroup pupils declaredOn version } }
  ... on RollChangedMeanwhile { code current { version pupils } }
  ... on RollBelowGroups { code yearGroup pupils groupsSum } } }`;

const SCHOOL = `query ($urn: Int!, $year: Int) { school(urn: $urn) {
  groups(academicYear: $year) { id yearGroup code size } rolls(academicYear: $year) { id yearGroup pupils } } }`;

interface Group {
  id: string;
  academicYear: number;
  yearGroup: number;
  code: string;
  size: number;
}

interface Declared {
  declareGroups: { __typename: string; groups: Group[] };
}

interface Shown {
  school: { groups: Group[]; rolls: { id: string; yearGroup: number; pupils: number }[] };
}

describe('a school declares its groups and rolls', () => {
  const thisYear = academicYearOf(localDateOf(new Date()));
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  async function world() {
    const school = await app.given.school();
    return { school, teacher: await app.given.teacher(school) };
  }

  it('by code and size; a known code gets the new size and keeps its id', async () => {
    const { school, teacher } = await world();
    const first = await teacher.ask<Declared>(DECLARE, {
      input: {
        schoolId: school.id,
        groups: [
          { yearGroup: 10, code: '10A', size: 24 },
          { yearGroup: 9, code: '9A', size: 30 },
        ],
      },
    });
    expect(first.declareGroups.groups).toMatchObject([
      { academicYear: thisYear, yearGroup: 10, code: '10A', size: 24 },
      { academicYear: thisYear, yearGroup: 9, code: '9A', size: 30 },
    ]);
    const [tenA, nineA] = first.declareGroups.groups;

    const again = await teacher.ask<Declared>(DECLARE, {
      input: { schoolId: school.id, groups: [{ yearGroup: 9, code: '9a', size: 28, version: 1 }] },
    });
    expect(again.declareGroups.groups).toMatchObject([{ id: nineA?.id, code: '9a', size: 28, version: 2 }]);

    const { school: shown } = await teacher.ask<Shown>(SCHOOL, { urn: school.urn });
    expect(shown.groups).toEqual([
      { id: nineA?.id, yearGroup: 9, code: '9a', size: 28 },
      { id: tenA?.id, yearGroup: 10, code: '10A', size: 24 },
    ]);
    const changes = await app.dataSource.query<object[]>(
      `SELECT kind, before, after, actor FROM change WHERE noun_id = $1 ORDER BY at`,
      [nineA?.id],
    );
    expect(changes).toMatchObject([
      { kind: 'declared', before: null, after: { size: 30 }, actor: teacher.personId },
      { kind: 'declared', before: { size: 30 }, after: { size: 28 } },
    ]);
  });

  it('year by year: the same code next year is another group', async () => {
    const { school, teacher } = await world();
    const groups = [{ yearGroup: 9, code: '9A', size: 30 }];
    await teacher.ask(DECLARE, { input: { schoolId: school.id, groups } });
    await teacher.ask(DECLARE, { input: { schoolId: school.id, academicYear: thisYear + 1, groups } });
    const now = await teacher.ask<Shown>(SCHOOL, { urn: school.urn });
    const next = await teacher.ask<Shown>(SCHOOL, { urn: school.urn, year: thisYear + 1 });
    expect([...now.school.groups, ...next.school.groups].map(({ code }) => code)).toEqual(['9A', '9A']);
    expect(next.school.groups[0]?.id).not.toBe(now.school.groups[0]?.id);
  });

  it('never with a roll below the groups’ sum, whichever is declared first', async () => {
    const { school, teacher } = await world();
    const groups = [
      { yearGroup: 9, code: '9A', size: 30 },
      { yearGroup: 9, code: '9B', size: 28 },
    ];
    await teacher.ask(DECLARE, { input: { schoolId: school.id, groups } });
    const roll = { schoolId: school.id, yearGroup: 9 };
    expect(await teacher.ask(ROLL, { input: { ...roll, pupils: 57 } })).toEqual({
      declareRoll: {
        __typename: 'RollBelowGroups',
        code: 'ROLL_BELOW_GROUPS',
        yearGroup: 9,
        pupils: 57,
        groupsSum: 58,
      },
    });
    expect(await teacher.ask(ROLL, { input: { ...roll, pupils: 58 } })).toMatchObject({
      declareRoll: { roll: { academicYear: thisYear, pupils: 58, declaredOn: localDateOf(new Date()) } },
    });
    const more = [
      { yearGroup: 10, code: '10A', size: 20 },
      { yearGroup: 9, code: '9C', size: 1 },
    ];
    expect(await teacher.ask(DECLARE, { input: { schoolId: school.id, groups: more } })).toMatchObject({
      declareGroups: { __typename: 'RollBelowGroups', yearGroup: 9, pupils: 58, groupsSum: 59 },
    });
    const { school: shown } = await teacher.ask<Shown>(SCHOOL, { urn: school.urn });
    expect(shown.groups.map(({ code }) => code)).toEqual(['9A', '9B']);
  });

  it('and the roll of a past day stands beside the one of today', async () => {
    const { school, teacher } = await world();
    const input = { schoolId: school.id, yearGroup: 9, pupils: 180 };
    await teacher.ask(ROLL, { input });
    await app.dataSource.query(
      `UPDATE roll SET declared_on = declared_on - 30, pupils = 175 WHERE school_id = $1`,
      [school.id],
    );
    await teacher.ask(ROLL, { input: { ...input, pupils: 182, version: 1 } });
    await teacher.ask(ROLL, { input: { ...input, pupils: 181, version: 2 } });
    const { school: shown } = await teacher.ask<Shown>(SCHOOL, { urn: school.urn });
    expect(shown.rolls).toMatchObject([{ yearGroup: 9, pupils: 181 }]);
    const rows = await app.dataSource.query<{ pupils: number }[]>(
      'SELECT pupils FROM roll WHERE school_id = $1 ORDER BY declared_on',
      [school.id],
    );
    expect(rows).toEqual([{ pupils: 175 }, { pupils: 181 }]);
  });

  it('racing declarations never leave more pupils in groups than on the roll', async () => {
    const { school, teacher } = await world();
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        n % 2 === 0
          ? teacher.ask<object>(ROLL, { input: { schoolId: school.id, yearGroup: 9, pupils: 60 + n } })
          : teacher.ask<object>(DECLARE, {
              input: { schoolId: school.id, groups: [{ yearGroup: 9, code: `9${n}`, size: 25 }] },
            }),
      ),
    );
    const { school: shown } = await teacher.ask<Shown>(SCHOOL, { urn: school.urn });
    const sum = shown.groups.reduce((total, { size }) => total + size, 0);
    expect(sum).toBeLessThanOrEqual(shown.rolls[0]?.pupils ?? 0);
    expect(sum).toBeGreaterThan(0);
  });

  it('empties a group that was a slip of the hand, so that the roll need not count it', async () => {
    const school = await app.given.school();
    const teacher = await app.given.teacher(school);
    const declare = (code: string, size: number, version?: number) =>
      teacher.ask(DECLARE, {
        input: { schoolId: school.id, groups: [{ yearGroup: 9, code, size, version }] },
      });
    await declare('9A', 60);
    await declare('9AA', 1);
    const roll = { input: { schoolId: school.id, yearGroup: 9, pupils: 60 } };
    expect(await teacher.ask(ROLL, roll)).toMatchObject({ declareRoll: { code: 'ROLL_BELOW_GROUPS' } });
    await declare('9AA', 0, 1);
    expect(await teacher.ask(ROLL, roll)).not.toMatchObject({ declareRoll: { code: 'ROLL_BELOW_GROUPS' } });
  });

  describe('bad input names the field, and nothing is written', () => {
    it.each([
      ['a code twice', [9, '9A', 30], [9, '9a', 30], 'input.groups[1].code'],
      ['a name for a code', [9, '9A', 30], [9, 'Amy Smith', 1], 'input.groups[1].code'],
      ['fewer than no pupils', [9, '9A', 30], [9, '9B', -1], 'input.groups[1].size'],
      ['a year the school does not teach', [9, '9A', 30], [7, '7A', 30], 'input.groups[1].yearGroup'],
    ])('%s', async (_, one, other, path) => {
      const { school, teacher } = await world();
      await app.dataSource.query('UPDATE school SET age_low = 13 WHERE id = $1', [school.id]);
      const groups = [one, other].map(([yearGroup, code, size]) => ({ yearGroup, code, size }));
      const { errors } = await teacher.send(DECLARE, { input: { schoolId: school.id, groups } });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path }] });
      const { school: shown } = await teacher.ask<Shown>(SCHOOL, { urn: school.urn });
      expect(shown.groups).toEqual([]);
    });

    it('an academic year out of reach', async () => {
      const { school, teacher } = await world();
      const input = { schoolId: school.id, yearGroup: 9, pupils: 1, academicYear: thisYear + 2 };
      const { errors } = await teacher.send(ROLL, { input });
      expect(errors?.[0]?.extensions.fields).toMatchObject([{ path: 'input.academicYear' }]);
      expect(await teacher.refusal(SCHOOL, { urn: school.urn, year: 999_999 })).toBe('BAD_USER_INPUT');
    });
  });

  describe('which are its own', () => {
    it('nobody else sees them, in a list or by id', async () => {
      const { school, teacher } = await world();
      const groups = [{ yearGroup: 9, code: '9A', size: 30 }];
      const { declareGroups } = await teacher.ask<Declared>(DECLARE, {
        input: { schoolId: school.id, groups },
      });
      await teacher.ask(ROLL, { input: { schoolId: school.id, yearGroup: 9, pupils: 30 } });
      const { school: own } = await teacher.ask<Shown>(SCHOOL, { urn: school.urn });
      const ids = [declareGroups.groups[0]?.id, own.rolls[0]?.id];

      const other = await app.given.teacher(await app.given.school());
      const employer = await app.given.volunteer(await app.given.employer());
      const operator = await app.given.person({ operator: true });
      for (const stranger of [app.anyone, other, employer, operator]) {
        const { school: shown } = await stranger.ask<Shown>(SCHOOL, { urn: school.urn });
        expect(shown).toEqual({ groups: [], rolls: [] });
        for (const id of ids)
          expect(await stranger.ask(`query ($id: ID!) { node(id: $id) { id } }`, { id })).toEqual({
            node: null,
          });
      }
      for (const id of ids)
        expect(await teacher.ask(`query ($id: ID!) { node(id: $id) { id } }`, { id })).toEqual({
          node: { id },
        });
    });

    it('nobody else declares them', async () => {
      const { school } = await world();
      const input = { schoolId: school.id, groups: [{ yearGroup: 9, code: '9A', size: 30 }] };
      const other = await app.given.teacher(await app.given.school());
      expect(await other.refusal(DECLARE, { input })).toBe('FORBIDDEN');
      expect(await other.refusal(DECLARE, { input: { ...input, schoolId: 'school_1' } })).toBe('NOT_FOUND');
      expect(await app.anyone.refusal(DECLARE, { input })).toBe('UNAUTHENTICATED');
      const employer = await app.given.volunteer(await app.given.employer());
      expect(await employer.refusal(DECLARE, { input })).toBe('FORBIDDEN');
    });
  });

  it('a list of schools reads groups and rolls with one statement each, for a teacher of two', async () => {
    const { school, teacher } = await world();
    const second = await app.given.school();
    await app.dataSource.query(
      `INSERT INTO membership (id, person_id, school_id, role, status, requested_at, decided_at)
       VALUES ($1, $2, $3, 'teacher', 'approved', now(), now())`,
      [newId('membership'), teacher.personId, second.id],
    );
    for (const { id } of [school, second])
      await teacher.ask(DECLARE, {
        input: { schoolId: id, groups: [{ yearGroup: 9, code: '9A', size: 30 }] },
      });
    // Changes are numbered over the same connections, now and then.
    await app.app.get(ChangeSequencer, { strict: false }).stop();
    const deep = `{ schools(first: 100) { nodes { id groups { id } rolls { id } } } }`;
    // Who asks, the schools, and one each for groups and rolls.
    expect(await countQueries(app, () => teacher.ask(deep))).toBe(4);
  });
});

import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { gathering } from '../support/gathering.js';
import { swapStatement } from '../support/swap-statement.js';

const GROUP = `mutation ($input: DeclareGroupsInput!) { declareGroups(input: $input) {
  ... on DeclareGroupsSuccess { groups { id version size } } ... on Problem { code }
  ... on GroupChangedMeanwhile { current { version size } } } }`;
const ROLL = `mutation ($input: DeclareRollInput!) { declareRoll(input: $input) {
  ... on DeclareRollSuccess { roll { id version pupils } } ... on Problem { code }
  ... on RollChangedMeanwhile { current { version pupils } } } }`;

interface Answered {
  code?: string;
  groups?: { version: number; size: number }[];
  roll?: { version: number; pupils: number };
  current?: { version: number };
}

async function aSchool(app: TestApp) {
  const school = await app.given.school();
  const [teacher, colleague] = [await app.given.teacher(school), await app.given.teacher(school)];
  const group = async (size: number, version?: number, by: Client = teacher) => {
    const input = { schoolId: school.id, groups: [{ yearGroup: 9, code: '9A', size, version }] };
    return (await by.ask<{ declareGroups: Answered }>(GROUP, { input })).declareGroups;
  };
  const roll = async (pupils: number, version?: number, by: Client = teacher) => {
    const input = { schoolId: school.id, yearGroup: 9, pupils, version };
    return (await by.ask<{ declareRoll: Answered }>(ROLL, { input })).declareRoll;
  };
  return { school, teacher, colleague, group, roll };
}

/** Two at once, each with the version that both saw: how many of them were let through. */
async function bothAtOnce(app: TestApp) {
  const { group, roll, teacher, colleague } = await aSchool(app);
  await group(30);
  await roll(60);
  const groups = await Promise.all([group(31, 1, teacher), group(32, 1, colleague)]);
  const rolls = await Promise.all([roll(61, 1, teacher), roll(62, 1, colleague)]);
  return { groups: groups.filter((one) => one.groups), rolls: rolls.filter((one) => one.roll) };
}

describe('a group and a roll are declared anew in the version that was seen', () => {
  let app: TestApp;
  beforeAll(async () => void (app = await startTestApp()));
  afterAll(() => app?.stop());

  it('and not over what somebody else declared meanwhile', async () => {
    const { group, roll } = await aSchool(app);
    expect((await group(30)).groups).toMatchObject([{ version: 1, size: 30 }]);
    expect((await group(31, 1)).groups).toMatchObject([{ version: 2, size: 31 }]);
    for (const version of [1, 3, undefined])
      expect(await group(32, version)).toEqual({
        ...{ code: 'GROUP_CHANGED_MEANWHILE', current: { version: 2, size: 31 } },
      });
    expect((await roll(60)).roll).toMatchObject({ version: 1, pupils: 60 });
    expect((await roll(61, 1)).roll).toMatchObject({ version: 2, pupils: 61 });
    for (const version of [1, 3, undefined])
      expect(await roll(62, version)).toEqual({
        ...{ code: 'ROLL_CHANGED_MEANWHILE', current: { version: 2, pupils: 61 } },
      });
  });

  it('nothing being asked of who declares what is so already', async () => {
    const { group, roll } = await aSchool(app);
    await group(30);
    await roll(60);
    expect((await group(30)).groups).toMatchObject([{ version: 1, size: 30 }]);
    expect((await roll(60)).roll).toMatchObject({ version: 1, pupils: 60 });
  });

  it('the roll over the days: the next day’s goes on from the last', async () => {
    const { school, roll } = await aSchool(app);
    await roll(60);
    await app.dataSource.query(`UPDATE roll SET declared_on = declared_on - 1 WHERE school_id = $1`, [
      school.id,
    ]);
    expect(await roll(61)).toMatchObject({ code: 'ROLL_CHANGED_MEANWHILE', current: { version: 1 } });
    expect((await roll(61, 1)).roll).toMatchObject({ version: 2 });
  });

  it('and no version is named of a group that there is not', async () => {
    const { school, teacher } = await aSchool(app);
    const groups = [{ yearGroup: 9, code: '9A', size: 30, version: 1 }];
    const { errors } = await teacher.send(GROUP, { input: { schoolId: school.id, groups } });
    expect(errors?.[0]?.extensions.fields).toMatchObject([{ path: 'input.groups[0].version', got: '1' }]);
  });

  it('by one of two who do it at once', async () => {
    const { groups, rolls } = await bothAtOnce(app);
    expect([groups, rolls]).toMatchObject([[{ groups: [{ version: 2 }] }], [{ roll: { version: 2 } }]]);
  });

  it('by both, were the school not locked', async () => {
    const unlocked = await startTestApp();
    const isLock = (sql: string) => sql.includes('FROM "school"') && sql.includes('FOR NO KEY UPDATE');
    swapStatement(unlocked.dataSource, isLock, (query, values, sql) =>
      query(sql.replace('FOR NO KEY UPDATE', ''), values),
    );
    for (const write of ['UPDATE "pupil_group"', 'UPDATE "roll"']) {
      const both = gathering();
      swapStatement(
        unlocked.dataSource,
        (sql) => sql.startsWith(write),
        async (query, values, sql) => {
          await both();
          return query(sql, values);
        },
      );
    }
    try {
      const { groups, rolls } = await bothAtOnce(unlocked);
      expect([groups.length, rolls.length]).toEqual([2, 2]);
    } finally {
      await unlocked.stop();
    }
  });
});

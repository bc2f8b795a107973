import { existsSync } from 'node:fs';
import { startTestApp, type TestApp } from '../support/app.js';
import { Command, DataFolder } from '../support/embedded-start.js';

const BUILDING = 180_000; // the first command compiles everything

/** A command of the console as it is typed, with its exit code and the lines it printed. */
async function typed(env: Record<string, string>, ...words: string[]) {
  const command = Command.run(env, 'apps/console/run.mjs', ...words);
  return { code: await command.ended, lines: command.lines };
}

describe('a command that cannot be carried out', () => {
  const folder = new DataFolder();
  const env = { FIRSTHAND_DATA_DIR: folder.path };
  afterAll(() => folder.remove());

  it.each<[RegExp, string[]]>([
    [/^There is no database in \S+: run npm start once/, ['person', 'export', 'ada@example.org']],
    [/^There is no database in \S+: run npm start once/, ['operator', 'ada@example.org']],
    [/^There is no database in \S+: run npm start once/, ['retention']],
    [/^There is no database in \S+: run npm start once/, ['backup', `${folder.path}.gz`]],
    [
      /^There is no file \/nope\.csv\.$/,
      ['import-registers', 'schools', '/nope.csv', '--date', '2027-01-31'],
    ],
    [/^\S+libs is not a file\.$/, ['import-registers', 'schools', `${process.cwd()}/libs`, '--to', 'x']],
    [
      /^--date: expected a day as YYYY-MM-DD, came nonsense\.$/,
      [...['import-registers', 'schools', 'README.md', '--date', 'nonsense']],
    ],
    [/^\S+absent\.gz cannot be restored\. There is no such file\.$/, ['backup', '--check', '/absent.gz']],
  ])(
    'says %s, and leaves nothing behind',
    async (line, words) => {
      expect(await typed(env, ...words)).toEqual({ code: 1, lines: [expect.stringMatching(line)] });
      expect(existsSync(folder.path)).toBe(false);
    },
    BUILDING,
  );

  it(
    'is a start without the registers',
    async () => {
      const start = Command.start({ ...env, REGISTERS_DIR: '/nope' }, '--empty');
      expect(await start.ended).toBe(1);
      expect(start.lines.at(-1)).toMatch(/^There is no registers\.json in the folder \/nope: REGISTERS_DIR/);
      expect(start.output).not.toMatch(/^\s+at /m);
    },
    BUILDING,
  );
});

describe('erasing a person', () => {
  let world: TestApp;
  let env: { DATABASE_URL: string };
  beforeAll(async () => {
    world = await startTestApp({ JOBS: 'off' });
    env = { DATABASE_URL: (world.dataSource.options as { url: string }).url };
  });
  afterAll(() => world?.stop());

  it(
    'says first what would go, and does it with --yes alone',
    async () => {
      const { personId } = await world.given.person();
      const erased = async () => {
        const [row] = await world.dataSource.query<{ erased: boolean }[]>(
          `SELECT email LIKE '%@erased.invalid' AS erased FROM person WHERE id = $1`,
          [personId],
        );
        return row?.erased;
      };
      const asked = await typed(env, 'person', 'erase', personId);
      expect(asked.code).toBe(1);
      expect(asked.lines).toEqual(
        expect.arrayContaining([
          `Of ${personId} would be erased:`,
          expect.stringMatching(/^ {2}person, 1 row: .*email/),
          expect.stringMatching(/^ {2}session, 1 row: as a whole/),
          'What stays:',
        ]),
      );
      expect(asked.lines.at(-1)).toMatch(/^Nothing is erased yet\..* add --yes/);
      expect(await erased()).toBe(false);

      const done = await typed(env, 'person', 'erase', personId, '--yes');
      expect(done).toMatchObject({
        code: 0,
        lines: expect.arrayContaining([`${personId} is erased. What stays:`]),
      });
      expect(await erased()).toBe(true);
      const again = await typed(env, 'person', 'erase', personId);
      expect(again).toEqual({ code: 0, lines: [`${personId} was erased before.`] });
    },
    BUILDING,
  );
});

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApp, type TestApp } from '../support/app.js';

const guide = readFileSync('docs/operating.md', 'utf8');

/** The commands of the first block under a heading. */
function commandsUnder(heading: string): string[] {
  const section = guide.slice(guide.indexOf(heading));
  const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];
  return block.trim().split('\n');
}

describe('what docs/operating.md tells an operator to type', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firsthand-operating-'));
  chmodSync(folder, 0o711); // run by root, the database is another user and must be able to enter
  let world: TestApp;
  let url: string;
  beforeAll(async () => {
    world = await startTestApp({ JOBS: 'off' });
    ({ url } = world.dataSource.options as { url: string });
  });
  afterAll(async () => {
    await world?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a line of the guide, in a folder of its own, on the database of the story or on an embedded one. */
  function run(line: string): { code: number | null; output: string } {
    const typed = line
      .replaceAll('backups/', `${folder}/`)
      .replace('.data-rehearsal', join(folder, 'rehearsal'))
      .replaceAll('npm run ', 'npm run --silent ');
    const inherited = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => name !== 'DATABASE_URL'),
    );
    const env = {
      ...inherited,
      NODE_OPTIONS: '',
      ...(line.includes('FIRSTHAND_DATA_DIR') ? {} : { DATABASE_URL: url }),
    };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', typed], { env, encoding: 'utf8' });
    return { code: status, output: `${stdout}${stderr}`.replace(/^Building.*\n/gm, '') };
  }

  it('rehearses backup and restore', async () => {
    await world.given.person();
    const [backup = '', check = '', restore = '', ...more] = commandsUnder('### Rehearse it');
    expect(more).toEqual([]);
    expect(run(backup)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/rehearsal\.gz: \d+ rows of \d+ tables/),
    });
    expect(run(check)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/is whole: \d+ rows of \d+ tables/),
    });
    expect(run(restore)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^Restored: \d+ rows of \d+ tables/m),
    });
    const again = run(backup);
    expect(again).toEqual({
      code: 1,
      output: expect.stringMatching(/^\S+ is there already: name another file\.\n$/),
    });
    expect(run(restore)).toEqual({
      code: 1,
      output: expect.stringMatching(/^The database is not empty [^\n]+\n$/),
    });
  }, 240_000);
});

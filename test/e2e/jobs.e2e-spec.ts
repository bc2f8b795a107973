import {
  Config,
  createDataSource,
  type JobHandler,
  type JobOptions,
  JobsRunner,
  queueJob,
  recoverAbandonedJobs,
  type RunnerOptions,
} from '#platform';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { freshDatabase } from '../support/database.js';

const endings: (() => Promise<unknown>)[] = [];
const logged: string[] = [];

const keep = (...parts: unknown[]) => void logged.push(parts.map(String).join(' '));
beforeAll(() =>
  Logger.overrideLogger({ log: keep, error: keep, warn: keep, debug: keep, verbose: keep, fatal: keep }),
);

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  logged.length = 0;
});

/** A migrated database of its own, with a table in which handlers write down that they ran. */
async function world(): Promise<{ url: string; dataSource: DataSource }> {
  const { url, drop } = await freshDatabase();
  endings.push(drop);
  const dataSource = await connect(url);
  await dataSource.query('CREATE TABLE ran (n integer, attempt integer, who text)');
  return { url, dataSource };
}

async function connect(url: string): Promise<DataSource> {
  const dataSource = await createDataSource(url).initialize();
  endings.push(() => dataSource.destroy());
  return dataSource;
}

/** A runner on connections of its own, as another process would be. */
async function startRunner(
  url: string,
  handlers: readonly JobHandler[],
  options?: RunnerOptions,
): Promise<JobsRunner> {
  const runner = new JobsRunner(await connect(url), new Config());
  for (const handler of handlers) runner.register(handler);
  runner.start(options);
  endings.push(() => runner.stop());
  return runner;
}

function visit(dataSource: DataSource, who: string): JobHandler {
  return {
    name: 'visit',
    run: async ({ n }, { attempt }) => {
      await dataSource.query('INSERT INTO ran (n, attempt, who) VALUES ($1, $2, $3)', [n, attempt, who]);
    },
  };
}

function queueVisits(
  dataSource: DataSource,
  numbers: readonly number[],
  options?: JobOptions,
): Promise<void> {
  return dataSource.transaction(async (manager) => {
    for (const n of numbers) await queueJob(manager, 'visit', { n }, options);
  });
}

interface Ran {
  n: number;
  attempt: number;
  who: string;
}

const ranIn = (dataSource: DataSource) =>
  dataSource.query<Ran[]>('SELECT n, attempt, who FROM ran ORDER BY n, attempt');

async function waitingJobs(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<{ count: number }[]>(
    'SELECT count(*)::integer AS count FROM graphile_worker.jobs',
  );
  return row?.count ?? 0;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(10);
}

/** Does some work again until a connection is there for it. */
async function trying<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      return await work();
    } catch {
      await pause(10);
    }
  }
  return work();
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('Queueing a job', () => {
  it('leaves nothing when its transaction rolls back, and is refused outside one', async () => {
    const { dataSource } = await world();
    const rolledBack = dataSource.transaction(async (manager) => {
      await queueJob(manager, 'visit', { n: 1 });
      throw new Error('No after all');
    });
    await expect(rolledBack).rejects.toThrow('No after all');
    await expect(queueJob(dataSource.manager, 'visit', { n: 2 })).rejects.toThrow(
      'needs the manager of an open transaction',
    );
    expect(await waitingJobs(dataSource)).toBe(0);
  });

  it('runs each committed job once, whichever of two runners takes it', async () => {
    const { url, dataSource } = await world();
    await startRunner(url, [visit(dataSource, 'first')]);
    await startRunner(url, [visit(dataSource, 'second')]);
    await Promise.all(upTo(20).map((n) => queueVisits(dataSource, [n, n + 20])));
    await until(async () => (await waitingJobs(dataSource)) === 0);
    const ran = await ranIn(dataSource);
    expect(ran.map(({ n }) => n)).toEqual(upTo(40));
  });

  it('replaces a waiting job of the same key and leaves one that is not yet due', async () => {
    const { url, dataSource } = await world();
    await queueVisits(dataSource, [1], { jobKey: 'visit_1' });
    await queueVisits(dataSource, [2], { jobKey: 'visit_1' });
    await queueVisits(dataSource, [3], { runAt: new Date('2999-01-01T00:00:00Z') });
    await startRunner(url, [visit(dataSource, 'first')]);
    await until(async () => (await waitingJobs(dataSource)) === 1);
    expect((await ranIn(dataSource)).map(({ n }) => n)).toEqual([2]);
  });
});

describe('Running jobs', () => {
  it('tries a failed job again, and neither log nor queue repeats what it was about', async () => {
    const { url, dataSource } = await world();
    const failing: JobHandler = {
      name: 'visit',
      run: () => Promise.reject(new TypeError('Ada Lovelace is no number')),
    };
    await startRunner(url, [failing]);
    await dataSource.transaction((manager) => queueJob(manager, 'visit', { n: 7, note: 'Ada Lovelace' }));
    const state = () =>
      dataSource.query<Record<string, unknown>[]>(
        'SELECT attempts, last_error FROM graphile_worker.jobs WHERE last_error IS NOT NULL',
      );
    await until(async () => (await state()).length === 1);
    expect(await state()).toEqual([{ attempts: 1, last_error: 'TypeError' }]);
    expect(
      logged.filter((line) => /Job visit \d+ failed, attempt 1 of 25: TypeError/.test(line)),
    ).toHaveLength(1);
    expect(logged.join('\n')).not.toContain('Lovelace');
  });

  it('lets a job under way finish before it stops', async () => {
    const { url, dataSource } = await world();
    let begun = false;
    const slow: JobHandler = {
      name: 'visit',
      run: async (payload, context) => {
        begun = true;
        await pause(300);
        await visit(dataSource, 'slow').run(payload, context);
      },
    };
    const runner = await startRunner(url, [slow]);
    await queueVisits(dataSource, [1]);
    await until(() => begun);
    await runner.stop();
    expect(await ranIn(dataSource)).toEqual([{ n: 1, attempt: 1, who: 'slow' }]);
    expect(await waitingJobs(dataSource)).toBe(0);
  });

  it('collapses missed runs of a recurring job, and lets none overlap', async () => {
    const { url, dataSource } = await world();
    const now = Date.now();
    const missed = [9, 6, 3].map((ago) => new Date(now - ago * 60_000).getUTCMinutes());
    await dataSource.query(
      `INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
       VALUES ('sweep', now() - interval '1 hour', now() - interval '12 minutes')`,
    );
    const caughtUp = async () => {
      const rows = await dataSource.query<unknown[]>(
        `SELECT 1 FROM graphile_worker._private_known_crontabs WHERE last_execution > now() - interval '5 minutes'`,
      );
      return rows.length > 0;
    };
    let [underWay, most, runs] = [0, 0, 0];
    const sweep: JobHandler = {
      name: 'sweep',
      every: `${missed.join(',')} * * * *`,
      run: async () => {
        runs += 1;
        underWay += 1;
        most = Math.max(most, underWay);
        await until(caughtUp);
        underWay -= 1;
      },
    };
    await startRunner(url, [sweep]);
    await until(async () => runs > 0 && (await waitingJobs(dataSource)) === 0);
    // Three were missed: what waited when the first began is one run, the rest another at most.
    expect([1, 2]).toContain(runs);
    expect(most).toBe(1);
  });

  it('goes on after its connections broke under a job', async () => {
    const { url, dataSource } = await world();
    const breaking: JobHandler = {
      name: 'visit',
      run: async (payload, context) => {
        await visit(dataSource, 'first').run(payload, context);
        if (context.attempt > 1 || payload['n'] !== 1) return;
        await dataSource.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        );
      },
    };
    await startRunner(url, [breaking], { recoverEveryMs: 50 });
    await queueVisits(dataSource, [1]);
    await until(async () => (await ranIn(dataSource)).length > 0);
    // The story's own connections broke too, each of which says so once.
    await trying(() => queueVisits(dataSource, [2]));
    await until(async () => (await trying(() => waitingJobs(dataSource))) === 0);
    const ran = await trying(() => ranIn(dataSource));
    expect(new Set(ran.map(({ n }) => n))).toEqual(new Set([1, 2]));
  });

  it('refuses a second handler of a name, and one that comes too late', async () => {
    const { url, dataSource } = await world();
    const runner = await startRunner(url, [visit(dataSource, 'first')]);
    expect(() => runner.register({ ...visit(dataSource, 'late'), name: 'late' })).toThrow('comes too late');
    await runner.stop();
    expect(() => runner.register(visit(dataSource, 'again'))).toThrow('has two handlers');
  });
});

describe('A runner that dies', () => {
  /** A process of its own that takes a visit and never finishes it. */
  function spawnRunner(url: string): ChildProcess {
    const hooks = new URL('../support/embedded-loader.mjs', import.meta.url).href;
    const register = `data:text/javascript,import{register}from'node:module';register('${hooks}')`;
    const script = new URL('../support/jobs-child.ts', import.meta.url);
    const child = spawn(process.execPath, ['--no-warnings', '--import', register, script.pathname, url], {
      stdio: 'inherit',
    });
    endings.push(async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    });
    return child;
  }

  it('keeps its job while it lives; once killed, another runner takes it', async () => {
    const { url, dataSource } = await world();
    const child = spawnRunner(url);
    await queueVisits(dataSource, [1]);
    await until(async () => (await ranIn(dataSource)).length === 1);
    await startRunner(url, [visit(dataSource, 'other')], { recoverEveryMs: 50 });
    for (let look = 0; look < 5; look += 1) expect(await recoverAbandonedJobs(dataSource)).toBe(0);
    expect(await ranIn(dataSource)).toEqual([{ n: 1, attempt: 1, who: 'child' }]);

    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    await until(async () => (await waitingJobs(dataSource)) === 0);
    expect(await ranIn(dataSource)).toEqual([
      { n: 1, attempt: 1, who: 'child' },
      { n: 1, attempt: 2, who: 'other' },
    ]);
  });
});

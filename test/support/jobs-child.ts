import 'reflect-metadata';
import { Config, createDataSource, JobsRunner } from '#platform';

// A process that takes the job `visit`, says so in the table `ran`, and never finishes it.
const [url = ''] = process.argv.slice(2);
const dataSource = await createDataSource(url).initialize();
const runner = new JobsRunner(dataSource, new Config());
runner.register({
  name: 'visit',
  run: async ({ n }, { attempt }) => {
    await dataSource.query(`INSERT INTO ran (n, attempt, who) VALUES ($1, $2, 'child')`, [n, attempt]);
    await new Promise(() => undefined);
  },
});
runner.start({ recoverEveryMs: 50 });

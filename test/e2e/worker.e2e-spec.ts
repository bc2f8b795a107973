import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { JobsRunner, queueJob, readConfig } from '#platform';
import { DataSource } from 'typeorm';
import { startWorker } from '../../apps/worker/main.js';
import { freshDatabase } from '../support/database.js';

describe('the worker', () => {
  it('runs jobs, and logs one JSON line for each event without what a job carried', async () => {
    const canary = 'CANARY-5c1d';
    const { url, drop } = await freshDatabase();
    const lines: string[] = [];
    const register = jest.spyOn(JobsRunner.prototype, 'start').mockImplementation(function (
      this: JobsRunner,
    ) {
      register.mockRestore();
      this.register({ name: 'fail', run: ({ what }) => Promise.reject(new Error(String(what))) });
      this.start();
    });
    const config = readConfig({ DATABASE_URL: url, JOBS: 'off', LOG_LEVEL: 'trace' });
    const worker = await startWorker(config, { write: (line) => void lines.push(line) });
    try {
      await worker.get(DataSource).transaction((manager) => queueJob(manager, 'fail', { what: canary }));
      while (!lines.some((line) => line.includes('Job fail')))
        await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      await worker.close();
      await drop();
    }
    const logged = lines.map((line) => JSON.parse(line) as { level: number; msg: string });
    expect(logged).toContainEqual(expect.objectContaining({ level: 30, msg: 'The worker runs jobs' }));
    expect(logged).toContainEqual(
      expect.objectContaining({ level: 50, msg: expect.stringContaining('attempt 1 of') }),
    );
    expect(lines.join('')).not.toContain(canary);
  });

  it('is not asked after at a port that it does not open', () => {
    const compose = readFileSync('docker/compose.yml', 'utf8');
    const worker = /^ {2}worker:\n(?: {4}.*\n)+/m.exec(compose)?.[0];
    expect(worker).toContain('healthcheck: { disable: true }');
  });
});

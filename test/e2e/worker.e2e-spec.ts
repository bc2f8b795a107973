import { Injectable, type OnModuleInit } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { JobsRunner, queueJob, readConfig } from '#platform';
import { startWorker } from '../../apps/worker/main.js';
import { freshDatabase } from '../support/database.js';

const canary = 'CANARY-5c1d';

/** A job that fails with what it was given. */
@Injectable()
class Failing implements OnModuleInit {
  constructor(private readonly jobs: JobsRunner) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'fail', run: ({ what }) => Promise.reject(new Error(String(what))) });
  }
}

describe('the worker', () => {
  it('runs jobs, and logs one JSON line for each event without what a job carried', async () => {
    const { url, drop } = await freshDatabase();
    const lines: string[] = [];
    const worker = await startWorker(readConfig({ DATABASE_URL: url, JOBS: 'off', LOG_LEVEL: 'trace' }), {
      providers: [Failing],
      log: { write: (line) => void lines.push(line) },
    });
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

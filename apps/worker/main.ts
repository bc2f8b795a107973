import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { readConfig } from '#platform';
import { AppModule } from '../api/app.module.js';

/** The same modules as the API without its door: runs queued jobs until a signal ends it. */
async function main(): Promise<void> {
  const config = readConfig({ ...process.env, JOBS: 'in_process' });
  if (!config.databaseUrl)
    throw new Error('DATABASE_URL is not set: a worker shares the database of the API.');
  const context = await NestFactory.createApplicationContext(AppModule.forRoot(config), {
    logger: ['warn', 'error'],
    abortOnError: false,
  });
  console.log('The worker runs jobs. Ctrl-C stops it.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void context.close());
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

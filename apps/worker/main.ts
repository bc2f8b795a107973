import 'reflect-metadata';
import { type INestApplicationContext, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import {
  checkServer,
  type Config,
  loggerOptions,
  NestLogger,
  readConfig,
  unknownVariables,
  whyNoMail,
} from '#platform';
import { AppModule } from '../api/app.module.js';
import type { Extras } from '../api/main.js';
import { runCommand } from '../command.js';

/** The same modules as the API without its door: runs queued jobs until it is closed. It logs as the API does. */
export async function startWorker(
  config: Config,
  { providers, log }: Extras = {},
): Promise<INestApplicationContext> {
  const options = loggerOptions(config.logLevel);
  const logger = log ? pino(options, log) : pino(options);
  const context = await NestFactory.createApplicationContext(
    AppModule.forRoot({ ...config, jobs: 'in_process', matches: 'database' }, true, providers),
    { logger: new NestLogger(logger), abortOnError: false },
  );
  logger.info('The worker runs jobs');
  return context;
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  if (!config.databaseUrl)
    throw new Error('DATABASE_URL is not set: a worker shares the database of the API.');
  await checkServer(config.databaseUrl);
  unknownVariables(process.env).forEach((line) => console.error(line));
  const worker = await startWorker(config);
  const noMail = whyNoMail(config);
  if (noMail) new Logger('Mail').warn(noMail);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void worker.close());
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  runCommand(main);
}

import { Logger, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import 'reflect-metadata';
import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  checkServer,
  type Config,
  limits,
  loggerOptions,
  NestLogger,
  readConfig,
  traceApp,
  unknownVariables,
  whyNoMail,
} from '#platform';
import { runCommand } from '../command.js';
import { AppModule } from './app.module.js';

/** A running API. */
export interface RunningApi {
  readonly app: NestFastifyApplication;
  /** Where it listens: `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Finishes what is under way, then closes. */
  stop(): Promise<void>;
}

/** What a test adds to the application. */
export interface Extras {
  readonly providers?: Provider[];
  /** Where the log goes instead of standard output. */
  readonly log?: { write(line: string): void };
}

/** Builds the application without listening. */
export async function createApi(
  config: Config,
  { providers, log }: Extras = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    logger: { ...loggerOptions(config.logLevel), ...(log && { stream: log }) },
    bodyLimit: limits.bodyBytes,
    trustProxy: config.trustProxy > 0 ? (_address, hop) => hop < config.trustProxy : false,
  });
  const logger = new NestLogger(adapter.getInstance().log);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, true, providers),
    adapter,
    {
      logger,
      abortOnError: false,
    },
  );
  await traceApp(app, config);
  adapter.getInstance().addHook('onSend', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  return app;
}

/** Builds the application and listens. */
export async function startApi(config: Config): Promise<RunningApi> {
  const app = await createApi(config);
  await app.listen(config.port, config.host);
  return { app, url: await app.getUrl(), stop: () => app.close() };
}

/** In production: configuration from the environment, stopped by a signal. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  if (!config.databaseUrl)
    throw new Error('DATABASE_URL is not set. `npm start` runs with an embedded database.');
  if (!config.tokenSecret)
    throw new Error(
      'TOKEN_SECRET is not set: without one that stays, each process would refuse the other’s tokens.',
    );
  await checkServer(config.databaseUrl);
  unknownVariables(process.env).forEach((line) => console.error(line));
  const api = await startApi(config);
  const noMail = whyNoMail(config);
  if (noMail) new Logger('Mail').warn(noMail);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void api.stop());
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  runCommand(main);
}

import { createHmac } from 'node:crypto';
import { relative } from 'node:path';
import type { DemonstrationSummary } from '#demonstration';
import {
  checkServer,
  type Config,
  createDataSource,
  type EmbeddedDatabase,
  readConfig,
  startEmbedded,
  StartupProblem,
  whyNoMail,
} from '#platform';
import { startApi } from '../api/main.js';
import { prepare } from './prepare.js';
import { welcome } from './welcome.js';

/** Something that was started and must be stopped. */
export interface Part {
  stop: () => unknown;
}

/** What the start script hands over once everything is built. */
export interface StartOptions {
  projectDir: string;
  /** Registers only, no demonstration data. */
  empty: boolean;
  /** Collects what has to be stopped, in the order it was started. */
  parts: (Part | Promise<Part>)[];
  /** Shows a long part with its time. */
  during: <T>(label: string, work: () => Promise<T>) => Promise<T>;
  say: (line: string) => void;
  /** Called when the database dies under the running API. */
  lost: (line: string) => void;
}

/**
 * Starts the database, fills it where it is new, and serves.
 *
 * @throws StartupProblem with one line for everything that can be put right
 */
export async function start(options: StartOptions): Promise<void> {
  const config = configure();
  const embedded = config.databaseUrl === undefined;
  config.databaseUrl = await openDatabase(config, options);
  if (embedded) config.tokenSecret ??= secretOf(config.databaseUrl);
  else if (!config.tokenSecret)
    options.say('TOKEN_SECRET is not set: everybody has to sign in again after a restart.');
  const noMail = whyNoMail(config);
  if (noMail) options.say(`${noMail}.`);
  const prepared = await fill(config, options);
  const api = options.during('Starting the API', () => startApi(config));
  options.parts.push(api);
  const { url } = await api;
  for (const line of welcome(url, prepared)) options.say(line);
}

function configure(): Config {
  try {
    return readConfig({ LOG_LEVEL: 'warn', ...process.env });
  } catch (error) {
    throw new StartupProblem(error instanceof Error ? error.message : String(error));
  }
}

/** Signs access tokens alike at each start: from the embedded database's password, which is random and kept. */
function secretOf(databaseUrl: string): string {
  return createHmac('sha256', new URL(databaseUrl).password).update('access tokens').digest('base64url');
}

async function openDatabase(config: Config, options: StartOptions): Promise<string> {
  const { databaseUrl, dataDir } = config;
  const { projectDir, say, lost, parts, during } = options;
  if (databaseUrl) {
    say(`Database: the server at ${new URL(databaseUrl).host} that DATABASE_URL names.`);
    await checkServer(databaseUrl);
    return databaseUrl;
  }
  const starting = during('Starting the embedded database', () =>
    startEmbedded({ projectDir, dataDir, log: say, lost }),
  );
  parts.push(starting);
  const database = await starting;
  await checkServer(database.url);
  config.dataDir = database.dataDir;
  say(`Database: PostgreSQL on this machine, its data in ${shown(database, projectDir)}`);
  return database.url;
}

function shown({ dataDir }: EmbeddedDatabase, projectDir: string): string {
  const path = relative(projectDir, dataDir);
  return path.startsWith('..') ? `${dataDir}, outside the project.` : `${path} of the project.`;
}

async function fill(
  config: Config,
  { empty, during, say }: StartOptions,
): Promise<DemonstrationSummary | undefined> {
  const dataSource = await createDataSource(config.databaseUrl ?? '').initialize();
  const prepared = await prepare(dataSource, {
    databaseUrl: config.databaseUrl ?? '',
    registersDir: config.registersDir,
    empty,
    now: new Date(),
    during,
    say,
  });
  await dataSource.destroy();
  return prepared;
}

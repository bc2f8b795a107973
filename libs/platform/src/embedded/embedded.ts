import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from './binaries.js';
import { SUPERUSER, prepareCluster } from './cluster.js';
import type { Place, Wish } from './place.js';
import { choosePlace, clusterIn, requireDatabase } from './place.js';
import type { Postmaster } from './postmaster.js';
import { findPostmaster, freePort, isAlive, lastFailure, launch, logFile } from './postmaster.js';
import { removeStalePidFile, stopPostmaster, waitForEnd } from './postmaster.js';
import { StartupProblem, codeOf, messageOf } from './startup-problem.js';

/** What to start, and how. */
export interface EmbeddedOptions extends Wish {
  /** Receives each line for the person who is waiting. */
  log: (line: string) => void;
  /** Called once with a line when the server dies under us. */
  lost?: (line: string) => void;
  /** A database that is thrown away afterwards need not survive a power cut: several times faster. */
  throwaway?: boolean;
  /** Whether a server that another process of the product looks after may be used along with it. */
  share?: boolean;
  /** Whether the database must be there already: a mistyped folder is refused instead of filled with a new one. */
  existing?: boolean;
  /** npm package of the binaries; an alias of another release serves the tests. */
  packageName?: string;
}

/** A running embedded database. */
export interface EmbeddedDatabase {
  /** Connection URL of the product's own database, as a role without superuser rights. */
  url: string;
  /** Connection URL of the superuser, database `postgres`: to make and drop databases in tests. */
  adminUrl: string;
  /** The data folder in use, which may lie outside the project. */
  dataDir: string;
  /** Stops the server; where another process looks after it, merely leaves it. May be called twice. */
  stop: () => Promise<void>;
}

const DATABASE = 'firsthand';
const OWNERSHIP = 727_201; // number of the advisory lock that the looking-after process holds

/**
 * For a machine of two cores and little memory. Parallel workers would need more shared memory than a container
 * grants (64 MB), and statements stay out of the log because their text carries personal data.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

const THROWAWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts the PostgreSQL that npm installed, on 127.0.0.1 and a free port, over the data folder; makes the
 * folder, a random password and the product's database on first use. A server that a killed process left
 * running is taken over.
 *
 * @throws StartupProblem with one line for everything that can be put right
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const binaries = findBinaries(options.packageName);
  if (options.existing) requireDatabase(options);
  const place = choosePlace(options, binaries);
  const password = await prepareCluster(place, binaries);
  const { client, postmaster } = await connectOrLaunch(place, password, options);
  if (!(await own(client))) {
    await client.end();
    if (!options.share) throw alreadyRunning(place);
    return handle(place, postmaster.port, password, () => Promise.resolve());
  }
  let stopped: Promise<void> | undefined;
  client.on('error', () => {
    if (!stopped) options.lost?.(`The database has stopped: ${logFile(place.dataDir)} tells more.`);
  });
  const stop = () => (stopped ??= client.end().then(() => stopPostmaster(postmaster.pid)));
  try {
    await createDatabase(client, password);
  } catch (error) {
    await stop();
    throw error;
  }
  return handle(place, postmaster.port, password, stop);
}

function handle(
  { dataDir }: Place,
  port: number,
  password: string,
  stop: () => Promise<void>,
): EmbeddedDatabase {
  const url = (user: string, database: string) =>
    `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
  return { url: url(DATABASE, DATABASE), adminUrl: url(SUPERUSER, 'postgres'), dataDir, stop };
}

interface Connection {
  client: pg.Client;
  postmaster: Postmaster;
}

async function connectOrLaunch(
  place: Place,
  password: string,
  options: EmbeddedOptions,
): Promise<Connection> {
  const cluster = clusterIn(place.dataDir);
  const running = findPostmaster(cluster);
  if (running?.status === 'stopping') await waitForEnd(running.pid, 20_000);
  else if (running) {
    const found = await connect(cluster, password, () => isAlive(running.pid));
    if (!('refusal' in found)) return found;
    options.log('A database server left over from an earlier run does not answer: stopping it.');
    await stopPostmaster(running.pid);
  }
  removeStalePidFile(cluster);
  const settings = { ...SETTINGS, ...(options.throwaway ? THROWAWAY : {}) };
  let refusal = '';
  // The port may be snatched, and children of a killed server may hold its memory a moment longer.
  for (let attempt = 0; attempt < 3 && !refusal; attempt++) {
    if (attempt > 0) await pause(300);
    const child = launch(place, await freePort(), settings);
    const found = await connect(cluster, password, () => child.exitCode === null && child.pid !== undefined);
    if (!('refusal' in found)) return found;
    if (child.pid !== undefined) await stopPostmaster(child.pid);
    refusal = found.refusal;
  }
  throw new StartupProblem(
    `The database in ${cluster} does not start (${refusal || lastFailure(place.dataDir)}): move the folder away ` +
      `to begin anew, or restore a backup of it; ${logFile(place.dataDir)} tells more.`,
  );
}

/**
 * Connects as soon as the server takes connections. A refusal is empty where the server ended of itself, and
 * else says why it takes nobody.
 */
async function connect(
  cluster: string,
  password: string,
  lives: () => boolean,
): Promise<Connection | { refusal: string }> {
  for (let waited = 0; waited < 120_000 && lives(); waited += 20) {
    const postmaster = findPostmaster(cluster);
    if (postmaster?.status === 'ready') {
      const client = newClient(postmaster.port, password);
      try {
        await client.connect();
        return { client, postmaster };
      } catch (error) {
        await client.end().catch(() => undefined);
        if (codeOf(error) === '28P01') return { refusal: 'it refuses the password kept beside it' };
        if (codeOf(error) !== '57P03') return { refusal: messageOf(error) };
      }
    }
    await pause(20);
  }
  return { refusal: '' };
}

function newClient(port: number, password: string): pg.Client {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined); // a lost connection must not end the process
  return client;
}

/** The lock goes with the connection of whoever holds it, even when that process is killed. */
async function own(client: pg.Client): Promise<boolean> {
  for (let attempt = 0; attempt < 30; attempt++) {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [
      OWNERSHIP,
    ]);
    if (rows[0]?.mine) return true;
    await pause(100);
  }
  return false;
}

async function createDatabase(client: pg.Client, password: string): Promise<void> {
  const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [DATABASE]);
  if (!role.rowCount) await client.query(`CREATE ROLE ${DATABASE} LOGIN PASSWORD '${password}'`);
  const database = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
  if (!database.rowCount) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${DATABASE}`);
}

function alreadyRunning({ dataDir }: Place): StartupProblem {
  return new StartupProblem(
    `Firsthand already runs on the data folder ${dataDir}: stop it, or choose another folder with FIRSTHAND_DATA_DIR.`,
  );
}

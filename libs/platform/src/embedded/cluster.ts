import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import type { Place } from './place.js';
import { clusterIn } from './place.js';
import { StartupProblem, codeOf, messageOf } from './startup-problem.js';

/** Name of the superuser of an embedded database. */
export const SUPERUSER = 'postgres';

/** A server must not inherit PGDATA, PGPORT, a locale or a time zone from whoever starts it. */
export const SERVER_ENVIRONMENT = { PATH: process.env['PATH'], LC_ALL: 'C', LANG: 'C', TZ: 'UTC' };

const NEWCOMER = 'move the folder away to begin anew, or restore a backup of it';

/**
 * Makes sure that the place holds a sound set of database files, and answers with the superuser's password.
 * Files are made beside their final name and moved there once complete, so a start that is killed half-way
 * leaves nothing that the next one would take for a database.
 *
 * @throws StartupProblem where what is there cannot be this product's database
 */
export async function prepareCluster(place: Place, binaries: Binaries): Promise<string> {
  const cluster = clusterIn(place.dataDir);
  try {
    if (!isAbsent(cluster)) {
      const problem = whyUnusable(cluster, binaries.major);
      if (problem) throw new StartupProblem(problem);
      return readFileSync(passwordFile(place), 'utf8').trim();
    }
    return await createCluster(place, binaries);
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    throw new StartupProblem(whyRefused(place.dataDir, error));
  }
}

function isAbsent(cluster: string): boolean {
  if (!existsSync(cluster)) return true;
  return statSync(cluster).isDirectory() && readdirSync(cluster).length === 0;
}

function whyUnusable(cluster: string, major: number): string | undefined {
  if (!statSync(cluster).isDirectory()) return `${cluster} is a file, not a folder: move it away.`;
  if (!existsSync(join(cluster, 'PG_VERSION')) || !existsSync(join(cluster, 'global', 'pg_control'))) {
    return `${cluster} is not a database (parts of it are missing): ${NEWCOMER}.`;
  }
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (version === String(major)) return undefined;
  return `The database in ${cluster} was written by PostgreSQL ${version || '?'}, this release runs ${major}: ${NEWCOMER}.`;
}

function whyRefused(dataDir: string, error: unknown): string {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return `The data folder ${dataDir} belongs to another user: start as that user, or choose FIRSTHAND_DATA_DIR.`;
  }
  if (code === 'ENOENT') return `The password file of ${dataDir} is missing: ${NEWCOMER}.`;
  const lines = outputOf(error)
    .split('\n')
    .map((line) => line.trim());
  const reason = lines.find((line) => /error|fatal|could not/i.test(line)) ?? lines[0];
  return `The data folder ${dataDir} cannot be used (${reason}): free it, or choose FIRSTHAND_DATA_DIR.`;
}

/** What initdb printed, or else what the error says. */
function outputOf(error: unknown): string {
  const stderr = error !== null && typeof error === 'object' && 'stderr' in error ? String(error.stderr) : '';
  return stderr || messageOf(error);
}

async function createCluster(place: Place, binaries: Binaries): Promise<string> {
  const half = `${clusterIn(place.dataDir)}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  const password = makePassword(place);
  if (place.account) chownSync(half, place.account.uid, place.account.gid);
  await promisify(execFile)(
    join(place.native, 'bin', 'initdb'),
    [
      `--pgdata=${half}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile(place)}`,
      '--auth=scram-sha-256',
      '--no-instructions',
      '--encoding=UTF8',
      '--locale=C',
      // Sorts and folds by code point the same way on every machine; older releases know plain C alone.
      ...(binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    ],
    { ...place.account, cwd: half, env: SERVER_ENVIRONMENT },
  );
  renameSync(half, clusterIn(place.dataDir));
  return password;
}

function passwordFile(place: Place): string {
  return join(place.dataDir, 'password');
}

/** Owned by the database's user, because initdb reads it too. */
function makePassword(place: Place): string {
  const file = passwordFile(place);
  rmSync(file, { force: true });
  const password = randomBytes(24).toString('hex');
  writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  if (place.account) chownSync(file, place.account.uid, place.account.gid);
  return password;
}

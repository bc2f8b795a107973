import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync } from 'node:fs';
import { readdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Account } from './account.js';
import { serverAccount } from './account.js';
import type { Binaries } from './binaries.js';
import { StartupProblem, codeOf } from './startup-problem.js';

/** Where a database lives and who serves it. */
export interface Place {
  /** The data folder: holds `postgres` (the database files), `password` and `postgres.log`. */
  dataDir: string;
  /** Folder of the binaries to run: as installed, or a copy that the account can reach. */
  native: string;
  /** Set only when Node runs as root. */
  account: Account | undefined;
}

/** What is asked for: the project, and optionally a data folder of one's own choice. */
export interface Wish {
  projectDir: string;
  dataDir?: string | undefined;
}

/** The folder of the database files inside a data folder. */
export function clusterIn(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/**
 * Decides where data and binaries go. By default data is in `<project>/.data` and binaries stay where npm put
 * them. When Node runs as root the server runs as another user; what that user cannot reach (a checkout under
 * root's own 0700 home) goes to a folder outside the project whose name is derived from the project's path,
 * so that each later start finds it again.
 *
 * @throws StartupProblem where the data folder cannot be made, or one that was asked for cannot be reached
 */
export function choosePlace(wish: Wish, binaries: Binaries): Place {
  const asked = resolve(wish.dataDir ?? join(wish.projectDir, '.data'));
  const account = serverAccount(clusterIn(asked));
  if (!account) {
    makeFolder(asked, 0o700);
    return { dataDir: realpathSync(asked), native: binaries.native, account };
  }
  const dataDir = reachableData(wish, asked, account);
  makeFolder(dataDir, 0o711);
  return {
    dataDir: realpathSync(dataDir),
    native: reachableNative(wish.projectDir, binaries, account),
    account,
  };
}

/** Leaves everything as it is. @throws StartupProblem where no start has made a database in the folder asked for */
export function requireDatabase({ projectDir, dataDir }: Wish): void {
  const asked = resolve(dataDir ?? join(projectDir, '.data'));
  if (existsSync(clusterIn(asked))) return;
  if (!dataDir && existsSync(clusterIn(join(outsideFolder(projectDir), 'data')))) return;
  throw new StartupProblem(
    `There is no database in ${asked}: run npm start once, or name its folder in FIRSTHAND_DATA_DIR.`,
  );
}

function reachableData(wish: Wish, asked: string, account: Account): string {
  const outside = join(outsideFolder(wish.projectDir), 'data');
  if (!wish.dataDir && existsSync(clusterIn(outside)) && !existsSync(clusterIn(asked))) return outside;
  if (mayRun(account, 'cd "$1"', nearestFolder(asked))) return asked;
  if (!wish.dataDir) return outside;
  throw new StartupProblem(
    `The data folder ${asked} lies below a folder that the database's user (number ${account.uid}) may not ` +
      'enter: choose another with FIRSTHAND_DATA_DIR, or open its parent folders (chmod o+x).',
  );
}

function reachableNative(projectDir: string, binaries: Binaries, account: Account): string {
  const test = 'test -r "$1/share/postgresql/postgres.bki" && "$1/bin/postgres" --version >/dev/null';
  if (mayRun(account, test, binaries.native)) return binaries.native;
  const copy = join(outsideFolder(projectDir), `postgresql-${binaries.version}`);
  if (!existsSync(copy)) {
    makeFolder(dirname(copy), 0o711);
    const half = `${copy}.new`;
    rmSync(half, { recursive: true, force: true });
    cpSync(binaries.native, half, { recursive: true, verbatimSymlinks: true });
    openToAll(half);
    renameSync(half, copy);
  }
  if (mayRun(account, test, copy)) return copy;
  throw new StartupProblem(
    `PostgreSQL does not run from ${copy} as the database's user (number ${account.uid}): ` +
      'start as an ordinary user, or set DATABASE_URL.',
  );
}

/** `/var/tmp` outlives a reboot, `/tmp` often does not. */
function outsideFolder(projectDir: string): string {
  const base = existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
  const hash = createHash('sha256').update(resolve(projectDir)).digest('hex').slice(0, 10);
  const folder = join(base, `firsthand-${hash}`);
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found && (!found.isDirectory() || found.uid !== process.getuid?.())) {
    // Anybody may write beside it: never run programs from a folder that somebody else put there.
    throw new StartupProblem(`${folder} belongs to another user: remove it, or choose FIRSTHAND_DATA_DIR.`);
  }
  return folder;
}

function nearestFolder(path: string): string {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  return isFolder || path === dirname(path) ? path : nearestFolder(dirname(path));
}

/** Tries as the account itself: mode bits alone would miss access lists and mount options. */
function mayRun({ uid, gid }: Account, script: string, path: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', script, 'sh', path], { uid, gid, cwd: '/', stdio: 'ignore' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
    throw new StartupProblem(
      'Root may not change user here (a container without SETUID), and PostgreSQL does not run as root: ' +
        'start as an ordinary user, or set DATABASE_URL.',
    );
  }
}

function makeFolder(folder: string, mode: number): void {
  try {
    const first = mkdirSync(folder, { recursive: true });
    if (!first) return;
    // Whatever the umask, for every folder that was made just now.
    for (let made = folder; made.length >= first.length; made = dirname(made)) chmodSync(made, mode);
  } catch (error) {
    const why = existsSync(folder) ? 'it is not a folder' : codeOf(error);
    throw new StartupProblem(
      `The data folder ${folder} cannot be used (${why}): move what is there away, ` +
        'or choose another with FIRSTHAND_DATA_DIR.',
    );
  }
}

function openToAll(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chmodSync(path, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}

import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SERVER_ENVIRONMENT } from './cluster.js';
import type { Place } from './place.js';
import { clusterIn } from './place.js';
import { codeOf } from './startup-problem.js';

/** A database server that runs, or is on its way up or down, as its own `postmaster.pid` tells it. */
export interface Postmaster {
  pid: number;
  port: number;
  /** `starting`, `ready`, `stopping` or `standby`. */
  status: string;
}

/**
 * The server that serves these files now, or undefined. A `postmaster.pid` left behind by a machine that went
 * down may carry the number of a stranger (in a container even of this very process): that is no server.
 */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const lines = readPidFile(cluster).split('\n');
  const pid = Number(lines[0]);
  if (!(pid > 0) || !isAlive(pid) || !commandOf(pid).includes(cluster)) return undefined;
  return { pid, port: Number(lines[3]), status: lines[7]?.trim() || 'starting' };
}

/**
 * Removes a `postmaster.pid` without a server. PostgreSQL would refuse to start when a stranger has inherited
 * the number. Not to be called while a server starts: it makes the file first and fills it a moment later.
 */
export function removeStalePidFile(cluster: string): void {
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

function readPidFile(cluster: string): string {
  const file = join(cluster, 'postmaster.pid');
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

/** Whether a process of that number runs. One that has ended and waits to be collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || commandOf(pid) !== '';
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/**
 * Starts a server over the place's files and returns at once. It gets a session of its own, so that Ctrl-C in
 * the terminal reaches Node alone: the API is to stop first, and its database after it.
 *
 * @param settings PostgreSQL settings, by name
 */
export function launch(place: Place, port: number, settings: Record<string, string>): ChildProcess {
  const cluster = clusterIn(place.dataDir);
  const log = openLog(place);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(place.native, 'bin', 'postgres'), ['-D', cluster, '-p', String(port), ...flags], {
    ...place.account,
    cwd: cluster,
    env: SERVER_ENVIRONMENT,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => undefined); // it then never becomes ready, and the log is asked why
  child.unref();
  return child;
}

/** The log of the database server inside a data folder. */
export function logFile(dataDir: string): string {
  return join(dataDir, 'postgres.log');
}

/** A fresh log at each start, with the one before kept: the reason of a failure is then that of this start. */
function openLog(place: Place): number {
  const file = logFile(place.dataDir);
  if (existsSync(file)) renameSync(file, `${file}.before`);
  return openSync(file, 'w', 0o600);
}

/** Why a server did not start: the last failure in its log, in one line without time and process number. */
export function lastFailure(dataDir: string): string {
  const log = existsSync(logFile(dataDir)) ? readFileSync(logFile(dataDir), 'utf8') : '';
  const lines = log.split('\n').filter((line) => line.trim() && !line.includes('terminating connection'));
  const line =
    lines.findLast((entry) => /(FATAL|PANIC):/.test(entry)) ?? lines.at(-1) ?? 'it gives no reason';
  return line.replace(/^.*?(FATAL|PANIC):\s*/, '').trim();
}

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}

/** Waits until the process is gone. @returns whether it went within the given milliseconds */
export async function waitForEnd(pid: number, patience: number): Promise<boolean> {
  for (let waited = 0; waited < patience; waited += 20) {
    if (!isAlive(pid)) return true;
    await pause(20);
  }
  return !isAlive(pid);
}

/** Stops a server: first by closing its connections and writing all down, then, if it hangs, at once. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (codeOf(error) === 'ESRCH') return;
      throw error;
    }
    if (await waitForEnd(pid, signal === 'SIGINT' ? 10_000 : 3_000)) return;
  }
}

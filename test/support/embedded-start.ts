import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READY = /Firsthand is ready: (http:\S+)\/ /;

/** A data folder of one's own, below a folder that the database's user may enter. */
export class DataFolder {
  private readonly parent = mkdtempSync(join(tmpdir(), 'firsthand-start-'));
  readonly path = join(this.parent, 'data');

  constructor() {
    chmodSync(this.parent, 0o711);
  }

  /** The process number of the server that runs on the folder, by its own account. */
  postmaster(): number | undefined {
    const file = join(this.path, 'postgres', 'postmaster.pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
  }

  /** Removes everything, and a server that a failed test left behind. */
  remove(): void {
    const pid = this.postmaster();
    if (pid && isAlive(pid)) process.kill(pid, 'SIGQUIT');
    rmSync(this.parent, { recursive: true, force: true });
  }
}

/** Whether a process of that number exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A command of the product as a process of its own, and what it printed. */
export class Command {
  readonly child: ChildProcess;
  /** The exit code, or the signal's name, once it has ended. */
  readonly ended: Promise<number | string>;
  output = '';

  private constructor(script: string[], env: Record<string, string>) {
    const inherited = Object.entries(process.env).filter(([name]) => name !== 'DATABASE_URL');
    const plain = { ...Object.fromEntries(inherited), NODE_OPTIONS: '', ...env };
    this.child = spawn(process.execPath, script, { env: plain, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.ended = new Promise((done) => this.child.once('close', (code, signal) => done(code ?? signal ?? 0)));
  }

  /** `npm start -- …args`, on any free port unless the environment names one. */
  static start(env: Record<string, string>, ...args: string[]): Command {
    return new Command(['apps/start.mjs', ...args], { PORT: '0', ...env });
  }

  /** `npm run operator -- …args`. */
  static operator(env: Record<string, string>, ...args: string[]): Command {
    return new Command(['apps/console/run.mjs', 'operator', ...args], env);
  }

  /** A script of the build with what follows it: `console/run.mjs person …` of the sources, or `dist/…`. */
  static run(env: Record<string, string>, ...script: string[]): Command {
    return new Command(script, env);
  }

  /** Waits until the output matches. Throws, with the output, if the command ends first. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    let over = false;
    void this.ended.then(() => (over = true));
    for (;;) {
      const found = pattern.exec(this.output);
      if (found) return found;
      if (over) throw new Error(`It ended without ${pattern}:\n${this.output}`);
      await new Promise((resume) => setTimeout(resume, 20));
    }
  }

  /** Waits until it serves. @returns its address, without a slash at the end */
  async ready(): Promise<string> {
    return (await this.until(READY))[1] ?? '';
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<number | string> {
    this.child.kill(signal);
    return this.ended;
  }

  /** The lines printed apart from the progress of building and starting. */
  get lines(): string[] {
    return this.output.split('\n').filter((line) => line && !/^(Building|Starting|Database:)/.test(line));
  }
}

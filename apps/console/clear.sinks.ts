import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StartupProblem } from '#platform';
import { csvLine } from '#reference';

const CHUNK = 1 << 16;

/** A file on its way: written line by line, without holding all of it. */
export class Sink {
  private waiting: string[] = [];
  private length = 0;

  constructor(private readonly file: number) {}

  /** Adds a line of a CSV file. */
  row(...values: readonly (string | number)[]): void {
    this.text(csvLine(values));
  }

  /** Adds text as it is. */
  text(text: string): void {
    this.waiting.push(text);
    this.length += text.length;
    if (this.length >= CHUNK) this.flush();
  }

  flush(): void {
    let bytes = Buffer.from(this.waiting.join(''));
    [this.waiting, this.length] = [[], 0];
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(this.file, bytes));
  }
}

/**
 * Writes files that are whole or not there: each is written beside its place, and all are put there together at the end.
 * What stood there before stays until then.
 */
export class Sinks {
  private readonly begun: { path: string; beside: string }[] = [];

  /** Writes one file. A failure removes what was written of all of them. */
  write(path: string, fill: (sink: Sink) => void): void {
    const beside = `${path}.${process.pid}.part`;
    this.begun.push({ path, beside });
    try {
      const file = openSync(beside, 'w');
      try {
        const sink = new Sink(file);
        fill(sink);
        sink.flush();
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      for (const one of this.begun.splice(0)) rmSync(one.beside, { force: true });
      throw error;
    }
  }

  /** Puts all files in their places. */
  finish(): void {
    for (const { path, beside } of this.begun.splice(0)) renameSync(beside, path);
  }
}

/**
 * Finds out before the work begins whether files can be written there.
 * @param inputs files that are read, which nothing may be written over
 * @throws StartupProblem with what is wrong with a path
 */
export function requireWritable(paths: readonly string[], inputs: readonly string[]): void {
  const taken = new Set(inputs);
  for (const path of paths) {
    if (taken.has(path))
      throw new StartupProblem(`${path} is named twice: each file needs a name of its own.`);
    taken.add(path);
    const folder = dirname(path);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new StartupProblem(`There is no folder ${folder} to write into.`);
    // Something else, such as a device, would be replaced by the file.
    const there = statSync(path, { throwIfNoEntry: false });
    if (there && !there.isFile()) throw new StartupProblem(`${path} is not a file.`);
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      throw new StartupProblem(`Nothing can be written into the folder ${folder}.`);
    }
  }
}

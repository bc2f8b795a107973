import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';

const terminal = process.stdout.isTTY === true;
const EVERY = terminal ? 1000 : 5000; // milliseconds; a file or a pipe gets fewer lines

/** @type {string | undefined} what stands on the terminal's unfinished last line */
let unfinished;

/** Prints a line. @param {string} line */
export function say(line) {
  if (unfinished !== undefined) process.stdout.write('\r\x1b[K');
  process.stdout.write(`${line}\n`);
  if (unfinished !== undefined) process.stdout.write(unfinished);
}

/**
 * Shows that a long part is under way, and how long it took.
 *
 * @template T
 * @param {string} label in plain words, e.g. "Building"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function during(label, work) {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  show(`${label}…`);
  const ticking = setInterval(() => show(`${label}… ${seconds()} s`), EVERY);
  try {
    const result = await work();
    finish(`${label}: done in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    finish(`${label}: stopped after ${seconds()} s`);
    throw error;
  } finally {
    clearInterval(ticking);
  }
}

function show(text) {
  if (!terminal) return void process.stdout.write(`${text}\n`);
  unfinished = text;
  process.stdout.write(`\r\x1b[K${text}`);
}

function finish(text) {
  if (terminal) process.stdout.write('\r\x1b[K');
  unfinished = undefined;
  process.stdout.write(`${text}\n`);
}

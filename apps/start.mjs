import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// `npm start`. Plain JavaScript, because it also runs where nothing is built or even installed yet.

const HELP = `npm start [-- options]

Builds what has changed, starts the database, and serves the API and its playground until Ctrl-C.

  --empty   registers only, no demonstration data
  --help    this text

Environment:
  PORT                 3000        0 takes any free one
  HOST                 127.0.0.1
  DATABASE_URL                     a PostgreSQL 17 or newer; without it an embedded one runs
  FIRSTHAND_DATA_DIR   .data       where the embedded database keeps its data
  SMTP_URL                         the mail server, smtps://user:password@host; without it mail goes into files
  MAIL_FROM                        who mail is from: Firsthand <firsthand@example.org>
  PUBLIC_URL                       where people reach the product, for links in mail
  LOG_LEVEL            warn        error, warn, info, debug, silent
`;

const NEEDED = [20, 19];
const REPEAT = 1000; // milliseconds in which a second signal is taken for the same Ctrl-C

const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));

/** What has to be stopped, in the order it was started: promises, because a signal may come while a part starts. */
const parts = [];
let stopping; // time of the first signal

function fail(line) {
  console.error(line);
  return shutDown(1);
}

async function shutDown(exitCode) {
  stopping ??= performance.now();
  for (const part of parts.reverse()) {
    try {
      await (await part).stop();
    } catch {
      // A part that did not start needs no stopping; the others do.
    }
  }
  process.exit(exitCode);
}

// In a terminal Ctrl-C reaches this process twice: once from the terminal, once passed on by npm.
function onSignal() {
  if (stopping === undefined) {
    console.log('\nStopping: first the API, then the database.');
    void shutDown(0);
  } else if (performance.now() - stopping > REPEAT) {
    console.error('Stopped at once; the next start cleans up.');
    process.exit(130);
  }
}

/** When npm itself is killed nobody passes anything on: this process would keep port and database for good. */
function stopWithNpm() {
  const npm = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    if (stopping === undefined) onSignal();
  }, 200);
  watch.unref();
}

/** @returns {string | undefined} why not, in one line */
function whyNotNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return undefined;
  return `Firsthand needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}.`;
}

/** @returns {Promise<string | undefined>} why not, in one line */
async function whyNotPort(host, port) {
  for (let attempt = 0; ; attempt++) {
    const { line, code } = await tryPort(host, port);
    // An earlier start may be on its way out.
    if (code !== 'EADDRINUSE' || attempt === 5) return line;
    await pause(300);
  }
}

/** @returns {Promise<{ line?: string, code?: string }>} why not, if not */
function tryPort(host, port) {
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    return Promise.resolve({
      line: `PORT must be a whole number from 0 to 65535; "${process.env.PORT}" is not.`,
    });
  }
  const reasons = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program: choose another, e.g. PORT=${port + 1} npm start`,
    EACCES: `Port ${port} is reserved for the system: choose one above 1023, e.g. PORT=3000 npm start`,
    EADDRNOTAVAIL: `HOST=${host} is not an address of this machine: use 127.0.0.1, or 0.0.0.0 for all of them.`,
    ENOTFOUND: `HOST=${host} is not a known name: use 127.0.0.1, or 0.0.0.0 for all addresses of this machine.`,
  };
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', ({ code }) =>
      answer({ code, line: reasons[code] ?? `Port ${port} on ${host} cannot be used (${code}).` }),
    );
    probe.listen(port, host, () => probe.close(() => answer({})));
  });
}

async function main() {
  process.chdir(projectDir);
  const args = process.argv.slice(2);
  if (args.includes('--help')) return void console.log(HELP);
  const unknown = args.find((arg) => arg !== '--empty');
  if (unknown) return fail(`Unknown option ${unknown}: see npm start -- --help`);
  const host = process.env.HOST || '127.0.0.1';
  const port = Number(process.env.PORT || 3000);
  const problem = whyNotNode() ?? (await whyNotPort(host, port));
  if (problem) return fail(problem);

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  process.stdout.on('error', () => undefined); // whoever read the output may leave; the API stays
  stopWithNpm();
  const { during, say } = await import('./console/progress.mjs');
  await ensureBuilt(during);
  // By address: on a clean checkout it is not there yet, and the import rules rightly want every path to lead somewhere.
  const { start } = await import(new URL('../dist/apps/console/start.js', import.meta.url).href);
  const began = { projectDir, empty: args.includes('--empty'), parts, during, say };
  await start({ ...began, lost: (line) => stopping ?? fail(line) });
}

async function ensureBuilt(during) {
  const { build, isBuilt } = await import('./console/build.mjs');
  if (isBuilt(projectDir)) return;
  const compiler = {};
  parts.push({ stop: () => compiler.stop?.() });
  await during('Building', () => build(projectDir, compiler));
}

main().catch(async (error) => {
  if (stopping !== undefined) return; // work cut off by stopping
  if (error?.code === 'ERR_MODULE_NOT_FOUND') console.error('Something is not installed: run npm ci first.');
  const expected = error?.name === 'StartupProblem';
  const problem = error?.code === 'EADDRINUSE' && (await whyNotPort(error.address, error.port));
  await fail(expected ? error.message : problem || (error?.stack ?? String(error)));
});

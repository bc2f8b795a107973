import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** A free port of this machine. */
function freePort() {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

/** Ends a server of the bench, and waits until it has. */
function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill();
  });
}

/** Starts a server of a bench and waits until it answers. */
export async function serve(name, { script, env }, databaseUrl) {
  const port = await freePort();
  const flags = process.env.BENCH_PROFILE
    ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]
    : [];
  const child = spawn(process.execPath, [...flags, script], {
    env: { ...process.env, ...env, DATABASE_URL: databaseUrl, PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const origin = `http://127.0.0.1:${port}`;
  const url = `${origin}/graphql`;
  for (let tries = 0; tries < 900; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const up = await fetch(url).then(
      () => true,
      () => false,
    );
    if (up) return { name, origin, url, turns: [], stop: () => ended(child) };
  }
  throw new Error(`${name} does not answer at ${url}`);
}

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The process around the tests' database; global-teardown ends it. */
declare global {
  var testDatabase: ChildProcess | undefined;
}

/**
 * Starts one PostgreSQL for all stories and hands its administrator's URL to them in TEST_SERVER_URL.
 * With DATABASE_URL that server is used instead; its role must be allowed to make databases.
 *
 * Jest runs this file as CommonJS and without its module mapping, hence the process of its own.
 */
export default async function setup(_global: unknown, project: { rootDir: string }): Promise<void> {
  const given = process.env['DATABASE_URL'];
  if (given) {
    process.env['TEST_SERVER_URL'] = given;
    return;
  }
  const { child, url } = await startServer('embedded-postgres', project.rootDir);
  globalThis.testDatabase = child;
  process.env['TEST_SERVER_URL'] = url;
}

/**
 * Starts a throwaway PostgreSQL that lives until the child's standard input is closed.
 *
 * @param packageName the npm package of the release to run
 * @returns the process around it, and its administrator's URL
 */
export function startServer(
  packageName: string,
  rootDir: string,
): Promise<{ child: ChildProcess; url: string }> {
  const support = join(rootDir, 'test', 'support');
  const loader = join(support, 'embedded-loader.mjs');
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', loader, join(support, 'embedded-server.ts'), packageName],
    { cwd: rootDir, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  return new Promise((started, failed) => {
    child.once('exit', (code) => failed(new Error(`The tests' database did not start (exit code ${code}).`)));
    createInterface(child.stdout).once('line', (url) => started({ child, url }));
  });
}

/** Closes the input of the process around the tests' database, which then stops the server and removes its files. */
export default async function teardown(): Promise<void> {
  const child = globalThis.testDatabase;
  if (!child || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await gone;
}

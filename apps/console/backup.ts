import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { checkBackup, StartupProblem, writeBackup } from '#platform';
import { runCommand } from '../command.js';
import { everySoOften, onFilledDatabase, typedPath } from './database.js';

const USAGE = `Usage: npm run backup                    writes backups/firsthand-<time>.gz
       npm run backup -- <file>          writes that file
       npm run backup -- --check <file>  reads a backup to its end, and says whether it is whole`;

const say = (line: string) => console.log(line);

function inAll(sums: Readonly<Record<string, { rows: number }>>): string {
  const rows = Object.values(sums).reduce((sum, table) => sum + table.rows, 0);
  return `${rows.toLocaleString('en-GB')} rows of ${Object.keys(sums).length} tables`;
}

async function check(path: string): Promise<void> {
  const { header, footer } = await checkBackup(path);
  say(`${path} is whole: ${inAll(footer.sums)} as of ${header.takenAt}.`);
}

async function write(path: string, now: Date): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there) throw new StartupProblem(`${path} is there already: name another file.`);
  const sums = await onFilledDatabase((dataSource) => writeBackup(dataSource, path, now, everySoOften(say)));
  const { size } = await stat(path);
  say(`${path}: ${inAll(sums)}, ${Math.ceil(size / 1024).toLocaleString('en-GB')} KB.`);
  say('It holds personal data: keep it as safe as the database itself.');
}

/** Where a backup goes that was given no name. */
async function usualPath(now: Date): Promise<string> {
  const path = `${process.cwd()}/backups/firsthand-${now.toISOString().replaceAll(':', '-').slice(0, 19)}Z.gz`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return path;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false } },
  });
  const [file, ...more] = positionals;
  if (more.length > 0 || (values.check && !file)) throw new StartupProblem(USAGE);
  const now = new Date();
  if (values.check && file) return check(typedPath(file));
  await write(file ? typedPath(file) : await usualPath(now), now);
}

runCommand(main, USAGE);

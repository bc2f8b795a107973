import { parseArgs } from 'node:util';
import { restoreBackup, StartupProblem } from '#platform';
import { runCommand } from '../command.js';
import { everySoOften, onDatabase, oneAfterTheOther, typedPath } from './database.js';

const USAGE = `Usage: npm run restore -- <file> [--without-jobs]
  Brings a backup into an empty database: the server that DATABASE_URL names, or the embedded one in a new folder
  (FIRSTHAND_DATA_DIR). --without-jobs leaves out what waited to be sent or done, for a copy to look at.`;

const say = (line: string) => console.log(line);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'without-jobs': { type: 'boolean', default: false } },
  });
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new StartupProblem(USAGE);
  const options = { withoutJobs: values['without-jobs'], progress: everySoOften(say) };
  const { takenAt, sums, migratedBy } = await onDatabase((dataSource) =>
    oneAfterTheOther(dataSource, () => restoreBackup(dataSource, typedPath(file), options)),
  );
  const rows = Object.values(sums).reduce((sum, table) => sum + table.rows, 0);
  say(
    `Restored: ${rows.toLocaleString('en-GB')} rows of ${Object.keys(sums).length} tables, as of ${takenAt}.`,
  );
  if (migratedBy.length > 0) say(`Brought to the present schema by ${migratedBy.join(', ')}.`);
  say('Whoever was erased since then is there again: see "After a restore" in docs/operating.md.');
}

runCommand(main, USAGE);

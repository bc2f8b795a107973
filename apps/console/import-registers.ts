import { createReadStream } from 'node:fs';
import { access, constants, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { DataSource } from 'typeorm';
import { readConfig, StartupProblem } from '#platform';
import {
  convertAreas,
  convertEmployers,
  convertOccupations,
  convertPostcodes,
  convertSchools,
  convertSic,
  csvLine,
  faultLine,
  importAreas,
  ImportReport,
  importSchools,
  importSic,
  PostcodeRegister,
  readSectors,
  type RowFault,
  SectorTree,
} from '#reference';
import { runCommand } from '../command.js';
import { onDatabase } from './database.js';

const USAGE = `Brings a national register up to a newer file, or makes the file that ships.

  npm run registers -- schools   <file> --date YYYY-MM-DD [--close-missing]
  npm run registers -- schools   <file> --to <schools.csv> [--authorities <file>]
  npm run registers -- sic       <file> --date YYYY-MM-DD
  npm run registers -- sic       <file> --companies-house <file> --to <sic.csv>
  npm run registers -- areas     <areas.csv> --date YYYY-MM-DD
  npm run registers -- areas     <boundaries.geojson> --lookup <file> --to <areas.csv>
  npm run registers -- occupations <groups.csv> --job-titles <titles.csv> [--to <occupations.csv>]
  npm run registers -- postcodes <file> --date YYYY-MM-DD [--to <postcodes.bin>]
  npm run registers -- employers <file> [--to <employers.csv>]

A file may be packed (.gz). --report <file.csv> writes every bad row there.`;

/** What was asked for on the command line. */
interface Asked {
  register: string;
  file: string;
  date?: string;
  to?: string;
  authorities?: string;
  companiesHouse?: string;
  jobTitles?: string;
  lookup?: string;
  closeMissing: boolean;
  reportTo?: string;
}

const SHOWN = 50;

function readCommand(): Asked {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      date: { type: 'string' },
      to: { type: 'string' },
      authorities: { type: 'string' },
      'companies-house': { type: 'string' },
      'job-titles': { type: 'string' },
      lookup: { type: 'string' },
      'close-missing': { type: 'boolean', default: false },
      report: { type: 'string' },
    },
  });
  const [register, file] = positionals;
  if (!register || !file || positionals.length > 2) throw new StartupProblem(USAGE);
  if (values.date && !isDay(values.date))
    throw new StartupProblem(`--date: expected a day as YYYY-MM-DD, came ${values.date}.`);
  return {
    register,
    file,
    date: values.date,
    to: values.to,
    authorities: values.authorities,
    companiesHouse: values['companies-house'],
    jobTitles: values['job-titles'],
    lookup: values.lookup,
    closeMissing: values['close-missing'],
    reportTo: values.report,
  };
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function dateOf({ date, register }: Asked): string {
  if (date) return date;
  throw new StartupProblem(`--date is needed: the day of this edition of ${register}, YYYY-MM-DD.`);
}

/** Before anything is begun: a file that cannot be read is found out by its name. */
async function requireReadable({
  file,
  authorities,
  companiesHouse,
  jobTitles,
  lookup,
}: Asked): Promise<void> {
  for (const path of [file, authorities, companiesHouse, jobTitles, lookup]) {
    if (!path) continue;
    if (!(await stat(path)).isFile()) throw new StartupProblem(`${path} is not a file.`);
    const refused = await access(path, constants.R_OK).catch(() => true);
    if (refused) throw new StartupProblem(`${path} may not be read.`);
  }
}

function open(path: string): Readable {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file;
  const unpacked = createGunzip();
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked);
}

/** Runs an import on the database in use, brought to the present schema. */
function onMigrated(work: (db: DataSource) => Promise<void>): Promise<void> {
  return onDatabase(async (db) => {
    await db.runMigrations();
    await work(db);
  });
}

async function schools(asked: Asked, report: ImportReport): Promise<void> {
  const { file, to, authorities, closeMissing } = asked;
  if (to) return convertSchools(open(file), to, report, authorities ? open(authorities) : undefined);
  const sourceDate = dateOf(asked);
  await onMigrated((db) => importSchools(db, open(file), { sourceDate, closeMissing }, report));
}

async function sic(asked: Asked, report: ImportReport): Promise<void> {
  const { file, to, companiesHouse } = asked;
  if (to && companiesHouse) return convertSic(open(file), open(companiesHouse), to, report);
  if (to || companiesHouse) throw new StartupProblem('--companies-house and --to belong together.');
  const sourceDate = dateOf(asked);
  await onMigrated((db) => importSic(db, open(file), sourceDate, report));
}

async function areas(asked: Asked, report: ImportReport): Promise<void> {
  const { file, to, lookup } = asked;
  if (to && lookup) return convertAreas(open(file), open(lookup), to, report);
  if (to || lookup) throw new StartupProblem('--lookup and --to belong together.');
  const sourceDate = dateOf(asked);
  await onMigrated((db) => importAreas(db, open(file), sourceDate, report));
}

async function occupations({ file, to, jobTitles }: Asked, report: ImportReport): Promise<void> {
  if (!jobTitles) throw new StartupProblem('--job-titles is needed: the titles of jobs in the unit groups.');
  const path = to ?? join(readConfig(process.env).registersDir, 'occupations.csv');
  await convertOccupations(open(file), open(jobTitles), path, report);
  report.note(`${path} is written; a running server reads it at its next start.`);
}

async function postcodes(asked: Asked, report: ImportReport): Promise<void> {
  const to = asked.to ?? join(readConfig(process.env).registersDir, 'postcodes.bin');
  await convertPostcodes(open(asked.file), to, dateOf(asked), report);
  report.note(`${to} is written; a running server reads it at its next start.`);
}

async function employers({ file, to }: Asked, report: ImportReport): Promise<void> {
  const { registersDir } = readConfig(process.env);
  const records = [];
  for await (const record of readSectors(
    createReadStream(join(registersDir, 'sic.csv')),
    new ImportReport(),
  )) {
    records.push(record);
  }
  const tree = new SectorTree(records);
  const tools = {
    postcodes: new PostcodeRegister(join(registersDir, 'postcodes.bin')),
    sections: (code: string) => tree.sectionOf(code),
  };
  await convertEmployers(open(file), to ?? join(registersDir, 'employers.csv'), tools, report);
}

const COMMANDS: Record<string, (asked: Asked, report: ImportReport) => Promise<void>> = {
  schools,
  sic,
  areas,
  occupations,
  postcodes,
  employers,
};

async function writeFaults(path: string, faults: readonly RowFault[]): Promise<void> {
  const lines = faults.map(({ line, column, expected, came }) => csvLine([line, column, expected, came]));
  await writeFile(path, csvLine(['line', 'column', 'expected', 'came']) + lines.join(''));
}

async function main(): Promise<void> {
  const asked = readCommand();
  const command = COMMANDS[asked.register];
  if (!command)
    throw new StartupProblem(`Expected ${Object.keys(COMMANDS).join(', ')}; came ${asked.register}.`);
  await requireReadable(asked);
  const faults: RowFault[] = [];
  const report = new ImportReport((fault) => {
    faults.push(fault);
    if (faults.length <= SHOWN) console.error(faultLine(fault));
  });
  await command(asked, report);
  if (faults.length > SHOWN) {
    console.error(
      `… and ${faults.length - SHOWN} more bad rows${asked.reportTo ? '' : ' (--report <file.csv> has them all)'}`,
    );
  }
  if (asked.reportTo) await writeFaults(asked.reportTo, faults);
  report.notes.forEach((note) => console.log(note));
  console.log(`${asked.register}: ${report.summary()}`);
}

runCommand(main, USAGE);

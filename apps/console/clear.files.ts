import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { bonusesOf, certify, clear, ClearMethod, type Fairness, type SchoolStanding } from '#matching';
import { readConfig, StartupProblem } from '#platform';
import { ImportReport, PostcodeRegister, readSchools, type SchoolRecord, WrongFile } from '#reference';
import { BadRows } from './clear.bad-rows.js';
import { problemOf } from './clear.problem.js';
import { progressBar } from './clear.progress.js';
import { type OfferRow, readOffers, readRequests, type Registers, type RequestRow } from './clear.rows.js';
import { requireWritable, type Sink, Sinks } from './clear.sinks.js';
import { type Effort, type Rows, servedSchools, type Summary, summaryOf } from './clear.summary.js';
import { type ClearedRows, writeBonuses, writeGains, writeOut, writePairs } from './clear.tables.js';
import {
  certificateLine,
  contestedLines,
  count,
  fairnessLine,
  fitting,
  leastServed,
  leastServedLines,
  mostContested,
  pointsLine,
} from './clear.told.js';

/** What was asked for on the command line; paths are absolute. */
export interface FilesAsked {
  readonly offers: string;
  readonly requests: string;
  readonly fairness: Fairness;
  /** Left to itself it is exact; asked for by name, it has to be. */
  readonly method?: ClearMethod;
  readonly out?: string;
  readonly summary?: string;
  readonly pairs?: string;
  readonly gains?: string;
  readonly bonus?: string;
  readonly report?: string;
}

/** How many offers and schools are shown. */
const SHOWN = 10;

/**
 * Clears the offers and requests of two files, writes what was asked for and prints the summary.
 * @throws StartupProblem where a file cannot be read or written, or has no good row
 */
export async function clearFiles(asked: FilesAsked): Promise<void> {
  const began = performance.now();
  const { out, summary, pairs, gains, bonus, report } = asked;
  const outputs = [out, summary, pairs, gains, bonus, report].filter((path) => path !== undefined);
  requireReadable([asked.offers, asked.requests]);
  requireWritable(outputs, [asked.offers, asked.requests]);
  const bad = new BadRows();
  const rows = await readRows(asked, bad);
  const bar = progressBar();
  const cleared = clearRows(rows, asked.method, (done) => bar.show({ done, stage: 'Clearing' }));
  bar.show({ done: 0, stage: 'Checking' });
  const certificate = certify(cleared.problem, cleared.clearing);
  bar.show({ done: 0.5, stage: 'Writing' });
  const figures = summaryOf(rows, cleared, certificate, effort(began, bad));
  write(asked, cleared, figures, bad);
  bar.finish();
  tell(rows, cleared, figures);
  if (!certificate.valid) throw new StartupProblem(certificateLine(certificate));
  if (asked.method === ClearMethod.EXACT && cleared.clearing.gap !== 0)
    throw new StartupProblem(`--exact: the gap should be 0, and is ${cleared.clearing.gap}.`);
}

/** Before anything is read: a file that is not there is found out by its name. */
function requireReadable(paths: readonly string[]): void {
  for (const path of paths)
    if (statSync(path).isDirectory()) throw new StartupProblem(`${path} is not a file.`);
}

async function readRows(asked: FilesAsked, bad: BadRows): Promise<Rows> {
  const registers = await openRegisters();
  const { offers, requests, fairness } = asked;
  const rows = {
    fairness,
    offers: await named(offers, readOffers(createReadStream(offers), registers, bad.report(offers))),
    requests: await named(
      requests,
      readRequests(createReadStream(requests), registers, bad.report(requests)),
    ),
  };
  if (bad.hidden > 0)
    console.error(
      `… and ${count(bad.hidden, 'more fault')}${asked.report ? '' : ' (--report <file.csv> has them all)'}`,
    );
  for (const [file, good] of [
    [offers, rows.offers],
    [requests, rows.requests],
  ] as const)
    if (good.length === 0) throw new StartupProblem(`${file} has no row that can be used.`);
  return rows;
}

/** What is wrong with a file as a whole is told with its name. */
async function named<T>(file: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof WrongFile) throw new StartupProblem(`${file}: ${error.message}`);
    throw error;
  }
}

async function openRegisters(): Promise<Registers> {
  const { registersDir } = readConfig(process.env);
  const schools = new Map<string, SchoolRecord>();
  const file = createReadStream(join(registersDir, 'schools.csv'));
  for await (const school of readSchools(file, new Map(), new ImportReport()))
    schools.set(String(school.urn), school);
  return { schools, postcodes: new PostcodeRegister(join(registersDir, 'postcodes.bin')) };
}

function clearRows(
  { offers, requests, fairness }: Rows,
  method: ClearMethod | undefined,
  onProgress: (done: number) => void,
): ClearedRows {
  const { problem: bare, offerOf } = problemOf(offers, requests);
  const problem = { ...bare, bonuses: bonusesOf(fairness, standings(requests)) };
  return { problem, offerOf, clearing: clear(problem, { ...(method && { method }), onProgress }) };
}

/**
 * Where each school stands. A file does not say how many pupils a school has: those short are taken as a part of those
 * that it would bring to all the sessions it asks for, all of them at most.
 */
function standings(requests: readonly RequestRow[]): SchoolStanding[] {
  const schools = new Map<string, SchoolStanding>();
  for (const { school, sessions, pupils, need } of requests) {
    const known = schools.get(school) ?? {
      schoolId: school,
      short: 0,
      pupils: 0,
      booked: 0,
      wanted: 0,
      needed: 0,
    };
    schools.set(school, {
      ...known,
      short: known.short + (need ?? 0),
      pupils: known.pupils + sessions * pupils,
      wanted: known.wanted + sessions,
      needed: known.needed + Math.ceil((need ?? 0) / pupils),
    });
  }
  return [...schools.values()];
}

function effort(began: number, bad: BadRows): Effort {
  return {
    seconds: Math.round(performance.now() - began) / 1000,
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    badRows: bad.count,
  };
}

function write(asked: FilesAsked, cleared: ClearedRows, summary: Summary, bad: BadRows): void {
  const sinks = new Sinks();
  const files: readonly (readonly [string | undefined, (sink: Sink) => void])[] = [
    [asked.out, (sink) => writeOut(cleared, sink)],
    [asked.pairs, (sink) => writePairs(cleared, sink)],
    [asked.gains, (sink) => writeGains(cleared.problem, sink)],
    [asked.bonus, (sink) => writeBonuses(cleared.problem, sink)],
    [asked.report, (sink) => bad.write(sink)],
    [asked.summary, (sink) => sink.text(`${JSON.stringify(summary, null, 2)}\n`)],
  ];
  for (const [path, fill] of files) if (path !== undefined) sinks.write(path, fill);
  sinks.finish();
}

function tell(rows: Rows, { problem, clearing }: ClearedRows, summary: Summary): void {
  const employers = new Map(rows.offers.map(({ id, employer }: OfferRow) => [id, employer]));
  const contested = mostContested(problem, clearing, SHOWN).map(({ offerId, price }) => {
    const employer = employers.get(offerId);
    return { price, name: employer ? `${offerId} (${employer})` : offerId };
  });
  const schools = leastServed(servedSchools(rows.requests, clearing), SHOWN);
  const { offers, requests, badRows, pairs, units, sessionsAsked } = summary;
  const lines = [
    `${count(offers, 'offer')} and ${count(requests, 'request')}${badRows > 0 ? `; ${count(badRows, 'bad row')} left out` : ''}. ${fitting(pairs)}`,
    `${count(units, 'session')} placed of ${count(sessionsAsked, 'session')} asked for, in ${summary.seconds.toFixed(1)} s.`,
    pointsLine(clearing),
    certificateLine(summary.certificate),
    fairnessLine('Fairness', summary.fairness.overall),
    ...contestedLines(contested),
    ...leastServedLines(schools, ({ id, region }) => (region ? `${id} (${region})` : id)),
  ];
  lines.forEach((line) => console.log(line));
}

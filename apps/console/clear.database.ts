import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { ClearingProblems, type ClearingTask, clashesOf, servedAfter } from '#introductions';
import {
  type Certificate,
  certify,
  clear,
  type Clearing,
  type Fairness,
  fairnessOf,
  type ServedSchool,
} from '#matching';
import { Clock, loggerOptions, NestLogger, readConfig, StartupProblem } from '#platform';
import { addDays, policyInForce } from '#statutes';
import { AppModule } from '../api/app.module.js';
import { progressBar } from './clear.progress.js';
import {
  certificateLine,
  type Contested,
  contestedLines,
  count,
  fairnessLine,
  fitting,
  leastServed,
  leastServedLines,
  mostContested,
  pointsLine,
} from './clear.told.js';
import { onFilledDatabase } from './database.js';

/** How many days from today on are cleared: all that schools ask for lies within. */
const DAYS = 365;
/** How many offers and schools are shown. */
const SHOWN = 10;

/**
 * Clears the open requests and published offers of the database in use and prints the summary. It writes nothing.
 * @throws StartupProblem where there is no database, or the clearing does not stand its check
 */
export function clearDatabase(fairness: Fairness): Promise<void> {
  return onFilledDatabase(async (dataSource) => {
    const bar = progressBar();
    bar.show({ done: 0, stage: 'Reading' });
    const task = await onProduct(dataSource, (product) => readTask(product, fairness));
    const clearing = clear(task.problem, {
      onProgress: (done) => bar.show({ done, stage: 'Clearing' }),
      conflicts: (pairs) => clashesOf(pairs, task.clashes),
    });
    bar.show({ done: 0, stage: 'Checking' });
    const certificate = certify(task.problem, clearing);
    bar.finish();
    const lines = await summaryLines(dataSource, task, { clearing, certificate });
    lines.forEach((line) => console.log(line));
    if (!certificate.valid) throw new StartupProblem(certificateLine(certificate));
  });
}

/** Runs work with the product's own parts, without its door and its jobs. */
async function onProduct<T>(
  dataSource: DataSource,
  work: (product: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const { url: databaseUrl } = dataSource.options as { url: string };
  const config = { ...readConfig(process.env), databaseUrl, jobs: 'off' as const };
  const logger = new NestLogger(pino(loggerOptions('error'), pino.destination(2)));
  const product = await NestFactory.createApplicationContext(AppModule.forRoot(config), {
    logger,
    abortOnError: false,
  });
  try {
    return await work(product);
  } finally {
    await product.close();
  }
}

function readTask(product: INestApplicationContext, fairness: Fairness): Promise<ClearingTask> {
  const today = product.get(Clock, { strict: false }).today();
  return product.get(ClearingProblems, { strict: false }).read({
    ...{
      areaCode: null,
      firstDay: today,
      lastDay: addDays(today, DAYS),
      fairness,
      mostPerBenchmark: null,
      whatIf: null,
    },
    policy: policyInForce(today).id,
  });
}

async function summaryLines(
  dataSource: DataSource,
  { problem, schools }: ClearingTask,
  { clearing, certificate }: { clearing: Clearing; certificate: Certificate },
): Promise<string[]> {
  const after = servedAfter(schools, clearing.pairs, problem.requests);
  const asked = problem.requests.reduce((sum, { outstanding }) => sum + outstanding, 0);
  const worst = leastServed(after, SHOWN);
  const rows = await dataSource.query<{ id: string; name: string }[]>(
    'SELECT id, name FROM school WHERE id = ANY($1)',
    [worst.map(({ id }) => id)],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return [
    `${count(problem.offers.length, 'slot')} and ${count(problem.requests.length, 'request')}. ${fitting(clearing.feasiblePairs)}`,
    `${count(clearing.objective.units, 'session')} and places found of ${count(asked, 'session')} and places that are looked for.`,
    pointsLine(clearing),
    certificateLine(certificate),
    fairnessLine('Before', fairnessOf(schools).overall),
    fairnessLine('After', fairnessOf(after).overall),
    ...contestedLines(await contested(dataSource, problem, clearing)),
    ...leastServedLines(worst, ({ id, region }: ServedSchool) =>
      [names.get(id) ?? id, region && `(${region})`].filter(Boolean).join(' '),
    ),
  ];
}

async function contested(
  dataSource: DataSource,
  problem: ClearingTask['problem'],
  clearing: Clearing,
): Promise<Contested[]> {
  const dearest = mostContested(problem, clearing, SHOWN);
  const rows = await dataSource.query<{ id: string; name: string }[]>(
    `SELECT offer.id, offer.title || ' (' || employer.name || ')' AS name
     FROM offer JOIN employer ON employer.id = offer.employer_id WHERE offer.id = ANY($1)`,
    [dearest.map(({ offerId }) => offerId)],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return dearest.map(({ offerId, price }) => ({ name: names.get(offerId) ?? offerId, price }));
}

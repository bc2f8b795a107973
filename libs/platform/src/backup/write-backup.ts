import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import copy from 'pg-copy-streams';
import type { DataSource } from 'typeorm';
import { databaseUrl } from '../changes/held-connection.js';
import { StartupProblem, codeOf } from '../embedded/startup-problem.js';
import { type Ask, PLAIN_VALUES, quoted, stepsTaken, type Table, tablesInOrder } from './catalogue.js';
import { endOfRows, type Footer, FORMAT, line, type Sum, Tally } from './format.js';
import { hasQueue, SELECT_WAITING_JOBS, WAITING_JOBS } from './waiting-jobs.js';

/** How far long work has come. */
export type Progress = (table: string, rows: number) => void;

/**
 * Writes everything that the database holds at one moment to a file, while the product goes on. The file is there when
 * it is whole, and can be read by whoever runs this alone.
 *
 * @returns how many rows of which table
 * @throws StartupProblem where there is nothing to back up or the file cannot be written
 */
export async function writeBackup(
  dataSource: DataSource,
  path: string,
  now: Date,
  progress: Progress = () => undefined,
): Promise<Footer['sums']> {
  const client = new pg.Client({
    connectionString: databaseUrl(dataSource),
    application_name: 'firsthand backup',
  });
  client.on('error', () => undefined); // a lost connection fails the statement under way
  await client.connect();
  const unfinished = `${path}.part`;
  const sums: Record<string, Sum> = {};
  try {
    const content = snapshot(client, now, sums, progress);
    const file = createWriteStream(unfinished, { mode: 0o600, flush: true });
    await pipeline(Readable.from(content, { objectMode: false }), createGzip({ level: 6 }), file);
    await rename(unfinished, path);
    return sums;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw explained(error, path);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explained(error: unknown, path: string): unknown {
  const reasons: Record<string, string> = {
    ENOENT: 'its folder does not exist',
    EACCES: 'its folder may not be written to',
    ENOSPC: 'the disk is full',
    EROFS: 'its folder may not be written to',
  };
  const reason = reasons[codeOf(error)];
  return reason ? new StartupProblem(`${path} cannot be written: ${reason}.`) : error;
}

/** The locks come before the first look: what another process changes in the schema is seen whole or not at all. */
async function* snapshot(
  client: pg.Client,
  now: Date,
  sums: Record<string, Sum>,
  progress: Progress,
): AsyncGenerator<Buffer> {
  const ask: Ask = async <Row>(sql: string, values: unknown[] = []) =>
    (await client.query(sql, values)).rows as Row[];
  if ((await stepsTaken(ask)).length === 0)
    throw new StartupProblem('The database is not set up yet, so there is nothing to back up.');
  const seen = await tablesInOrder(ask);
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query(PLAIN_VALUES);
  await client.query(`LOCK TABLE ${seen.map(({ name }) => quoted(name)).join(', ')} IN ACCESS SHARE MODE`);
  const sources = await sourcesOf(ask);
  const tables = sources.map(({ table }) => table.name);
  const migrations = await stepsTaken(ask);
  yield line({ firsthand: 'backup', format: FORMAT, takenAt: now.toISOString(), migrations, tables });
  for (const { table, select } of sources) {
    yield line({ table: table.name, columns: table.columns });
    const tally = new Tally();
    for await (const chunk of client.query(copy.to(`COPY ${select} TO STDOUT`))) {
      tally.add(chunk as Buffer);
      progress(table.name, tally.count);
      yield chunk as Buffer;
    }
    yield endOfRows();
    sums[table.name] = tally.sum();
  }
  yield line({ sums, sequences: await sequencesNow(ask) });
  await client.query('COMMIT');
}

async function sourcesOf(ask: Ask): Promise<{ table: Table; select: string }[]> {
  const tables = (await tablesInOrder(ask)).map((table) => ({
    table,
    select: `${quoted(table.name)} (${table.columns.map(quoted).join(', ')})`,
  }));
  if (!(await hasQueue(ask))) return tables;
  return [...tables, { table: WAITING_JOBS, select: `(${SELECT_WAITING_JOBS})` }];
}

/** Read last: sequences stand outside of snapshots, and may be ahead of the rows but never behind. */
async function sequencesNow(ask: Ask): Promise<Footer['sequences']> {
  const names = await ask<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S' AND relname <> 'migration_id_seq'
     ORDER BY relname`,
  );
  const sequences: Record<string, [string, boolean]> = {};
  for (const { name } of names) {
    const [state] = await ask<{ last: string; used: boolean }>(
      `SELECT last_value::text AS last, is_called AS used FROM ${quoted(name)}`,
    );
    if (state) sequences[name] = [state.last, state.used];
  }
  return sequences;
}

import { createReadStream } from 'node:fs';
import { pipeline as pipe, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import copy from 'pg-copy-streams';
import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { databaseUrl } from '../changes/held-connection.js';
import { codeOf, messageOf, StartupProblem } from '../embedded/startup-problem.js';
import { migrateJobs } from '../jobs/migrate-jobs.js';
import { type Ask, PLAIN_VALUES, quoted, tablesInOrder } from './catalogue.js';
import { damaged, type Footer, type Header, readParts, type Sum, Tally, type TableHead } from './format.js';
import { hasQueue, QUEUE_WAITING_JOBS, TAKE_IN_WAITING_JOBS } from './waiting-jobs.js';
import type { Progress } from './write-backup.js';

/** What was brought back. */
export interface Restored {
  /** When the snapshot was taken, ISO 8601. */
  readonly takenAt: string;
  readonly sums: Footer['sums'];
  /** The steps that led from the schema of then to that of now. */
  readonly migratedBy: readonly string[];
}

/** What a restore may leave out. */
export interface RestoreOptions {
  /** Leaves out the jobs that waited, so that a copy to look at sends nobody anything. */
  readonly withoutJobs?: boolean;
  readonly progress?: Progress;
}

/**
 * Brings a backup into an empty database, and from the schema of then to that of now: everything, or nothing.
 *
 * @throws StartupProblem where the database is not empty, or the file damaged, broken off, or none that this release knows
 */
export async function restoreBackup(
  dataSource: DataSource,
  path: string,
  options: RestoreOptions = {},
): Promise<Restored> {
  await requireEmpty(dataSource);
  await requireRestorable(dataSource, path);
  // The queue makes its tables over connections of its own. Left behind by a failure they are empty, and in nobody's way.
  await migrateJobs(databaseUrl(dataSource));
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction('READ COMMITTED');
    const restored = await new Restoring(dataSource, runner, options).from(path);
    await runner.commitTransaction();
    return restored;
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw explained(error, path);
  } finally {
    await runner.release();
  }
}

/** Reads a backup to its end and holds it against its sums, without any database. */
export async function checkBackup(path: string): Promise<{ header: Header; footer: Footer }> {
  const sums: Record<string, Sum> = {};
  let header: Header | undefined;
  try {
    for await (const part of readParts(unpacked(path))) {
      if ('header' in part) header = part.header;
      else if ('head' in part) sums[part.head.table] = await drained(part.rows);
      else if (header) return { header: compare(header, sums, part.footer), footer: part.footer };
    }
    throw damaged();
  } catch (error) {
    throw explained(error, path);
  }
}

/** The whole file is read before anything is written: a bad one leaves no trace. */
async function requireRestorable(dataSource: DataSource, path: string): Promise<void> {
  const { header } = await checkBackup(path);
  const known = new Set(
    (await new MigrationExecutor(dataSource).getPendingMigrations()).map(({ name }) => name),
  );
  const unknown = header.migrations.find((name) => !known.has(name));
  if (!unknown) return;
  const why = `It was made by a newer release, whose step ${unknown} this one does not know: restore it with that release.`;
  throw explained(new StartupProblem(why), path);
}

async function drained(rows: AsyncGenerator<Buffer>): Promise<Sum> {
  const tally = new Tally();
  for await (const block of rows) tally.add(block);
  return tally.sum();
}

async function requireEmpty(dataSource: DataSource): Promise<void> {
  const ask = askOf(dataSource);
  const [taken] = await ask<{ table: string }>(
    `SELECT relname AS table FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm') ORDER BY relname LIMIT 1`,
  );
  const [job] = (await hasQueue(ask)) ? await ask('SELECT FROM graphile_worker._private_jobs LIMIT 1') : [];
  if (!taken && !job) return;
  throw new StartupProblem(
    `The database is not empty (there is ${taken ? `a table ${taken.table}` : 'a queued job'}): restore into a new one, ` +
      'named by DATABASE_URL, or with FIRSTHAND_DATA_DIR in a new folder.',
  );
}

function askOf(of: DataSource | QueryRunner): Ask {
  return <Row>(sql: string, values: unknown[] = []) => of.query(sql, values) as Promise<Row[]>;
}

/** One restore, inside the transaction of its runner. */
class Restoring {
  private readonly executor: MigrationExecutor;
  private readonly sums: Record<string, Sum> = {};
  private readonly ask: Ask;

  constructor(
    dataSource: DataSource,
    private readonly runner: QueryRunner,
    private readonly options: RestoreOptions,
  ) {
    this.executor = new MigrationExecutor(dataSource, runner);
    this.ask = askOf(runner);
  }

  async from(path: string): Promise<Restored> {
    let header: Header | undefined;
    for await (const part of readParts(unpacked(path))) {
      if ('header' in part) await this.prepare((header = part.header));
      else if ('head' in part) await this.fill(part.head, part.rows);
      else if (header) return this.finish(compare(header, this.sums, part.footer), part.footer);
    }
    throw damaged();
  }

  /** The schema as it was, empty and with its triggers at rest: what they would do was done. */
  private async prepare({ migrations }: Header): Promise<void> {
    await this.migrate(migrations);
    await this.runner.query(PLAIN_VALUES);
    await this.runner.query(TAKE_IN_WAITING_JOBS);
    await this.eachTable((name) => `ALTER TABLE ${name} DISABLE TRIGGER USER`);
    const tables = await tablesInOrder(this.ask);
    await this.runner.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')}`);
  }

  /** Takes the steps of these names, or all that are left. @returns their names */
  private async migrate(names?: readonly string[]): Promise<string[]> {
    const pending = await this.executor.getPendingMigrations();
    const taken = pending.filter(({ name }) => names?.includes(name) ?? true);
    for (const step of taken) await this.executor.executeMigration(step);
    return taken.map(({ name }) => name);
  }

  private async fill({ table, columns }: TableHead, rows: AsyncGenerator<Buffer>): Promise<void> {
    const tally = new Tally();
    const { progress } = this.options;
    const counted = async function* () {
      for await (const block of rows) {
        tally.add(block);
        progress?.(table, tally.count);
        yield block;
      }
    };
    const client = (await this.runner.connect()) as pg.ClientBase;
    const into = copy.from(`COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) FROM STDIN`);
    try {
      await pipeline(Readable.from(counted(), { objectMode: false }), client.query(into));
    } catch (error) {
      throw /^[0-9A-Z]{5}$/.test(codeOf(error)) && !/^(57|53|08)/.test(codeOf(error))
        ? damaged(table)
        : error;
    }
    this.sums[table] = tally.sum();
  }

  private async finish({ takenAt }: Header, { sums, sequences }: Footer): Promise<Restored> {
    for (const [name, [last, used]] of Object.entries(sequences)) {
      await this.runner.query('SELECT setval($1::regclass, $2::bigint, $3)', [quoted(name), last, used]);
    }
    if (!this.options.withoutJobs) await this.runner.query(QUEUE_WAITING_JOBS);
    await this.runner.query('SET CONSTRAINTS ALL IMMEDIATE');
    await this.eachTable((name) => `ALTER TABLE ${name} ENABLE TRIGGER USER`);
    return { takenAt, sums, migratedBy: await this.migrate() };
  }

  private async eachTable(statement: (name: string) => string): Promise<void> {
    for (const { name } of await tablesInOrder(this.ask)) await this.runner.query(statement(quoted(name)));
  }
}

function unpacked(path: string): AsyncIterable<Buffer> {
  return pipe(createReadStream(path), createGunzip(), () => undefined);
}

/** Throws where a table is missing or its rows are not those that were written. */
function compare(header: Header, found: Record<string, Sum>, { sums }: Footer): Header {
  for (const table of header.tables) {
    const [written, read] = [sums[table], found[table]];
    if (!written || written.rows !== read?.rows || written.sha256 !== read.sha256) throw damaged(table);
  }
  return header;
}

function explained(error: unknown, path: string): unknown {
  const reasons: Record<string, string> = {
    ENOENT: 'There is no such file.',
    EACCES: 'It may not be read.',
    EISDIR: 'It is a folder.',
    Z_DATA_ERROR: /header/.test(messageOf(error)) ? 'It is not a backup of Firsthand.' : damaged().message,
    Z_BUF_ERROR: 'It breaks off before its end: fetch it again.',
  };
  const reason = error instanceof StartupProblem ? error.message : reasons[codeOf(error)];
  return reason ? new StartupProblem(`${path} cannot be restored. ${reason}`) : error;
}

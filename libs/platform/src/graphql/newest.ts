import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { readNamed, rowsOf } from '../database/rows.js';
import { Cursors, type Page, type PageArgs } from './connection.js';
import { perRequest } from './loader.js';

/** Sorts behind every id: ids are ASCII letters, digits, `_` and `-`. */
const BEHIND = '~';

/** A list that belongs to a parent, such as the offers of an employer. */
interface ListOf<Row> {
  /** What its cursors are known by: `Employer.offers`. */
  readonly name: string;
  readonly entity: EntityTarget<Row> & (new () => Row);
  /** The property that holds the parent's id; an index on it and the id serves the list. */
  readonly parent: keyof Row & string;
  /** SQL that a row fulfils to be seen by everybody; where absent, whoever may ask sees all. */
  readonly seenByAll?: string;
}

/** What of one parent's list is asked for. */
interface Asked {
  readonly parentId: string;
  /** The cursor's id, if any. */
  readonly before: string;
  readonly limit: number;
  /** Whether also what not everybody sees. */
  readonly all: boolean;
}

/**
 * Pages of such a list, the newest first: one statement for all the parents of one operation, each parent's rows from its
 * own range of the index.
 */
export function newestOf<Row extends ObjectLiteral & { id: string }>(
  manager: EntityManager,
  list: ListOf<Row>,
): (context: object, parentId: string, page: PageArgs, all?: boolean) => Promise<Page<Row>> {
  const rows = perRequest<Asked, Row[]>((asked) => readNewest(manager, list, asked));
  return async (context, parentId, { first, after }, all = true) => {
    const cursors = new Cursors(list.name, { parentId, all });
    const [before = BEHIND] = cursors.read(after, ['text']) ?? [];
    const asked = { parentId, before: String(before), limit: first + 1, all };
    return cursors.page(
      await rows(context).load(asked),
      first,
      ({ id }) => [id],
      (row) => row,
    );
  };
}

async function readNewest<Row extends ObjectLiteral & { id: string }>(
  manager: EntityManager,
  { entity, parent, seenByAll = 'true' }: ListOf<Row>,
  asked: readonly Asked[],
): Promise<Row[][]> {
  const { tableName, columns } = manager.connection.getMetadata(entity);
  const column = columns.find(({ propertyName }) => propertyName === parent)?.databaseName;
  const rows = rowsOf(manager, entity);
  const found = await readNamed<{ nth: number } & Readonly<Record<string, unknown>>>(
    manager,
    `SELECT asked.nth::integer, ${rows.columns('picked')}
     FROM unnest($1::text[], $2::text[], $3::integer[], $4::boolean[]) WITH ORDINALITY
       AS asked(parent_id, before, wanted, everything, nth)
     CROSS JOIN LATERAL (
       SELECT * FROM ${tableName}
       WHERE ${column} = asked.parent_id AND id < asked.before COLLATE "C" AND (asked.everything OR ${seenByAll})
       ORDER BY id DESC LIMIT asked.wanted) picked
     ORDER BY asked.nth, picked.id DESC`,
    [
      asked.map(({ parentId }) => parentId),
      asked.map(({ before }) => before),
      asked.map(({ limit }) => limit),
      asked.map(({ all }) => all),
    ],
  );
  const lists = asked.map((): Row[] => []);
  for (const row of found) lists[row.nth - 1]?.push(rows.read(row, 'picked'));
  return lists;
}

import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { readNamed, rowsOf } from '../database/rows.js';
import { Cursors, type Page, type PageArgs } from './connection.js';
import { perRequest } from './loader.js';

/** Sort behind and before every id: ids are ASCII letters, digits, `_` and `-`. */
const [BEHIND, BEFORE] = ['~', ''];

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
  /** The cursor's id; where there is none, one beyond all. */
  readonly from: string;
  readonly limit: number;
  /** From the cursor towards the newest. */
  readonly backwards: boolean;
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
  const onwards = perRequest<Asked, Row[]>((asked) => readNewest(manager, list, asked));
  const back = perRequest<Asked, Row[]>((asked) => readNewest(manager, list, asked));
  return async (context, parentId, page, all = true) => {
    const cursors = new Cursors(list.name, { parentId, all });
    const span = cursors.span(page, ['text']);
    const { key, limit, backwards } = span;
    const from = String(key?.[0] ?? (backwards ? BEFORE : BEHIND));
    const rows = backwards ? back : onwards;
    return cursors.page(
      await rows(context).load({ parentId, from, limit, backwards, all }),
      span,
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
  // All of one batch go one way.
  const [than, order] = asked[0]?.backwards ? ['>', 'ASC'] : ['<', 'DESC'];
  const found = await readNamed<{ nth: number } & Readonly<Record<string, unknown>>>(
    manager,
    `SELECT asked.nth::integer, ${rows.columns('picked')}
     FROM unnest($1::text[], $2::text[], $3::integer[], $4::boolean[]) WITH ORDINALITY
       AS asked(parent_id, start, wanted, everything, nth)
     CROSS JOIN LATERAL (
       SELECT * FROM ${tableName}
       WHERE ${column} = asked.parent_id AND id ${than} asked.start COLLATE "C" AND (asked.everything OR ${seenByAll})
       ORDER BY id ${order} LIMIT asked.wanted) picked
     ORDER BY asked.nth, picked.id ${order}`,
    [
      asked.map(({ parentId }) => parentId),
      asked.map(({ from }) => from),
      asked.map(({ limit }) => limit),
      asked.map(({ all }) => all),
    ],
  );
  const lists = asked.map((): Row[] => []);
  for (const row of found) lists[row.nth - 1]?.push(rows.read(row, 'picked'));
  return lists;
}

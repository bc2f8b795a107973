import type { EntityManager } from 'typeorm';
import { readNamed } from '../database/rows.js';

/** Something that happened to a noun, as whoever made it records it. */
export interface NewChange {
  /** The noun's name in snake case: `offer`, `request`. */
  readonly noun: string;
  /** The noun's id. */
  readonly nounId: string;
  /** What happened, in snake case: `published`, `accepted_by_school`. */
  readonly kind: string;
  /** The id of the person who did it, `system`, or null where nobody is known. */
  readonly actor: string | null;
  /** A reason code in snake case; free text is refused by the database. */
  readonly reason?: string | null;
  /** Values before. Nothing personal, no free text: the row is never erased. */
  readonly before?: Readonly<Record<string, unknown>> | null;
  /** Values after, under the same rule. */
  readonly after?: Readonly<Record<string, unknown>> | null;
  /** When it happened: the time of its transaction. */
  readonly at: Date;
}

/** A change that is committed and numbered. */
export interface Change extends Required<NewChange> {
  /** Its place among all changes: 1, 2, 3 … without gaps, given after commit. The only thing to follow. */
  readonly number: number;
}

/** A change as PostgreSQL hands it over. */
interface ChangeRow extends Omit<Change, 'nounId'> {
  noun_id: string;
}

const COLUMNS = 'number, noun, noun_id, kind, actor, reason, before, after, at';

const read = ({ noun_id: nounId, ...row }: ChangeRow): Change => ({ ...row, nounId });

/**
 * Throws unless the manager is inside a transaction: what is recorded or queued outside one would survive the failure
 * of what it tells about.
 */
export function requireTransaction(manager: EntityManager, what: string): void {
  if (!manager.queryRunner?.isTransactionActive) {
    throw new Error(`${what} needs the manager of an open transaction; this one has none`);
  }
}

/**
 * Records changes in the transaction that makes them, in the given order. Write (or lock) a noun's own row before its
 * change: that row's lock is what makes the order of a noun's numbers the order of its commits.
 *
 * Throws outside a transaction, and where a code, a noun or an actor is not one (check constraints of the table).
 */
export async function recordChanges(manager: EntityManager, changes: readonly NewChange[]): Promise<void> {
  requireTransaction(manager, 'Recording a change');
  if (changes.length === 0) return;
  const rows = changes.map(({ nounId, ...change }) => ({ ...change, noun_id: nounId }));
  await manager.query(
    `INSERT INTO change (noun, noun_id, kind, actor, reason, before, after, at)
     SELECT noun, noun_id, kind, actor, reason, before, after, at
     FROM ROWS FROM (json_to_recordset($1::json) AS (
       noun text, noun_id text, kind text, actor text, reason text, before jsonb, after jsonb, at timestamptz
     )) WITH ORDINALITY AS given (noun, noun_id, kind, actor, reason, before, after, at, place)
     ORDER BY place`,
    [JSON.stringify(rows)],
  );
}

/** Records one change in the transaction that makes it; see {@link recordChanges}. */
export function recordChange(manager: EntityManager, change: NewChange): Promise<void> {
  return recordChanges(manager, [change]);
}

/**
 * The changes numbered above `cursor`, lowest first, at most `limit`. Whoever remembers the last number it was given
 * and asks again from there misses nothing and sees nothing twice; 0 starts at the beginning.
 */
export async function changesAfter(manager: EntityManager, cursor: number, limit: number): Promise<Change[]> {
  const rows = await manager.query<ChangeRow[]>(
    `SELECT ${COLUMNS} FROM change WHERE number > $1 ORDER BY number LIMIT $2`,
    [cursor, limit],
  );
  return rows.map(read);
}

/**
 * The same, and besides them, at most `limit`, the committed changes that wait for a number: for whoever must not miss
 * what was committed a moment ago, and takes no harm from being told again.
 */
export async function changesSince(
  manager: EntityManager,
  cursor: number,
  limit: number,
): Promise<{ numbered: Change[]; waiting: Change[] }> {
  const rows = await readNamed<Omit<ChangeRow, 'number'> & { number: number | null }>(
    manager,
    `(SELECT ${COLUMNS} FROM change WHERE number > $1 ORDER BY number LIMIT $2)
     UNION ALL (SELECT ${COLUMNS} FROM change WHERE number IS NULL ORDER BY id LIMIT $2)`,
    [cursor, limit],
  );
  const isNumbered = (row: (typeof rows)[number]): row is ChangeRow => row.number !== null;
  return {
    numbered: rows.filter(isNumbered).map(read),
    waiting: rows.filter((row) => !isNumbered(row)).map((row) => read({ ...row, number: NaN })),
  };
}

/**
 * The number given last, 0 where there is none. A cursor kept outside the database that lies above it comes from a
 * later state than the one restored: its owner has to start again from here.
 */
export async function lastNumber(manager: EntityManager): Promise<number> {
  const [row] = await manager.query<{ last: number }[]>(
    'SELECT coalesce(max(number), 0) AS last FROM change',
  );
  return row?.last ?? 0;
}

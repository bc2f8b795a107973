import type { EntityManager } from 'typeorm';
import { Holds } from './holding.js';
import { HOLDINGS } from './holdings.js';

/** Everything that is held about one person, for that person. */
export interface PersonExport {
  readonly firsthand: 'person';
  readonly takenAt: string;
  readonly personId: string;
  /** The rows about the person, by table, each with what the person may know of it. */
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** What is held but not told: passwords and tokens, as hashes. */
  readonly leftOut: readonly string[];
}

/** Reads everything at one moment. @param personId of somebody who exists */
export function exportPerson(manager: EntityManager, personId: string, now: Date): Promise<PersonExport> {
  return manager.transaction('REPEATABLE READ', async (reading) => {
    const tables: Record<string, Record<string, unknown>[]> = {};
    const leftOut: string[] = [];
    for (const [table, { columns, about }] of Object.entries(HOLDINGS)) {
      if (!about) continue;
      const told = Object.keys(columns).filter((name) => columns[name] !== Holds.SECRET);
      const select = told.map((name) => `t."${name}"`).join(', ');
      const rows = await reading.query<Record<string, unknown>[]>(
        `SELECT ${select} FROM "${table}" t WHERE ${about}`,
        [personId],
      );
      if (rows.length === 0) continue;
      tables[table] = rows;
      for (const name of Object.keys(columns)) if (!told.includes(name)) leftOut.push(`${table}.${name}`);
    }
    return { firsthand: 'person', takenAt: now.toISOString(), personId, tables, leftOut };
  });
}

/** The id of a person by id or e-mail address; undefined where there is none. */
export async function findPerson(manager: EntityManager, named: string): Promise<string | undefined> {
  const [found] = await manager.query<{ id: string }[]>(
    'SELECT id FROM person WHERE id = $1 OR lower(email) = lower($1)',
    [named],
  );
  return found?.id;
}

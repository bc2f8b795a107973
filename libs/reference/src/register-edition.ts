import type { EntityManager } from 'typeorm';

/** The registers that live in tables; the postcodes are a file and carry their date in it. */
export type RegisterName = 'schools' | 'sic' | 'areas';

/** Remembers which edition of a register is in its table now. @param sourceDate `YYYY-MM-DD` */
export async function recordEdition(
  manager: EntityManager,
  register: RegisterName,
  sourceDate: string,
): Promise<void> {
  await manager.query(
    `INSERT INTO register_import (register, source_date, imported_at) VALUES ($1, $2, now())
     ON CONFLICT (register) DO UPDATE SET source_date = excluded.source_date, imported_at = excluded.imported_at`,
    [register, sourceDate],
  );
}

/** The dates of the editions in the tables, `YYYY-MM-DD`; a register never imported is absent. */
export async function heldEditions(manager: EntityManager): Promise<Partial<Record<RegisterName, string>>> {
  const rows = await manager.query<{ register: RegisterName; date: string }[]>(
    'SELECT register, source_date::text AS date FROM register_import',
  );
  return Object.fromEntries(rows.map(({ register, date }) => [register, date]));
}

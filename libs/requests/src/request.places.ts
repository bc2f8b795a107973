import type { Tx } from '#platform';
import { SECTOR_LETTERS } from '#statutes';

/**
 * Keeps the search table true of these requests as they are now written: a row for each sector of one that is open or
 * part-matched, "any" being all of them, and one for searches without a sector; none for the others.
 */
export async function listPlaces(tx: Tx, requestIds: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM request_place WHERE request_id = ANY($1)', [requestIds]);
  await tx.query(
    `INSERT INTO request_place (sector, request_id, place, activity_types, year_groups, mode, last_day)
     SELECT listed.sector, request.id, school.place, request.activity_types,
       ARRAY(SELECT DISTINCT year_group FROM request_group JOIN pupil_group ON pupil_group.id = request_group.group_id
             WHERE request_group.request_id = request.id ORDER BY year_group),
       request.mode, request.last_day
     FROM request JOIN school ON school.id = request.school_id
     CROSS JOIN LATERAL (
       SELECT '*' AS sector
       UNION SELECT unnest(CASE WHEN cardinality(request.sectors) = 0 THEN $2::text[] ELSE request.sectors END)
     ) listed
     WHERE request.id = ANY($1) AND request.status IN ('open', 'part_matched')`,
    [requestIds, SECTOR_LETTERS],
  );
}

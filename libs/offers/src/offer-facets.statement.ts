import { inOrNear, type OriginInSql, type Reach } from '#reference';
import { Mode } from '#statutes';
import type { OfferFilter } from './offer.input.js';
import { around, bookable, type Statement } from './offer.statements.js';
import { queryOf, type Words } from './search-words.js';

/** What is counted. */
export interface Counted {
  origin: OriginInSql | undefined;
  words: Words | undefined;
  within: number | undefined;
  filter: OfferFilter;
  reach: Reach | undefined;
  now: Date;
  most: number;
}

/**
 * Counts in one pass: whatever place, area and words find is judged by each filter, and each facet counts what passes all
 * filters but its own. Sectors are read from the offer, not from its rows by sector: one that is for any has 21 of these.
 */
export function countedBy({ origin, words, within, filter, reach, now, most }: Counted): Statement {
  const values: unknown[] = [now, most];
  const add = (value: unknown) => `$${values.push(value)}`;
  const where = [`found.sector = '*'`, bookable('$1')];
  if (origin) where.push(...around(origin.point(add(origin.value)), { within, filter }, add));
  if (reach) where.push(`found.place <@ ${add(reach.around)}::box`, inOrNear(reach, 'found', add));
  const listed = words
    ? `JOIN offer_listing listing ON listing.offer_id = found.offer_id
         AND listing.document @@ to_tsquery('english', ${add(queryOf(words))})`
    : '';
  const { activityType, yearGroup, mode, sector } = filter;
  const modes = mode === Mode.BOTH ? [Mode.BOTH] : [mode, Mode.BOTH];
  const sql = `
    WITH looked AS MATERIALIZED (
      SELECT found.activity_type, found.mode, found.year_from, found.year_to, offer.sectors
      FROM offer_place found ${listed} JOIN offer ON offer.id = found.offer_id
      WHERE ${where.join(' AND ')} LIMIT $2::bigint + 1
    ), judged AS MATERIALIZED (
      SELECT *, ${activityType ? `activity_type = ${add(activityType)}` : 'true'} AS by_activity,
        ${yearGroup ? `${add(yearGroup)}::integer BETWEEN year_from AND year_to` : 'true'} AS by_year,
        ${mode ? `mode = ANY(${add(modes)})` : 'true'} AS by_mode,
        ${sector ? `sectors = '{}' OR ${add(sector)} = ANY(sectors)` : 'true'} AS by_sector
      FROM looked LIMIT $2::bigint
    )
    SELECT 'looked' AS facet, '' AS value, count(*)::integer AS offers FROM looked
    UNION ALL SELECT 'all', '', count(*)::integer FROM judged WHERE by_activity AND by_year AND by_mode AND by_sector
    UNION ALL SELECT 'any_sector', '', count(*)::integer FROM judged WHERE by_activity AND by_year AND by_mode AND sectors = '{}'
    UNION ALL SELECT 'sector', letter, count(*)::integer FROM judged, unnest(sectors) letter
      WHERE by_activity AND by_year AND by_mode GROUP BY letter
    UNION ALL SELECT 'activity', activity_type, count(*)::integer FROM judged
      WHERE by_year AND by_mode AND by_sector GROUP BY activity_type
    UNION ALL SELECT 'year', year::text, count(*)::integer FROM judged, generate_series(year_from::integer, year_to::integer) year
      WHERE by_activity AND by_mode AND by_sector GROUP BY year
    UNION ALL SELECT 'mode', mode, count(*)::integer FROM judged
      WHERE by_activity AND by_year AND by_sector GROUP BY mode`;
  return { sql, values };
}

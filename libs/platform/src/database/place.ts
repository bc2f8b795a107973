import type { ValueTransformer } from 'typeorm';

/** A point of the British National Grid, in metres. */
export interface Place {
  /** Metres east of the grid's false origin. */
  readonly easting: number;
  /** Metres north of the grid's false origin. */
  readonly northing: number;
}

/** How `pg` hands over a PostgreSQL `point`. */
interface Point {
  x: number;
  y: number;
}

/** A place as the text of a PostgreSQL `point`, for parameters of plain SQL. */
export function pointOf(place: Place): string {
  return `(${place.easting},${place.northing})`;
}

/** A PostgreSQL `point` as a place. */
export function placeOf(point: Point | string): Place {
  if (typeof point !== 'string') return { easting: point.x, northing: point.y };
  const comma = point.indexOf(',');
  return { easting: Number(point.slice(1, comma)), northing: Number(point.slice(comma + 1, -1)) };
}

/** Maps an entity's `Place` on a `point` column. */
export const placeColumn: ValueTransformer = {
  to: (place?: Place | null) => (place ? pointOf(place) : place),
  from: (point?: Point | string | null) => (point ? placeOf(point) : null),
};

/** A point of the British National Grid (OSGB36), in metres. */
export interface Place {
  readonly easting: number;
  readonly northing: number;
}

/**
 * Straight-line distance in metres, rounded up, so that comparing the whole number with a limit in whole metres
 * says the same as comparing the distance itself.
 */
export function metresBetween(from: Place, to: Place): number {
  const east = from.easting - to.easting;
  const north = from.northing - to.northing;
  // Not Math.hypot: squares of grid metres are exact whole numbers, and sqrt of them is correctly rounded.
  return Math.ceil(Math.sqrt(east * east + north * north));
}

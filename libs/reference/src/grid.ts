import proj4 from 'proj4';
import type { Place } from '#platform';

/**
 * OSGB36 / British National Grid with the seven-parameter Helmert shift from WGS84. Ordnance Survey's own
 * OSTN15 shift grid would be exact to centimetres and weighs megabytes; the Helmert shift alone is good to
 * about 5 m over Great Britain, which is less than the size of a school gate. Without any shift a place
 * lands about 110 m off.
 */
const NATIONAL_GRID =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy ' +
  '+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs';

const wgs84ToGrid = proj4('WGS84', NATIONAL_GRID);

/**
 * A WGS84 position as a place of the British National Grid, good to about 5 m over Great Britain.
 * @param latitude degrees north
 * @param longitude degrees east (negative west of Greenwich)
 */
export function toGrid(latitude: number, longitude: number): Place {
  const [easting, northing] = wgs84ToGrid.forward([longitude, latitude]);
  return { easting, northing };
}

/** Whether a place can be in Great Britain at all: inside the box that the National Grid covers. */
export function isOnGrid({ easting, northing }: Place): boolean {
  return easting >= 0 && easting < 700_000 && northing >= 0 && northing < 1_300_000;
}

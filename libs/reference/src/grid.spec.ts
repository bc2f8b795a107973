import { readFileSync } from 'node:fs';
import { isOnGrid, toGrid } from './grid.js';

interface Point {
  name: string;
  latitude: number;
  longitude: number;
  easting: number;
  northing: number;
}

// Ordnance Survey's published test points of the OSTN15 transformation (TP01–TP40, those in Great Britain off St Kilda
// and the northern isles). Contains OS data © Crown copyright and database right.
const points: Point[] = readFileSync(new URL('./grid.fixture.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [name = '', ...numbers] = line.split(',');
    const [latitude = NaN, longitude = NaN, easting = NaN, northing = NaN] = numbers.map(Number);
    return { name, latitude, longitude, easting, northing };
  });

const distance = (a: { easting: number; northing: number }, b: typeof a): number =>
  Math.hypot(a.easting - b.easting, a.northing - b.northing);

describe('From WGS84 to the National Grid', () => {
  it('is within 5 m of what Ordnance Survey publishes, from Cornwall to Caithness', () => {
    expect(points).toHaveLength(27);
    const errors = points.map((point) => distance(toGrid(point.latitude, point.longitude), point));
    expect(Math.max(...errors)).toBeLessThan(5);
    expect(errors.sort((a, b) => a - b)[13]).toBeLessThan(2.5);
  });

  it('knows what cannot be in Great Britain', () => {
    expect(isOnGrid(toGrid(51.5, -0.12))).toBe(true);
    expect(isOnGrid(toGrid(48.85, 2.35))).toBe(false);
    expect(isOnGrid(toGrid(0, 0))).toBe(false);
  });
});

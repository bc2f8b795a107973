import fc from 'fast-check';
import { addDays, daysBetween, isLocalDate } from './dates.js';

const DAY = 86_400_000;
const byDate = (number: number) => new Date(number * DAY).toISOString().slice(0, 10);
// From the year 1 to the year 9999.
const days = fc.integer({ min: -719_000, max: 2_932_000 });

describe('calendar dates', () => {
  it('are counted as Date counts days in UTC', () => {
    fc.assert(
      fc.property(days, days, (one, other) => {
        expect(addDays('1970-01-01', one)).toBe(byDate(one));
        expect(daysBetween(byDate(one), byDate(other))).toBe(other - one);
      }),
    );
  });

  it('are those that Date knows and reads as they are written', () => {
    const part = (most: number, width: number) =>
      fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(width, '0'));
    const likely = fc.tuple(part(9999, 4), part(14, 2), part(33, 2)).map((parts) => parts.join('-'));
    const ofFebruary = fc.tuple(part(2400, 4), part(31, 2)).map(([year, day]) => `${year}-02-${day}`);
    const spoilt = likely.map((text) => text.replace('-', '/'));
    fc.assert(
      fc.property(fc.oneof(likely, ofFebruary, spoilt, fc.string()), (text) => {
        const at = new Date(`${text}T00:00:00Z`);
        const known = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime());
        expect(isLocalDate(text)).toBe(known && at.toISOString().startsWith(text));
      }),
      { numRuns: 2000 },
    );
  });
});

import fc from 'fast-check';
import { Kind } from 'graphql';
import { DateTime, LocalDateScalar } from './scalars.js';

describe('a calendar day that comes in', () => {
  const both = [
    ['as a variable', (day: string) => LocalDateScalar.parseValue(day)],
    ['as a literal', (day: string) => LocalDateScalar.parseLiteral({ kind: Kind.STRING, value: day }, {})],
  ] as const;

  describe.each(both)('%s', (_how, parse) => {
    it.each(['2000-01-01', '2028-02-29', '2100-12-31'])('may be %s', (day) => {
      expect(parse(day)).toBe(day);
    });

    it.each(['0000-06-01', '1999-12-31', '2101-01-01', '9999-12-31'])('may not be %s', (day) => {
      expect(() => parse(day)).toThrow(`Expected a day from 2000-01-01 to 2100-12-31, got ${day}.`);
    });

    it.each(['2026-02-29', '2026-1-1', '12026-01-01', '2026-01-01T00:00:00Z', ''])(
      'may not be "%s"',
      (day) => {
        expect(() => parse(day)).toThrow(/LocalDate/);
      },
    );
  });

  it('goes out whenever it was', () => {
    expect(LocalDateScalar.serialize('1944-08-03')).toBe('1944-08-03');
  });
});

describe('an instant that goes out', () => {
  it('is written as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (instant) => {
        expect(DateTime.serialize(instant)).toBe(instant.toISOString());
      }),
      { numRuns: 2000 },
    );
  });

  it('is one', () => {
    expect(() => DateTime.serialize(new Date(NaN))).toThrow(RangeError);
  });
});

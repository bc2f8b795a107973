import { MEANINGFUL_POINTS, meaningfulness } from './meaningfulness.js';
import { Benchmark, MeaningfulPoint } from './vocabulary.js';

const { B5, B6, B7 } = Benchmark;
const { PURPOSE_SHARED, LEARNING_OUTCOMES, TWO_WAY_INTERACTION, TIME_TO_REFLECT } = MeaningfulPoint;
const four = {
  [PURPOSE_SHARED]: true,
  [LEARNING_OUTCOMES]: true,
  [TWO_WAY_INTERACTION]: true,
  [TIME_TO_REFLECT]: true,
};

describe('meaningfulness', () => {
  it('asks for 4 points in Benchmark 5, 7 in 6, and in 7 for those of 5 and two more', () => {
    expect(([B5, B6, B7] as const).map((benchmark) => new Set(MEANINGFUL_POINTS[benchmark]).size)).toEqual([
      4, 7, 6,
    ]);
    expect(MEANINGFUL_POINTS[B7]).toEqual(expect.arrayContaining([...MEANINGFUL_POINTS[B5]]));
    expect(MEANINGFUL_POINTS[B6].filter((point) => MEANINGFUL_POINTS[B5].includes(point))).toEqual([
      PURPOSE_SHARED,
      LEARNING_OUTCOMES,
      TIME_TO_REFLECT,
    ]);
  });

  it('stands on what the school recorded while the offerer has said nothing', () => {
    expect(meaningfulness(B5, four, {})).toEqual({ meaningful: true, missing: [] });
  });

  it('falls with a single point that the offerer denies', () => {
    expect(meaningfulness(B5, four, { [TWO_WAY_INTERACTION]: false })).toEqual({
      meaningful: false,
      missing: [TWO_WAY_INTERACTION],
    });
  });

  it('does not stand on the offerer alone, and names every missing point', () => {
    expect(meaningfulness(B5, { [PURPOSE_SHARED]: true, [TIME_TO_REFLECT]: false }, four)).toEqual({
      meaningful: false,
      missing: [LEARNING_OUTCOMES, TWO_WAY_INTERACTION, TIME_TO_REFLECT],
    });
  });

  it('of Benchmark 5 is not yet one of Benchmark 6', () => {
    expect(meaningfulness(B6, four, four).missing).toHaveLength(4);
  });
});

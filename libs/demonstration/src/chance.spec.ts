import { nounOf } from '#platform';
import { Chance, Draw } from './chance.js';
import { Ids } from './ids.js';

const numbers = (chance: Chance) => Array.from({ length: 50 }, () => chance.int(0, 1_000_000));
const often = (draw: () => string) => {
  const counts: Record<string, number> = {};
  for (let time = 0; time < 10_000; time += 1) {
    const drawn = draw();
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  return counts;
};

describe('Chance', () => {
  it('is the same for the same seed and name, and another for any other', () => {
    expect(numbers(new Chance(7, 'school', 1))).toEqual(numbers(new Chance(7, 'school', 1)));
    const others = [new Chance(8, 'school', 1), new Chance(7, 'school', 2), new Chance(7, 'school')];
    for (const other of others) expect(numbers(other)).not.toEqual(numbers(new Chance(7, 'school', 1)));
  });

  it('draws by weight, never what has none', () => {
    const chance = new Chance(7);
    const list = [['often', 3] as const, ['never', 0] as const, ['rarely', 1] as const];
    const draw = new Draw(list);
    for (const counts of [often(() => chance.weighted(list)), often(() => draw.next(chance))]) {
      expect(counts['never']).toBeUndefined();
      expect((counts['often'] ?? 0) / (counts['rarely'] ?? 0)).toBeCloseTo(3, 0);
    }
  });

  it('takes several at most once each and in order, all where more are wanted', () => {
    const chance = new Chance(7);
    const list = [1, 2, 3, 4, 5, 6];
    for (let round = 0; round < 200; round += 1) {
      const taken = chance.several(list, 3);
      expect(taken).toHaveLength(3);
      expect(taken).toEqual([...new Set(taken)].sort());
    }
    expect(chance.several(list, 9)).toEqual(list);
  });

  it('refuses to pick from nothing', () => {
    expect(() => new Chance(7).pick([])).toThrow(RangeError);
    expect(() => new Draw([])).toThrow(RangeError);
  });
});

describe('Ids', () => {
  const at = new Date('2026-11-24T10:30:00Z');

  it('are fixed by the seed, distinct, and identifiers of their noun', () => {
    const [one, same, other] = [new Ids(7), new Ids(7), new Ids(8)];
    const ids = Array.from({ length: 1_000 }, () => one.next('pupil_group', at));
    expect(ids).toEqual(ids.map(() => same.next('pupil_group', at)));
    expect(new Set([...ids, other.next('pupil_group', at)]).size).toBe(1_001);
    expect(new Set(ids.map(nounOf))).toEqual(new Set(['pupil_group']));
  });

  it('are ordered by time, as the lists that show the newest first expect', () => {
    const ids = new Ids(7);
    const earlier = ids.next('offer', new Date(at.getTime() - 1));
    expect(earlier < ids.next('offer', at)).toBe(true);
  });
});

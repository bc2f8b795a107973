import fc from 'fast-check';
import {
  blocksOf,
  overlaps,
  type PersonsSlot,
  type Promised,
  type Span,
  TRAVEL_MS,
} from './clearing.times.js';

const HOUR = 3_600_000;
const at = (from: number, hours = 1): Span => [from * HOUR, (from + hours) * HOUR];
const slot = (slotId: string, ...spans: Span[]): PersonsSlot => ({
  ...{ slotId, personId: 'person_1', spans, many: false },
});
const nobody: Promised = new Map();

describe('the slots of one person', () => {
  it('exclude each other where they overlap or leave no time for the way', () => {
    const slots = [slot('b', at(9)), slot('a', at(10.5)), slot('c', at(12.5))];
    expect(blocksOf(slots, nobody)).toEqual({ blocks: [['a', 'b']], taken: new Set() });
  });

  it('exclude each other by way of a third', () => {
    const slots = [slot('a', at(9)), slot('c', at(11)), slot('b', at(9.5, 1.5))];
    expect(blocksOf(slots, nobody).blocks).toEqual([['a', 'b', 'c']]);
  });

  it('exclude each other by one date of a series', () => {
    expect(blocksOf([slot('a', at(9), at(200)), slot('b', at(200.5))], nobody).blocks).toEqual([['a', 'b']]);
  });

  it('are nobody’s business but theirs', () => {
    expect(
      blocksOf([slot('a', at(9)), { ...slot('b', at(9)), personId: 'person_2' }], nobody).blocks,
    ).toEqual([]);
  });

  it('are taken where another promise is in the way; what is left of the promised one is not', () => {
    const promised: Promised = new Map([['person_1', [{ slotId: 'a', spans: [at(9)] }]]]);
    expect(blocksOf([slot('a', at(9)), slot('b', at(10.5))], promised)).toEqual({
      blocks: [],
      taken: new Set(['b']),
    });
  });

  it('give way to a broadcast, whose sessions are one meeting', () => {
    const broadcast = { ...slot('b', at(9)), many: true };
    expect(blocksOf([slot('a', at(9)), broadcast], nobody)).toEqual({ blocks: [], taken: new Set(['a']) });
    const other = { ...slot('c', at(9.5)), many: true };
    expect(blocksOf([other, broadcast], nobody)).toEqual({ blocks: [], taken: new Set(['c']) });
  });
});

describe('whatever slots somebody has', () => {
  const slots = fc
    .array(
      fc.record({
        start: fc.nat(40),
        long: fc.integer({ min: 1, max: 4 }),
        many: fc.constantFrom(false, false, true),
      }),
      { maxLength: 12 },
    )
    .map((rows) =>
      rows.map(({ start, long, many }, index) => ({
        ...slot(`slot_${index}`, at(start / 2, long / 2)),
        many,
      })),
    );

  it('two that overlap are in one block, and none in two', () => {
    fc.assert(
      fc.property(slots, (rows) => {
        const { blocks, taken } = blocksOf(rows, nobody);
        const left = rows.filter(({ slotId }) => !taken.has(slotId));
        expect(new Set(blocks.flat()).size).toBe(blocks.flat().length);
        for (const one of left)
          for (const other of left.filter(({ slotId }) => slotId !== one.slotId))
            if (overlaps(one.spans, other.spans, TRAVEL_MS))
              expect(blocks.some((ids) => ids.includes(one.slotId) && ids.includes(other.slotId))).toBe(true);
        expect(blocksOf(rows.toReversed(), nobody).blocks).toEqual(blocks);
      }),
    );
  });
});

import fc from 'fast-check';
import { Cursors, Span } from './connection.js';
import { BadInput } from './faults.js';

const cursors = new Cursors('things', { of: 'somebody' });
const forged = (...key: unknown[]) => {
  const [mark] = JSON.parse(Buffer.from(cursors.write([]), 'base64url').toString()) as [string];
  return Buffer.from(`[${JSON.stringify(mark)},${key.map((part) => String(part)).join()}]`).toString(
    'base64url',
  );
};

describe('a cursor', () => {
  it('gives back the key that it was written with', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((given) => !given.includes('\u0000'));
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), text, (number, name) => {
        // JSON knows no negative zero.
        const key = [number + 0 || 0, name];
        expect(cursors.read(cursors.write(key), ['number', 'text'])).toEqual(key);
      }),
    );
    expect(cursors.read(undefined, ['text'])).toBeUndefined();
  });

  it.each([
    ['text for a number', ['"abc"', '"x"']],
    ['a number for text', ['1', '2']],
    ['an infinite number', ['1e999', '"x"']],
    ['the character U+0000', ['1', '"x\\u0000"']],
    ['half a character', ['1', '"x\\ud800"']],
    ['null', ['null', '"x"']],
    ['a list', ['1', '["x"]']],
    ['too few values', ['1']],
    ['too many values', ['1', '"x"', '"y"']],
  ])('with %s is refused', (_what, key) => {
    expect(() => cursors.read(forged(...key), ['number', 'text'])).toThrow(BadInput);
  });

  it.each([
    ['of another list', new Cursors('others', { of: 'somebody' }).write(['x'])],
    ['of somebody else', new Cursors('things', { of: 'me' }).write(['x'])],
    ['that is empty', ''],
    ['that is no list', Buffer.from('{"x":1}').toString('base64url')],
    ['that is nonsense', 'nonsense'],
  ])('%s is refused', (_what, cursor) => {
    expect(() => cursors.read(cursor, ['text'])).toThrow('after: expected a cursor of this list');
  });
});

describe('a page', () => {
  const rows = [
    { id: 'a', metres: 1249 },
    { id: 'b', metres: null },
    { id: 'c', metres: 3 },
  ] as const;
  const idOf = ({ id }: { id: string }) => id;

  it('says how far away each is where the list measures it', () => {
    const { edges, pageInfo } = cursors.page(
      rows,
      new Span(undefined, 2, false),
      (row) => [row.id],
      idOf,
      ({ metres }) => metres,
    );
    expect(edges.map(({ node, distanceKm }) => [node, distanceKm])).toEqual([
      ['a', 1.2],
      ['b', null],
    ]);
    const cursorsOf = { startCursor: edges[0]?.cursor, endCursor: edges[1]?.cursor };
    expect(pageInfo).toEqual({ hasPreviousPage: false, hasNextPage: true, ...cursorsOf });
  });

  it('says null of distance where it does not', () => {
    const { edges } = cursors.page(rows, new Span(undefined, 3, false), (row) => [row.id], idOf);
    expect(edges[0]).toEqual({ node: 'a', cursor: cursors.write(['a']), distanceKm: null });
  });

  it('that goes back is in the order of the list, and more of it is before', () => {
    const back = new Span(['d'], 2, true);
    const { nodes, pageInfo } = cursors.page(rows, back, (row) => [row.id], idOf);
    expect(nodes).toEqual(['b', 'a']);
    expect(pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
    expect([back.order('ASC'), back.than('ASC'), back.order('DESC'), back.than('DESC')]).toEqual([
      'DESC',
      '<',
      'ASC',
      '>',
    ]);
  });
});

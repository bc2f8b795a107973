import { type Sector, SectorLevel } from './sector.entity.js';
import { SectorTree } from './sector-tree.js';

const tree = new SectorTree(
  [
    ['D', 'Electricity, gas, steam and air conditioning supply'],
    ['J', 'Information and communication'],
    ['J62', 'IT-consultancy, computer programming and related activities'],
  ].map(([code, name]) => ({ code, name, level: SectorLevel.SECTION }) as Sector),
);

describe('a search of sectors', () => {
  it.each([
    ['it', ['J62']],
    ['electr', ['D']],
    ['consultancy comp', ['J62']],
    ['communication', ['J']],
    ['j', ['J', 'J62']],
    ['tricity', []],
  ])('%j finds %j: words from their beginning, or the beginning of a code', (typed, codes) => {
    expect(tree.search(typed).map(({ code }) => code)).toEqual(codes);
  });
});

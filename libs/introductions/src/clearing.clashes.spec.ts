import { type Clashes, clashesOf } from './clearing.clashes.js';
import type { Span } from './clearing.times.js';

const at = (hour: number): Span => [hour, hour + 1];
const pair = (requestId: string, slotId: string, pairScore = 500) => ({
  requestId,
  slotId,
  units: 1,
  pairScore,
});
const clashes = (changes: Partial<Clashes> = {}): Clashes => ({
  slots: new Map([
    ['nine', [at(9)]],
    ['half', [at(9.5)]],
    ['ten', [at(10)]],
    ['arranged', []],
  ]),
  groups: new Map([
    ['one', ['9A', '9B']],
    ['two', ['9B']],
    ['three', ['9C']],
  ]),
  busy: new Map(),
  ...changes,
});

describe('a group that would be in two places at once', () => {
  it('goes to the better of the two', () => {
    // The other looks for another time.
    expect(clashesOf([pair('one', 'nine'), pair('two', 'half', 501)], clashes())).toEqual(
      ['nine', 'half', 'ten'].map((slotId) => ({ requestId: 'one', slotId })),
    );
  });

  it.each([
    ['one after the other', [pair('one', 'nine'), pair('two', 'ten')]],
    ['of other groups', [pair('one', 'nine'), pair('three', 'half')]],
    ['of one request', [pair('one', 'nine'), pair('one', 'half')]],
    ['by arrangement', [pair('one', 'nine'), pair('two', 'arranged')]],
  ])('is none where sessions are %s', (_, pairs) => {
    expect(clashesOf(pairs, clashes())).toEqual([]);
  });

  it('stays where it is booked, whatever the points', () => {
    const busy = new Map([['9A', [{ requestId: 'four', spans: [at(9)] }]]]);
    expect(clashesOf([pair('one', 'half', 600)], clashes({ busy }))).toEqual(
      ['nine', 'half'].map((slotId) => ({ requestId: 'one', slotId })),
    );
    const own = new Map([['9A', [{ requestId: 'one', spans: [at(9)] }]]]);
    expect(clashesOf([pair('one', 'half')], clashes({ busy: own }))).toEqual([]);
  });
});

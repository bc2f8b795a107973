import { ClearingEnd } from '#matching';
import type { ClearingResult } from './clearing.entity.js';
import { setsPrices } from './clearing.rules.js';

describe('the prices of a clearing', () => {
  const ended = (end: ClearingEnd, certified = true) => ({ end, certified }) as ClearingResult;

  it.each([
    ['that found the best', { dryRun: false }, ended(ClearingEnd.OPTIMAL), true],
    ['that is near enough', { dryRun: false }, ended(ClearingEnd.WITHIN_GAP), true],
    ['that was broken off', { dryRun: false }, ended(ClearingEnd.STOPPED), false],
    ['that the checker found wrong', { dryRun: false }, ended(ClearingEnd.OPTIMAL, false), false],
    ['that is for looking at alone', { dryRun: true }, ended(ClearingEnd.OPTIMAL), false],
  ])('of one %s: whether they count', (_, clearing, result, counts) => {
    expect(setsPrices(clearing, result)).toBe(counts);
  });
});

import { addDays, daysBetween, inWords, isLocalDate } from './dates.js';
import { SECTORS, SECTOR_LETTERS, SECTOR_NAMES, isSectorLetter } from './sectors.js';
import {
  KeyStage,
  academicYearOf,
  firstDayOf,
  keyStageOf,
  lastDayOf,
  readingDates,
  yearGroupsOf,
} from './years.js';

describe('academic years', () => {
  it('turn on 1 September', () => {
    expect(academicYearOf('2026-08-31')).toBe(2025);
    expect(academicYearOf('2026-09-01')).toBe(2026);
    expect(academicYearOf('2027-01-01')).toBe(2026);
  });

  it('contain their first day, their last day and their reading dates', () => {
    expect([firstDayOf(2026), lastDayOf(2026)]).toEqual(['2026-09-01', '2027-08-31']);
    expect(readingDates(2026)).toEqual(['2026-12-31', '2027-03-31', '2027-07-31']);
    expect([firstDayOf(2026), lastDayOf(2026), ...readingDates(2026)].map(academicYearOf)).toEqual(
      Array(5).fill(2026),
    );
  });

  it('refuse a date that does not exist', () => {
    expect(() => academicYearOf('2026-02-30')).toThrow(RangeError);
  });
});

describe('year groups', () => {
  it.each([
    ['a secondary school without sixth form', 11, 16, [7, 8, 9, 10, 11]],
    ['a secondary school with sixth form', 11, 18, [7, 8, 9, 10, 11, 12, 13]],
    ['a university technical college', 14, 19, [10, 11, 12, 13]],
    ['a middle school', 9, 13, [7, 8]],
    ['a sixth-form college', 16, 99, [12, 13]],
    ['a primary school', 4, 11, []],
  ])('of %s', (_, low, high, years) => {
    expect(yearGroupsOf(low, high)).toEqual(years);
  });

  it('belong to key stages', () => {
    expect([7, 9, 10, 11, 12, 13].map(keyStageOf)).toEqual([
      KeyStage.KS3,
      KeyStage.KS3,
      KeyStage.KS4,
      KeyStage.KS4,
      KeyStage.KS5,
      KeyStage.KS5,
    ]);
    expect(() => keyStageOf(6)).toThrow(RangeError);
  });
});

describe('dates', () => {
  it('exist or do not', () => {
    expect(
      ['2028-02-29', '2026-02-29', '2026-13-01', '2026-1-1', '2026-01-01T00:00', ''].map(isLocalDate),
    ).toEqual([true, false, false, false, false, false]);
  });

  it('are counted across the change of the clocks', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-10-26', '2026-10-24')).toBe(-2);
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(() => daysBetween('2026-03-28', 'tomorrow')).toThrow(
      'Expected a date as YYYY-MM-DD, got "tomorrow".',
    );
  });

  it('are written as people in schools write them', () => {
    expect(inWords('2026-05-14')).toBe('Thursday 14 May 2026');
  });
});

describe('sectors', () => {
  it('are the 21 sections A to U, each with a title and a name', () => {
    expect(SECTOR_LETTERS.join('')).toBe('ABCDEFGHIJKLMNOPQRSTU');
    expect(Object.keys(SECTOR_NAMES)).toEqual(Object.keys(SECTORS));
    expect(['A', 'U', 'V', 'a', 'AB', 'toString'].map(isSectorLetter)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

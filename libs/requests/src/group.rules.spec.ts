import {
  faultsOfAcademicYear,
  faultsOfGroups,
  faultsOfYear,
  inSchoolTerms,
  whyNotOnRoll,
} from './group.rules.js';

const taught = [7, 8, 9, 10, 11];

test('groups of years that the school teaches, each with a code of its own, are right', () => {
  const groups = [
    { yearGroup: 9, code: 'A' },
    { yearGroup: 9, code: 'B' },
    { yearGroup: 10, code: 'A' },
  ];
  expect(faultsOfGroups(groups, taught)).toEqual([]);
});

test('a code given twice is named where it comes again, whatever its capitals', () => {
  const groups = ['9A', '9B', '9a', '9A'].map((code) => ({ yearGroup: 9, code }));
  expect(faultsOfGroups(groups, taught)).toEqual([
    { path: 'input.groups[2].code', expected: 'a code of its own: groups[0] has it already', got: '9a' },
    { path: 'input.groups[3].code', expected: 'a code of its own: groups[0] has it already', got: '9A' },
  ]);
});

test('a year group that the school does not teach is refused with those it does', () => {
  expect(faultsOfGroups([{ yearGroup: 12, code: '12A' }], taught)).toEqual([
    {
      path: 'input.groups[0].yearGroup',
      expected: 'a year group that the school teaches (one of 7, 8, 9, 10, 11)',
      got: '12',
    },
  ]);
  expect(faultsOfYear(9, [])[0]?.expected).toContain('none');
});

test('last, this and next academic year may be declared for, no other', () => {
  const faulty = [2024, 2025, 2026, 2027, 2028].filter(
    (year) => faultsOfAcademicYear(year, '2026-11-24').length > 0,
  );
  expect(faulty).toEqual([2024, 2028]);
  expect(faultsOfAcademicYear(2027, '2026-08-31')).toHaveLength(1);
  expect(faultsOfAcademicYear(2027, '2026-09-01')).toEqual([]);
});

test('groups fit on a roll of just as many pupils, and not on one fewer', () => {
  const groups = [
    { yearGroup: 9, size: 30 },
    { yearGroup: 9, size: 28 },
    { yearGroup: 10, size: 500 },
  ];
  expect(whyNotOnRoll(groups, [{ yearGroup: 9, pupils: 58 }])).toBeUndefined();
  expect(whyNotOnRoll(groups, [{ yearGroup: 9, pupils: 57 }])).toMatchObject({
    code: 'ROLL_BELOW_GROUPS',
    yearGroup: 9,
    pupils: 57,
    groupsSum: 58,
  });
  expect(whyNotOnRoll(groups, [])).toBeUndefined();
});

test('an academic year is written as schools write it', () => {
  expect([2026, 2099].map(inSchoolTerms)).toEqual(['2026/27', '2099/00']);
});

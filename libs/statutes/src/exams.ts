import { addDays, type LocalDate, weekdayFrom } from './dates.js';
import type { AcademicYear, YearGroup } from './years.js';

/** Days on which year groups sit exams, both ends included. */
export interface ExamWindow {
  readonly name: string;
  readonly yearGroups: readonly YearGroup[];
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** A version of the usual exam windows: how they are found, and on whose word. */
export interface ExamPolicy {
  readonly id: string;
  /** The first academic year that it is for. */
  readonly since: AcademicYear;
  readonly source: string;
  readonly windowsOf: (year: AcademicYear) => readonly ExamWindow[];
}

const [MONDAY, WEDNESDAY] = [1, 3];

/** The usual exam windows in their versions, the latest first. */
export const EXAM_POLICIES: readonly ExamPolicy[] = [
  {
    id: 'SUMMER_SERIES_2024',
    since: 2023,
    source:
      'Joint Council for Qualifications, key dates: GCSE and A level papers of 2024, 2025 and 2026 began on the Thursday ' +
      'after the early May bank holiday. Of later years the first day is taken to be the same, which is unverified.',
    windowsOf: (year) => summerSeries(addDays(weekdayFrom(`${year + 1}-05-01`, MONDAY), 3), year),
  },
  {
    id: 'SUMMER_SERIES_2017',
    since: 0,
    source: 'As later, but from the first Monday from 13 May on, as in 2019, 2022 and 2023.',
    windowsOf: (year) => summerSeries(weekdayFrom(`${year + 1}-05-13`, MONDAY), year),
  },
];

/** The usual exam windows of an academic year: GCSE for Year 11, A level for Year 13. */
export function usualExams(year: AcademicYear): readonly ExamWindow[] {
  return examPolicyFor(year).windowsOf(year);
}

/** The version of the usual exam windows that an academic year falls under. */
export function examPolicyFor(year: AcademicYear): ExamPolicy {
  const policy = EXAM_POLICIES.find(({ since }) => since <= year);
  if (!policy) throw new RangeError(`Expected an academic year from 0 on, got ${year}.`);
  return policy;
}

// Pupils must be free until the contingency day, which has been the last Wednesday of June in every year since 2019.
function summerSeries(from: LocalDate, year: AcademicYear): readonly ExamWindow[] {
  const to = weekdayFrom(`${year + 1}-06-24`, WEDNESDAY);
  return [
    { name: 'GCSE exams', yearGroups: [11], from, to },
    { name: 'A level exams', yearGroups: [13], from, to },
  ];
}

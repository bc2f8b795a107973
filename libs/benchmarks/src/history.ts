import type { EntityManager } from 'typeorm';
import { type AcademicYear, academicYearOf, type LocalDate } from '#statutes';
import type { SchoolHistory } from './criteria.rules.js';
import { readSchoolYears, type SchoolYear, type SchoolYearKey } from './school-year.js';

/** A cohort in Year 13 was in Year 7 six academic years before. */
const YEARS_BACK = 6;

/** The academic years that a position in one of them looks back on, the oldest first. */
export function yearsBehind({ schoolId, academicYear }: SchoolYearKey): SchoolYearKey[] {
  return Array.from({ length: YEARS_BACK + 1 }, (_, index) => ({
    ...{ schoolId, academicYear: academicYear - YEARS_BACK + index },
  }));
}

/** Years of schools, by school id and the academic year. */
export function historiesOf(years: Iterable<SchoolYear>): Map<string, SchoolHistory> {
  const histories = new Map<string, Map<AcademicYear, SchoolYear>>();
  for (const year of years) {
    const history = histories.get(year.schoolId) ?? new Map<AcademicYear, SchoolYear>();
    histories.set(year.schoolId, history.set(year.academicYear, year));
  }
  return histories;
}

/** The years of schools behind a day, by school id; a school that is not in the register is absent. Two statements. */
export async function readHistories(
  manager: EntityManager,
  schoolIds: readonly string[],
  asOf: LocalDate,
): Promise<Map<string, SchoolHistory>> {
  const academicYear = academicYearOf(asOf);
  const keys = schoolIds.flatMap((schoolId) => yearsBehind({ schoolId, academicYear }));
  return historiesOf((await readSchoolYears(manager, keys, asOf)).values());
}

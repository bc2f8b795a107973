import type { AcademicYear } from '#statutes';

/** A school in one academic year. */
export interface SchoolYear {
  readonly schoolId: string;
  readonly academicYear: AcademicYear;
}

/** A school year as one text, because loaders tell their keys apart by value. */
export function keyOfSchoolYear({ schoolId, academicYear }: SchoolYear): string {
  return `${schoolId} ${academicYear}`;
}

/** The school year that a key stands for. */
export function schoolYearOf(key: string): SchoolYear {
  const [schoolId = '', academicYear] = key.split(' ');
  return { schoolId, academicYear: Number(academicYear) };
}

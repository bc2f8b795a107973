import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock, grouped, type LocalDate, perRequest } from '#platform';
import type { AcademicYear } from '#statutes';
import { Roll } from './roll.entity.js';
import { keyOfSchoolYear, type SchoolYear, schoolYearOf } from './school-year.js';

/** Rolls in batches, one statement a request. */
@Injectable()
export class RollLoader {
  constructor(
    private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {}

  private readonly rolls = perRequest<string, Roll[]>(async (keys) =>
    grouped(keys, await rollsOn(this.manager, keys.map(schoolYearOf), this.clock.today()), keyOfSchoolYear),
  );

  /** The rolls of a school in an academic year as they stand today, by year group, whoever may see them. */
  ofSchool(context: object, schoolId: string, academicYear: AcademicYear): Promise<Roll[]> {
    return this.rolls(context).load(keyOfSchoolYear({ schoolId, academicYear }));
  }
}

/**
 * The rolls of schools as they stood at the end of a day: for each year group the last one declared by then. A year
 * group with no declaration by then is absent.
 */
export async function rollsOn(
  manager: EntityManager,
  schoolYears: readonly SchoolYear[],
  day: LocalDate,
): Promise<Roll[]> {
  if (schoolYears.length === 0) return [];
  return manager
    .createQueryBuilder(Roll, 'roll')
    .distinctOn(['roll.schoolId', 'roll.academicYear', 'roll.yearGroup'])
    .where([...schoolYears])
    .andWhere('roll.declaredOn <= :day', { day })
    .orderBy('roll.schoolId')
    .addOrderBy('roll.academicYear')
    .addOrderBy('roll.yearGroup')
    .addOrderBy('roll.declaredOn', 'DESC')
    .getMany();
}

import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { grouped, inOrder, perRequest } from '#platform';
import type { AcademicYear } from '#statutes';
import { PupilGroup } from './group.entity.js';
import { keyOfSchoolYear, schoolYearOf } from './school-year.js';

/** Groups of pupils in batches, one statement a request. */
@Injectable()
export class GroupLoader {
  constructor(private readonly manager: EntityManager) {}

  private readonly groups = perRequest<string, PupilGroup | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(PupilGroup, { id: In([...ids]) }), ({ id }) => id),
  );

  private readonly bySchoolYear = perRequest<string, PupilGroup[]>(async (keys) =>
    grouped(
      keys,
      await this.manager.find(PupilGroup, {
        where: keys.map(schoolYearOf),
        order: { yearGroup: 'ASC', code: 'ASC' },
      }),
      keyOfSchoolYear,
    ),
  );

  /** A group by id, whoever may see it: for those who reached it through something they may see. */
  byId(context: object, id: string): Promise<PupilGroup | null> {
    return this.groups(context).load(id);
  }

  /** The groups of a school in an academic year, by year group and code, under the same rule. */
  ofSchool(context: object, schoolId: string, academicYear: AcademicYear): Promise<PupilGroup[]> {
    return this.bySchoolYear(context).load(keyOfSchoolYear({ schoolId, academicYear }));
  }
}

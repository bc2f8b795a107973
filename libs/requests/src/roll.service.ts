import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import { BadInput, Clock, Transactions } from '#platform';
import { type AcademicYear, academicYearOf } from '#statutes';
import { PupilGroup } from './group.entity.js';
import type { DeclareRollInput } from './group.input.js';
import { type DeclareRollResult, DeclareRollSuccess } from './group.outcome.js';
import { seesOwn } from './group.policy.js';
import { faultsOfAcademicYear, faultsOfYear, whyNotOnRoll, whyNotRollAsSeen } from './group.rules.js';
import { lockOwnSchool, taughtAt } from './group.service.js';
import { Roll } from './roll.entity.js';
import { RollLoader, rollsOn } from './roll.loader.js';

/** How many pupils a school's years have. */
@Injectable()
export class Rolls {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly loader: RollLoader,
    private readonly clock: Clock,
  ) {}

  /** The roll, or null where it is absent or the viewer may not see it. */
  async find(viewer: Viewer | undefined, id: string): Promise<Roll | null> {
    const roll = await this.manager.findOneBy(Roll, { id });
    return roll && seesOwn(viewer, roll.schoolId) ? roll : null;
  }

  /** The rolls of a school in an academic year (this one if absent); none for whoever does not act for it. */
  async of(
    viewer: Viewer | undefined,
    context: object,
    schoolId: string,
    academicYear?: AcademicYear | null,
  ): Promise<Roll[]> {
    if (!seesOwn(viewer, schoolId)) return [];
    return this.loader.ofSchool(context, schoolId, academicYear ?? academicYearOf(this.clock.today()));
  }

  /** Declares the roll of a year group from today on; a second declaration on one day replaces the first. */
  declare(viewer: Viewer, input: DeclareRollInput): Promise<typeof DeclareRollResult> {
    return this.transactions.run(viewer, async (tx) => {
      const school = await lockOwnSchool(tx, viewer, input.schoolId);
      const academicYear = input.academicYear ?? academicYearOf(tx.today);
      const faults = [
        ...faultsOfAcademicYear(academicYear, tx.today),
        ...faultsOfYear(input.yearGroup, taughtAt(school)),
      ];
      if (faults.length > 0) throw new BadInput(faults);
      const { yearGroup, pupils } = input;
      const where = { schoolId: school.id, academicYear, yearGroup };
      const [standing] = await rollsOn(tx.manager, [where], tx.today);
      const problem =
        whyNotRollAsSeen(input, standing) ??
        whyNotOnRoll(await tx.manager.findBy(PupilGroup, where), [{ yearGroup, pupils }]);
      if (problem) return problem;

      const day = { ...where, declaredOn: tx.today };
      const today = await tx.manager.findOneBy(Roll, day);
      const id = today?.id ?? tx.newId('roll');
      const version = (standing?.version ?? 0) + (standing?.pupils === pupils ? 0 : 1);
      const roll = tx.manager.create(Roll, { ...day, id, pupils, version, declaredBy: viewer.actorId });
      await tx.save(roll);
      await tx.record(roll, 'declared', { after: { academicYear, yearGroup, pupils } });
      return new DeclareRollSuccess(roll);
    });
  }
}

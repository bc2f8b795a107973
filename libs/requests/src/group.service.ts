import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import { BadInput, Clock, NotFound, Transactions, type Tx } from '#platform';
import { School } from '#reference';
import { type AcademicYear, academicYearOf, YEAR_GROUPS, type YearGroup, yearGroupsOf } from '#statutes';
import { PupilGroup } from './group.entity.js';
import type { DeclareGroupsInput } from './group.input.js';
import { GroupLoader } from './group.loader.js';
import { type DeclareGroupsResult, DeclareGroupsSuccess } from './group.outcome.js';
import { requireActsForSchool, seesOwn } from './group.policy.js';
import {
  faultsOfAcademicYear,
  faultsOfGroups,
  faultsOfVersions,
  nameOf,
  staysAsItIs,
  whyNotAsSeen,
  whyNotOnRoll,
} from './group.rules.js';
import { rollsOn } from './roll.loader.js';

/** What a school says of the pupils it teaches together. */
@Injectable()
export class Groups {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly loader: GroupLoader,
    private readonly clock: Clock,
  ) {}

  /** The group, or null where it is absent or the viewer may not see it. */
  async find(viewer: Viewer | undefined, id: string): Promise<PupilGroup | null> {
    const group = await this.manager.findOneBy(PupilGroup, { id });
    return group && seesOwn(viewer, group.schoolId) ? group : null;
  }

  /** The groups of a school in an academic year (this one if absent); none for whoever does not act for it. */
  async of(
    viewer: Viewer | undefined,
    context: object,
    schoolId: string,
    academicYear?: AcademicYear | null,
  ): Promise<PupilGroup[]> {
    if (!seesOwn(viewer, schoolId)) return [];
    return this.loader.ofSchool(context, schoolId, academicYear ?? academicYearOf(this.clock.today()));
  }

  /** Declares groups of a school: known codes get the new size, new ones are added, the others stay. */
  declare(viewer: Viewer, input: DeclareGroupsInput): Promise<typeof DeclareGroupsResult> {
    return this.transactions.run(viewer, async (tx) => {
      const school = await lockOwnSchool(tx, viewer, input.schoolId);
      const academicYear = input.academicYear ?? academicYearOf(tx.today);
      const where = { schoolId: school.id, academicYear };
      const before = new Map((await tx.manager.findBy(PupilGroup, where)).map((old) => [nameOf(old), old]));
      const faults = [
        ...faultsOfAcademicYear(academicYear, tx.today),
        ...faultsOfGroups(input.groups, taughtAt(school)),
        ...faultsOfVersions(input.groups, before),
      ];
      if (faults.length > 0) throw new BadInput(faults);
      const changed = whyNotAsSeen(input.groups, before);
      if (changed) return changed;

      const declared = input.groups.map((group) =>
        declaredAs(tx, { ...group, ...where }, before.get(nameOf(group))),
      );
      const after = new Map([...before, ...declared.map((group) => [nameOf(group), group] as const)]);
      const problem = whyNotOnRoll([...after.values()], await rollsOn(tx.manager, [where], tx.today));
      if (problem) return problem;

      await write(tx, declared, before);
      return new DeclareGroupsSuccess(declared);
    });
  }
}

/** The group as it is declared, in the next version where that changes it. */
function declaredAs(tx: Tx, group: Omit<PupilGroup, 'id' | 'version'>, old?: PupilGroup): PupilGroup {
  const version = staysAsItIs(group, old) ? (old?.version ?? 1) : (old?.version ?? 0) + 1;
  return tx.manager.create(PupilGroup, { ...group, version, id: old?.id ?? tx.newId('group') });
}

async function write(
  tx: Tx,
  declared: readonly PupilGroup[],
  before: ReadonlyMap<string, PupilGroup>,
): Promise<void> {
  for (const group of declared) {
    const old = before.get(nameOf(group));
    if (staysAsItIs(group, old)) continue;
    await tx.save(group);
    const { yearGroup, academicYear, size } = group;
    await tx.record(group, 'declared', {
      ...(old ? { before: { size: old.size } } : {}),
      after: { academicYear, yearGroup, size },
    });
  }
}

/**
 * Locks an open school that the viewer acts for. Groups and rolls bound each other over several rows, so a school's
 * declarations happen one after the other; whoever only refers to the school does not wait.
 */
export async function lockOwnSchool(tx: Tx, viewer: Viewer, id: string): Promise<School> {
  const school = await tx.manager.findOne(School, {
    where: { id, open: true },
    lock: { mode: 'for_no_key_update' },
  });
  if (!school) throw new NotFound('open school', id);
  requireActsForSchool(viewer, id);
  return school;
}

/** The year groups that a school teaches: by its registered ages, or any where the register has none. */
export function taughtAt({ ageLow, ageHigh }: Pick<School, 'ageLow' | 'ageHigh'>): readonly YearGroup[] {
  return ageLow === null || ageHigh === null ? YEAR_GROUPS : yearGroupsOf(ageLow, ageHigh);
}

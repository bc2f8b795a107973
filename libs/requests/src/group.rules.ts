import type { FieldFault, LocalDate } from '#platform';
import { type AcademicYear, academicYearOf, type YearGroup } from '#statutes';
import type { PupilGroupType } from './group.graphql.js';
import type { DeclareRollInput, PupilGroupInput } from './group.input.js';
import { GroupChangedMeanwhile, RollBelowGroups, RollChangedMeanwhile } from './group.outcome.js';
import type { RollType } from './roll.graphql.js';

/** An academic year as schools write it: `2026/27`. */
export function inSchoolTerms(year: AcademicYear): string {
  return `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
}

/** What no state of the world would make right in declared groups. @param taught the year groups of the school */
export function faultsOfGroups(
  groups: readonly Pick<PupilGroupInput, 'yearGroup' | 'code'>[],
  taught: readonly YearGroup[],
): FieldFault[] {
  const firstAt = new Map<string, number>();
  return groups.flatMap((group, index) => {
    const path = `input.groups[${index}]`;
    const first = firstAt.get(nameOf(group));
    if (first === undefined) firstAt.set(nameOf(group), index);
    const twice = {
      path: `${path}.code`,
      expected: `a code of its own: groups[${first}] has it already`,
      got: group.code,
    };
    return [...faultsOfYear(group.yearGroup, taught, path), ...(first === undefined ? [] : [twice])];
  });
}

/** Whether the school teaches the year group. @param path of the input that holds it */
export function faultsOfYear(
  yearGroup: YearGroup,
  taught: readonly YearGroup[],
  path = 'input',
): FieldFault[] {
  if (taught.includes(yearGroup)) return [];
  const years =
    taught.length > 0 ? `one of ${taught.join(', ')}` : 'none: its ages are outside Years 7 to 13';
  return [
    {
      path: `${path}.yearGroup`,
      expected: `a year group that the school teaches (${years})`,
      got: String(yearGroup),
    },
  ];
}

/** Whether an academic year may still, or already, be declared for: the last, this one or the next. */
export function faultsOfAcademicYear(year: AcademicYear, today: LocalDate): FieldFault[] {
  const current = academicYearOf(today);
  if (Math.abs(year - current) <= 1) return [];
  return [
    {
      path: 'input.academicYear',
      expected: `${current - 1}, ${current} or ${current + 1}`,
      got: String(year),
    },
  ];
}

/** What makes two declarations the same group within one school and academic year. */
export function nameOf({ yearGroup, code }: { yearGroup: YearGroup; code: string }): string {
  return `${yearGroup} ${code.toLowerCase()}`;
}

/** Groups that are known, by `nameOf`. */
type Known = ReadonlyMap<string, PupilGroupType>;

/** A version of a group that is not there: groups are never taken away, so nobody can have seen one. */
export function faultsOfVersions(groups: readonly PupilGroupInput[], known: Known): FieldFault[] {
  return groups.flatMap(({ version, ...group }, index) => {
    if ((version ?? null) === null || known.has(nameOf(group))) return [];
    const expected = `none: there is no group ${group.code} in Year ${group.yearGroup} yet`;
    return [{ path: `input.groups[${index}].version`, expected, got: String(version) }];
  });
}

/** Whether a declaration says of a known group what it is already. */
export function staysAsItIs(
  group: { code: string; size: number },
  known?: { code: string; size: number },
): boolean {
  return known?.code === group.code && known.size === group.size;
}

/** The first group that would be changed by somebody who has not seen it as it is. */
export function whyNotAsSeen(
  groups: readonly PupilGroupInput[],
  known: Known,
): GroupChangedMeanwhile | undefined {
  for (const group of groups) {
    const current = known.get(nameOf(group));
    if (current && !staysAsItIs(group, current) && group.version !== current.version)
      return new GroupChangedMeanwhile(current);
  }
  return undefined;
}

/** Whether the roll that stands would be changed by somebody who has not seen it as it is. */
export function whyNotRollAsSeen(
  { pupils, version }: Pick<DeclareRollInput, 'pupils' | 'version'>,
  standing?: RollType,
): RollChangedMeanwhile | undefined {
  if (!standing || standing.pupils === pupils || standing.version === version) return undefined;
  return new RollChangedMeanwhile(standing);
}

/**
 * Why these groups do not fit on the rolls: a year's pupils are in at most one group each, so there cannot be more in
 * its groups than on its roll. A year without a roll fits.
 * @param groups all groups of one school and academic year
 */
export function whyNotOnRoll(
  groups: readonly { yearGroup: YearGroup; size: number }[],
  rolls: readonly { yearGroup: YearGroup; pupils: number }[],
): RollBelowGroups | undefined {
  for (const { yearGroup, pupils } of rolls) {
    const sum = groups
      .filter((group) => group.yearGroup === yearGroup)
      .reduce((total, { size }) => total + size, 0);
    if (sum > pupils) return new RollBelowGroups(yearGroup, pupils, sum);
  }
  return undefined;
}

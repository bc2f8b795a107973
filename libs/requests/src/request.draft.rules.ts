import { type FieldFault, type LocalDate, shorten } from '#platform';
import {
  type AcademicYear,
  academicYearOf,
  ACTIVITY_RULES,
  inWords,
  Mode,
  RequestKind,
  Venue,
} from '#statutes';
import type { PupilGroup } from './group.entity.js';
import { inSchoolTerms } from './group.rules.js';
import type { DraftRequestInput } from './request.input.js';
import { anyMayCount } from './request.rules.js';

/** A group that a draft names, or null where the school has none with that id. */
export type NamedPupils = Pick<PupilGroup, 'academicYear' | 'yearGroup' | 'code' | 'size'> | null;

/**
 * What no state of the world would make right in a draft.
 * @param groups the school's groups that it names, in the order of its `groupIds`
 * @param since the first day that its windows may begin on
 */
export function faultsOfDraft(
  input: DraftRequestInput,
  groups: readonly NamedPupils[],
  since: LocalDate,
): FieldFault[] {
  const windows = faultsOfWindows(input, since);
  // Without right windows there is no academic year to hold the groups against.
  const year = windows.length === 0 ? yearOf(input) : undefined;
  return [
    ...faultsOfActivities(input),
    ...windows,
    ...faultsOfGroupIds(input, groups, year),
    ...faultsOfNumbers(input, groups),
    ...faultsOfTravel(input),
    ...faultsOfBenchmark(input),
  ];
}

function faultsOfActivities({ kind, activityTypes, mode }: DraftRequestInput): FieldFault[] {
  return activityTypes.flatMap((type, index) => {
    const rule = ACTIVITY_RULES[type];
    const path = `input.activityTypes[${index}]`;
    const faults: FieldFault[] = [];
    if (rule.kind !== kind) {
      faults.push({
        path,
        expected: `an activity with ${ofKind[kind]}, as the kind is ${kind.toUpperCase()}`,
        got: type.toUpperCase(),
      });
    }
    if (rule.mode !== Mode.BOTH && mode !== Mode.BOTH && rule.mode !== mode) {
      faults.push({
        path: 'input.mode',
        expected: `${rule.mode.toUpperCase()} or BOTH, for: ${rule.label}`,
        got: mode.toUpperCase(),
      });
    }
    return faults;
  });
}

const ofKind: Readonly<Record<RequestKind, string>> = {
  [RequestKind.ENCOUNTER]: 'sessions',
  [RequestKind.PLACEMENT]: 'places',
};

function faultsOfWindows({ windows }: DraftRequestInput, since: LocalDate): FieldFault[] {
  const year = windows[0] && academicYearOf(windows[0].from);
  return windows.flatMap(({ from, to }, index) => {
    const path = `input.windows[${index}]`;
    if (to < from) return [{ path: `${path}.to`, expected: `a day from ${from}, its from, on`, got: to }];
    const faults: FieldFault[] = [];
    if (from < since) {
      faults.push({ path: `${path}.from`, expected: `a day from ${inWords(since)} on`, got: from });
    }
    for (const [end, date] of [['from', from] as const, ['to', to] as const]) {
      if (year === undefined || academicYearOf(date) === year) continue;
      const expected = `a day of ${inSchoolTerms(year)}, the academic year of the first window`;
      faults.push({ path: `${path}.${end}`, expected, got: date });
    }
    return faults;
  });
}

function yearOf({ windows }: DraftRequestInput): AcademicYear | undefined {
  return windows[0] && academicYearOf(windows[0].from);
}

function faultsOfGroupIds(
  { groupIds, activityTypes }: DraftRequestInput,
  groups: readonly NamedPupils[],
  year: AcademicYear | undefined,
): FieldFault[] {
  const [strictest] = activityTypes
    .map((type) => ACTIVITY_RULES[type])
    .sort((one, other) => other.minimumYear - one.minimumYear);
  return groupIds.flatMap((id, index) => {
    const group = groups[index];
    const path = `input.groupIds[${index}]`;
    if (!group) return [{ path, expected: 'a group of this school, from declareGroups', got: shorten(id) }];
    const faults: FieldFault[] = [];
    if (year !== undefined && group.academicYear !== year) {
      faults.push({
        path,
        expected: `a group of ${inSchoolTerms(year)}, the academic year of the windows`,
        got: `${group.code} of ${inSchoolTerms(group.academicYear)}`,
      });
    }
    if (strictest && group.yearGroup < strictest.minimumYear) {
      faults.push({
        path,
        expected: `Year ${strictest.minimumYear} or above for: ${strictest.label}`,
        got: `${group.code} of Year ${group.yearGroup}`,
      });
    }
    return faults;
  });
}

function faultsOfNumbers(input: DraftRequestInput, groups: readonly NamedPupils[]): FieldFault[] {
  const placement = input.kind === RequestKind.PLACEMENT;
  const wanted = { places: placement, sessions: !placement, pupilsPerSession: !placement };
  const faults = (['places', 'sessions', 'pupilsPerSession'] as const).flatMap((field) => {
    const got = input[field] ?? null;
    if (wanted[field] === (got !== null)) return [];
    const expected = `${wanted[field] ? 'a number' : 'nothing'}, as this is ${placement ? 'a placement' : 'an encounter'}`;
    return [{ path: `input.${field}`, expected, got: shorten(got) }];
  });
  const sum = groups.reduce((total, group) => total + (group?.size ?? Infinity), 0);
  const field = placement ? 'places' : 'pupilsPerSession';
  if ((input[field] ?? 0) > sum) {
    const expected = `at most ${sum}, the pupils of its groups together`;
    faults.push({ path: `input.${field}`, expected, got: String(input[field]) });
  }
  return faults;
}

function faultsOfTravel({ activityTypes, travelKm }: DraftRequestInput): FieldFault[] {
  const away = activityTypes
    .map((type) => ACTIVITY_RULES[type])
    .find(({ venue }) => venue === Venue.WORKPLACE);
  if (!away || travelKm > 0) return [];
  const expected = `at least 1 kilometre, as pupils travel for: ${away.label}`;
  return [{ path: 'input.travelKm', expected, got: String(travelKm) }];
}

function faultsOfBenchmark({ activityTypes, benchmark }: DraftRequestInput): FieldFault[] {
  if (!benchmark || anyMayCount(activityTypes, benchmark)) return [];
  const expected = 'a benchmark that one of the activity types may count for, or nothing';
  return [{ path: 'input.benchmark', expected, got: benchmark }];
}

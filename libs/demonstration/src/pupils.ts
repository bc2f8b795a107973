import { type Place } from '#platform';
import { SchoolKind, SchoolPhase } from '#reference';
import { firstDayOf, type YearGroup, yearGroupsOf } from '#statutes';
import type { Chance } from './chance.js';
import type { GroupRow, RollRow } from './rows.js';
import type { Setting } from './setting.js';

/** What of a school of the register the demonstration goes by. */
export interface RegisteredSchool {
  readonly id: string;
  readonly urn: number;
  readonly name: string;
  readonly place: Place;
  readonly postcode: string | null;
  readonly kind: SchoolKind;
  readonly phase: SchoolPhase;
  readonly ageLow: number | null;
  readonly ageHigh: number | null;
  readonly pupils: number | null;
  readonly hasSixthForm: boolean | null;
}

/** A year group of a school with its pupils. */
export interface TaughtYear {
  readonly yearGroup: YearGroup;
  readonly roll: RollRow;
  readonly groups: readonly GroupRow[];
}

/** Who stands for the school where nobody declared or recorded anything. */
export const SIMULATED = 'demonstration';

/** About this many pupils are taught together, and no more groups than this to a year. */
const GROUP = { size: 45, most: 8 };

/** The register has no ages for half of the schools: what their kind usually teaches. A range ends with the last birthday. */
const USUAL_AGES: Readonly<Record<SchoolKind, readonly [low: number, high: number]>> = {
  [SchoolKind.STATE_SECONDARY]: [11, 16],
  [SchoolKind.CITY_TECHNOLOGY_COLLEGE]: [11, 18],
  [SchoolKind.SPECIAL]: [4, 16],
  [SchoolKind.NON_MAINTAINED_SPECIAL]: [5, 18],
  [SchoolKind.ALTERNATIVE_PROVISION]: [11, 16],
  [SchoolKind.INDEPENDENT]: [4, 18],
  [SchoolKind.POST_16]: [16, 18],
};
/** Pupils of a year where the register does not say how many a school has. */
const USUAL_YEAR: Readonly<Record<SchoolKind, readonly [from: number, to: number]>> = {
  [SchoolKind.STATE_SECONDARY]: [120, 240],
  [SchoolKind.CITY_TECHNOLOGY_COLLEGE]: [150, 200],
  [SchoolKind.SPECIAL]: [6, 16],
  [SchoolKind.NON_MAINTAINED_SPECIAL]: [4, 10],
  [SchoolKind.ALTERNATIVE_PROVISION]: [8, 25],
  [SchoolKind.INDEPENDENT]: [20, 90],
  [SchoolKind.POST_16]: [350, 900],
};
/** A sixth form has about this share of the pupils that a year below it has. */
const STAYING_ON = 0.5;

/** The ages a school takes: the register's, or those usual for its kind and phase. */
export function agesOf(school: RegisteredSchool): readonly [low: number, high: number] {
  if (school.ageLow !== null && school.ageHigh !== null) return [school.ageLow, school.ageHigh];
  const [low, high] = USUAL_AGES[school.kind];
  if (school.phase === SchoolPhase.MIDDLE_DEEMED_SECONDARY) return [9, 13];
  return [
    school.phase === SchoolPhase.ALL_THROUGH ? 4 : low,
    school.hasSixthForm ? Math.max(high, 18) : high,
  ];
}

/** The years from 7 to 13 of a school, each with its roll and its groups; simulated where the register has no number. */
export function makeYears(
  setting: Setting,
  chance: Chance,
  school: RegisteredSchool,
  academicYear: number,
): TaughtYear[] {
  const [low, high] = agesOf(school);
  const below = Math.max(0, Math.min(high, 16) - low);
  const sixthForm = Math.max(0, Math.min(high, 18) - Math.max(low, 16));
  const share = below > 0 ? STAYING_ON : 1;
  return yearGroupsOf(low, high).map((yearGroup) => {
    const usual =
      school.pupils === null
        ? chance.int(...USUAL_YEAR[school.kind])
        : school.pupils / Math.max(1, below + sixthForm * share);
    const part = yearGroup > 11 ? share : 1;
    const pupils = Math.min(3_000, Math.max(2, Math.round(usual * part * (0.92 + 0.16 * chance.share()))));
    return makeYear(setting, chance, school, { academicYear, yearGroup, pupils });
  });
}

function makeYear(
  { ids, now, today }: Setting,
  chance: Chance,
  school: RegisteredSchool,
  { academicYear, yearGroup, pupils }: { academicYear: number; yearGroup: YearGroup; pupils: number },
): TaughtYear {
  // From the first day of the year on, so that the position on any day of it has a denominator.
  const declaredOn = firstDayOf(academicYear) < today ? firstDayOf(academicYear) : today;
  const began = new Date(Math.min(now.getTime(), Date.parse(`${declaredOn}T08:00:00Z`)));
  const common = { school_id: school.id, academic_year: academicYear, year_group: yearGroup };
  // A few pupils are in no group: the roll may be more than its groups, never less.
  const outside = pupils > 60 && chance.happens(0.15) ? chance.int(1, 3) : 0;
  const count = Math.min(GROUP.most, Math.max(pupils < 24 ? 1 : 2, Math.round(pupils / GROUP.size)));
  const groups = Array.from({ length: count }, (_, index) => ({
    id: ids.next('group', began),
    ...common,
    code: `${yearGroup}${String.fromCharCode(65 + index)}-demo`,
    size: Math.floor((pupils - outside + index) / count),
  }));
  const declared = { declared_on: declaredOn, declared_by: SIMULATED };
  return { yearGroup, groups, roll: { id: ids.next('roll', began), ...common, pupils, ...declared } };
}

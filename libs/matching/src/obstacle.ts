import type { ActivityType, DayOff, LocalDate, Mode, RequestKind, SectorLetter, YearGroup } from '#statutes';
import type { Side } from './pair.js';

/** What can stand between an offer's slot and a request. */
export enum ObstacleCode {
  KIND_DIFFERS = 'kind_differs',
  ACTIVITY_NOT_ASKED = 'activity_not_asked',
  SECTOR_NOT_ASKED = 'sector_not_asked',
  SLOT_PAST = 'slot_past',
  OUTSIDE_WINDOWS = 'outside_windows',
  SCHOOL_HOLIDAY = 'school_holiday',
  BANK_HOLIDAY = 'bank_holiday',
  WEEKEND = 'weekend',
  INSET_DAY = 'inset_day',
  EXAMS = 'exams',
  MODE_DIFFERS = 'mode_differs',
  TOO_FAR = 'too_far',
  TOO_YOUNG = 'too_young',
  YEAR_NOT_OFFERED = 'year_not_offered',
  TOO_MANY_PUPILS = 'too_many_pupils',
  SLOT_FULL = 'slot_full',
  REQUEST_FILLED = 'request_filled',
  EXCLUDED = 'excluded',
  PERSON_TAKEN = 'person_taken',
  NO_SLOT = 'no_slot',
}

/** What each obstacle shows: the numbers and names that stand against each other. */
export interface Findings {
  [ObstacleCode.KIND_DIFFERS]: { readonly offered: RequestKind; readonly asked: RequestKind };
  [ObstacleCode.ACTIVITY_NOT_ASKED]: { readonly offered: ActivityType };
  /** An offer without sectors suits every request, so `offered` is never empty. */
  [ObstacleCode.SECTOR_NOT_ASKED]: { readonly offered: readonly [SectorLetter, ...SectorLetter[]] };
  [ObstacleCode.SLOT_PAST]: { readonly startsOn: LocalDate };
  /** By arrangement these are the first days that would do. */
  [ObstacleCode.OUTSIDE_WINDOWS]: { readonly startsOn: LocalDate; readonly endsOn: LocalDate };
  [ObstacleCode.SCHOOL_HOLIDAY]: ClosedSlot;
  [ObstacleCode.BANK_HOLIDAY]: ClosedSlot;
  [ObstacleCode.WEEKEND]: ClosedSlot;
  [ObstacleCode.INSET_DAY]: ClosedSlot;
  [ObstacleCode.EXAMS]: ClosedSlot;
  /** `offered` is null when the offer contradicts its own activity, such as a workplace visit by video. */
  [ObstacleCode.MODE_DIFFERS]: { readonly offered: Mode.IN_PERSON | Mode.VIRTUAL | null };
  [ObstacleCode.TOO_FAR]: {
    readonly traveller: Side;
    readonly distanceMetres: number;
    readonly travelKm: number;
  };
  /** `years` are those asked for below the minimum, rising. */
  [ObstacleCode.TOO_YOUNG]: {
    readonly activity: ActivityType;
    readonly years: readonly YearGroup[];
    readonly minimumYear: YearGroup;
  };
  /** `years` are those asked for outside the offer's range, rising. */
  [ObstacleCode.YEAR_NOT_OFFERED]: {
    readonly years: readonly YearGroup[];
    readonly yearFrom: YearGroup;
    readonly yearTo: YearGroup;
  };
  [ObstacleCode.TOO_MANY_PUPILS]: { readonly pupilsPerSession: number; readonly maxPupils: number };
  [ObstacleCode.SLOT_FULL]: { readonly kind: RequestKind; readonly remaining: number };
  [ObstacleCode.REQUEST_FILLED]: { readonly kind: RequestKind; readonly outstanding: number };
  /** `by` is for the side concerned: the other learns only that one of them would rather not. */
  [ObstacleCode.EXCLUDED]: { readonly by: Side };
  [ObstacleCode.PERSON_TAKEN]: { readonly personId: string };
  /** Of an offer as a whole: `feasible` is asked of slots, and never finds it. */
  [ObstacleCode.NO_SLOT]: object;
}

/** A slot on a day on which the school does not teach; its first and last day, and the day off among them. */
interface ClosedSlot {
  readonly dayOff: DayOff;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
}

/** One obstacle: its code and what it shows. */
export type Obstacle<Code extends ObstacleCode = ObstacleCode> = {
  readonly [C in Code]: { readonly code: C } & Findings[C];
}[Code];

/**
 * Whether either side could change something that removes the obstacle: `whyNot` has a relaxation for exactly these. It
 * is told apart here because weighing thousands of pairs has no use for the sentences.
 */
export function changeable(obstacle: Obstacle): boolean {
  if (obstacle.code === ObstacleCode.MODE_DIFFERS) return obstacle.offered !== null;
  if ('dayOff' in obstacle) return obstacle.dayOff.assumed;
  return !FINAL.has(obstacle.code);
}

const FINAL: ReadonlySet<ObstacleCode> = new Set([
  ObstacleCode.EXCLUDED,
  ObstacleCode.PERSON_TAKEN,
  ObstacleCode.KIND_DIFFERS,
  ObstacleCode.SLOT_PAST,
  ObstacleCode.TOO_YOUNG,
]);

import { ACTIVITY_RULES, ActivityType, addDays, Mode, RequestKind } from '#statutes';
import type { Chance } from './chance.js';
import type { OfferRow, SlotRow } from './rows.js';
import { londonTime } from './school-days.js';
import type { Setting } from './setting.js';

/** How long an encounter lasts, in minutes, how many pupils a session takes, and how many sessions a day may hold. */
interface Shape {
  readonly minutes: readonly number[];
  readonly pupils: readonly number[];
  readonly sessions: readonly number[];
}

function shape(
  minutes: readonly number[],
  pupils: readonly number[],
  sessions: readonly number[] = [1, 1, 2, 3],
): Shape {
  return { minutes, pupils, sessions };
}

/** The shape of every activity type; placements hold places instead. */
export const SHAPES: Readonly<Record<ActivityType, Shape>> = {
  [ActivityType.CAREERS_TALK]: shape([45, 60], [60, 60, 90, 120, 180]),
  [ActivityType.CAREERS_FAIR]: shape([180, 240], [200, 300], [1]),
  [ActivityType.SPEED_NETWORKING]: shape([60, 90, 120], [60, 90, 120]),
  [ActivityType.MOCK_INTERVIEW]: shape([120, 180], [8, 12, 15], [1, 2, 2, 3]),
  [ActivityType.MENTORING]: shape([45, 60], [6, 10, 12]),
  [ActivityType.ENTERPRISE_CHALLENGE]: shape([120, 240], [60, 90, 120], [1]),
  [ActivityType.WORKPLACE_VISIT]: shape([120, 180], [15, 20, 30, 60], [1, 1, 2]),
  [ActivityType.WORK_SHADOWING]: shape([240, 300], [4, 8, 12], [1]),
  [ActivityType.WORK_EXPERIENCE_PLACEMENT]: shape([1], [1], [1, 2, 2, 3, 4, 6]),
  [ActivityType.VIRTUAL_WORK_EXPERIENCE]: shape([120, 180], [60, 120, 300], [2, 5, 10]),
  [ActivityType.AMBASSADOR_VISIT]: shape([45, 60], [60, 90, 120]),
  [ActivityType.ALUMNI_VISIT]: shape([45, 60], [60, 90, 120]),
  [ActivityType.CURRICULUM_CO_DELIVERY]: shape([50, 60], [32, 60], [1, 2, 3]),
  [ActivityType.GUIDANCE_INTERVIEW]: shape([180, 240], [4, 6], [1, 2]),
  [ActivityType.LABOUR_MARKET_SESSION]: shape([45, 60], [60, 90, 120]),
  [ActivityType.TEACHER_EXTERNSHIP]: shape([240, 300], [4, 8], [1]),
  [ActivityType.EMPLOYER_GOVERNOR]: shape([60], [1], [1]),
};

/** When lessons begin. The longest encounter from the first of them ends before the school day does. */
const STARTS = ['09:00', '09:30', '10:30', '11:15', '13:15', '14:00'] as const;
const LONG = 120;

/** The one to three slots of an offer, on days of its own. */
export function slotsOf(setting: Setting, chance: Chance, offer: OfferRow): SlotRow[] {
  const count = chance.pick([1, 1, 2, 2, 3]);
  const placement = ACTIVITY_RULES[offer.activity_type].kind === RequestKind.PLACEMENT;
  const from = placement && setting.weeks.length > 0 ? setting.weeks : setting.future;
  return chance.several(from, count).map((day) => slotOn(setting, chance, offer, day));
}

/** One slot of an offer on a day; a placement lasts from there for five days. */
export function slotOn({ ids }: Setting, chance: Chance, offer: OfferRow, day: string): SlotRow {
  const { minutes, pupils, sessions } = SHAPES[offer.activity_type];
  const { kind } = ACTIVITY_RULES[offer.activity_type];
  const capacity =
    chance.pick(sessions) * (offer.mode === Mode.VIRTUAL && kind === RequestKind.ENCOUNTER ? 3 : 1);
  const slot = {
    id: ids.next('slot', offer.created_at),
    offer_id: offer.id,
    kind,
    capacity,
    remaining: capacity,
  };
  if (kind === RequestKind.PLACEMENT) {
    const [starts_at, ends_at] = [londonTime(day, '09:00'), londonTime(addDays(day, 4), '16:00')];
    return { ...slot, starts_at, ends_at, max_pupils: null };
  }
  const lasts = chance.pick(minutes);
  const starts_at = londonTime(
    day,
    lasts > LONG ? '09:30' : chance.pick(lasts === LONG ? STARTS.slice(0, 5) : STARTS),
  );
  return {
    ...slot,
    starts_at,
    ends_at: new Date(starts_at.getTime() + lasts * 60_000),
    max_pupils: chance.pick(pupils),
  };
}

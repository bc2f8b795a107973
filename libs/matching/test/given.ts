import {
  ActivityType,
  Benchmark,
  calendarOf,
  Mode,
  RequestKind,
  type SchoolCalendar,
  usualBankHolidays,
} from '#statutes';
import type { MatchOffer, MatchRequest, MatchSlot } from '../src/index.js';

/** The day on which the specs are told they run. */
export const TODAY = '2026-05-01';

/** The usual calendar of the academic year of `TODAY`. */
export const CALENDAR: SchoolCalendar = calendarOf(2025, [
  ...usualBankHolidays(2025),
  ...usualBankHolidays(2026),
]);

/** An hour in Leeds that fits `request()`: 4.2 km from the school. */
export function offer(changes: Partial<MatchOffer> = {}, slot: Partial<MatchSlot> = {}): MatchOffer {
  return {
    offerId: 'offer_1',
    slotId: 'slot_1',
    employerId: 'employer_1',
    personId: 'person_1',
    activityType: ActivityType.CAREERS_TALK,
    employed: true,
    sectors: ['C'],
    yearFrom: 8,
    yearTo: 10,
    mode: Mode.IN_PERSON,
    place: { easting: 430_000, northing: 433_000 },
    travelKm: 30,
    slot: {
      kind: RequestKind.ENCOUNTER,
      startsOn: '2026-05-14',
      endsOn: '2026-05-14',
      ...{ begun: false, arranged: null, dates: [], broadcast: false },
      remaining: 2,
      maxPupils: 30,
      ...slot,
    },
    responded: { answered: 9, asked: 10 },
    publishedOn: '2026-04-19',
    excluded: [],
    ...changes,
  };
}

/** A Leeds school that looks for manufacturing in Year 9, 41 pupils short of Benchmark 5. */
export function request(changes: Partial<MatchRequest> = {}): MatchRequest {
  return {
    requestId: 'request_1',
    schoolId: 'school_107000',
    kind: RequestKind.ENCOUNTER,
    activityTypes: [ActivityType.CAREERS_TALK, ActivityType.WORKPLACE_VISIT],
    sectors: ['C', 'F'],
    groups: [{ yearGroup: 9, size: 28 }],
    booked: 0,
    outstanding: 2,
    pupilsPerSession: 25,
    windows: [{ from: '2026-05-04', to: '2026-05-22' }],
    calendar: CALENDAR,
    mode: Mode.IN_PERSON,
    place: { easting: 430_000, northing: 437_200 },
    travelKm: 10,
    benchmark: Benchmark.B5,
    need: 41,
    excluded: [],
    personsTaken: [],
    ...changes,
  };
}

/** A placement offer at the same place, and a request of the same school for places in Year 10. */
export function placement(places = 3): { offer: MatchOffer; request: MatchRequest } {
  const activityType = ActivityType.WORK_EXPERIENCE_PLACEMENT;
  return {
    offer: offer(
      { activityType, yearFrom: 10, yearTo: 11 },
      { kind: RequestKind.PLACEMENT, endsOn: '2026-05-20', remaining: places, maxPupils: null },
    ),
    request: request({
      kind: RequestKind.PLACEMENT,
      activityTypes: [activityType],
      groups: [{ yearGroup: 10, size: 28 }],
      pupilsPerSession: 1,
      outstanding: 5,
    }),
  };
}

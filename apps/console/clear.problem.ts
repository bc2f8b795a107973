import type { ClearingProblem, MatchOffer, MatchRequest } from '#matching';
import {
  type ActivityType,
  addDays,
  calendarOf,
  type LocalDate,
  RequestKind,
  type SchoolCalendar,
} from '#statutes';
import type { OfferRow, RequestRow } from './clear.rows.js';

/** What rows come to, their bonuses apart. */
export interface RowsProblem {
  readonly problem: Omit<ClearingProblem, 'bonuses'>;
  /** The row that each of `problem.offers` is of: a row with several activities is several slots. */
  readonly offerOf: ReadonlyMap<string, OfferRow>;
}

/** A calendar of a year long ago knows nothing of any day of the files: windows alone decide. */
const SILENT: SchoolCalendar = calendarOf(1900, []);

/**
 * States rows of the spreadsheet form as a clearing. Sessions are the units of all activities, those of placements too.
 * A row with several activities is a slot for each that anybody asks for; together they have the row's capacity, as the
 * slots of an employer with a limit do.
 */
export function problemOf(offers: readonly OfferRow[], requests: readonly RequestRow[]): RowsProblem {
  const today = dayBefore([...offers, ...requests]);
  const asked = new Set(requests.flatMap(({ activities }) => activities));
  const offerOf = new Map<string, OfferRow>();
  const employers = new Map<string, number>();
  const slots: MatchOffer[] = [];
  for (const row of offers) {
    const activities = row.activities.filter((activity) => asked.has(activity));
    if (activities.length > 1) employers.set(row.id, row.capacity);
    for (const activity of activities) {
      const slot = slotOf(row, activity, { shared: activities.length > 1, today });
      offerOf.set(slot.slotId, row);
      slots.push(slot);
    }
  }
  return {
    offerOf,
    problem: {
      ...{ today, offers: slots, requests: requests.map(requestOf), employers },
      ...{ persons: new Map(), blocks: [], quotas: [], forbidden: [] },
    },
  };
}

/** The day before the first that any row names: nothing is over yet. */
function dayBefore(rows: readonly { from: LocalDate }[]): LocalDate {
  const first = rows.reduce((day, { from }) => (from < day ? from : day), '9999-12-31');
  return addDays(first, -1);
}

function slotOf(
  row: OfferRow,
  activityType: ActivityType,
  { shared, today }: { shared: boolean; today: LocalDate },
): MatchOffer {
  return {
    offerId: row.id,
    slotId: `${row.id}|${activityType}`,
    employerId: shared ? row.id : null,
    personId: row.person,
    activityType,
    saysAll: true,
    employed: true,
    sectors: row.sectors,
    yearFrom: row.yearFrom,
    yearTo: row.yearTo,
    mode: row.mode,
    place: row.place,
    travelKm: kmOf(row.travelMetres),
    slot: {
      kind: RequestKind.ENCOUNTER,
      startsOn: row.from,
      endsOn: row.to,
      arranged: { days: 1 },
      dates: [],
      broadcast: false,
      begun: false,
      remaining: row.capacity,
      maxPupils: null,
    },
    responded: { answered: 0, asked: 0 },
    publishedOn: today,
    excluded: [],
  };
}

function requestOf(row: RequestRow): MatchRequest {
  return {
    requestId: row.id,
    schoolId: row.school,
    kind: RequestKind.ENCOUNTER,
    activityTypes: row.activities,
    sectors: row.sectors,
    groups: [{ yearGroup: row.year, size: row.pupils }],
    booked: 0,
    outstanding: row.sessions,
    pupilsPerSession: row.pupils,
    windows: [{ from: row.from, to: row.to }],
    calendar: SILENT,
    mode: row.mode,
    place: row.place,
    // Of offers that say all by themselves no pupils travel.
    travelKm: 0,
    benchmark: row.benchmark,
    need: row.need,
    excluded: [],
    personsTaken: [],
  };
}

/** Kilometres that come to at least so many metres: 1.001 · 1000 is 1000.9999999999999. */
function kmOf(metres: number): number {
  const km = metres / 1000;
  return km * 1000 < metres ? km * (1 + Number.EPSILON) : km;
}

import { isEmployed } from '#bookings';
import { type MatchOffer, type MatchRequest } from '#matching';
import type { AmbassadorKind, GivenBy, SlotForm } from '#offers';
import { type LocalDate, localDateOf, placeOf } from '#platform';
import {
  type AcademicYear,
  type ActivityType,
  Benchmark,
  calendarOf,
  type DeclaredCalendar,
  type Mode,
  type RequestKind,
  type SchoolCalendar,
  type SectorLetter,
} from '#statutes';
import type { BankHolidays } from '#reference';

/** A slot with its offer, as the candidates' SQL returns it. */
export interface OfferRow {
  slot_id: string;
  offer_id: string;
  employer_id: string;
  person_id: string | null;
  activity_type: ActivityType;
  given_by: GivenBy;
  ambassador_kind: AmbassadorKind | null;
  sectors: SectorLetter[];
  year_from: number;
  year_to: number;
  mode: Mode;
  place: { x: number; y: number };
  travel_km: number;
  published_at: Date | null;
  kind: RequestKind;
  form: SlotForm;
  starts_at: Date;
  ends_at: Date;
  bookable_until: Date;
  /** By arrangement: how many working days a placement lasts. */
  days: number | null;
  dates: { startsAt: string }[] | null;
  remaining: number;
  max_pupils: number | null;
  asked: number;
  answered: number;
}

/** A request with its groups and what is under way for it, as the candidates' SQL returns it. */
export interface RequestRow {
  id: string;
  school_id: string;
  kind: RequestKind;
  activity_types: ActivityType[];
  sectors: SectorLetter[];
  groups: { yearGroup: number; size: number }[];
  booked: number;
  remaining: number;
  pupils_per_session: number | null;
  windows: { from: LocalDate; to: LocalDate }[];
  academic_year: AcademicYear;
  /** What the school and its authority have said of that year. */
  calendars: (DeclaredCalendar & { own: boolean })[];
  mode: Mode;
  place: { x: number; y: number };
  travel_km: number;
  benchmark: Benchmark | null;
  /** Offers, or single slots of them, that one of the two sides declined. */
  declined: string[];
  persons_taken: string[];
}

/** The offer's slot as the engine takes it, at a moment. */
export function matchOffer(row: OfferRow, now: Date): MatchOffer {
  return {
    offerId: row.offer_id,
    slotId: row.slot_id,
    employerId: row.employer_id,
    personId: row.person_id,
    activityType: row.activity_type,
    employed: isEmployed({ givenBy: row.given_by, ambassadorKind: row.ambassador_kind }),
    sectors: row.sectors,
    yearFrom: row.year_from,
    yearTo: row.year_to,
    mode: row.mode,
    place: placeOf(row.place),
    travelKm: row.travel_km,
    slot: {
      kind: row.kind,
      startsOn: localDateOf(row.starts_at),
      endsOn: localDateOf(row.ends_at),
      arranged: row.form === 'arranged' ? { days: row.days ?? 1 } : null,
      dates: (row.dates ?? []).map(({ startsAt }) => localDateOf(new Date(startsAt))),
      broadcast: row.form === 'broadcast',
      begun: row.bookable_until <= now,
      remaining: row.remaining,
      maxPupils: row.max_pupils,
    },
    responded: { asked: row.asked, answered: row.answered },
    publishedOn: localDateOf(row.published_at ?? row.starts_at),
    excluded: [],
  };
}

/** When the school of a request teaches. Schools that declared nothing share one calendar. */
export function calendarFor(
  { academic_year, calendars }: RequestRow,
  bankHolidays: BankHolidays,
): SchoolCalendar {
  if (calendars.length === 0) return bankHolidays.usualCalendar(academic_year);
  const school = calendars.find(({ own }) => own);
  const authority = calendars.find(({ own }) => !own);
  return calendarOf(academic_year, bankHolidays.of(academic_year), {
    ...(school ? { school } : {}),
    ...(authority ? { authority } : {}),
  });
}

/** The request as the engine takes it. @param need the pupils short of the benchmark that it could reach; null where that is not known */
export function matchRequest(row: RequestRow, calendar: SchoolCalendar, need: number | null): MatchRequest {
  return {
    requestId: row.id,
    schoolId: row.school_id,
    kind: row.kind,
    activityTypes: row.activity_types,
    sectors: row.sectors,
    groups: row.groups,
    booked: row.booked,
    outstanding: row.remaining,
    pupilsPerSession: row.pupils_per_session ?? 1,
    windows: row.windows,
    calendar,
    mode: row.mode,
    place: placeOf(row.place),
    travelKm: row.travel_km,
    benchmark: row.benchmark ?? Benchmark.B5,
    need,
    excluded: row.declined,
    personsTaken: row.persons_taken,
  };
}
